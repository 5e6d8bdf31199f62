import t from 'tap'
import type { VisualObject } from '../../lib/core/types.js'
import { boundingBox, clip, containment, covered, deskewed, intersection, iou, nms, pair, union } from '../../lib/core/geometry.js'
import { linear } from '../fixtures/cost.js'

const box = (x: number, y: number, w: number, h: number) => ({ x, y, w, h })
const face = (x: number, y: number, w: number, h: number, score: number, type = 'FACE') => ({ type, score, x, y, w, h })

t.test('overlap', async t => {
  t.equal(intersection(box(0, 0, 10, 10), box(5, 5, 10, 10)), 25)
  t.equal(intersection(box(0, 0, 10, 10), box(10, 0, 10, 10)), 0, 'touching is not overlapping')
  t.equal(iou(box(0, 0, 10, 10), box(0, 0, 10, 10)), 1)
  t.equal(iou(box(0, 0, 10, 10), box(5, 0, 10, 10)), 1 / 3)
  t.equal(containment(box(0, 0, 10, 10), box(2, 2, 2, 2)), 1)
  t.equal(covered(box(0, 0, 10, 10), [box(-5, 0, 10, 10), box(8, 0, 10, 5), box(20, 0, 10, 10)]), 0.6)
  t.same(union(box(0, 0, 2, 2), box(5, 1, 2, 4)), box(0, 0, 7, 5))
  t.same(boundingBox([{ x: 3, y: 1 }, { x: 1, y: 4 }]), box(1, 1, 2, 3))
})

t.test('clipping', async t => {
  t.same(clip(box(-5, -5, 10, 10), 100, 100), box(0, 0, 5, 5))
  t.same(clip(box(95, 10, 10, 10), 100, 100), box(95, 10, 5, 10))
  t.equal(clip(box(100, 0, 5, 5), 100, 100), undefined)
})

t.test('suppression keeps the best of each object and type', async t => {
  const kept = nms([
    face(0, 0, 10, 10, 0.5),
    face(1, 1, 10, 10, 0.9),
    face(3, 3, 3, 3, 0.95, 'LICENSE_PLATE'),
    face(30, 30, 10, 10, 0.4),
    face(32, 32, 4, 4, 0.3),
  ])
  t.same(kept.map(object => object.score), [0.95, 0.9, 0.4])
  t.same(nms([]), [])
})

t.test('finds of two detectors are paired by object', async t => {
  const [a, b, c] = [face(0, 0, 10, 10, 0.5), face(50, 50, 10, 10, 0.3), face(2, 0, 10, 10, 0.4)]
  const unsure = face(3, 0, 10, 10, 0.2)
  t.same(pair([a, b], [unsure, c]), [[a, c], [b, undefined], [undefined, unsure]])
  t.same(pair([a], [face(0, 0, 10, 10, 0.4, 'LICENSE_PLATE')]).length, 2, 'of one type only')
  t.same(pair([], []), [])
})

t.test('regression: thousands of hints, as a noisy picture gives them, take no quadratic time', async t => {
  const make = (n: number): VisualObject[] => Array.from({ length: n }, (_, i) => ({ type: 'FACE', score: 0.12 + i % 100 / 1000, x: i * 7919 % 3000, y: i * 104_729 % 3000, w: 8 + i % 9, h: 8 + i % 7 }))
  await linear(t, 10_000, make, objects => pair(nms(objects), objects), 'pair')
  const hints = make(20_000)
  const kept = nms(hints)
  t.ok(kept.every((a, i) => kept.every((b, j) => i === j || iou(a, b) <= 0.4)), 'and none is left that another covers')
})

t.test('what lies skewed in an upright box has its own sides once it is turned back', async t => {
  for (const degrees of [-30, -20, 3, 15, 35]) {
    const angle = degrees * Math.PI / 180
    const corner = (x: number, y: number) => ({ x: x * Math.cos(angle) - y * Math.sin(angle), y: x * Math.sin(angle) + y * Math.cos(angle) })
    const { x, y, w, h } = deskewed(boundingBox([corner(40, 70), corner(160, 70), corner(160, 100), corner(40, 100)]), degrees)
    t.ok(Math.abs(x - 40) + Math.abs(y - 70) + Math.abs(w - 120) + Math.abs(h - 30) < 1e-6, `${degrees}: ${x} ${y} ${w} ${h}`)
  }
  const { w, h } = deskewed({ x: 0, y: 0, w: 30, h: 30 }, 45)
  t.ok(w >= 1 && w <= 30 && h >= 1 && h <= 30, 'steeper, no larger than the box')
})
