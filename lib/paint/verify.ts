import { EffaceError } from '../errors.js'
import { Pixels, rowBytes } from '../raster.js'
import type { PaintBox, Raster } from '../types.js'
import { gridSize } from './grid.js'
import type { Painting } from './paint.js'
import { patternOf } from './pattern.js'
import { overlaps, spanOf } from './shape.js'

/**
 * Proves that a raster shows, bit for bit, what was to be painted. Each box's rows are made again in memory that never held
 * the picture, from nothing but the box and its grid, and compared with the raster's. So nothing of what lay there can have
 * stayed: a pixel left out, a sample missed (alpha, a fourth ink), a box at the wrong place. Grids must be as coarse as they
 * should be. Where boxes overlap, the one painted last counts.
 *
 * @throws EffaceError ERR_REDACTION_UNVERIFIED
 */
export function verifyPainted(raster: Raster, { boxes, grids, range }: Painting): void {
  const stride = rowBytes(raster)
  const pixelBits = raster.channels * raster.bits
  boxes.forEach((box, i) => {
    const grid = grids[i]
    if (box.method === 'blur' || box.method === 'mosaic') {
      const allowed = gridSize(box)
      if (grid === undefined || grid.columns > allowed.columns || grid.rows > allowed.rows) throw unverified(box)
    }
    const later = boxes.slice(i + 1).filter(other => overlaps(box, other))
    const pattern = patternOf(box, grid)
    const rgba = new Uint8Array(box.w * 4)
    // Eight pixels fill whole bytes in every layout: a row that starts at a multiple of eight has the raster's own bit positions.
    const left = box.x - box.x % 8
    const row: Raster = { ...raster, width: box.x + box.w - left, height: 1, data: new Uint8Array(0) }
    row.data = new Uint8Array(rowBytes(row))
    const pixels = new Pixels(row, range)
    for (let y = box.y; y < box.y + box.h; y++) {
      const [start, end] = spanOf(box, y)
      pattern(y, start, end, rgba)
      pixels.write(start - left, 0, end - start, rgba)
      const at = y * stride + left / 8 * pixelBits
      const painted = raster.data.subarray(at, at + row.data.length)
      for (const [from, to] of uncovered(start, end, later, y)) {
        if (!sameBits(painted, row.data, (from - left) * pixelBits, (to - left) * pixelBits)) throw unverified(box)
      }
    }
  })
}

function unverified({ label, method }: PaintBox): EffaceError {
  return new EffaceError('ERR_REDACTION_UNVERIFIED', `A ${label} box does not show the ${method} it was painted with`, { stage: 'redact' })
}

/** The parts of [start, end) in row `y` that none of the boxes covers. */
function uncovered(start: number, end: number, boxes: readonly PaintBox[], y: number): [number, number][] {
  let parts: [number, number][] = [[start, end]]
  for (const box of boxes) {
    if (y < box.y || y >= box.y + box.h) continue
    const [from, to] = spanOf(box, y)
    parts = parts.flatMap(([a, b]): [number, number][] => [[a, Math.min(b, from)], [Math.max(a, to), b]])
  }
  return parts.filter(([a, b]) => b > a)
}

function sameBits(a: Uint8Array, b: Uint8Array, start: number, end: number): boolean {
  const first = start >> 3
  const last = (end - 1) >> 3
  for (let i = first; i <= last; i++) {
    let mask = 255
    if (i === first) mask &= 255 >> (start & 7)
    if (i === last) mask &= 255 << (7 - (end - 1 & 7))
    if (((a[i] ^ b[i]) & mask) !== 0) return false
  }
  return true
}
