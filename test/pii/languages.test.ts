import t from 'tap'
import { findEntities } from '../../lib/pii/index.js'
import { LABELS } from '../../lib/core/labels.js'
import { languages } from './cases/languages.js'
import { marked } from './marked.js'

for (const { language, marked: sentences, none, names } of languages) {
  t.test(language, async t => {
    for (const sentence of sentences) {
      const { text, spans } = marked(sentence)
      const entities = await findEntities(text, { names: false, languages: [language] })
      for (const { start, end, label } of spans) {
        const hit = entities.some(entity => entity.start === start && entity.end === end && label! in entity.labels)
        t.ok(hit, `${sentence} → ${entities.map(e => `${e.bestLabel} ${e.text}`).join(', ')}`)
      }
    }
    for (const text of none) {
      t.same((await findEntities(text, { names: false, languages: [language] })).map(e => e.text), [], text)
    }
    for (const [text, name] of names) {
      const start = text.indexOf(name)
      const entities = await findEntities(text, { languages: [language] })
      t.ok(entities.some(entity => entity.start <= start && entity.end >= start + name.length), `${text} → ${entities.map(e => e.text).join(', ')}`)
    }
  })
}

t.test('every label has examples that are found', async t => {
  for (const [label, { about, examples }] of Object.entries(LABELS)) {
    t.ok(about.length > 0 && examples.length > 0, label)
    for (const example of examples) {
      const entities = await findEntities(example, { entities: { enable: ['ALL'] } })
      t.ok(entities.some(entity => label in entity.labels), `${label}: ${example} → ${entities.map(e => `${e.bestLabel} ${e.text}`).join(', ')}`)
    }
  }
})
