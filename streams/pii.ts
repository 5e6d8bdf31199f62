import type { Duplex } from 'node:stream'
import { checkedRecognizer } from '../lib/core/check-results.js'
import { netModels } from '../lib/inference/manifest.js'
import { fillOptions } from '../lib/core/options.js'
import { isPluginModule } from '../lib/core/plugins.js'
import type { EffaceOptions, FilledOptions } from '../lib/core/option-types.js'
import { saidLanguages } from '../lib/text/languages.js'
import { Numbering } from '../lib/pii/markers.js'
import { withPlateNumbers } from '../lib/pii/plate-numbers.js'
import { textOf } from '../lib/text/layout.js'
import type { Frame, RecognizedEntity, Recognizer, Span, TextContext } from '../lib/core/types.js'
import { poolOf } from '../workers/pool.js'
import { piiSettings } from './pii-settings.js'
import { toStageError } from './stage-error.js'
import { stage, work } from './work.js'

/**
 * Frames in, the same frames with `text` and `entities` out. Entities of the same text and label bear the same marker
 * on all pages.
 *
 * @example
 * frames.pipe(pii({ entities: { enable: ['PCI'] } })).on('data', frame => console.log(frame.entities.length))
 */
export function pii<Own extends string = never>(options?: EffaceOptions<Own>): Duplex {
  const filled = fillOptions(options)
  const settings = piiSettings(filled)
  return stage(async frame => {
    if (frame.words.length === 0) return
    const spans = await ownSpans(filled, () => textOf(frame.words)).catch((error: unknown) => { throw toStageError(error, 'pii', frame.index) })
    const { text, entities, languages } = await work(filled, 'pii', frame, 'pii', { words: frame.words, settings, spans })
    frame.text = text
    frame.entities.push(...withPlateNumbers(entities, frame.objects, filled.entities))
    frame.languages = languages ?? {}
    frame.models.push(...await netModels('names'))
  }, filled, {
    // Here frames pass in order, so that the numbers do not depend on which worker was quicker.
    inOrder: numberEntities(),
  })
}

/** Numbers the entities of one document, of which it is to be given all frames in order. */
export function numberEntities(): (frame: Frame) => void {
  const numbering = new Numbering()
  return frame => { for (const entity of frame.entities) entity.processedText = numbering.marker(entity) }
}

/** The entities of a plain text. */
export async function entitiesInText(text: string, options: FilledOptions): Promise<RecognizedEntity[]> {
  const spans = await ownSpans(options, () => ({ text })).catch((error: unknown) => { throw toStageError(error, 'pii') })
  const { value } = await poolOf(options).run('text', { text, settings: piiSettings(options), spans }, { seconds: options.limits.stageSeconds, providers: options.providers })
    .catch((error: unknown) => { throw toStageError(error, 'pii') })
  return value
}

/** What the caller's own recognisers find; plain objects cannot go to a worker and run on this thread. */
async function ownSpans(options: FilledOptions, read: () => { text: string, placed?: TextContext['words'] }): Promise<Span[]> {
  const own = options.recognizers.filter((r): r is Recognizer => !isPluginModule(r))
  if (own.length === 0) return []
  const { text, placed } = read()
  const context: TextContext = { languages: saidLanguages(options.languages), ...(placed ? { words: placed } : {}) }
  const found: Span[] = []
  for (const recognizer of own) for (const span of await checkedRecognizer(recognizer).find(text, context)) found.push(span)
  return found
}
