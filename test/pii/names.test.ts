import t from 'tap'
import { createNames } from '../../lib/pii/names.js'
import { NAMES_LABELS } from '../../lib/pii/names-decode.js'
import { LABELS } from '../../lib/core/labels.js'
import { linear } from '../fixtures/cost.js'

const names = await createNames()
const find = async (text: string) => (await names.find(text, {})).map(span => ({ ...span, text: text.slice(span.start, span.end) }))
/** Which of the characters of `part` some span covers. */
async function covers(text: string, part: string): Promise<boolean> {
  const at = text.indexOf(part)
  return (await find(text)).some(span => span.start <= at && span.end >= at + part.length)
}

t.test('labels are built-in labels', async t => {
  t.same(names.labels, NAMES_LABELS)
  for (const label of names.labels) t.ok(label in LABELS, label)
})

t.test('finds in forms, letters and capitals', async t => {
  const cases: [string, ...string[]][] = [
    ['Patient Name: Margaret Thornbury\nDOB: 03/11/1962\nPhysician: Dr. Alan Whitcombe', 'Margaret Thornbury', 'Alan Whitcombe'],
    ['APPLICANT: JONATHAN PEMBERTON\nADDRESS: 418 OAK STREET\nCITY: SPRINGFIELD STATE: IL ZIP: 62704', 'JONATHAN PEMBERTON', '418 OAK STREET', 'SPRINGFIELD'],
    ['Dear Mr. Hargreaves,\n\nThank you for your letter.\n\nSincerely,\nElizabeth Moran', 'Hargreaves', 'Elizabeth Moran'],
    ['my name is peter sullivan and i live in chicago', 'peter sullivan', 'chicago'],
    ['Surname\nKOWALSKA\nGiven names\nANNA MARIA', 'KOWALSKA', 'ANNA MARIA'],
    ['Sehr geehrte Frau Lindemann,\nwir bestätigen Ihren Termin in Hamburg.', 'Lindemann', 'Hamburg'],
  ]
  for (const [text, ...parts] of cases) for (const part of parts) t.ok(await covers(text, part), part)
})

t.test('leaves labels, headings and plain text alone', async t => {
  const texts = [
    'Please read all instructions carefully before completing this form.',
    'INVOICE\nItem Description Quantity Unit Price Total\nSubtotal\nTax\nAmount Due',
    'File Edit View Insert Format Tools Window Help',
    'I may be late. Will you mark the bill as paid?',
    'The results of the test are shown in the table below.',
  ]
  for (const text of texts) t.same(await find(text), [], text)
})

t.test('a long text is read in windows that do not show', async t => {
  const filler = 'The results of the test are shown in the table below.\n'
  const line = 'Patient Name: Margaret Thornbury\n'
  const text = (filler.repeat(12) + line).repeat(12)
  const found = (await find(text)).filter(span => span.text === 'Margaret Thornbury')
  t.equal(found.length, 12)
})

t.test('nothing in, nothing out', async t => {
  t.same(await names.find('', {}), [])
  t.same(await names.find(' \t', {}), [])
})

t.test('sessions are shared', async t => {
  const again = await createNames()
  const text = 'Signed by Ada Byron'
  t.same(await again.find(text, {}), await names.find(text, {}))
})

t.test('100 KB of one kind of text are read in linear time', async t => {
  await linear(t, 4500, n => 'Ada Byron, '.repeat(n), text => names.find(text, {}), 'names')
})
