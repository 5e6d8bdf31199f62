import t from 'tap'
import { Skipped, Summary } from '../../lib/cli/summary.js'

t.test('what was skipped is counted and named, the first ten', t => {
  const skipped = new Skipped()
  for (let i = 0; i < 12; i++) skipped.add(`f${i}.pdf`, 'no picture by its name')
  const summary = new Summary(3, skipped)
  summary.fail()
  const lines = summary.text(2, undefined).split('\n')
  t.equal(lines[0], '2 of 3 files redacted, 2 pages, 1 failed, 12 skipped')
  t.equal(lines[1], 'skipped, 12 in all:')
  t.equal(lines[2], '  f0.pdf (no picture by its name)')
  t.equal(lines[12], '  and 2 more: --dry-run names all')
  t.equal(new Skipped().text(), '')
  t.end()
})
