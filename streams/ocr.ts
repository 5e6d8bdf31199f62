import type { Duplex } from 'node:stream'
import { checkedEngine } from '../lib/core/check-results.js'
import { limitExceeded } from '../lib/core/errors.js'
import { fillOptions } from '../lib/core/options.js'
import { isPluginModule } from '../lib/core/plugins.js'
import type { EffaceOptions, FilledOptions } from '../lib/core/option-types.js'
import type { Frame, Reading, VisualObject } from '../lib/core/types.js'
import type { OcrSettings } from '../workers/protocol.js'
import { addObjects } from './detect.js'
import { piiSettings } from './pii-settings.js'
import { toStageError } from './stage-error.js'
import { memoizeByDigest } from './memoize.js'
import { inEachView } from './views.js'
import { stage, work, type Step } from './work.js'

/**
 * Frames in, the same frames with `words` (and `unread` regions) out; with objects of type SIGNATURE, when they are asked for: they
 * are looked for beside words such as 'Signed'; and with codes that hold personal text, under its label.
 *
 * @example
 * pages.pipe(split()).pipe(ocr({ ocr: 'tesseract' })).on('data', frame => console.log(frame.words.map(w => w.text)))
 */
export function ocr<Own extends string = never>(options?: EffaceOptions<Own>): Duplex {
  const filled = fillOptions(options)
  return stage(inEachView(ocrStep(filled), filled), filled)
}

let documents = 0

/** What ocr() does to one frame. */
export function ocrStep(options: FilledOptions): Step {
  const { ocr, languages, accuracy, limits } = options
  if (ocr === 'none') return async () => {}
  // Engines learn while they read; a worker forgets what it has learnt when the document changes.
  const document = ++documents
  const own = typeof ocr === 'string' || isPluginModule(ocr) ? undefined : checkedEngine(ocr)
  const recognize = async (frame: Frame, signal: AbortSignal): Promise<Reading> => {
    const { dpi, pixelAspect, orientation } = frame.page
    if (!own) {
      const settings = { ocr: ocr as OcrSettings['ocr'], languages, accuracy }
      const aspect = pixelAspect === undefined ? 1 : orientation < 5 ? pixelAspect : 1 / pixelAspect
      return await work(options, 'ocr', frame, 'ocr', { view: frame.view, aspect, document, settings, ...(dpi === undefined ? {} : { dpi }) })
    }
    return await own.recognize(frame.view, dpi === undefined ? { signal } : { dpi, signal })
  }
  const read = memoizeByDigest(async (frame: Frame, signal: AbortSignal): Promise<{ reading: Reading, objects: VisualObject[] }> => {
    const reading = await recognize(frame, signal).catch((error: unknown) => { throw toStageError(error, 'ocr', frame.index) })
    const count = reading.words.length
    if (count > limits.wordsPerPage) throw limitExceeded('wordsPerPage', limits.wordsPerPage, count, { stage: 'ocr', frame: frame.index })
    const signatures = options.objects.includes('SIGNATURE') && count > 0
      ? await work(options, 'detect', frame, 'signatures', { view: frame.view, words: reading.words })
      : []
    // Codes are text: what one says is looked at like what is written. Asked for as such, detect() finds all of them.
    const codes = options.objects.includes('BARCODE') ? [] : await work(options, 'ocr', frame, 'codes', { view: frame.view, settings: piiSettings(options) })
    return { reading, objects: [...signatures, ...codes] }
  })
  return async (frame, signal) => {
    const { reading, objects } = await read(frame, signal)
    frame.words.push(...reading.words)
    frame.unread.push(...reading.unread ?? [])
    frame.models.push(...reading.models ?? [])
    addObjects(frame, objects, options)
  }
}
