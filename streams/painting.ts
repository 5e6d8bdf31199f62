import { toRaster } from '../lib/paint/boxes.js'
import type { Growth } from '../lib/paint/coded-blocks.js'
import { layoutOf } from '../lib/core/raster.js'
import type { FilledOptions } from '../lib/core/option-types.js'
import type { Frame, PaintBox } from '../lib/core/types.js'
import { work } from './work.js'

/**
 * Paints boxes of the upright frame on a worker, and proves them. On lossy pages they are grown to whole blocks: the noise around what was
 * painted would tell what it was to whoever renders guesses and compares.
 */
export async function paintFrame(frame: Frame, boxes: readonly PaintBox[], options: FilledOptions): Promise<void> {
  if (boxes.length === 0) return
  const { raster, pixels } = frame
  const stored = toRaster(boxes, frame)
  const growth = growthOf(frame, options)
  frame.painted.push(...pixels
    ? await work(options, 'redact', frame, 'redactLarge', { pixels, layout: layoutOf(raster), boxes: stored, growth })
    : await work(options, 'redact', frame, 'redact', { raster, boxes: stored, growth }))
}

function growthOf({ page: { blocks, format } }: Frame, options: FilledOptions): Growth | undefined {
  if (!blocks) return undefined
  const kept = blocks.kept && (options.format ?? format) === format
  return { blocks, reach: kept ? 0 : blocks.reach }
}
