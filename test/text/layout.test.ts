import t from 'tap'
import { boundingBox } from '../../lib/core/geometry.js'
import { layOut, textOf, type ReadWord } from '../../lib/text/layout.js'
import { linear } from '../fixtures/cost.js'

const H = 20

/** Words of one line at (x, y), ten pixels a letter; `slope` skews. */
function line(text: string, x: number, y: number, slope = 0): ReadWord[] {
  return text.split(' ').map(word => {
    const box = { text: word, confidence: 1, x, y: y + slope * x, w: word.length * 10, h: H }
    x += box.w + 8
    return box
  })
}

const shuffle = <T>(list: T[]): T[] => list.map((v, i) => [(i * 7919) % 101, v] as const).sort((a, b) => a[0] - b[0]).map(p => p[1])

t.test('a row of a form is one line, however wide the gap', async t => {
  const words = layOut(shuffle([...line('Name:', 0, 0), ...line('Anna Berg', 600, 4), ...line('City:', 0, 40), ...line('Bonn', 600, 38)]))
  t.equal(textOf(words).text, 'Name: Anna Berg\nCity: Bonn')
})

t.test('columns of running text are read one after the other', async t => {
  const words = [...line('A HEADING OVER BOTH COLUMNS OF THE PAGE', 0, 0)]
  for (let i = 0; i < 4; i++) words.push(...line(`left number ${i} word`, 0, 40 + 30 * i), ...line(`right number ${i} word`, 300, 40 + 30 * i))
  const { text } = textOf(layOut(shuffle(words)))
  t.match(text, /left number 0 word\nleft number 1 word\nleft number 2 word\nleft number 3 word\nright number 0 word\nright number 1/)
})

t.test('regression: a long number in boxes is not parted at its groups where columns stand above and below', async t => {
  const boxes = (text: string, x: number, y: number): ReadWord[] => [...text].flatMap((character, i) =>
    character === ' ' ? [] : { text: character, confidence: 1, x: x + i * 22, y, w: 10, h: H })
  const below = ['NHS number of', 'Passport number of', '94347659', 'C01X00T4', 'The last name', 'The first name', 'BYRONSON', 'ADA LOUI']
    .flatMap((text, i) => i % 4 < 2 ? line(text, i % 2 * 380, 40 * (i >> 1)) : boxes(text, i % 2 * 380, 40 * (i >> 1)))
  const iban = boxes('DE89 3704 0044 0532 0130 00', 0, -40)
  t.match(textOf(layOut(shuffle([...line('IBAN', 0, -80), ...iban, ...below]))).text, 'D E 8 9 3 7 0 4 0 0 4 4 0 5 3 2 0 1 3 0 0 0')
})

t.test('a skewed page keeps its lines', async t => {
  const words = []
  for (let i = 0; i < 6; i++) words.push(...line(`label number ${i} of page`, 0, 30 * i, 0.08), ...line(`value${i}`, 900, 30 * i, 0.08))
  const lines = textOf(layOut(shuffle(words))).text.split('\n')
  t.strictSame(lines, [0, 1, 2, 3, 4, 5].map(i => `label number ${i} of page value${i}`))
})

t.test('turned words are lines of their own', async t => {
  const margin = ['up', 'the', 'margin'].map((text, i) => ({ text, confidence: 1, x: 900, y: 500 - 80 * i, w: H, h: 60, turn: 90 }))
  const down = ['down', 'the', 'side'].map((text, i) => ({ text, confidence: 1, x: 950, y: 100 + 80 * i, w: H, h: 60, turn: 270 }))
  const over = ['on', 'its', 'head'].map((text, i) => ({ text, confidence: 1, x: 500 - 80 * i, y: 700, w: 60, h: H, turn: 180 }))
  const words = layOut(shuffle([...line('one upright line of words', 0, 500), ...margin, ...down, ...over]))
  t.strictSame(textOf(words).text.split('\n').sort(), ['down the side', 'on its head', 'one upright line of words', 'up the margin'])
})

t.test('blocks part where the distance grows', async t => {
  const words = layOut([...line('first block', 0, 0), ...line('goes on', 0, 28), ...line('second block', 0, 150)])
  t.strictSame([...new Set(words.map(w => w.block))], [0, 1])
  t.equal(words.find(w => w.text === 'goes')?.block, 0)
})

t.test('offsets point at the words, also when lines come out of order', async t => {
  const words = layOut([...line('Wörter mit 💳 darin', 0, 0), ...line('und mehr', 0, 40)])
  const { text, placed } = textOf([...words].reverse().sort((a, b) => b.line - a.line))
  for (const word of placed) t.equal(text.slice(word.start, word.end), word.text)
  t.equal(text.split('\n').length, 2)
  t.strictSame(textOf([]), { text: '', placed: [] })
})

t.test('many words in one row take no quadratic time', async t => {
  const rows = (n: number): ReadWord[] => Array.from({ length: n }, (_, i) => ({ text: 'a', confidence: 1, x: i * 12, y: (i % 400) * 25, w: 10, h: 20 }))
  t.equal(layOut(rows(20_000)).length, 20_000)
  await linear(t, 10_000, rows, layOut, 'layOut')
})

/** Words as they lie on a page that is turned clockwise by so many degrees. */
function skewed(words: readonly ReadWord[], degrees: number): ReadWord[] {
  const angle = degrees * Math.PI / 180
  return words.map(({ x, y, w, h, ...word }) => {
    const turned = (u: number, v: number) => ({ x: u * Math.cos(angle) - v * Math.sin(angle), y: u * Math.sin(angle) + v * Math.cos(angle) })
    const corners = [turned(x, y), turned(x + w, y), turned(x, y + h), turned(x + w, y + h)]
    return { ...word, ...boundingBox(corners), skew: degrees }
  })
}

t.test('regression: the rows of a form that lies askew by 10 to 30 degrees are not mixed', async t => {
  const rows = ['Name: Anna Berg', 'Date of birth: 04/04/1982', 'Phone: 212-555-0143', 'Contact: Maria Bartik', 'Remarks: none']
  const words = rows.flatMap((row, i) => line(row, 60, 90 + 50 * i))
  for (const degrees of [-30, -20, -10, 10, 15, 20, 30]) t.equal(textOf(layOut(shuffle(skewed(words, degrees)))).text, rows.join('\n'), `${degrees}`)
})

t.test('words that slope otherwise than the page, as of a stamp, are lines of their own', async t => {
  const words = [...line('Account no.: 8631065865', 60, 100), ...line('Contact: Maria Bartik', 60, 150), ...skewed(line('RECEIVED', 330, 20), 15)]
  t.equal(textOf(layOut(words)).text, 'Account no.: 8631065865\nContact: Maria Bartik\nRECEIVED')
})
