import t, { type Test } from 'tap'
import type { InferenceSession } from 'onnxruntime-node'
import type { VisualObject } from '../../lib/core/types.js'
import { withCorners } from '../../lib/vision/corners.js'
import { ground } from './fixtures/pictures.js'

const view = ground(640, 480, [0, 0, 0])
const middle = [0.25, 0.4, 0.75, 0.4, 0.75, 0.6, 0.25, 0.6]

/** Says the same of whatever it is shown, and keeps the pictures. */
function seer(corners = middle, shown: Uint8Array[] = []): InferenceSession {
  return {
    async run({ image }: { image: { data: Uint8Array, dims: number[] } }) {
      t.same(image.dims, [1, 96, 96, 3])
      shown.push(new Uint8Array(image.data))
      return { corners: { data: Float32Array.from(corners) } }
    },
  } as unknown as InferenceSession
}

const plate: VisualObject = { type: 'LICENSE_PLATE', score: 0.7, x: 300, y: 200, w: 40, h: 16 }
const near = (t: Test, actual: number, wanted: number, what: string): boolean => t.ok(Math.abs(actual - wanted) < 1e-3, `${what} ${actual}, not ${wanted}`)

t.test('a plate gets its corners, and a box that holds them', async t => {
  const [{ quad }] = await withCorners(seer(), view, [plate], { turn: 0 })
  // The square has a side of 80 and begins at 280, 168.
  const wanted = [[300, 200], [340, 200], [340, 216], [300, 216]]
  quad!.forEach(({ x, y }, i) => { near(t, x, wanted[i][0], 'x'); near(t, y, wanted[i][1], 'y') })

  const [leaning] = await withCorners(seer([0.22, 0.36, 0.75, 0.4, 0.78, 0.66, 0.25, 0.6]), view, [plate], { turn: 0 })
  near(t, leaning.x, 280 + 0.22 * 80, 'left')
  near(t, leaning.y, 168 + 0.36 * 80, 'top')
  near(t, leaning.x + leaning.w, 280 + 0.78 * 80, 'right')
  near(t, leaning.y + leaning.h, 168 + 0.66 * 80, 'bottom')
  t.equal(leaning.score, plate.score)
})

t.test('corners of something else are not believed', async t => {
  t.same(await withCorners(seer([0, 0, 0.2, 0, 0.2, 0.1, 0, 0.1]), view, [plate], { turn: 0 }), [plate])
})

t.test('at an edge the square is moved into the picture, in a small picture filled up', async t => {
  const shown: Uint8Array[] = []
  const white = ground(640, 480, [255, 255, 255])
  const [{ quad }] = await withCorners(seer([0, 0.85, 0.5, 0.85, 0.5, 1, 0, 1], shown), white, [{ ...plate, x: 0, y: 468, h: 12 }], { turn: 0 })
  t.ok(shown[0].every(value => value === 255))
  near(t, quad![0].x, 0, 'x')
  near(t, quad![0].y, 400 + 0.85 * 80, 'y')
  await withCorners(seer(middle, shown), ground(60, 40, [255, 255, 255]), [{ ...plate, x: 0, y: 0, w: 60, h: 40 }], { turn: 0 })
  t.equal(shown[1][0], 255)
  t.equal(shown[1].at(-1), 114)
})

t.test('in a picture that is to be turned the corners come back with it', async t => {
  for (const [turn, first] of [[90, [300, 240]], [180, [340, 216]], [270, [316, 200]]] as const) {
    const [{ quad }] = await withCorners(seer(), view, [turn === 180 ? plate : { ...plate, w: 16, h: 40 }], { turn })
    // The plate's own top left.
    near(t, quad![0].x, first[0], `${turn}: x`)
    near(t, quad![0].y, first[1], `${turn}: y`)
  }
})

t.test('other objects are left alone, the number is bounded, a signal stops', async t => {
  const face = { ...plate, type: 'FACE' }
  t.same(await withCorners(seer(), view, [face], { turn: 0 }), [face])
  const shown: Uint8Array[] = []
  const many = Array.from({ length: 200 }, () => plate)
  const cornered = await withCorners(seer(middle, shown), view, many, { turn: 0 })
  t.equal(cornered.length, 200)
  t.equal(cornered.filter(({ quad }) => quad).length, shown.length)
  t.ok(shown.length < 100 && cornered[0].quad, 'the first ones')
  await t.rejects(withCorners(seer(), view, [plate], { turn: 0, signal: AbortSignal.abort() }), { name: 'AbortError' })
})
