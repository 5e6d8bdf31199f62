import type { RasterLayout } from '../../core/types.js'
import { UsedEntries, usedOnly } from '../palette.js'
import { rowBytes } from '../../core/raster.js'
import { keyOfImage } from './header.js'
import type { PngInfo } from './walk.js'

/** A colour that no pixel has. */
const NO_COLOUR = [-1, -1, -1]

/** What the pixels of a still image make use of: entries of its palette, or its transparent colour. Only that is written. */
export class Seen {
  readonly entries?: UsedEntries
  readonly #info: PngInfo
  readonly #layout: RasterLayout
  readonly #key?: readonly number[]
  #transparent = false

  constructor(info: PngInfo, layout: RasterLayout) {
    this.#info = info
    this.#layout = layout
    this.#key = keyOfImage(info.header, info.transparency)
    if (info.header.colourType === 3) this.entries = new UsedEntries(layout)
  }

  /** Whether the rows must be shown before anything is written. */
  get looks(): boolean { return this.entries !== undefined || this.#key !== undefined }

  rows(rows: Uint8Array): void {
    this.entries?.see(rows)
    if (this.#key !== undefined) this.#transparent ||= hasTransparent(this.#layout, rows)
  }

  /** What transparent pixels are written as. */
  get key(): readonly number[] | undefined { return this.#key === undefined || this.#transparent ? this.#key : NO_COLOUR }

  /** PLTE, with nothing in entries that no pixel uses. */
  get palette(): Uint8Array | undefined { return this.entries && usedOnly(this.#info.palette!, 3, this.entries) }

  /** tRNS; absent where nothing is transparent. */
  get transparency(): Uint8Array | undefined {
    if (this.entries) {
      const alpha = usedOnly(this.#info.transparency ?? new Uint8Array(), 1, this.entries, 255)
      const length = alpha.findLastIndex(a => a !== 255) + 1
      return length > 0 ? alpha.subarray(0, length) : undefined
    }
    if (this.#key === undefined || !this.#transparent) return undefined
    return Uint8Array.from(this.#key.flatMap(value => [value >> 8, value & 255]))
  }
}

/** Whether a pixel's last sample, its alpha, is less than half. */
function hasTransparent(layout: RasterLayout, rows: Uint8Array): boolean {
  const { width, channels, bits } = layout
  const stride = rowBytes(layout)
  const pixel = channels * bits
  for (let row = 0; row < rows.length; row += stride) {
    // Its highest bit says so; samples of 16 bits are little-endian.
    for (let x = 0, bit = pixel - Math.min(8, bits); x < width; x++, bit += pixel) if ((rows[row + (bit >> 3)] >> (7 - (bit & 7)) & 1) === 0) return true
  }
  return false
}
