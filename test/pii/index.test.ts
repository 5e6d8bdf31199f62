import t from 'tap'
import { builtIn, findEntities, findInWords, list, Numbering, pattern, processText, recognizer } from '../../lib/pii/index.js'
import { LABELS, withGeneral } from '../../lib/core/labels.js'
import type { Word } from '../../lib/core/types.js'

const found = async (text: string, options = {}) => (await findEntities(text, { names: false, ...options })).map(e => `${e.bestLabel} ${e.text}`)

/** Words of fixed-width letters, 10 × 20 pixels, one array a line. */
function page(...lines: string[]): Word[] {
  return lines.flatMap((line, i) => [...line.matchAll(/\S+/g)].map(m => ({
    text: m[0], x: m.index * 10, y: i * 30, w: m[0].length * 10, h: 20, confidence: 0.9, line: i,
  })))
}

t.test('entities of a sentence', async t => {
  t.same(await found('Patient: John Smith   DOB: 04/07/1981  MRN: 00123456'), ['NAME John Smith', 'DOB 04/07/1981', 'HEALTHCARE_NUMBER 00123456'])
  t.same(await found('My card 4111 1111 1111 1111 exp 04/27 CVV 123'), ['CREDIT_CARD 4111 1111 1111 1111', 'CREDIT_CARD_EXPIRATION 04/27', 'CVV 123'])
  t.same(await found('The quick brown fox jumps over the lazy dog 12 times.'), [])
})

t.test('every label is found by some recogniser', t => {
  const found = new Set(builtIn.flatMap(({ labels }) => labels.flatMap(withGeneral)))
  t.same(Object.keys(LABELS).filter(label => !found.has(label)), [])
  t.end()
})

t.test('several labels, the most specific best', async t => {
  const [entity] = await findEntities('Date of birth: 3 May 1990', { names: false })
  t.match(entity, { bestLabel: 'DOB', labels: { DOB: Number, DATE: Number }, start: 15, end: 25 })
})

t.test('labels and groups are switched on and off', async t => {
  const text = 'Mail ada@example.org or pay $20'
  t.same(await found(text), ['EMAIL_ADDRESS ada@example.org'])
  t.same(await found(text, { entities: { enable: ['MONEY'] } }), ['MONEY $20'])
  t.same(await found(text, { entities: { disable: ['EMAIL_ADDRESS'] } }), [])
  t.same(await found('DOB: 3 May 1990', { entities: { disable: ['DATE'] } }), [], 'a disabled label takes the more specific ones with it')
  t.same(await found('DOB: 3 May 1990', { entities: { enable: ['DATE'] } }), ['DOB 3 May 1990'])
})

t.test('filters', async t => {
  const text = 'ada@example.org wrote to bob@example.org about EMP-1234'
  t.same(await found(text, { filters: [{ type: 'ALLOW', pattern: 'ada@.*' }] }), ['EMAIL_ADDRESS bob@example.org'])
  t.same(await found(text, { filters: [{ type: 'ALLOW_TEXT', pattern: 'to bob.*about' }] }), ['EMAIL_ADDRESS ada@example.org'])
  t.match(await found(text, { filters: [{ type: 'BLOCK', pattern: 'EMP-\\d+', entityType: 'EMPLOYEE_ID' }] }), ['', '', 'EMPLOYEE_ID EMP-1234'].map(s => s && RegExp(s) || String))
})

t.test('boxes of words, one a line, and parts of words', async t => {
  const { text, entities } = await findInWords(page('Call (415)', '555-2671 now', 'card=4111111111111111'), { names: false })
  t.equal(text, 'Call (415)\n555-2671 now\ncard=4111111111111111')
  t.same(entities.map(e => e.bestLabel), ['PHONE_NUMBER', 'CREDIT_CARD'])
  t.same(entities[0].boxes, [{ x: 50, y: 0, w: 50, h: 20 }, { x: 0, y: 30, w: 80, h: 20 }])
  const [box] = entities[1].boxes
  t.ok(box.x > 40 && box.x <= 50 && box.x + box.w === 210, 'the label in the same word is left alone')
})

t.test('recognisers in three lines', async t => {
  const badge = pattern('BADGE', /B-\d{4}/, { context: ['locker'], validate: v => v !== 'B-0000' })
  const recognizers = [badge, list('PROJECT', ['Blue Heron']), recognizer('SHIFT', text => [{ start: text.indexOf('night'), end: text.length, score: 0.9 }])]
  t.same(await found('locker B-1234 not B-0000, project blue  heron, night shift', { recognizers }), ['BADGE B-1234', 'PROJECT blue  heron', 'SHIFT night shift'])
})

t.test('machine-readable zones', async t => {
  const td3 = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10'
  t.same(await found(td3), ['NAME ERIKSSON<<ANNA<MARIA', 'PASSPORT_NUMBER L898902C3', 'ORIGIN UTO', 'DOB 740812', 'GENDER F', 'DATE 120415', 'NUMERICAL_PII ZE184226B'])
  t.match(await found(td3.replace('<<<<<<10', '<<<<10').replace('L898902C3', 'L8989O2C3')), [/^NAME/], 'filler dropped and a digit misread')
  t.notOk((await found(td3.replace('L898902C36', 'L898902C37').replace('7408122', '7408123').replace('1204159', '1204158'))).includes('DOB 740812'), 'no check digit right')
  t.match(await found('I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<'), [/D23145890/, /^DOB/, /^GENDER/, /^DATE/, /^ORIGIN/, /^NAME/])
})

t.test('forms: to the right, below, in columns', async t => {
  const { entities } = await findInWords(page(
    'Surname        Given names       Date of birth',
    'OKONKWO        AMAKA LOUISE      12.08.1964',
    'LINDQVIST      PER               03.01.1970',
    '',
    'Account no          77-20194',
    'Place of birth      Gothenburg'), { names: false })
  t.same(entities.map(e => `${e.bestLabel} ${e.text}`), ['NAME_FAMILY OKONKWO', 'NAME_GIVEN AMAKA LOUISE', 'DOB 12.08.1964', 'NAME_FAMILY LINDQVIST', 'NAME_GIVEN PER',
    'DOB 03.01.1970', 'ACCOUNT_NUMBER 77-20194', 'LOCATION_CITY Gothenburg'])
})

t.test('markers: the same text, the same number', async t => {
  const numbering = new Numbering()
  const text = 'ada@example.org, bob@example.org, ADA@example.org'
  const entities = await findEntities(text, { names: false })
  t.equal(processText(text, entities, numbering), '[EMAIL_ADDRESS_1], [EMAIL_ADDRESS_2], [EMAIL_ADDRESS_1]')
  t.equal(numbering.marker({ text: 'bob@example.org', bestLabel: 'EMAIL_ADDRESS', labels: {} }), 'EMAIL_ADDRESS_2', 'on the next page too')
  t.equal(processText('x ada@example.org', await findEntities('x ada@example.org', { names: false }), new Numbering({ type: 'MASK', mask_character: '*' })), 'x ***************')
  t.match(processText(text, entities, new Numbering({ pattern: '<UNIQUE_HASHED_ENTITY_TYPE>' })), /^<EMAIL_ADDRESS_([\w-]{8})>, <EMAIL_ADDRESS_[\w-]{8}>, <EMAIL_ADDRESS_\1>$/)
  t.equal(processText('DOB 3 May 1990', await findEntities('DOB 3 May 1990', { names: false }), new Numbering({ pattern: '[ALL_ENTITY_TYPES]' })), 'DOB [DOB,DATE]')
})

t.test('check digits that are wrong are evidence, or rule out', async t => {
  t.same(await found('card 4111 1111 1111 1171', { checksums: 'required' }), [])
  t.same(await found('card 4111 1111 1111 1171'), ['CREDIT_CARD 4111 1111 1111 1171'], 'unless check digits are required')
  const { entities } = await findInWords(page('card 4111 1111 1111 1171'), { names: false, checksums: 'required' })
  t.equal(entities[0]?.bestLabel, 'CREDIT_CARD')
  t.same(await found('SSN: 536-9O-4399'), ['SSN 536-9O-4399'], 'letters for digits')
})

t.test('regression: a line of a machine-readable zone is personal also where its neighbours were misread', async t => {
  t.same(await found('7408122F1204159UTO<<<<<<<<<<<6'), ['NUMERICAL_PII 7408122F1204159UTO', 'NUMERICAL_PII 6'])
  t.match(await found('ERIKSSON<<ANNA<MARIA<<<<<<<<<<'), [/NAME ERIKSSON/, /NAME ANNA<MARIA/].map(r => r))
  t.same(await found('a << b << c << d << e << f and some more code'), [])
})

t.test('regression: months in two languages, as passports have them', async t => {
  t.same(await found('Date of birth 12AUG/AOUT 74'), ['DOB 12AUG/AOUT 74'])
  t.same(await found('Issued on 07 SEP/SEP 86'), ['DATE 07 SEP/SEP 86'])
})

t.test('regression: labels in two languages, their values below', async t => {
  const words = page('Given names/ Prenoms      Document No./N° de document', 'AN NA MARIA               M123889546')
  const { entities } = await findInWords(words, { names: false })
  t.same(entities.map(e => e.text), ['AN NA MARIA', 'M123889546'])
})

t.test('regression: what a filter or a recogniser of the user names is called so', async t => {
  const text = 'Badge AB-12 of employee E-44817'
  const filters = [{ type: 'BLOCK' as const, pattern: 'AB-\\d+', entityType: 'BADGE' }]
  const recognizers = [pattern('EMPLOYEE_ID', /E-\d{5}/)]
  const entities = await findEntities(text, { filters, recognizers })
  t.same(entities.map(e => e.bestLabel).filter(label => /BADGE|EMPLOYEE/.test(label)), ['BADGE', 'EMPLOYEE_ID'])
})

t.test('regression: what the edge of a picture or an ellipsis cuts is found', async t => {
  const seen = async (line: string) => {
    const { text, entities } = await findInWords(page(line), { names: false })
    return entities.map(e => `${e.bestLabel} ${text.slice(e.start, e.end)}`)
  }
  for (const cut of ['ada.byron@g…', 'ada.byron@...', 'ada…@example.com', 'a***n@example.com']) t.same(await found(`Mail ${cut}`), [`EMAIL_ADDRESS ${cut}`])
  for (const cut of ['h.vandermeer@example.o', 'k.lindqvist@exampl', 'ada.byron@', 'ada.byron@g…']) t.same(await seen(`Mail ${cut}`), [`EMAIL_ADDRESS ${cut}`])
  t.same(await seen('npm i react@18 left-pad@latest, 10pcs@USD5 or 50@100, 3 apples @ 2.50'), [])
  t.same(await seen('Write to ada@example.org.'), ['EMAIL_ADDRESS ada@example.org'])
  for (const cut of ['4012 8888 8888 18', '5555 5555 4444 4', '2 8888 8888 1881']) t.same(await seen(cut), [`CREDIT_CARD ${cut}`])
  for (const cut of ['DE89 3704 0044 05', 'GB33 BUKB 2020 1555']) t.same(await seen(cut), [`BANK_ACCOUNT ${cut}`])
  t.same(await found('h.vandermeer@example, 4012 8888 8888 18 and DE89 3704 0044 05'), [], 'a text is not cut')
})
