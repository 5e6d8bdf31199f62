import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import t from 'tap'
import { ocrNames } from '../../lib/core/ocr-engines.js'
import { createOcr, textOf } from '../../lib/text/index.js'
import { drawLines } from './fixtures/draw.js'

const view = await drawLines([
  { text: 'Name: Anna Berg', x: 40, y: 60 },
  { text: 'Phone: 555 0134 77', x: 40, y: 130 },
  { text: 'small print below', x: 40, y: 200, size: 14 },
])

for (const ocr of ocrNames.filter(name => name !== 'none')) {
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

t.test('high accuracy looks again at half the size, and sees what is too large to be text beside small print', async t => {
  const print = Array.from({ length: 8 }, (_, i) => ({ text: `small print of no great interest to anybody, line ${i + 1}`, x: 60, y: 40 + 20 * i, size: 13 }))
  const large = await drawLines([...print, { text: 'Anna Berg', x: 40, y: 500, size: 300 }], { width: 1300, height: 600 })
  const engine = await createOcr({ ocr: 'paddle', accuracy: 'high' })
  const { words } = await engine.recognize(large, {})
  const seen = words.filter(word => word.h > 150).reduce((sum, { w }) => sum + w, 0)
  t.ok(seen > 0.4 * 1260, `${seen} of the 1260 pixels of it that fit the picture`)
})

t.test('none reads nothing', async t => {
  const engine = await createOcr({ ocr: 'none' })
  t.strictSame(await engine.recognize(view, {}), { words: [] })
})

t.test('regression: auto reads a page again in the language that it sounds like, where its data are there', async t => {
  const eng = await readFile(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz'))
  const german = await drawLines([{ text: 'Bitte schreiben Sie uns einen Brief', x: 40, y: 60 }, { text: 'an die Adresse unserer Verwaltung', x: 40, y: 130 }])
  // English under a German name: what counts here is who is asked to read.
  for (const [data, files] of [[{ 'eng.traineddata.gz': eng, 'deu.traineddata.gz': eng }, ['deu.traineddata.gz', 'eng.traineddata.gz']], [{ 'eng.traineddata.gz': eng }, ['eng.traineddata.gz']]] as const) {
    const engine = await createOcr({ ocr: 'tesseract', languages: ['auto'], langPath: t.testdir(data) })
    const { words, models } = await engine.recognize(german, {})
    t.match(textOf(words).text, /Bitte schreiben/)
    t.same(models!.map(({ file }) => file), files)
    t.same((await engine.recognize(view, {})).models!.map(({ file }) => file), ['eng.traineddata.gz'], 'too little to tell, or English: read once')
    engine.reset?.()
    engine.close?.()
  }
})

t.test('missing language data are a clear error', async t => {
  await t.rejects(createOcr({ ocr: 'tesseract', languages: ['xyz'] }), { code: 'ERR_OCR_FAILED', message: /language xyz/ })
  await t.rejects(createOcr({ ocr: 'tesseract', languages: ['../../etc'] }), { code: 'ERR_INVALID_OPTION' })
})

t.test('regression: names in small print do not come apart', async t => {
  const names = ['Kameron Turner', 'Marion Pollich', 'Asa Thiel', 'Heidi Pfannerstill', 'Devon Rutherford', 'Jacquelyn Trantow']
  const small = await drawLines(names.map((text, i) => ({ text, x: 20, y: 30 + 24 * i, size: 11 })), { width: 420, height: 200 })
  const { words } = await (await createOcr()).recognize(small, {})
  t.same(textOf(words).text.split('\n'), names)
})
