import { rowBytes } from '../core/raster.js'
import type { Raster, RasterLayout } from '../core/types.js'

/** Which entries of a palette the pixels use. What an entry says that no pixel uses is seen by nobody, and goes. */
export class UsedEntries {
  readonly #used: Uint8Array
  readonly #layout: RasterLayout

  constructor(layout: RasterLayout) {
    this.#layout = layout
    this.#used = new Uint8Array(2 ** Math.min(16, layout.bits))
  }

  static of(raster: Raster): UsedEntries {
    const used = new UsedEntries(raster)
    used.see(raster.data)
    return used
  }

  /** Whole rows of the raster. */
  see(rows: Uint8Array): void {
    const { bits, channels, width } = this.#layout
    const used = this.#used
    if (bits === 8) for (let at = 0; at < rows.length; at += channels) used[rows[at]] = 1
    else if (bits === 16) for (let at = 0; at < rows.length; at += channels * 2) used[rows[at] | rows[at + 1] << 8] = 1
    else {
      const stride = rowBytes(this.#layout)
      const top = (1 << bits) - 1
      for (let row = 0; row < rows.length; row += stride) {
        for (let bit = 0; bit < width * channels * bits; bit += channels * bits) used[rows[row + (bit >> 3)] >> (8 - bits - (bit & 7)) & top] = 1
      }
    }
  }

  has(entry: number): boolean { return this.#used[entry] === 1 }
}

/** The palette, `size` bytes an entry, with `blank` where no pixel looks. */
export function usedOnly(palette: Uint8Array, size: number, used: Pick<UsedEntries, 'has'>, blank = 0): Uint8Array {
  const out = Uint8Array.from(palette)
  for (let i = 0; i * size < out.length; i++) if (!used.has(i)) out.fill(blank, i * size, (i + 1) * size)
  return out
}
