import { boolean, integer, list, object, text as string } from '../../core/schema.js'
import { detectLanguages } from '../../text/languages.js'
import { entitiesInText } from '../../../streams/pii.js'
import { Numbering, processText } from '../../pii/markers.js'
import { atWork, requestOptions } from '../context.js'
import { optionFields, readOptions } from '../limina.js'
import { jsonRoute } from './route.js'

const entity = object({
  processed_text: string(), text: string(), location: object({ stt_idx: integer(), end_idx: integer() }), best_label: string(), labels: object({}),
})

/** POST /process/text and /ner/text: `{text: [..]}` in, one result a text out. */
export const text = jsonRoute({
  name: 'text', paths: ['/process/text', '/ner/text'], summary: 'Texts: one result for each',
  body: object({ ...optionFields, text: list(string()) }, ['text']),
  answer: list(object({
    processed_text: string(), entities: list(entity), entities_present: boolean, characters_processed: integer(), languages_detected: object({}),
  })),
  async run(exchange, body, answer) {
    const { signal, context } = exchange
    const { options, returnEntity } = readOptions(body, context.defaults.own)
    await atWork(exchange, async () => {
      const filled = requestOptions(exchange, options, context.defaults.own)
      // One numbering for all texts of a request: the same name bears the same number in each.
      const numbering = new Numbering(filled.report.processedText)
      const results = []
      for (const text of body.text) {
        signal.throwIfAborted()
        const found = await entitiesInText(text, filled)
        results.push({
          processed_text: processText(text, found, numbering),
          entities: found.map(({ start, end, text, bestLabel, labels }) => ({
            processed_text: numbering.marker({ text, bestLabel, labels }), ...returnEntity ? { text } : {},
            location: { stt_idx: start, end_idx: end }, best_label: bestLabel, labels,
          })),
          entities_present: found.length > 0,
          characters_processed: text.length,
          languages_detected: await detectLanguages(text),
        })
      }
      answer(results)
    })
  },
})
