import t from 'tap'
import { createOcr, textOf } from '../../lib/text/index.js'
import type { View } from '../../lib/core/types.js'
import { drawLines } from './fixtures/draw.js'

const lines = ['Name: Anna Berg', 'Street: Long Lane 42', 'Phone: 555 0134 77', 'Account number 12345678']
const page = await drawLines(lines.map((text, i) => ({ text, x: 60, y: 80 + 60 * i })), { width: 600, height: 360 })
const engine = await createOcr({ ocr: 'auto' })

/** The view turned clockwise by quarter turns. */
function turn(view: View, quarters: number): View {
  if (quarters === 0) return view
  const { width: w, height: h, data } = view
  const out = new Uint8Array(data.length)
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) out[x * h + h - 1 - y] = data[y * w + x]
  return turn({ width: h, height: w, channels: 1, data: out }, quarters - 1)
}

for (const quarters of [0, 1, 2, 3]) {
  t.test(`a page turned by ${90 * quarters}° is read`, async t => {
    const view = turn(page, quarters)
    const { words } = await engine.recognize(view, {})
    const { text } = textOf(words)
    for (const line of lines) t.match(text.replace(/\s/g, ''), line.replace(/\s/g, ''))
    t.equal(words[0].turn ?? 0, (360 - 90 * quarters) % 360)
    const name = words.find(word => word.text.startsWith('Name'))!
    const [x, y] = [[60, 60], [280, 60], [500, 280], [60, 500]][quarters]
    t.ok(Math.abs(name.x + name.w / 2 - x) < 60 && Math.abs(name.y + name.h / 2 - y) < 60, 'its box lies where it was turned to')
  })
}

t.test('text up and down the margins of an upright page', async t => {
  const view = await drawLines([
    ...lines.map((text, i) => ({ text, x: 120, y: 80 + 60 * i })),
    { text: 'Doc 98765432', x: 50, y: 320, turn: -90 },
    { text: 'Batch 13579', x: 640, y: 80, turn: 90 },
  ], { width: 700, height: 360 })
  const { words } = await engine.recognize(view, {})
  const text = textOf(words).text.replace(/ /g, '')
  t.match(text, /Doc98765432/)
  t.match(text, /Batch13579/)
  t.equal(words.find(word => /9876/.test(word.text))?.turn, 90)
  t.equal(words.find(word => /1357/.test(word.text))?.turn, 270)
})

t.test('regression: a number down the margin whose digits stand apart is one number; a column of digits is none', async t => {
  const digits = [...'81749056']
  const stamped = await drawLines([
    ...lines.map((text, i) => ({ text, x: 120, y: 80 + 60 * i })),
    ...digits.map((text, i) => ({ text, x: 50, y: 40 + 27 * i, turn: 90 })),
  ], { width: 700, height: 360 })
  t.match(textOf((await engine.recognize(stamped, {})).words).text.replace(/ /g, ''), /81749056/)
  const column = await drawLines([
    ...lines.map((text, i) => ({ text, x: 120, y: 80 + 60 * i })),
    ...digits.map((text, i) => ({ text, x: 60, y: 60 + 36 * i })),
  ], { width: 700, height: 360 })
  const { words } = await engine.recognize(column, {})
  t.same(words.filter(word => word.x < 110).sort((a, b) => a.y - b.y).map(word => [word.text, word.turn ?? 0]), digits.map(text => [text, 0]))
})

t.test('skewed and inverted text', async t => {
  const skewed = await drawLines(lines.map((text, i) => ({ text, x: 60, y: 60 + 60 * i, turn: 8 })), { width: 600, height: 400 })
  const inverted = await drawLines(lines.map((text, i) => ({ text, x: 60, y: 80 + 60 * i, color: '#ffffff' })), { width: 600, height: 360, background: '#202040', grey: false })
  for (const view of [skewed, inverted]) {
    const text = textOf((await engine.recognize(view, {})).words).text.replace(/ /g, '')
    for (const line of lines) t.match(text, line.replace(/ /g, ''))
  }
})

t.test('small pictures and empty ones are no trouble', async t => {
  for (const [width, height] of [[1, 1], [5, 300], [300, 2], [64, 64]]) {
    const view: View = { width, height, channels: 1, data: new Uint8Array(width * height).fill(255) }
    t.strictSame((await engine.recognize(view, {})).words, [])
  }
})

t.test('an aborted reading stops', async t => {
  await t.rejects(engine.recognize(page, { signal: AbortSignal.abort() }), { name: 'AbortError' })
})
