import t from 'tap'
import { repeats } from '../../lib/pii/repeats.js'
import type { Span } from '../../lib/core/types.js'

const find = (text: string, name: string, score = 0.9): string[] => {
  const start = text.indexOf(name)
  const spans: Span[] = [{ start, end: start + name.length, label: 'NAME', score }]
  return repeats(text, spans).map(span => text.slice(span.start, span.end))
}

t.test('a name that was found is found again, in any case of letters but small', async t => {
  t.same(find('Patient: Zora Quimbleton\nThe QUIMBLETON file. Quimbleton’s sister. Zora called.', 'Zora Quimbleton'), ['QUIMBLETON', 'Quimbleton’s', 'Zora'])
})

t.test('words that the page also writes small, short words and doubtful finds are left alone', async t => {
  t.same(find('Dr. Amber Stone. A stone was found. Stone. Amber', 'Amber Stone'), ['Amber'])
  t.same(find('Dr. Bo Li. Li and Bo.', 'Bo Li'), [])
  t.same(find('Zora Quimbleton. Quimbleton', 'Zora Quimbleton', 0.5), [])
})

t.test('a single unlisted word is no name elsewhere', async t => {
  t.same(find('Name: Total\nTotal 55', 'Total'), [])
})
