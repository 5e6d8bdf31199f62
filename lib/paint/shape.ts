import { EffaceError } from '../core/errors.js'
import type { Box, CodedBlocks, PaintBox, RasterLayout } from '../core/types.js'

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
export function spanOf(box: PaintBox, y: number): [start: number, end: number] {
  if (box.shape !== 'ellipse') return [box.x, box.x + box.w]
  return box.blocks ? blockSpan(box, box.blocks, y) : ellipseSpan(box, y)
}

function ellipseSpan({ x, y: top, w, h }: Box, y: number): [start: number, end: number] {
  const middle = top + h / 2
  const away = Math.max(0, y > middle ? y - middle : y + 1 < middle ? middle - y - 1 : 0) / (h / 2)
  const half = w / 2 * Math.sqrt(Math.max(0, 1 - away * away))
  return [Math.max(x, Math.floor(x + w / 2 - half)), Math.min(x + w, Math.ceil(x + w / 2 + half))]
}

/** Of an ellipse, all blocks that it touches, and what lies within their reach. */
function blockSpan({ x, w }: Box, { ellipse, width, height, reach, ...origin }: NonNullable<PaintBox['blocks']>, y: number): [start: number, end: number] {
  let [start, end] = [x + w, x]
  const middle = Math.floor(ellipse.y + ellipse.h / 2)
  const last = Math.floor((y + reach - origin.y) / height)
  for (let row = Math.floor((y - reach - origin.y) / height); row <= last; row++) {
    const top = Math.max(ellipse.y, origin.y + row * height)
    const bottom = Math.min(ellipse.y + ellipse.h, origin.y + (row + 1) * height)
    if (bottom <= top) continue
    // An ellipse is widest at its middle: of these rows, in the one nearest to it.
    const [from, to] = ellipseSpan(ellipse, Math.max(top, Math.min(bottom - 1, middle)))
    start = Math.min(start, origin.x + Math.floor((from - origin.x) / width) * width - reach)
    end = Math.max(end, origin.x + Math.ceil((to - origin.x) / width) * width + reach)
  }
  return [Math.max(x, start), Math.max(Math.max(x, start), Math.min(x + w, end))]
}

/**
 * A box in whole pixels grown to all of the blocks that it touches, and to what lies within their reach; clipped to the raster.
 *
 * @param reach see {@link CodedBlocks}; 0 where pixels beyond the blocks are coded from other blocks again
 */
export function wholeBlocks<B extends Box & Pick<PaintBox, 'shape' | 'blocks'>>(box: B, { width, height }: Pick<CodedBlocks, 'width' | 'height'>, reach: number, layout: Pick<RasterLayout, 'width' | 'height'>): B {
  const left = Math.max(0, Math.floor(box.x / width) * width - reach)
  const top = Math.max(0, Math.floor(box.y / height) * height - reach)
  const right = Math.min(layout.width, Math.ceil((box.x + box.w) / width) * width + reach)
  const bottom = Math.min(layout.height, Math.ceil((box.y + box.h) / height) * height + reach)
  const grown: B = { ...box, x: left, y: top, w: right - left, h: bottom - top }
  if (box.shape === 'ellipse') grown.blocks = { x: 0, y: 0, width, height, reach, ellipse: { x: box.x, y: box.y, w: box.w, h: box.h } }
  return grown
}

/** The box as it lies in a part of its raster that begins at (left, top). */
export function movedBy<B extends PaintBox>(box: B, left: number, top: number): B {
  const moved: B = { ...box, x: box.x - left, y: box.y - top }
  if (box.blocks) {
    const { x, y, ellipse } = box.blocks
    moved.blocks = { ...box.blocks, x: x - left, y: y - top, ellipse: { ...ellipse, x: ellipse.x - left, y: ellipse.y - top } }
  }
  return moved
}

/** As {@link spanOf}, for all rows of a box: those of boxes of one size are worked out once. */
export function spansOf(box: PaintBox): (y: number) => [start: number, end: number] {
  const { x, y: top, w, h, shape } = box
  if (shape !== 'ellipse') return () => [x, x + w]
  if (box.blocks) return y => spanOf(box, y)
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
