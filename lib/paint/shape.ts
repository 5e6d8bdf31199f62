import { EffaceError } from '../errors.js'
import type { PaintBox, RasterLayout } from '../types.js'

/**
 * The box in whole pixels of the raster: rounded outward and clipped.
 *
 * @throws EffaceError ERR_REDACTION_UNVERIFIED for a box without area or wholly off the raster: what it was to hide would stay
 */
export function toPixels<B extends PaintBox>(box: B, { width, height }: Pick<RasterLayout, 'width' | 'height'>): B {
  const left = Math.max(0, Math.floor(box.x))
  const top = Math.max(0, Math.floor(box.y))
  const right = Math.min(width, Math.ceil(box.x + box.w))
  const bottom = Math.min(height, Math.ceil(box.y + box.h))
  if (!(box.w > 0 && box.h > 0 && right > left && bottom > top)) {
    throw new EffaceError('ERR_REDACTION_UNVERIFIED', `A ${box.label} box has no area on the page`, { stage: 'redact' })
  }
  return { ...box, x: left, y: top, w: right - left, h: bottom - top }
}

/** The part [start, end) of pixel row `y` that the shape covers, every pixel it touches included. */
export function spanOf({ x, y: top, w, h, shape }: PaintBox, y: number): [start: number, end: number] {
  if (shape !== 'ellipse') return [x, x + w]
  const middle = top + h / 2
  const away = Math.max(0, y > middle ? y - middle : y + 1 < middle ? middle - y - 1 : 0) / (h / 2)
  const half = w / 2 * Math.sqrt(Math.max(0, 1 - away * away))
  return [Math.max(x, Math.floor(x + w / 2 - half)), Math.min(x + w, Math.ceil(x + w / 2 + half))]
}

/** As {@link spanOf}, for all rows of a box: those of boxes of one size are worked out once. */
export function spansOf(box: PaintBox): (y: number) => [start: number, end: number] {
  const { x, y: top, w, h, shape } = box
  if (shape !== 'ellipse') return () => [x, x + w]
  if (last.w !== w || last.h !== h) {
    last = { w, h, spans: new Int32Array(h * 2) }
    for (let row = 0; row < h; row++) last.spans.set(spanOf({ ...box, x: 0, y: 0 }, row), row * 2)
  }
  const { spans } = last
  return y => [x + spans[(y - top) * 2], x + spans[(y - top) * 2 + 1]]
}

let last = { w: 0, h: 0, spans: new Int32Array(0) }

/** Whether two boxes share a pixel. */
export function overlaps(a: PaintBox, b: PaintBox): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}
