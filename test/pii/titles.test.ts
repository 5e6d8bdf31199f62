import t from 'tap'
import { findEntities } from '../../lib/pii/index.js'
import { isTitle } from '../../lib/pii/titles.js'

t.test('titles and nothing else', t => {
  for (const text of ['Mr.', 'Dr', 'Dr. med.', 'Mr./Mrs./Ms.', 'Frau Dr.', 'Mrs ']) t.ok(isTitle(text), text)
  for (const text of ['', 'Mr. Smith', 'Drew', 'Judge', 'Don', 'nurse', 'Prof. of law', 'Frauke']) t.notOk(isTitle(text), text)
  t.end()
})

t.test('regression: a title by itself is no find, neither an occupation nor a gender nor a name', async t => {
  for (const text of ['Mr.', 'Dr.', 'Mr. Mrs. Ms.', 'Title: Mr.', 'Title: Dr.', 'Signature of Dr.', 'Please tick: Mr. Mrs. Dr.']) t.same(await findEntities(text), [], text)
  t.notOk((await findEntities('Seen by Dr. on Monday')).some(({ bestLabel }) => bestLabel !== 'DATE'), 'nor is the word behind it')
})

t.test('before a name it tells of gender or profession; a caption says what it is', async t => {
  const found = async (text: string) => (await findEntities(text, { names: false })).map(e => `${e.bestLabel} ${e.text}`)
  t.same(await found('Dear Mr. Smith,'), ['GENDER Mr.', 'NAME_FAMILY Smith'])
  t.same(await found('Seen by Dr. Hall today'), ['OCCUPATION Dr.', 'NAME_MEDICAL_PROFESSIONAL Hall'])
  t.same(await found('Geschlecht: Frau'), ['GENDER Frau'])
  t.same(await found('Title: Judge'), ['OCCUPATION Judge'])
})
