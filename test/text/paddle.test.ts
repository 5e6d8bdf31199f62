import t from 'tap'
import { readsBetter } from '../../lib/text/paddle.js'

const read = (text: string, confidence: number) => ({ text: { characters: [...text] }, confidence })

t.test('regression: a line of which hardly anything is read upside down reads better upright, though less surely', async t => {
  t.notOk(readsBetter(read('0', 0.815), read('0 0 4 8 1 1 7 7 9 3', 0.81), 0))
  t.ok(readsBetter(read('0 0 4 8 1 1 7 7 9 3', 0.81), read('0', 0.95), 0.2))
  t.notOk(readsBetter(read('~~~~~~~', 0.3), read('O', 0.9), 0), 'unless it is not readable at all')
  t.ok(readsBetter(read('SHOP 12', 0.9), read('Z1 dOHS', 0.6), 0.2))
  t.notOk(readsBetter(read('SHOP 12', 0.7), read('Z1 dOHS', 0.6), 0.2))
})
