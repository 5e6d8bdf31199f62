import { EffaceError } from '../core/errors.js'
import { methodOf } from '../core/methods.js'
import type { SampleRange } from '../core/floats.js'
import { Pixels } from '../core/pixels.js'
import { rowBytes } from '../core/raster.js'
import type { Box, PaintBox, Raster } from '../core/types.js'
import { Cover } from './cover.js'
import { gridSize, type Grid } from './grid.js'
import { patternOf, type Pattern } from './pattern.js'
import { spansOf } from './shape.js'

/** What was painted, and all one needs to know to prove it from the raster. */
export interface Painting {
  /** In the order painted, in whole pixels of the raster. */
  boxes: PaintBox[]
  /** For each box that was blurred or made a mosaic: what was left of it. */
  grids: (Grid | undefined)[]
  /** For each box that shows a marker: where in it. */
  rooms: (Box | undefined)[]
  range: SampleRange
}

/**
 * Proves that a raster shows, bit for bit, what was to be painted. Each box's rows are made again in memory that never held
 * the picture, from nothing but the box and its grid, and compared with the raster's. So nothing of what lay there can have
 * stayed: a pixel left out, a sample missed (alpha, a fourth ink), a box at the wrong place. Grids must be as coarse as they
 * should be. Where boxes overlap, the one painted last counts.
 *
 * @throws EffaceError ERR_REDACTION_UNVERIFIED
 */
export function verifyPainted(raster: Raster, { boxes, grids, rooms, range }: Painting): void {
  const stride = rowBytes(raster)
  const pixelBits = raster.channels * raster.bits
  const cover = new Cover(raster.height)
  // From the topmost down: what a later box covers is not the earlier one's to prove.
  for (let i = boxes.length - 1; i >= 0; i--) {
    const box = boxes[i]
    const grid = grids[i]
    if (methodOf(box).made === 'grid') {
      const allowed = gridSize(box)
      if (grid === undefined || grid.columns > allowed.columns || grid.rows > allowed.rows) throw unverified(box)
    }
    // Eight pixels fill whole bytes in every layout: a row that starts at a multiple of eight has the raster's own bit positions.
    const left = box.x - box.x % 8
    let row: Row | undefined
    // Of one colour: all rows are alike.
    const flat = methodOf(box).made === 'flat'
    const span = spansOf(box)
    for (let y = box.y; y < box.y + box.h; y++) {
      if (cover.has(y, box.x, box.x + box.w)) continue
      const [start, end] = span(y)
      for (const [from, to] of cover.take(y, start, end)) {
        row ??= rowOf(raster, box, left, range, patternOf(box, grid, rooms[i]))
        if (!flat || row.from !== from || row.to !== to) {
          row.pattern(y, from, to, row.rgba)
          row.pixels.write(from - left, 0, to - from, row.rgba)
          row.from = from
          row.to = to
        }
        const at = y * stride + left / 8 * pixelBits
        const painted = raster.data.subarray(at, at + row.data.length)
        if (!sameBits(painted, row.data, (from - left) * pixelBits, (to - left) * pixelBits)) throw unverified(box)
      }
    }
  }
}

/** `from`, `to`: the pixels that were last made. */
interface Row { pattern: Pattern, rgba: Uint8Array, data: Uint8Array, pixels: Pixels, from: number, to: number }

/** Memory for a row of the box that never held the picture, and what to fill it with. */
function rowOf(raster: Raster, box: PaintBox, left: number, range: SampleRange, pattern: Pattern): Row {
  const row: Raster = { ...raster, width: box.x + box.w - left, height: 1, data: new Uint8Array(0) }
  row.data = new Uint8Array(rowBytes(row))
  return { pattern, rgba: new Uint8Array(box.w * 4), data: row.data, pixels: new Pixels(row, range), from: 0, to: 0 }
}

function unverified({ label, method }: PaintBox): EffaceError {
  return new EffaceError('ERR_REDACTION_UNVERIFIED', `A ${label} box does not show the ${method} it was painted with`, { stage: 'redact' })
}

function sameBits(a: Uint8Array, b: Uint8Array, start: number, end: number): boolean {
  const first = start >> 3
  const last = (end - 1) >> 3
  if (((start | end) & 7) === 0) return Buffer.compare(a.subarray(first, last + 1), b.subarray(first, last + 1)) === 0
  for (let i = first; i <= last; i++) {
    let mask = 255
    if (i === first) mask &= 255 >> (start & 7)
    if (i === last) mask &= 255 << (7 - (end - 1 & 7))
    if (((a[i] ^ b[i]) & mask) !== 0) return false
  }
  return true
}
