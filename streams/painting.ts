import { toRaster } from '../lib/paint/boxes.js'
import type { Growth } from '../lib/paint/coded-blocks.js'
import type { FilledOptions } from '../lib/core/option-types.js'
import type { Frame, PaintBox } from '../lib/core/types.js'
import { work } from './work.js'

/**
 * Paints boxes of the upright frame on a worker, and proves them. On lossy pages they are grown to whole blocks: the noise around what was
 * painted would tell what it was to whoever renders guesses and compares.
 */
export async function paintFrame(frame: Frame, boxes: readonly PaintBox[], options: FilledOptions): Promise<void> {
  if (boxes.length === 0) return
  const { raster } = frame
  frame.painted.push(...await work(options, 'redact', frame, 'redact', { raster, boxes: toRaster(boxes, frame), growth: growthOf(frame, options) }))
}

function growthOf({ page: { blocks, format } }: Frame, options: FilledOptions): Growth | undefined {
  if (!blocks) return undefined
  const kept = blocks.kept && (options.format ?? format) === format
  return { blocks, reach: kept ? 0 : blocks.reach }
}
