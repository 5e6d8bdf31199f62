import t from 'tap'
import { findEntities, findInWords } from '../../lib/pii/index.js'
import { postprocess, uncrossed } from '../../lib/pii/postprocess.js'
import type { Span, Word } from '../../lib/core/types.js'

const found = async (text: string) => (await findEntities(text, { names: false })).map(e => `${e.bestLabel} ${e.text}`)
const page = (...lines: string[]): Word[] => lines.flatMap((line, i) => [...line.matchAll(/\S+/g)].map(m => (
  { text: m[0], x: m.index * 10, y: i * 30, w: m[0].length * 10, h: 20, confidence: 0.9, line: i })))
const inPage = async (...lines: string[]) => (await findInWords(page(...lines), { names: false })).entities.map(e => `${e.bestLabel} ${e.text}`)

t.test('the words of form labels tell of nobody', async t => {
  t.notOk((await inPage('Physician:      Dr. Emeka Aldersey', 'Occupation:     nurse')).some(e => /Physician|Occupation:/.test(e)))
  t.notOk((await inPage('Surname        Physician', 'OKONKWO        Dr. Hall')).some(e => e.includes('Physician')))
  t.ok((await inPage('Ada Byron', 'Nurse')).some(e => e === 'OCCUPATION Nurse'), 'alone below a name it is what somebody is')
})

t.test('an address is one in running text, and its lines in a block', async t => {
  t.same(await found('He moved to 12 Elm Street, Boston, MA 02108 in May.'), ['LOCATION_ADDRESS 12 Elm Street, Boston, MA 02108'])
  t.same(await found('12 Elm Street\nBoston, MA 02108'), ['LOCATION_ADDRESS_STREET 12 Elm Street', 'LOCATION_CITY Boston', 'LOCATION_STATE MA', 'LOCATION_ZIP 02108'])
  t.same(await found('at the corner of Elm Street and 5th Avenue'), ['LOCATION_ADDRESS_STREET the corner of Elm Street and 5th Avenue'])
})

t.test('postal codes beside towns, but no years', async t => {
  t.match(await found('She lives in Hamburg 20095 now'), [/CITY Hamburg/, /ZIP 20095/])
  t.match(await found('Olympics in Paris 2024'), [/CITY Paris/])
  t.notOk((await found('Olympics in Paris 2024')).some(e => e.includes('2024')))
})

t.test('companies and jobs by what stands beside them', async t => {
  t.same(await found('I used to work for Zentrava as a machine operator.'), ['ORGANIZATION Zentrava', 'OCCUPATION machine operator'])
  t.same(await found('The Zentrava office is closed.'), ['ORGANIZATION Zentrava'])
  t.same(await found('Zentrava is a design agency.'), ['ORGANIZATION Zentrava'])
  t.same(await found('He works for her and she is a person.'), [])
})

t.test('titles, ages, names that end where the sentence does', async t => {
  t.same(await found('This is Mr. Ronald Quimby. Who are you?'), ['GENDER Mr.', 'NAME Ronald Quimby'])
  t.same(await found('My name is Zora P. Quimby but everyone calls me Zo.'), ['NAME Zora P. Quimby', 'NAME Zo'])
  t.same(await found('when he was 78.'), ['AGE 78'])
  t.same(await found('The version was 78. And'), [])
})

t.test('regression: what turns by a number is no age', async t => {
  for (const text of ['It will turn 3 times', 'Turn 90 degrees to the left', 'Turn 45° and turn 4 pages']) t.same(await found(text), [], text)
  t.same(await found('He turned 65 last week'), ['AGE 65'])
})

t.test('regression: numbers of sections and versions are no addresses, decimals of tables no places', async t => {
  for (const text of ['Section 4.1.2.3 applies', 'see § 10.2.1.1', 'version 1.2.3.4', 'mean 3.125 4.250']) t.same(await found(text), [], text)
  t.same(await found('host 10.2.1.1'), ['IP_ADDRESS 10.2.1.1'])
})

t.test('regression: the kind of a card is nobody, a company of that name may be an employer', async t => {
  const text = 'VISA ************1234\nAUTH CODE: 03427B\nTOTAL 12.50'
  t.same((await findEntities(text)).map(e => `${e.bestLabel} ${e.text}`), ['CREDIT_CARD ************1234', 'NUMERICAL_PII 03427B'])
  for (const value of ['VISA', 'Visa Debit', 'MASTERCARD CREDIT', 'Maestro']) {
    t.same(postprocess(value, [{ start: 0, end: value.length, label: 'LOCATION_STATE', score: 0.9 }]), [], value)
  }
  t.equal(postprocess('Visa', [{ start: 0, end: 4, label: 'ORGANIZATION', score: 0.9 }]).length, 1)
})

t.test('regression: the number that a bank authorised a payment by is no password; a code to log in with is one', async t => {
  for (const text of ['VISA\nAUTH 482913', 'AUTH: 004829\nApproved', 'Approval code: 00917Z', 'Authorization code 482910', 'AUTH# 7781A3', 'APPR CODE 08812C']) {
    t.match(await found(text), [/^NUMERICAL_PII \w{6}$/], text)
  }
  for (const text of ['auth code 482913', 'Enter auth code: 7f3kd9', 'Auth pin: 4821']) t.match(await found(text), [/^PASSWORD/], text)
})

t.test('regression: a plate behind its caption is no postal code and no state', async t => {
  for (const text of ['PLATE NO: K1A 0B1', 'Plate: CA 98765']) {
    const entities = await findEntities(text)
    t.same(entities.flatMap(({ labels }) => Object.keys(labels)), ['VEHICLE_ID'], text)
  }
})

t.test('regression: the heading below a caption is no condition; what is written below it is', async t => {
  for (const below of ['Symptoms and duration', 'Date of last visit', 'Please list all medications', 'Name of referring doctor']) {
    t.notOk((await found(`Reason for visit:\n${below}`)).some(e => e.startsWith('CONDITION')), below)
  }
  for (const below of ['fever and a cough for three days', 'Physical therapy', 'fracture of the left arm', 'follow up appointment']) {
    t.same(await found(`Reason for visit:\n${below}`), [`CONDITION ${below}`], below)
  }
  t.same(await found('Reason for visit: date of surgery'), ['CONDITION date of surgery'], 'behind the caption it is the value')
})

t.test('a model’s finds are postprocess', t => {
  const span = (text: string, part: string, label: string, score = 0.9): Span =>
    ({ start: text.indexOf(part), end: text.indexOf(part) + part.length, label, score })
  const tidy = (text: string, part: string, label: string) =>
    postprocess(text, [span(text, part, label)]).map(s => `${s.label} ${text.slice(s.start, s.end)}`)
  t.same(tidy('Ada Byron of Acme wrote', 'Ada Byron of Acme', 'ORGANIZATION'), ['NAME Ada Byron', 'ORGANIZATION Acme'])
  t.same(tidy('The big bank paid', 'bank', 'ORGANIZATION'), [])
  t.same(tidy('the big bank paid', 'bank', 'ORGANIZATION'), ['ORGANIZATION bank'], 'a text without capitals')
  t.same(tidy('Zora Quimby\nAcme', 'Zora Quimby\nAcme', 'NAME'), ['NAME Zora Quimby', 'NAME Acme'])
  t.same(tidy('Version 10.4.2', '10.4.2', 'DATE'), [])
  const text = 'plate K-PT 4711'
  const exact = [span(text, 'K-PT 4711', 'VEHICLE_ID', 0.85)]
  t.same(uncrossed([span(text, 'plate K-', 'NAME')], exact), [])
  t.equal(uncrossed([span(text, text, 'NAME')], exact).length, 1)
  t.end()
})
