import t from 'tap'
import type { VisualObject } from '../../lib/core/types.js'
import type { Net } from '../../lib/inference/net.js'
import { augment } from '../../lib/vision/augment.js'
import { letterbox } from '../../lib/inference/letterbox.js'
import { ground } from './fixtures/pictures.js'

const white = { x: 300, y: 200, w: 40, h: 16 }
const view = ground(640, 480, [0, 0, 0])
for (let y = white.y; y < white.y + white.h; y++) view.data.fill(255, (y * view.width + white.x) * 3, (y * view.width + white.x + white.w) * 3)

/** Finds what is white, and keeps the sizes at which it was asked. */
function seer(score: number, sizes: number[] = []): Net {
  return async (view, [crop], _thresholds, signal) => {
    signal?.throwIfAborted()
    const { data, width, height, toView } = await letterbox(view, crop, 32)
    let [left, top, right, bottom] = [width, height, 0, 0]
    for (let i = 0; i < width * height; i++) {
      if (data[i * 3] < 128) continue
      const [x, y] = [i % width, Math.floor(i / width)]
      ;[left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)]
    }
    sizes.push(right - left)
    return right > left ? [toView({ type: 'LICENSE_PLATE', score, x: left, y: top, w: right - left, h: bottom - top })] : []
  }
}
const how = { type: 'LICENSE_PLATE', needed: 0.65, turn: 0 as const }
const find = (score: number, more: Partial<VisualObject> = {}): VisualObject => ({ type: 'LICENSE_PLATE', score, ...white, ...more })

t.test('what is seen again, at two sizes, keeps its place, and its score is the mean', async t => {
  for (const turn of [0, 90, 180, 270] as const) {
    const sizes: number[] = []
    const [plate, ...rest] = await augment(seer(0.8, sizes), view, [find(0.5)], { ...how, turn })
    t.same(rest, [])
    t.ok(Math.abs(plate.score - 0.7) < 1e-9)
    for (const side of ['x', 'y', 'w', 'h'] as const) t.ok(Math.abs(plate[side] - white[side]) <= 3, `${side} ${plate[side]}`)
    if (turn % 180 === 0) t.ok(sizes.length === 2 && Math.abs(sizes[0] - 48) <= 1 && Math.abs(sizes[1] - 24) <= 1, `${sizes}`)
  }
})

t.test('what is not seen again loses', async t => {
  const elsewhere = find(0.6, { x: 20, y: 20 })
  const [plate] = await augment(seer(0.8), view, [elsewhere], how)
  t.ok(Math.abs(plate.score - 0.3) < 1e-9)
})

t.test('what turns out to be no plate once its surroundings are seen loses too', async t => {
  const sizes: number[] = []
  const near = seer(0.8, sizes)
  const onlyNear: Net = async (...args) => (await near(...args)).filter(() => sizes.at(-1)! > 36)
  const [plate] = await augment(onlyNear, view, [find(0.5)], { ...how, needed: 0.5 })
  t.ok(Math.abs(plate.score - 1.3 / 3) < 1e-9)
})

t.test('what fills the picture is seen again larger, on some ground', async t => {
  const large = { x: 20, y: 100, w: 600, h: 160 }
  const filled = ground(640, 480, [0, 0, 0])
  for (let y = large.y; y < large.y + large.h; y++) filled.data.fill(255, (y * 640 + large.x) * 3, (y * 640 + large.x + large.w) * 3)
  const sizes: number[] = []
  const [plate] = await augment(seer(0.8, sizes), filled, [find(0.5, large)], how)
  t.ok(sizes.length === 2 && Math.abs(sizes[0] - 96) <= 1 && Math.abs(sizes[1] - 128) <= 1, `${sizes}`)
  for (const side of ['x', 'y', 'w', 'h'] as const) t.ok(Math.abs(plate[side] - large[side]) <= 8, `${side} ${plate[side]}`)
})

t.test('a crop that can change nothing is spared', async t => {
  const sizes: number[] = []
  const [likely] = await augment(seer(0.9, sizes), view, [find(0.85)], { ...how, needed: 0.28 })
  const [hopeless] = await augment(seer(0.9, sizes), view, [find(0.5)], { ...how, needed: 0.9 })
  t.same([likely.score, hopeless.score, sizes], [0.85, 0.5, []])
  const [settled] = await augment(seer(0.9, sizes), view, [find(0.7)], { ...how, needed: 0.5 })
  t.ok(Math.abs(settled.score - 0.8) < 1e-9)
  t.equal(sizes.length, 1)
})

t.test('sure and hopeless finds and those of another type are left alone, a signal stops', async t => {
  const sizes: number[] = []
  const found = [find(0.95), find(0.15, { x: 20 }), find(0.5, { type: 'FACE', x: 500 })]
  t.same((await augment(seer(0.8, sizes), view, found, how)).length, 3)
  t.same(sizes, [])
  await t.rejects(augment(seer(0.8), view, [find(0.5)], { ...how, signal: AbortSignal.abort() }), { name: 'AbortError' })
})
