import t from 'tap'
import { findEntities } from '../../lib/pii/index.js'
import { sentences } from './cases/sentences.js'
import { marked } from './marked.js'

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl']

for (const { name, label, found, none } of sentences) {
  t.test(name, async t => {
    t.ok(found.length >= 10 && none.length >= 10)
    for (const sentence of found) {
      const { text, spans } = marked(sentence)
      const entities = await findEntities(text, { languages: LANGUAGES })
      for (const { start, end } of spans) {
        const hit = entities.some(entity => entity.start === start && entity.end === end && label in entity.labels)
        t.ok(hit, `${sentence} → ${entities.map(e => `${e.bestLabel} ${e.text}`).join(', ')}`)
      }
    }
    for (const text of none) {
      const entities = await findEntities(text, { languages: LANGUAGES, checksums: 'required' })
      t.same(entities.filter(({ labels }) => label in labels).map(e => e.text), [], text)
    }
  })
}
