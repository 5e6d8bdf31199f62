import t from 'tap'
import { decode } from '../../lib/text/ctc.js'
import { wordsOf } from '../../lib/text/words.js'

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
