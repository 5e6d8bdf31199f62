// Which stages lie between the bytes and frames that know what is to be painted.
import { Transform, type Duplex } from 'node:stream'
import { decode } from '../../streams/decode.js'
import { find } from '../../streams/find.js'
import { ordered } from '../../streams/ordered.js'
import { pii } from '../../streams/pii.js'
import { split } from '../../streams/split.js'
import { track } from '../../streams/track.js'
import { stage, type Step } from '../../streams/work.js'
import { EffaceError } from '../core/errors.js'
import type { FilledOptions } from '../core/option-types.js'
import { Spool } from '../core/spool.js'
import type { EncodedPage, Frame } from '../core/types.js'
import { codecOf } from '../formats/index.js'
import type { Plan } from './plan.js'

/** Pages `from` to `to`, from 0, without the last. */
export interface PageRange { from: number, to: number }

/** How the frames of a file are looked through. */
export interface AnalysisHooks {
  /** Shown every frame in which everything was found, before what was found in its neighbours is held over to it. */
  found?: Step
  /** Page 0 is looked through alone, so that whoever waits for it waits no longer than for a file of one page. */
  firstAlone?: boolean
  /** These pages alone. Only for formats whose pages do not build on one another. */
  range?: PageRange
  /** Somebody else looks at the views. */
  looked?: boolean
}

/** From bytes to frames in which everything has been found. A stage that has nothing to do would only hold frames back. */
export function analysis(options: FilledOptions, { found, firstAlone = false, looked = false, range }: AnalysisHooks = {}): Duplex[] {
  const reads = options.ocr !== 'none'
  const sees = options.objects.length > 0 || options.detectors.length > 0
  const first = firstAlone ? holdAllButFirst(options) : undefined
  return [
    decode(options), ...first ? [first.hold] : [], ...range ? [pagesIn(range)] : [],
    split(options, { views: looked || found !== undefined || reads || sees || options.verify }),
    ...reads || sees ? [find(options)] : [],
    ...reads ? [pii(options)] : [],
    ...first ? [first.letGo] : [],
    ...tap(found, options),
    ...reads || sees ? [track(options)] : [],
  ]
}

/** Pages wait at `hold`, still encoded, until page 0 has come to `letGo`. */
function holdAllButFirst(options: FilledOptions): { hold: Duplex, letGo: Duplex } {
  let isOpen = false
  let open = (): void => {}
  const opened = new Promise<void>(resolve => {
    open = () => {
      isOpen = true
      resolve()
    }
  })
  const hold = ordered<EncodedPage, EncodedPage>({
    concurrency: 1,
    run: async (page, signal) => {
      if (page.index > 0 && !isOpen) await Promise.race([opened, new Promise(resolve => { signal.addEventListener('abort', resolve, { once: true }) })])
      return page
    },
  })
  const step: Step = async () => open()
  return { hold, letGo: stage(step, options, { ofFailed: step }) }
}

/** Passes on what is wanted, and drops the rest. */
function only<T>(wanted: (item: T) => boolean, drop: (item: T) => void): Transform {
  return new Transform({
    objectMode: true, writableHighWaterMark: 1, readableHighWaterMark: 1,
    transform(item: T, _encoding, callback) {
      if (wanted(item)) return callback(null, item)
      drop(item)
      callback()
    },
  })
}

/** From bytes to the one page of that index, its pixels there and nothing found. Frames that build on others need those before them, too. */
export function onePage(index: number, options: FilledOptions): Duplex[] {
  const pages = only<EncodedPage>(page => page.index === index || page.index < index && codecOf(page.format).sequential, letGo)
  const frames = only<Frame>(frame => frame.index === index, frame => frame.memory?.release())
  return [decode(options), pages, split(options), frames]
}

/** The others are not decoded. */
const pagesIn = ({ from, to }: PageRange): Duplex => only<EncodedPage>(({ index }) => index >= from && index < to, letGo)

/** For a page that will not be decoded: its bytes need not be kept. */
export function letGo(page: EncodedPage): void { if (page.spooled) Spool.letGo(page.spooled) }

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
