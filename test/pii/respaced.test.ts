import t from 'tap'
import { findEntities, findInWords } from '../../lib/pii/index.js'
import { respace } from '../../lib/pii/respaced.js'
import type { Word } from '../../lib/core/types.js'
import { linear } from '../fixtures/cost.js'
import { marked } from './marked.js'

const page = (line: string): Word[] => [...line.matchAll(/\S+/g)].map(m => ({ text: m[0], x: m.index * 10, y: 0, w: m[0].length * 10, h: 20, confidence: 0.9, line: 0 }))
const found = async (line: string) => (await findInWords(page(line), { names: false })).entities.map(e => `${e.bestLabel} ${e.text}`)

t.test('spaces are mended, and offsets lead back', t => {
  for (const [text, mended] of [
    ['SSN: 536- 90 -4399', 'SSN: 536-90-4399'], ['12 / 03 / 1984', '12/03/1984'], ['ada@example. org', 'ada@example.org'], ['ada@mail.example.o rg', 'ada@mail.example.org'],
    ['at www. example.org', 'at www.example.org'], ['SSN536-90-4399', 'SSN 536-90-4399'],
  ]) {
    const { views, at } = respace(text)!
    t.equal(views.raw, mended)
    t.equal(at.length, mended.length + 1)
    t.equal(respace(`Ada Byron\n${text}\nx`)?.at[0], 10, 'of the lines, those that need it')
    for (let i = 0; i < mended.length; i++) if (mended[i] !== ' ') t.equal(text[at[i]], mended[i])
  }
  for (const text of ['', 'nothing to do', '536-90-4399', 'Mr. Smith', 'A - B', 'see 12. Then', 'ada@example.org at ten']) t.equal(respace(text), undefined, text)
  t.end()
})

t.test('numbers with spaces in them, and labels without', async t => {
  t.same(await found('SSN: 536- 90 -4399'), ['SSN 536- 90 -4399'])
  t.same(await found('SSN536-90-4399'), ['SSN 536-90-4399'])
  t.same(await found('born 12 / 03 / 1984'), ['DOB 12 / 03 / 1984'])
  t.same(await found('mail ada@example. org'), ['EMAIL_ADDRESS ada@example. org'])
  t.same(await found('write to ada. byron@example.org'), ['EMAIL_ADDRESS ada. byron@example.org'])
  for (const address of ['elena.:pet rova@example: org', 'Liam,murphy@example, org', 'elena: petrova@example.org', 'ada;byron@mail,example,org']) {
    t.same(await found(`shipped Email: ${address} DOB`), [`EMAIL_ADDRESS ${address}`])
  }
  t.same(await found('Email: ada@example.org, Phone by request'), ['EMAIL_ADDRESS ada@example.org'])
  t.same(await found('Email: ada.byron@example.o rg'), ['EMAIL_ADDRESS ada.byron@example.o rg'])
  t.same(await found('DateofBirth: 12/03/1984'), ['DOB 12/03/1984'])
  t.same(await found('AccountNumber 77-20194'), ['ACCOUNT_NUMBER 77-20194'])
})

/** As OCR reads letterspaced print: captions and values in groups of letters. */
const PARTED = [
  ['City: [[SPR I NG F I E LD]]', 'LOCATION_CITY'], ['P atie n t: [[J oh n Sm i th]]', 'NAME'], ['Name: [[A DA BY R ON]]', 'NAME'], ['Surname: [[WH IT C OM BE]]', 'NAME_FAMILY'], ['P ati ent N ame: [[Ada Byron]]', 'NAME'],
  ['A ddr ess: [[12 E lm St re et]]', 'LOCATION_ADDRESS'], ['C i t y: [[B os t on]]', 'LOCATION_CITY'], ['First name: [[M A RI A]]', 'NAME_GIVEN'], ['Employer: [[AC ME INC]]', 'ORGANIZATION'], ['D river: [[W i ll Pr ic e]]', 'NAME'],
  ['S u rn a me: [[B Y RON]]', 'NAME_FAMILY'], ['Occupation: [[N U RS E]]', 'OCCUPATION'], ['Patient\n[[J o hn S mi th]]', 'NAME'], ['D a te o f bi rth: [[12/03/1984]]', 'DOB'], ['Pa ss p ort No: [[C01X00T47]]', 'PASSPORT_NUMBER'],
] as const

t.test('words that OCR left apart, where a caption says that there is a value', async t => {
  for (const [line, label] of PARTED) {
    const { text, spans: [{ start, end }] } = marked(line)
    t.ok((await findEntities(text)).some(entity => entity.bestLabel === label && entity.start === start && entity.end === end), line)
  }
  for (const text of ['I d o not: see above', 'as in: to be or not to be']) t.same(await findEntities(text), [], text)
})

t.test('hostile text takes linear time', async t => {
  for (const unit of ['1 -', '1- ', '@a. ', '@a.b ', 'aa. ', 'aa. a@', 'SSN1', 'www. ', '1 . ', 'a@a', '@', '-']) await linear(t, 10_000, n => unit.repeat(n), respace, unit)
})
