// Which stages lie between the bytes and frames that know what is to be painted.
import { Transform, type Duplex } from 'node:stream'
import { decode } from '../../streams/decode.js'
import { find } from '../../streams/find.js'
import { pii } from '../../streams/pii.js'
import { split } from '../../streams/split.js'
import { track } from '../../streams/track.js'
import { stage, type Step } from '../../streams/work.js'
import { EffaceError } from '../core/errors.js'
import type { FilledOptions } from '../core/option-types.js'
import { Spool } from '../core/spool.js'
import type { EncodedPage } from '../core/types.js'
import type { Plan } from './plan.js'

/** From bytes to frames in which everything has been found. A stage that has nothing to do would only hold frames back. */
export function analysis(options: FilledOptions, range?: { from: number, to: number }): Duplex[] {
  const reads = options.ocr !== 'none'
  const sees = options.objects.length > 0 || options.detectors.length > 0
  return [
    decode(options), ...range ? [only(range)] : [], split(options),
    ...reads || sees ? [find(options)] : [],
    ...reads ? [pii(options)] : [],
    ...reads || sees ? [track(options)] : [],
  ]
}

/** From bytes to frames that bear the boxes of a plan. */
export function planned(plan: Plan, options: FilledOptions): Duplex[] {
  const step: Step = async frame => {
    const page = plan.pages[frame.index]
    if (page?.width !== frame.width || page.height !== frame.height) {
      throw new EffaceError('ERR_INVALID_OPTION', `The plan has no page ${frame.index} of ${frame.width} × ${frame.height} pixels`, { stage: 'redact', frame: frame.index })
    }
    frame.planned = page.boxes.map(box => ({ ...box }))
  }
  return [decode(options), split(options), stage(step, options)]
}

/** A look at every frame, those that failed included. */
export const tap = (step: Step | undefined, options: FilledOptions): Duplex[] => step ? [stage(step, options, { ofFailed: step })] : []

/** Pages of a range alone: the others are not decoded. Only for formats whose pages do not build on one another. */
function only({ from, to }: { from: number, to: number }): Duplex {
  return new Transform({
    objectMode: true, writableHighWaterMark: 1, readableHighWaterMark: 1,
    transform(page: EncodedPage, _encoding, callback) {
      const isIn = page.index >= from && page.index < to
      if (!isIn) letGo(page)
      callback(null, isIn ? page : undefined)
    },
  })
}

/** For a page that will not be decoded: its bytes need not be kept. */
export function letGo(page: EncodedPage): void { if (page.spooled) Spool.letGo(page.spooled) }
