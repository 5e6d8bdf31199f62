import t from 'tap'
import { decode } from '../../lib/text/ctc.js'
import { wordsOf } from '../../lib/text/words.js'
import type { Box } from '../../lib/core/types.js'
import { union } from '../../lib/core/geometry.js'

t.test('CTC: repeats join, blanks part', async t => {
  const best = [0, 1, 1, 0, 1, 2, 2, 0]
  const scores = new Float32Array(best.length * 3)
  best.forEach((c, step) => { scores[step * 3 + c] = 0.9 })
  const { characters, at, confidence } = decode(scores, best.length, 3, ['', 'a', 'b'])
  t.equal(characters.join(''), 'aab')
  t.strictSame(at.map(x => x * 8), [2, 4.5, 6])
  t.ok(confidence.every(c => Math.abs(c - 0.9) < 1e-6))
})

t.test('words are parted at wide gaps, and boxes hold their ink', async t => {
  const width = 320
  const pixels = new Float32Array(width * 48).fill(255)
  const letters = [10, 30, 50, 110, 130, 150, 170]
  for (const x of letters) for (let y = 12; y < 36; y++) pixels.fill(0, y * width + x, y * width + x + 14)
  const at = letters.map(x => (x + 7) / width)
  const text = { characters: [...'abcdefg'], at, confidence: at.map(() => 1) }
  const words = wordsOf(text, pixels, width, { cx: 160, cy: 24, w: width, h: 48, angle: 0 }, 0)
  t.strictSame(words.map(word => word.text), ['abc', 'defg'])
  for (const [i, from, to] of [[0, 10, 64], [1, 110, 184]]) {
    const { x, y, w, h } = words[i]
    t.ok(x <= from && x > from - 10 && x + w >= to && x + w < to + 10, 'across')
    t.ok(y <= 12 && y > 2 && y + h >= 36 && y + h < 46, 'down')
  }
})

const WIDTH = 400
const blank = (value = 255): Float32Array => new Float32Array(WIDTH * 48).fill(value)
function bar(pixels: Float32Array, x0: number, x1: number, y0: number, y1: number, value = 0): void {
  for (let y = y0; y < y1; y++) pixels.fill(value, y * WIDTH + x0, y * WIDTH + x1)
}

/** Letters as bars, [x, first row, row after the last]; each six columns wide. */
function lineOf(letters: number[][], pixels = blank(), value = 0): ReturnType<typeof wordsOf> {
  for (const [x, y0, y1] of letters) bar(pixels, x, x + 6, y0, y1, value)
  const at = letters.map(([x]) => (x + 3) / WIDTH)
  return wordsOf({ characters: letters.map(() => 'n'), at, confidence: at.map(() => 1) }, pixels, WIDTH, { cx: 200, cy: 24, w: WIDTH, h: 48, angle: 0 }, 0)
}

/** Two words of small letters; the first has a capital, or what is asked for. */
const small = [30, 42, 54].map(x => [x, 18, 32])
const capitals = [120, 132, 144, 156].map(x => [x, 10, 32])

t.test('each word has a box of its own height, but none that is lower than small letters', async t => {
  const [low, high] = lineOf([...small, ...capitals])
  t.ok(low.y < 18 && low.y > high.y + 4, 'small letters')
  t.ok(high.y < 10 && high.y > 0, 'capitals')
  const [dash] = lineOf([[30, 24, 26], ...capitals])
  t.ok(dash.h > high.h / 2, 'a dash')
})

t.test('a word keeps what goes beyond the rest of its line, but not the next line', async t => {
  const many = Array.from({ length: 20 }, (_, i) => [120 + 12 * i, 14, 32])
  const [tailed] = lineOf([[30, 14, 37], [42, 14, 32], ...many])
  t.ok(tailed.y + tailed.h > 37, 'a tail')
  const pixels = blank()
  bar(pixels, 20, 70, 42, 48)
  const [word] = lineOf([[30, 14, 32], [42, 14, 32], ...many], pixels)
  t.ok(word.y + word.h < 40, 'the next line')
})

t.test('an underline is no ink: it joins no words, and no box reaches down to it', async t => {
  const bare = lineOf([...small, ...capitals])
  for (const [from, to] of [[20, 180], [0, WIDTH]]) {
    const pixels = blank()
    bar(pixels, from, to, 34, 36)
    bar(pixels, from, to, 33, 34, 120)
    t.same(lineOf([...small, ...capitals], pixels), bare)
  }
})

t.test('what is taken for ink and may be the ground makes boxes larger, not smaller', async t => {
  const pixels = blank()
  bar(pixels, 100, 260, 4, 44, 110)
  const words = lineOf([...small, ...capitals], pixels)
  const on = words.filter(word => word.x + word.w > 120).reduce<Box>(union, words[words.length - 1])
  t.ok(on.x <= 120 && on.x + on.w >= 162 && on.y <= 10 && on.y + on.h >= 32, `${on.x} to ${on.x + on.w}, ${on.y} to ${on.y + on.h}`)
})

t.test('light letters on dark have the same boxes', async t => {
  t.same(lineOf([...small, ...capitals], blank(40), 220), lineOf([...small, ...capitals]))
})

t.test('a word too faint to be seen beside dark ones keeps all of its letters', async t => {
  for (const value of [150, 200, 235]) {
    const pixels = blank()
    const faint = [30, 42, 54].map(x => [x, 10, 32])
    for (const [x, y0, y1] of faint) bar(pixels, x, x + 6, y0, y1, value)
    for (const [x, y0, y1] of capitals) bar(pixels, x, x + 6, y0, y1)
    const at = [33, 45, 57, 90, 123, 135, 147, 159].map(x => x / WIDTH)
    const text = { characters: [...'HHH HHHH'], at, confidence: at.map(() => 1) }
    const words = wordsOf(text, pixels, WIDTH, { cx: 200, cy: 24, w: WIDTH, h: 48, angle: 0 }, 0)
    if (value < 220) t.equal(words[0].text, 'HHH', 'and is one')
    const { x, y, w, h } = words.slice(0, words.findIndex(word => word.x > 90)).reduce<Box>(union, words[0])
    t.ok(x <= 30 && x + w >= 60 && y <= 10 && y + h >= 32, `${value}: ${x} to ${x + w}, ${y} to ${y + h}`)
  }
})

t.test('words of a line that slopes say by how much, and of one that is level nothing', async t => {
  const width = 320
  const pixels = new Float32Array(width * 48).fill(255)
  for (let y = 12; y < 36; y++) pixels.fill(0, y * width + 20, y * width + 200)
  const text = { characters: [...'ab'], at: [0.1, 0.5], confidence: [1, 1] }
  const skew = (angle: number, turn: number) => wordsOf(text, pixels, width, { cx: 160, cy: 24, w: width, h: 48, angle: angle * Math.PI / 180 }, turn)[0]!.skew
  t.equal(skew(1, 0), undefined)
  t.equal(Math.round(skew(20, 0)!), 20)
  t.equal(Math.round(skew(-90 - 12, 90)!), -12, 'a line that is read upwards')
})
