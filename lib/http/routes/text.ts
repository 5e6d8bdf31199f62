import { findEntities } from '../../api/efface.js'
import { detectLanguages } from '../../text/languages.js'
import { Numbering, processText } from '../../pii/markers.js'
import { readJson } from '../body.js'
import { atWork, ignoredHeader, requestOptions, sendJson, type Route } from '../context.js'
import { readOptions } from '../limina.js'
import { Reader } from '../schema.js'

/** POST /process/text and /ner/text: `{text: [..]}` in, one result a text out. */
export const text: Route = async exchange => {
  const { res, signal, context } = exchange
  const body = new Reader(await readJson(exchange))
  const texts = body.strings('text')
  if (texts === undefined) body.string('text', { required: true })
  const { options, returnEntity } = readOptions(body, context.defaults.own)
  body.check()
  await atWork(exchange, async () => {
    const filled = requestOptions(exchange, options, context.defaults.own)
    // One numbering for all texts of a request: the same name bears the same number in each.
    const numbering = new Numbering(filled.report.processedText)
    const results = []
    for (const text of texts!) {
      signal.throwIfAborted()
      const found = await findEntities(text, filled)
      results.push({
        processed_text: processText(text, found, numbering),
        entities: found.map(({ start, end, text, best_label, labels }) => ({
          processed_text: numbering.marker({ text, best_label, labels }), ...returnEntity ? { text } : {},
          location: { stt_idx: start, end_idx: end }, best_label, labels,
        })),
        entities_present: found.length > 0,
        characters_processed: text.length,
        languages_detected: await detectLanguages(text),
      })
    }
    sendJson(res, 200, results, ignoredHeader(body.ignored()))
  })
}
