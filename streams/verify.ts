import { EffaceError } from '../lib/core/errors.js'
import type { FilledOptions } from '../lib/core/option-types.js'
import { stillThere } from '../lib/paint/legible.js'
import type { Frame, VisualObject } from '../lib/core/types.js'
import { findStep } from './find.js'
import { paintFrame } from './painting.js'
import { renewView } from './views.js'
import type { Step } from './work.js'

/** So often a frame is painted again before it is given up. */
const ROUNDS = 2

/**
 * Looks at the painted frame once more with the same detectors and OCR: what is still found in or near a painted box, codes
 * that can be read and known entities still legible anywhere, are painted black and looked at again, twice at most. Costs about as much as finding did.
 *
 * @throws EffaceError ERR_REDACTION_UNVERIFIED when something is still there after that
 */
export function verifyStep(options: FilledOptions): Step {
  const look = findStep(options)
  return async (frame, signal) => {
    if (frame.planned === undefined || frame.planned.length === 0) return
    for (let round = 0; ; round++) {
      const left = stillThere(frame, await lookAgain(frame, look, options, signal), options)
      if (left.length === 0) return
      if (round === ROUNDS) {
        throw new EffaceError('ERR_REDACTION_UNVERIFIED', `Something is still found in ${left.length} places of frame ${frame.index} after it was painted`, { stage: 'redact', frame: frame.index })
      }
      frame.planned.push(...left)
      await paintFrame(frame, left, options)
    }
  }
}

/** The frame as a viewer of the output sees it, seen anew. */
async function lookAgain(frame: Frame, look: Step, options: FilledOptions, signal: AbortSignal): Promise<Pick<Frame, 'words'> & { objects: VisualObject[] }> {
  const seen: Frame = { ...frame, objects: [], words: [], unread: [], digest: undefined }
  await renewView(seen, options)
  await look(seen, signal)
  return seen
}
