import { methodOf } from '../core/methods.js'
import { inMemory, windowOf, writeWindow } from '../core/pixel-store.js'
import type { PaintBox, PixelStore } from '../core/types.js'
import { paint } from './paint.js'
import { movedBy, overlaps, toPixels } from './shape.js'

/** Rows of a box that are painted at a time, where its method allows. */
const ROWS = 1024

/** {@link paint}, wherever the pixels lie. */
export function paintStore(store: PixelStore, boxes: readonly PaintBox[]): PaintBox[] {
  return inMemory(store) ? paint(store, boxes) : paintInWindows(store, boxes)
}

/**
 * Box by box, each in a window of its own. Boxes that overlap are painted together, so that the one that is to be on top is, and blur is
 * never taken of what is painted already.
 */
export function paintInWindows(store: PixelStore, boxes: readonly PaintBox[]): PaintBox[] {
  const whole = boxes.map(box => toPixels(box, store))
  for (const group of together(whole.flatMap(pieces))) paintWindow(store, group)
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

function paintWindow(store: PixelStore, boxes: readonly PaintBox[]): void {
  const left = Math.floor(Math.min(...boxes.map(box => box.x)) / 8) * 8
  const right = Math.min(store.width, Math.ceil(Math.max(...boxes.map(box => box.x + box.w)) / 8) * 8)
  const top = Math.min(...boxes.map(box => box.y))
  const bottom = Math.max(...boxes.map(box => box.y + box.h))
  const window = windowOf(store, { x: left, y: top, w: right - left, h: bottom - top })
  paint(window, boxes.map(box => movedBy(box, left, top)))
  writeWindow(store, { x: left, y: top }, window)
}
