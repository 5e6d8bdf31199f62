import t from 'tap'
import { createOcr, textOf } from '../../lib/text/index.js'
import { drawLines } from './fixtures/draw.js'

const view = await drawLines([
  { text: 'Name: Anna Berg', x: 40, y: 60 },
  { text: 'Phone: 555 0134 77', x: 40, y: 130 },
  { text: 'small print below', x: 40, y: 200, size: 14 },
])

for (const ocr of ['tesseract', 'paddle', 'auto'] as const) {
  t.test(`${ocr} reads words with boxes`, async t => {
    const engine = await createOcr({ ocr })
    const { words } = await engine.recognize(view, {})
    const { text } = textOf(words)
    t.match(text, /Name: ?Anna ?Berg/)
    t.match(text, /Phone: ?555 ?0134 ?77/)
    t.match(text, /small ?print ?below/)
    for (const word of words) {
      t.ok(word.x >= 30 && word.y >= 20 && word.x + word.w <= 500 && word.y + word.h <= 220, 'box lies where the text is')
      t.ok(word.confidence > 0.4 && word.confidence <= 1)
    }
    engine.reset?.()
    t.equal(textOf((await engine.recognize(view, {})).words).text, text, 'a fresh document gives the same')
    engine.close?.()
  })
}

t.test('none reads nothing', async t => {
  const engine = await createOcr({ ocr: 'none' })
  t.strictSame(await engine.recognize(view, {}), { words: [] })
})

t.test('missing language data are a clear error', async t => {
  await t.rejects(createOcr({ ocr: 'tesseract', languages: ['xyz'] }), { code: 'ERR_OCR_FAILED', message: /language xyz/ })
  await t.rejects(createOcr({ ocr: 'tesseract', languages: ['../../etc'] }), { code: 'ERR_INVALID_OPTION' })
})

t.test('a plug-in is loaded by its module', async t => {
  const module = 'data:text/javascript,export default options => ({ recognize: async () => ({ words: [{ text: options.say, x: 0, y: 0, w: 1, h: 1, confidence: 1, line: 0 }] }) })'
  const engine = await createOcr({ ocr: { module, options: { say: 'hello' } } })
  t.equal((await engine.recognize(view, {})).words[0].text, 'hello')
  await t.rejects(createOcr({ ocr: { module: 'data:text/javascript,export default () => 1' } }), { code: 'ERR_OCR_FAILED' })
})
