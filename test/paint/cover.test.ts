import t from 'tap'
import { Cover } from '../../lib/paint/cover.js'

t.test('each pixel is given out once', t => {
  const cover = new Cover(9)
  const seen = new Uint8Array(300)
  let s = 7
  for (let n = 0; n < 4000; n++) {
    s = Math.imul(s, 1664525) + 1013904223 | 0
    const start = (s >>> 8) % 300
    const end = Math.min(300, start + (s >>> 20) % 9)
    const before = seen.slice()
    for (const [from, to] of cover.take(5, start, end)) {
      if (from < start || to > end || to <= from) t.fail(`${from}..${to} is not of ${start}..${end}`)
      for (let x = from; x < to; x++) if (seen[x]++) t.fail(`${x} twice`)
    }
    for (let x = start; x < end; x++) if (!seen[x] && !before[x]) t.fail(`${x} was not given`)
  }
  t.same(cover.take(6, 3, 3), [], 'nothing of nothing')
  t.same(cover.take(6, 10, 20), [[10, 20]])
  t.same(cover.take(6, 20, 25), [[20, 25]])
  t.same(cover.take(6, 5, 30), [[5, 10], [25, 30]])
  t.same(cover.take(6, 6, 29), [])
  t.end()
})
