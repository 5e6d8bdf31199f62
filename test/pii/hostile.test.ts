import t from 'tap'
import { builtIn } from '../../lib/pii/index.js'
import { phones } from '../../lib/pii/recognizers/phones.js'
import { leastCost, linear, SLACK_MS } from '../fixtures/cost.js'

/** Texts that make careless patterns try every way of parting them. */
const hostile: Record<string, (n: number) => string> = {
  digits: n => '1'.repeat(n),
  'spaced digits': n => '1 '.repeat(n / 2),
  'grouped digits': n => '123-'.repeat(n / 4),
  'dotted digits': n => '1.'.repeat(n / 2),
  letters: n => 'a'.repeat(n),
  capitals: n => 'A'.repeat(n),
  'capital words': n => 'Ab '.repeat(n / 3),
  'lines of words': n => 'Abc De\n'.repeat(n / 7),
  'numbered words': n => '12 Elm '.repeat(n / 7),
  'dotted words': n => 'a.'.repeat(n / 2),
  'at signs': n => 'a@'.repeat(n / 2),
  'hyphens and capitals': n => 'A-'.repeat(n / 2),
  'codes': n => 'A1'.repeat(n / 2),
  colons: n => 'ab:'.repeat(n / 3),
  slashes: n => '/a'.repeat(n / 2),
  brackets: n => '('.repeat(n),
  spaces: n => ' '.repeat(n),
  filler: n => '<'.repeat(n),
  labels: n => 'Name: '.repeat(n / 6),
  'lines of labels': n => 'Name\nDate\n'.repeat(n / 10),
  'keyed digits': n => `account no ${'1'.repeat(n)}`,
  'keyed words': n => `address: ${'Ab '.repeat(n / 3)}`,
  'keyed marks': n => 'email: a.:'.repeat(n / 10),
  'keyed lines': n => `name\n${'Ab Cd\n'.repeat(n / 6)}`,
}

for (const [name, make] of Object.entries(hostile)) {
  t.test(name, async t => {
    for (const [i, recognizer] of builtIn.entries()) await linear(t, 12_500, make, text => recognizer.find(text, {}), `recogniser ${i} (${recognizer.labels[0]})`)
  })
}

t.test('regression: rows of single digits take no longer than rows of numbers', async t => {
  const [rows, numbers] = ['1.'.repeat(12_500), '123-'.repeat(6_250)]
  const [row, number] = [await leastCost(() => phones.find(rows, {})), await leastCost(() => phones.find(numbers, {}))]
  t.ok(row <= number + SLACK_MS, `${row.toFixed(0)} for ${number.toFixed(0)} ms`)
  const spelt = '5 5 5 1 2 3 4 5 6 7'
  for (const text of [`Phone: ${spelt}`, `${'0 1 '.repeat(60)}\nPhone: 555 123 4567`]) t.match(phones.find(text, {}), [{ label: 'PHONE_NUMBER' }], text.slice(-20))
})
