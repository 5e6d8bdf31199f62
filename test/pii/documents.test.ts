import t from 'tap'
import { findEntities } from '../../lib/pii/index.js'
import { documents } from './cases/documents.js'

const found = async (text: string, checksums: 'evidence' | 'required' = 'evidence') =>
  (await findEntities(text, { checksums })).map(({ start, end, labels }) => ({ start, end, labels: Object.keys(labels) }))

for (const { name, label, said, alone, valid, none } of documents) {
  t.test(name, async t => {
    t.ok(valid.length >= 10 && none.length >= 10)
    for (const [i, number] of valid.entries()) {
      for (const text of alone ? [number, said[i % said.length].replace('#', number)] : [said[i % said.length].replace('#', number)]) {
        const start = text.indexOf(number)
        const hit = (await found(text)).some(entity => entity.start === start && entity.end === start + number.length && entity.labels.includes(label))
        t.ok(hit, text)
      }
    }
    for (const text of none) t.notOk((await found(text, 'required')).some(({ labels }) => labels.includes(label)), text)
  })
}
