import { malformed } from '../../core/errors.js'
import { keepShapes } from '../../core/shapes.js'

/** Undoes a row's filter in place. `above` is the row above, unfiltered; zeros for the first. `step`: bytes per pixel, at least 1. */
export function unfilter(type: number, row: Uint8Array, above: Uint8Array, step: number): void {
  const n = row.length
  switch (type) {
    case 0: return
    case 1:
      for (let i = step; i < n; i++) row[i] += row[i - step]
      return
    case 2:
      for (let i = 0; i < n; i++) row[i] += above[i]
      return
    case 3:
      for (let i = 0; i < step && i < n; i++) row[i] += above[i] >> 1
      for (let i = step; i < n; i++) row[i] += (row[i - step] + above[i]) >> 1
      return
    case 4:
      for (let i = 0; i < step && i < n; i++) row[i] += above[i]
      for (let i = step; i < n; i++) row[i] += paeth(row[i - step], above[i], above[i - step])
      return
    default: throw malformed('A PNG row has an unknown filter')
  }
}

function paeth(left: number, up: number, corner: number): number {
  const a = Math.abs(up - corner)
  const b = Math.abs(left - corner)
  const c = Math.abs(left + up - 2 * corner)
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** Absolute value of a filtered byte, read as signed. */
const weight = Uint8Array.from({ length: 512 }, (_, i) => (i & 255) < 128 ? i & 255 : 256 - (i & 255))

/**
 * Chooses a filter for each row: the one with the least sum of absolute values, which compresses best as a rule. Of wide rows
 * a quarter of the bytes is looked at. Rows of packed or palette samples are best left alone.
 */
export class RowFilter {
  private readonly sums = new Float64Array(5)

  /** @param step bytes per pixel @param plain no filter, for packed and palette samples */
  constructor(private readonly step: number, private readonly plain: boolean) {}

  /** Writes the filter byte and the filtered row to `out` from `at` on. */
  filter(row: Uint8Array, above: Uint8Array, out: Uint8Array, at: number): void {
    const { step } = this
    const n = row.length
    if (!this.plain && Buffer.compare(row, above) === 0) {
      // Up leaves nothing of it.
      out[at] = 2
      out.fill(0, at + 1, at + 1 + n)
      return
    }
    const type = this.plain ? 0 : this.choose(row, above)
    out[at++] = type
    if (type === 0) {
      out.set(row, at)
      return
    }
    // Left of the row's first pixel there is nothing: Sub leaves it, Paeth falls back to Up.
    for (let i = 0; i < step && i < n; i++) out[at + i] = row[i] - (type === 1 ? 0 : type === 3 ? above[i] >> 1 : above[i])
    if (type === 1) for (let i = step; i < n; i++) out[at + i] = row[i] - row[i - step]
    else if (type === 2) for (let i = step; i < n; i++) out[at + i] = row[i] - above[i]
    else if (type === 3) for (let i = step; i < n; i++) out[at + i] = row[i] - ((row[i - step] + above[i]) >> 1)
    else for (let i = step; i < n; i++) out[at + i] = row[i] - paeth(row[i - step], above[i], above[i - step])
  }

  private choose(row: Uint8Array, above: Uint8Array): number {
    const RUN = 96
    const { step, sums } = this
    const stride = row.length > 16 * RUN ? 4 * RUN : RUN
    let [none, sub, up, average, best] = [0, 0, 0, 0, 0]
    for (let start = step; start < row.length; start += stride) {
      const end = Math.min(row.length, start + RUN)
      for (let i = start; i < end; i++) {
        const value = row[i] + 256
        const left = row[i - step]
        const over = above[i]
        none += weight[value - 256]
        sub += weight[value - left]
        up += weight[value - over]
        average += weight[value - ((left + over) >> 1)]
        best += weight[value - paeth(left, over, above[i - step])]
      }
    }
    sums.set([none, sub, up, average, best])
    return sums.indexOf(Math.min(none, sub, up, average, best))
  }
}

keepShapes(new RowFilter(1, true))
