// Which stages lie between the bytes and frames that know what is to be painted.
import type { Duplex } from 'node:stream'
import { decode } from '../../streams/decode.js'
import { find } from '../../streams/find.js'
import { pii } from '../../streams/pii.js'
import { split } from '../../streams/split.js'
import { track } from '../../streams/track.js'
import { stage, type Step } from '../../streams/work.js'
import { EffaceError } from '../core/errors.js'
import type { FilledOptions } from '../core/option-types.js'
import type { Plan } from './plan.js'

/**
 * From bytes to frames in which everything has been found. A stage that has nothing to do would only hold frames back.
 *
 * @param looked somebody else looks at the views
 */
export function analysis(options: FilledOptions, looked: boolean): Duplex[] {
  const reads = options.ocr !== 'none'
  const sees = options.objects.length > 0 || options.detectors.length > 0
  return [
    decode(options), split(options, { views: looked || reads || sees || options.verify }),
    ...reads || sees ? [find(options)] : [],
    ...reads ? [pii(options)] : [],
    ...reads || sees ? [track(options)] : [],
  ]
}

/** From bytes to frames that bear the boxes of a plan. */
export function planned(plan: Plan, options: FilledOptions, looked: boolean): Duplex[] {
  const step: Step = async frame => {
    const page = plan.pages[frame.index]
    if (page?.width !== frame.width || page.height !== frame.height) {
      throw new EffaceError('ERR_INVALID_OPTION', `The plan has no page ${frame.index} of ${frame.width} × ${frame.height} pixels`, { stage: 'redact', frame: frame.index })
    }
    frame.planned = page.boxes.map(box => ({ ...box }))
  }
  return [decode(options), split(options, { views: looked || options.verify }), stage(step, options)]
}

/** A look at every frame, those that failed included. */
export const tap = (step: Step | undefined, options: FilledOptions): Duplex[] => step ? [stage(step, options, { ofFailed: step })] : []
