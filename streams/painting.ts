import { toRaster } from '../lib/paint/plan.js'
import { layoutOf } from '../lib/raster.js'
import type { FilledOptions } from '../lib/options.js'
import type { Frame, PaintBox } from '../lib/types.js'
import { work } from './work.js'

/** Paints boxes of the upright frame on a worker, and proves them. */
export async function paintFrame(frame: Frame, boxes: readonly PaintBox[], options: FilledOptions): Promise<void> {
  if (boxes.length === 0) return
  const { raster, pixels } = frame
  const stored = toRaster(boxes, frame)
  frame.painted.push(...pixels
    ? await work(options, 'redact', frame, 'redactLarge', { pixels, layout: layoutOf(raster), boxes: stored })
    : await work(options, 'redact', frame, 'redact', { raster, boxes: stored }))
}
