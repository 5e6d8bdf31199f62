import t from 'tap'
import { builtIn } from '../../lib/pii/index.js'

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
  'keyed lines': n => `name\n${'Ab Cd\n'.repeat(n / 6)}`,
}

// Processor time: what else the machine does is of no matter.
const time = async (run: () => unknown): Promise<number> => {
  let best = Infinity
  for (let i = 0; i < 3; i++) {
    const from = process.cpuUsage()
    await run()
    best = Math.min(best, process.cpuUsage(from).user / 1000)
    if (best < 2) break
  }
  return best
}

// Twice the text may take twice the time; four times would be quadratic. Below a few milliseconds the clock says nothing.
const SIZE = 12_500
const SLACK_MS = 25

for (const [name, make] of Object.entries(hostile)) {
  t.test(name, async t => {
    const [half, whole] = [make(SIZE), make(2 * SIZE)]
    for (const [i, recognizer] of builtIn.entries()) {
      const small = await time(() => recognizer.find(half, {}))
      const large = await time(() => recognizer.find(whole, {}))
      t.ok(large <= 3 * small + SLACK_MS, `recogniser ${i} (${recognizer.labels[0]}): ${small.toFixed(0)} → ${large.toFixed(0)} ms`)
    }
  })
}
