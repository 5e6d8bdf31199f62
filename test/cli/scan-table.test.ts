import t from 'tap'
import { rowOf, totalOf } from '../../lib/cli/scan-table.js'

t.test('a row a file, most finds first, wrapped behind the name', t => {
  t.equal(rowOf({ file: 'a.png', pages: 1, counts: { SSN: 1, FACE: 3 }, unread: 2 }, 100), `${'a.png'.padEnd(34)}     1 p  FACE 3, SSN 1, unread text 2\n`)
  t.match(rowOf({ file: 'a.png', pages: 1, counts: {}, unread: 0 }, 100), 'nothing found')
  const long = rowOf({ file: `folder/${'x'.repeat(50)}.png`, pages: 12, counts: Object.fromEntries('ABCDEFGH'.split('').map(letter => [`LABEL_${letter}`, 1])), unread: 0 }, 80)
  t.ok(long.split('\n').length > 3 && long.split('\n').every(line => line.length <= 80))
  t.match(long, /^…x+\.png {2} {2}12 p/)
  t.notMatch(rowOf({ file: '\x1b[31m.png', pages: 1, counts: {}, unread: 0 }, 80), '\x1b', 'a name does not steer the terminal')
  t.end()
})

t.test('the sum', t => {
  t.equal(totalOf({ files: 2, failed: 1, hits: 1, pages: 3, counts: { FACE: 4 }, unread: 0 }, 100), '2 files, 3 pages, 1 failed: FACE 4\n1 file has what --fail-on names\n')
  t.end()
})
