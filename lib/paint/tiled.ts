import { methodOf } from '../core/methods.js'
import { rowBytes } from '../core/raster.js'
import { overwriteStored, type StoredBytes } from '../core/private-file.js'
import type { PaintBox, RasterLayout } from '../core/types.js'
import { readTile } from '../core/tiles.js'
import { paint } from './paint.js'
import { movedBy, overlaps, toPixels } from './shape.js'

/** Rows of a box that are painted at a time, where its method allows. */
const ROWS = 1024

/**
 * {@link paint} for a raster that lies in a file: box by box, each in a tile of its own. Boxes that overlap are painted together,
 * so that the one that is to be on top is, and blur is never taken of what is painted already.
 */
export function paintInFile(pixels: StoredBytes, layout: RasterLayout, boxes: readonly PaintBox[]): PaintBox[] {
  const whole = boxes.map(box => toPixels(box, layout))
  for (const group of together(whole.flatMap(pieces))) paintTile(pixels, layout, group)
  return whole
}

/** A box that is one colour all over may be painted bit by bit; others keep their shape. */
function pieces(box: PaintBox): PaintBox[] {
  if (box.h <= ROWS || box.shape === 'ellipse' || methodOf(box).made !== 'flat') return [box]
  return Array.from({ length: Math.ceil(box.h / ROWS) }, (_, i) => ({ ...box, y: box.y + i * ROWS, h: Math.min(ROWS, box.h - i * ROWS) }))
}

function together(boxes: readonly PaintBox[]): PaintBox[][] {
  const groups: PaintBox[][] = []
  for (const box of boxes) {
    const touching = groups.filter(group => group.some(other => overlaps(box, other)))
    const rest = groups.filter(group => !touching.includes(group))
    groups.splice(0, groups.length, ...rest, [...touching.flat(), box])
  }
  return groups
}

function paintTile(pixels: StoredBytes, layout: RasterLayout, boxes: readonly PaintBox[]): void {
  const left = Math.floor(Math.min(...boxes.map(box => box.x)) / 8) * 8
  const right = Math.min(layout.width, Math.ceil(Math.max(...boxes.map(box => box.x + box.w)) / 8) * 8)
  const top = Math.min(...boxes.map(box => box.y))
  const bottom = Math.max(...boxes.map(box => box.y + box.h))
  const raster = readTile(pixels, layout, { x: left, y: top, w: right - left, h: bottom - top })
  paint(raster, boxes.map(box => movedBy(box, left, top)))
  const bytes = rowBytes(raster)
  const at = left * layout.channels * layout.bits / 8
  for (let y = 0; y < raster.height; y++) overwriteStored(pixels, (top + y) * rowBytes(layout) + at, raster.data.subarray(y * bytes, (y + 1) * bytes))
}
