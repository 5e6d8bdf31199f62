import { methodOf, type MethodInfo } from '../core/methods.js'
import { Pixels } from '../core/pixels.js'
import { rowBytes } from '../core/raster.js'
import type { PaintBox, Raster } from '../core/types.js'
import { Cover } from './cover.js'
import { reduceAll } from './grid.js'
import { patternOf, type Pattern } from './pattern.js'
import { roomIn } from './room.js'
import { spansOf, toPixels } from './shape.js'
import { verifyPainted, type Painting } from './read-back.js'

/**
 * Paints boxes over a raster, in place, and proves from the raster that it shows what was to be painted. Boxes are in pixels of
 * the stored raster; they are rounded outward and clipped. Painted pixels become opaque.
 *
 * @returns the boxes as painted
 * @throws EffaceError ERR_REDACTION_UNVERIFIED for a box without area or off the raster, or when the proof fails
 * @example
 * paint(raster, [{ x: 10, y: 10, w: 80, h: 20, label: 'NAME', method: 'blackbox' }])
 */
export function paint(raster: Raster, boxes: readonly PaintBox[]): PaintBox[] {
  const painting = apply(raster, boxes)
  verifyPainted(raster, painting)
  return painting.boxes
}

/** Paints without the proof. */
export function apply(raster: Raster, boxes: readonly PaintBox[]): Painting {
  const pixels = new Pixels(raster)
  // Boxes that derive from what lies below them come first, so that none softens the edge of a solid one.
  const order = boxes.map(box => toPixels(box, raster)).sort((a, b) => rank(a) - rank(b))
  // All are taken of the picture as it was, before any of it is painted.
  const grids = reduceAll(pixels, order.map(box => methodOf(box).made === 'grid' ? box : undefined))
  const rooms = order.map((box, i) => methodOf(box).text ? roomIn(box, order.slice(i + 1)) : undefined)
  const [painted, cleared] = [new Cover(raster.height), new Cover(raster.height)]
  const hasHidden = raster.alpha !== undefined || raster.model === 'palette'
  // From the topmost down, and each pixel once: what a later box covers need not be painted before.
  for (let i = order.length - 1; i >= 0; i--) {
    const box = order[i]
    let pattern: Pattern | undefined
    let rgba: Uint8Array | undefined
    const flat = methodOf(box).made === 'flat'
    let row: Run | undefined
    const span = spansOf(box)
    for (let y = box.y; y < box.y + box.h; y++) {
      if (painted.has(y, box.x, box.x + box.w)) continue
      const [start, end] = span(y)
      for (const [from, to] of painted.take(y, start, end)) {
        pattern ??= patternOf(box, grids[i], rooms[i])
        rgba ??= new Uint8Array(box.w * 4)
        // Of one colour, and like the row that was painted before: whole bytes are a copy of that, and only pixels at its ends are left.
        const copied = row?.from === from && row.to === to ? copyBytes(raster, row, y) : [from, from]
        for (const [first, end] of [[from, copied[0]], [copied[1], to]]) {
          if (end <= first) continue
          pattern(y, first, end, rgba)
          pixels.write(first, y, end - first, rgba)
        }
        if (flat) row = { y, from, to }
      }
      if (!hasHidden) continue
      for (const [from, to] of cleared.take(y, box.x, start)) clearTransparent(pixels, from, to, y)
      for (const [from, to] of cleared.take(y, end, box.x + box.w)) clearTransparent(pixels, from, to, y)
    }
  }
  return { boxes: order, grids, rooms, range: pixels.range }
}

/** Pixels [from, to) of a row. */
interface Run { y: number, from: number, to: number }

/** Copies the whole bytes of a run to the same place in row `y`. @returns which pixels these are; none where they share bytes otherwise */
function copyBytes(raster: Raster, { y: source, from, to }: Run, y: number): [from: number, to: number] {
  const bits = raster.channels * raster.bits
  if (bits % 8 !== 0 && 8 % bits !== 0) return [from, from]
  const [first, last] = [Math.ceil(from * bits / 8), Math.floor(to * bits / 8)]
  if (last <= first) return [from, from]
  const stride = rowBytes(raster)
  raster.data.copyWithin(y * stride + first, source * stride + first, source * stride + last)
  return [first * 8 / bits, last * 8 / bits]
}

const ORDER: readonly MethodInfo['made'][] = ['grid', 'flat', 'drawn']
const rank = (box: PaintBox): number => ORDER.indexOf(methodOf(box).made)

/** Colour under full transparency is data as well: in the corners around an ellipse it goes too. */
function clearTransparent(pixels: Pixels, start: number, end: number, y: number): void {
  if (end <= start) return
  const rgba = pixels.read(start, y, end - start)
  for (let x = 0; x < end - start; x++) {
    if (rgba[x * 4 + 3] === 0) pixels.write(start + x, y, 1, new Uint8Array(4))
  }
}
