import { toRaster } from '../lib/paint/plan.js'
import type { FilledOptions } from '../lib/options.js'
import type { Frame, PaintBox } from '../lib/types.js'
import { work } from './work.js'

/** Paints boxes of the upright frame on a worker, and proves them. */
export async function paintFrame(frame: Frame, boxes: readonly PaintBox[], options: FilledOptions): Promise<void> {
  if (boxes.length === 0) return
  const { raster } = frame
  frame.painted.push(...await work(options, 'redact', frame, 'redact', { raster, boxes: toRaster(boxes, frame) }))
}
