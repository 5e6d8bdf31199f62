import type { Duplex } from 'node:stream'
import { fillOptions } from '../lib/core/options.js'
import type { EffaceOptions } from '../lib/core/option-types.js'
import { planBoxes } from '../lib/paint/boxes.js'
import { paintFrame } from './painting.js'
import { verifyStep } from './verify.js'
import { stage } from './work.js'

/**
 * Frames in, the same frames with everything found painted over out: objects, entities, unread text (see `onUnread`) and
 * the regions that are always to be redacted; or what `frame.planned` says, where it is there. Every painted box is read
 * back before the frame is passed on; with `verify` the frame is looked at once more. With `onError: 'skip'` a frame on which something
 * failed is blacked as a whole.
 *
 * @throws EffaceError ERR_REDACTION_UNVERIFIED when a box does not show what was to be painted
 * @example
 * frames.pipe(redact({ method: 'mosaic' })).pipe(encode())
 */
export function redact<Own extends string = never>(options?: EffaceOptions<Own>): Duplex {
  const filled = fillOptions(options)
  const verify = filled.verify ? verifyStep(filled) : undefined
  return stage(async (frame, signal) => {
    frame.planned ??= planBoxes(frame, filled)
    await paintFrame(frame, frame.planned, filled)
    await verify?.(frame, signal)
  }, filled, { ofFailed: async frame => await paintFrame(frame, frame.planned!, filled) })
}
