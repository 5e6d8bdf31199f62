import { inflateSync, deflateSync } from 'node:zlib'
import type { Orientation } from '../../core/types.js'
import { isCodePoints } from '../icc-elements.js'
import { strippedIcc } from '../icc.js'
import { readExif, writeExif } from '../jpeg/exif.js'
import type { UsedEntries } from '../palette.js'
import { concat, uint16, uint32, writeChunk } from './chunks.js'
import { isAspect, isGamma, isGamut, isResolution } from '../numbers.js'
import type { Header } from './header.js'

const MAX_PROFILE = 4 << 20

type Meant = (data: Uint8Array, header: Header) => boolean

/**
 * Chunks that are kept, where they are of this length and their numbers can mean what they should. Chunks not named here are
 * dropped, and so are these where they hold anything else.
 */
const meanings: Readonly<Record<string, readonly [length: (header: Header) => number, meant: Meant]>> = {
  gAMA: [() => 4, data => isGamma(1e5 / uint32(data, 0))],
  cHRM: [() => 32, data => {
    const [white, red, green, blue] = [0, 8, 16, 24].map(at => [uint32(data, at) / 1e5, uint32(data, at + 4) / 1e5] as const)
    return isGamut(white, red, green, blue)
  }],
  sRGB: [() => 1, ([intent]) => intent <= 3],
  cICP: [() => 4, isCodePoints],
  pHYs: [() => 9, data => (data[8] === 1 ? isResolution : data[8] === 0 ? isAspect : () => false)(uint32(data, 0), uint32(data, 4))],
  sBIT: [({ colourType }) => ({ 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 })[colourType],
    (data, { colourType, depth }) => data.every(bits => bits >= 1 && bits <= (colourType === 3 ? 8 : depth))],
  // Of colours, greys only: any other six bytes may be anything.
  bKGD: [({ colourType }) => ({ 0: 2, 2: 6, 3: 1, 4: 2, 6: 6 })[colourType], (data, { colourType, depth }) => {
    if (colourType === 3) return true
    const level = uint16(data, 0)
    return level < 2 ** depth && (depth < 16 || data[0] === data[1]) && data.every((byte, i) => byte === data[i % 2])
  }],
}

/** What is kept of chunks that neither hold pixels nor say how to read them, ready to be written. */
export class Ancillary {
  private readonly kept = new Map<string, Uint8Array>()
  orientation: Orientation = 1

  static wants(type: string, length: number): boolean {
    return type in meanings ? length <= 32 : (type === 'iCCP' || type === 'eXIf') && length <= MAX_PROFILE
  }

  take(type: string, data: Uint8Array, header: Header): void {
    if (type === 'eXIf') {
      this.orientation = readExif(data).orientation
      return
    }
    if (type === 'iCCP') {
      const profile = profileOf(data)
      if (profile !== undefined) this.kept.set(type, profile)
      return
    }
    const [length, meant] = meanings[type]
    if (data.length === length(header) && meant(data, header)) this.kept.set(type, data.slice())
  }

  get dpi(): number | undefined {
    const data = this.kept.get('pHYs')
    if (data === undefined || data[8] !== 1) return undefined
    const dpi = Math.round(uint32(data, 0) * 0.0254)
    return dpi > 0 ? dpi : undefined
  }

  get pixelAspect(): number | undefined {
    const data = this.kept.get('pHYs')
    return data && uint32(data, 4) / uint32(data, 0)
  }

  /** As plain data: chunk names and contents. */
  entries(): [string, Uint8Array][] { return [...this.kept] }
}

/** Colour chunks come before the palette, the others after it. `sameType`: the colour type is still the source's. `used`: of the palette. */
export function ancillaryChunks(
  kept: readonly [string, Uint8Array][], orientation: Orientation, sameType: boolean, used?: UsedEntries,
): { before: Uint8Array, after: Uint8Array } {
  const before: Uint8Array[] = []
  const after: Uint8Array[] = []
  for (const [type, data] of kept) {
    if (type === 'bKGD' || type === 'pHYs') {
      if (type === 'pHYs' || sameType && (used?.has(data[0]) ?? true)) after.push(writeChunk(type, data))
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
