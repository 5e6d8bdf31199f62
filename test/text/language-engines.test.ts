import t from 'tap'
import { isReadByPaddle, needsWholeHead, spelt } from '../../lib/text/language-engines.js'
import { createOcr, textOf } from '../../lib/text/index.js'
import { drawLines } from './fixtures/draw.js'

t.test('who reads which language', async t => {
  const none = (): boolean => false
  const all = (): boolean => true
  t.ok(isReadByPaddle(['eng', 'deu', 'auto'], all))
  t.ok(isReadByPaddle(['chi_sim', 'jpn', 'eng'], all))
  t.notOk(isReadByPaddle(['eng', 'rus'], none), 'Cyrillic')
  t.notOk(isReadByPaddle(['kor'], none))
  t.notOk(isReadByPaddle(['vie'], all), 'Vietnamese, where Tesseract has its data')
  t.ok(isReadByPaddle(['vie'], none), 'with marks lost rather than not at all')
  t.same(['eng', 'chi_sim', 'chi_tra', 'jpn'].filter(needsWholeHead), ['chi_sim', 'chi_tra', 'jpn'])
})

t.test('Romanian letters have their comma, beside no other language', async t => {
  t.same(spelt(['Ş', 'ş', 'Ţ', 'a', ' '], ['ron']), ['Ș', 'ș', 'Ț', 'a', ' '])
  t.same(spelt(['Ş', 'a'], ['ron', 'tur']), ['Ş', 'a'])
  t.same(spelt(['Ş', 'a'], ['tur']), ['Ş', 'a'])
})

t.test('letters with marks are read that the recogniser before had no class for', async t => {
  const lines = ['Dvořák Růžička', 'Łukasz Żeleński', 'Yılmaz Şahin Doğan', 'Győző Szőke']
  const view = await drawLines(lines.map((text, i) => ({ text, x: 40, y: 60 + 60 * i, size: 26 })))
  const engine = await createOcr({ languages: ['ces', 'pol', 'tur', 'hun'] })
  const read = textOf((await engine.recognize(view, {})).words).text.replace(/\s/g, '')
  for (const line of lines) t.match(read, line.replace(/\s/g, ''))
})

t.test('the whole head reads Latin letters as well, and names its files', async t => {
  const view = await drawLines([{ text: 'Name: Anna Berg', x: 40, y: 60 }, { text: 'Phone: 555 0134 77', x: 40, y: 130 }])
  const engine = await createOcr({ languages: ['chi_sim', 'eng'] })
  const { words, models } = await engine.recognize(view, {})
  t.match(textOf(words).text, /Name: ?Anna ?Berg\nPhone: ?555 ?0134 ?77/)
  t.same(models!.map(({ file }) => file), ['ppocr-det.onnx', 'ppocr-whole.onnx', 'ppocr-whole.txt'])
})
