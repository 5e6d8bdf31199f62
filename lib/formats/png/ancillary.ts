import { inflateSync, deflateSync } from 'node:zlib'
import type { Orientation } from '../../types.js'
import { strippedIcc } from '../icc.js'
import { readExif, writeExif } from '../jpeg/exif.js'
import { concat, uint32, writeChunk } from './chunks.js'
import type { Header } from './header.js'

const MAX_PROFILE = 4 << 20

/** Lengths the chunks that are kept must have. Chunks not named here are dropped, and so are these at any other length. */
const lengths: Readonly<Record<string, (header: Header) => number>> = {
  gAMA: () => 4,
  cHRM: () => 32,
  sRGB: () => 1,
  cICP: () => 4,
  pHYs: () => 9,
  sBIT: ({ colourType }) => ({ 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 })[colourType],
  bKGD: ({ colourType }) => ({ 0: 2, 2: 6, 3: 1, 4: 2, 6: 6 })[colourType],
}

/** What is kept of chunks that neither hold pixels nor say how to read them, ready to be written. */
export class Ancillary {
  private readonly kept = new Map<string, Uint8Array>()
  orientation: Orientation = 1

  static wants(type: string, length: number): boolean {
    return type in lengths ? length <= 32 : (type === 'iCCP' || type === 'eXIf') && length <= MAX_PROFILE
  }

  take(type: string, data: Uint8Array, header: Header): void {
    if (type === 'eXIf') this.orientation = readExif(data).orientation
    else if (type === 'iCCP') {
      const profile = profileOf(data)
      if (profile !== undefined) this.kept.set(type, profile)
    } else if (data.length === lengths[type](header)) this.kept.set(type, data.slice())
  }

  get dpi(): number | undefined {
    const data = this.kept.get('pHYs')
    if (data === undefined || data[8] !== 1) return undefined
    const dpi = Math.round(uint32(data, 0) * 0.0254)
    return dpi > 0 ? dpi : undefined
  }

  /** As plain data: chunk names and contents. */
  entries(): [string, Uint8Array][] { return [...this.kept] }
}

/** Colour chunks come before the palette, the others after it. `sameType`: the colour type is still the source's. */
export function ancillaryChunks(
  kept: readonly [string, Uint8Array][], orientation: Orientation, sameType: boolean,
): { before: Uint8Array, after: Uint8Array } {
  const before: Uint8Array[] = []
  const after: Uint8Array[] = []
  for (const [type, data] of kept) {
    if (type === 'bKGD' || type === 'pHYs') {
      if (type === 'pHYs' || sameType) after.push(writeChunk(type, data))
    } else if (type !== 'sBIT' || sameType) before.push(writeChunk(type, data))
  }
  const exif = writeExif({ orientation })
  if (exif !== undefined) after.push(writeChunk('eXIf', exif))
  return { before: concat(before), after: concat(after) }
}

/** The profile under a neutral name and without its texts; undefined when it is damaged. */
function profileOf(data: Uint8Array): Uint8Array | undefined {
  const name = data.subarray(0, 80).indexOf(0)
  if (name < 1 || data[name + 1] !== 0) return undefined
  try {
    const profile = strippedIcc(inflateSync(data.subarray(name + 2), { maxOutputLength: MAX_PROFILE }))
    return profile && concat([Uint8Array.from([0x49, 0x43, 0x43, 0, 0]), deflateSync(profile)])
  } catch {
    return undefined
  }
}
