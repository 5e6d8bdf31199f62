import t from 'tap'
import { columns, forStream, wrap } from '../../lib/cli/wrap.js'

t.test('lines are parted between words', t => {
  t.same(wrap('one two three four', 9), ['one two', 'three', 'four'])
  t.same(wrap('a verylongword b', 6), ['a', 'verylongword', 'b'])
  t.same(wrap('', 6), [''])
  t.end()
})

t.test('columns', t => {
  t.equal(columns([['a', 'one'], ['bcd', 'two']], 80), '  a    one\n  bcd  two')
  const long = columns([['--a-flag-with-a-very-long-name', 'x']], 80)
  t.same(long.split('\n').map(line => line.trim()), ['--a-flag-with-a-very-long-name', 'x'], 'a long name keeps a line of its own')
  t.end()
})

t.test('a message is wrapped on a terminal alone, where nothing in it steers the terminal', t => {
  const text = `a${'\x1b'}[31m ${'word '.repeat(30)}`.trim()
  t.equal(forStream(text, {}), text)
  const lines = forStream(text, { isTTY: true, columns: 60 }).split('\n')
  t.ok(lines.length > 2 && lines.every(line => line.length < 60))
  const labels = `Expected (${Array.from({ length: 30 }, (_, i) => `LABEL_${'ABCDE'[i % 5]}`).join(', ')}) but`
  t.equal(forStream(labels, { isTTY: true, columns: 200 }), 'Expected (LABEL_A, LABEL_B, LABEL_C, LABEL_D …, 30 in all: efface labels) but')
  t.equal(forStream(labels, {}), labels)
  t.notMatch(lines.join(), '\x1b')
  t.end()
})
