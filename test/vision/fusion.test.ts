import t from 'tap'
import type { VisualObject } from '../../lib/core/types.js'
import { calibrated, fuse, platt } from '../../lib/vision/fusion.js'

const face = (x: number, score: number): VisualObject => ({ type: 'FACE', score, x, y: 0, w: 10, h: 10 })

t.test('nets that agree are surer, and the box holds what both saw', async t => {
  const [both, alone, other] = fuse([face(0, 0.6), face(50, 0.6)], [face(2, 0.6), face(90, 0.6)])
  t.match(both, { type: 'FACE', x: 0, y: 0, w: 12, h: 10 })
  t.ok(both.score > alone.score && both.score > other.score)
  t.match([alone, other], [{ x: 50, w: 10 }, { x: 90, w: 10 }])
  t.same(fuse([], []), [])
})

t.test('scores are probabilities, and rise with those of each net', async t => {
  const cases: ((score: number) => [number?, number?])[] = [
    score => [score, undefined], score => [undefined, score], score => [score, 0.5], score => [0.5, score],
  ]
  for (const seen of cases) {
    const scores = [0.05, 0.3, 0.6, 0.9, 0.99].map(score => calibrated(...seen(score)))
    t.ok(scores.every((score, i) => score > 0 && score <= 1 && score > (scores[i - 1] ?? 0)), `${scores}`)
  }
  t.equal(calibrated(0.5, 0.5), 1 / (1 + Math.exp(-platt.both[0])))
})

t.test('nothing but the faces crosses: no field of a net\'s own', async t => {
  t.same(Object.keys(fuse([{ ...face(0, 0.5), turn: 90 } as VisualObject], [])[0]), ['type', 'score', 'x', 'y', 'w', 'h'])
})
