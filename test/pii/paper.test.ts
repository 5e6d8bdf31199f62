import t from 'tap'
import { findEntities, findInWords } from '../../lib/pii/index.js'
import type { RecognizedEntity } from '../../lib/core/types.js'
import { layOut, type ReadWord } from '../../lib/text/layout.js'
import { forms, named, paperMore } from './cases/paper-more.js'
import { paper } from './cases/paper.js'
import { marked } from './marked.js'

/** Of a kind's variants so many are to be found, and so many of its lines that tell of nobody left alone. */
const SHARE = 0.95

const open = (text: string, { start, end }: { start: number, end: number }, found: readonly RecognizedEntity[]): boolean =>
  [...text.slice(start, end)].some((c, i) => /[\p{L}\p{N}]/u.test(c) && !found.some(e => e.start <= start + i && start + i < e.end))

for (const { kind, found, none, countries } of [...paper, ...paperMore]) {
  t.test(kind, async t => {
    t.ok(found.length >= 10 && none.length >= 6)
    const left: string[] = []
    for (const line of found) {
      const { text, spans } = marked(line)
      const entities = await findEntities(text, countries ? { countries } : {})
      if (spans.some(span => open(text, span, entities))) left.push(line)
    }
    t.ok(left.length <= (1 - SHARE) * found.length, `not masked: ${JSON.stringify(left)}`)
    const masked: string[] = []
    for (const text of none) {
      const entities = await findEntities(text, { names: false, ...countries && { countries } })
      if (entities.length > 0) masked.push(`${text} → ${entities.map(e => `${e.bestLabel} ${e.text}`).join(', ')}`)
    }
    t.ok(masked.length <= 1 + (1 - SHARE) * none.length, `masked without need: ${JSON.stringify(masked)}`)
  })
}

t.test('a caption says what its value is called, and is not painted', async t => {
  const wrong: string[] = []
  for (const { line, label } of named) {
    const { text, spans: [{ start, end }] } = marked(line)
    const entities = await findEntities(text)
    const entity = entities.find(e => e.start <= start && e.end >= end)
    if (!entity || entity.start < start || !entity.bestLabel.startsWith(label)) wrong.push(`${line} → ${entities.map(e => `${e.bestLabel} ${e.text}`).join(', ')}`)
  }
  t.ok(wrong.length <= (1 - SHARE) * named.length, JSON.stringify(wrong))
})

/** Letters of ten pixels, one place each; lines are for the layout to find. */
function sheet(lines: readonly string[]): { words: ReadWord[], values: { line: number, from: number, to: number }[] } {
  const words: ReadWord[] = []
  const values: { line: number, from: number, to: number }[] = []
  lines.forEach((row, line) => {
    const { text, spans } = marked(row)
    for (const { 0: word, index } of text.matchAll(/\S+/g)) words.push({ text: word, x: index * 10, y: line * 32, w: word.length * 10, h: 20, confidence: 0.9 })
    for (const { start, end } of spans) values.push({ line, from: start * 10, to: end * 10 })
  })
  return { words, values }
}

for (const { name, lines } of forms) {
  t.test(`a form: ${name}`, async t => {
    const { words, values } = sheet(lines)
    const laid = layOut(words)
    const { entities } = await findInWords(laid)
    const boxes = entities.flatMap(entity => entity.boxes)
    for (const word of laid) {
      const value = values.some(({ line, from, to }) => word.y === line * 32 && word.x >= from && word.x < to)
      if (value) t.ok(boxes.some(box => box.y === word.y && box.x <= word.x + 1 && box.x + box.w >= word.x + word.w - 1), `${word.text} is painted`)
    }
  })
}

t.test('a telephone number behind its caption is masked though handwriting was misread', async t => {
  for (const value of ['UV-555-C195', 'U2-555-0143', '(2l2)555O1S7']) {
    const { entities } = await findInWords(layOut(sheet([`Phone: ${value}`]).words), { names: false })
    t.same(entities.map(({ text, bestLabel }) => [text, bestLabel]), [[value, 'PHONE_NUMBER']])
  }
  t.same((await findInWords(layOut(sheet(['Phone: see the next page']).words), { names: false })).entities, [])
})
