import t from 'tap'
import type { VisualObject } from '../../lib/core/types.js'
import { letterbox, type Turn } from '../../lib/inference/letterbox.js'

/** A grey-value ramp, different in x and y, that resampling keeps. */
function ramp(width: number, height: number, channels: 1 | 3, shared = false) {
  const bytes = width * height * channels
  const data = shared ? new Uint8Array(new SharedArrayBuffer(bytes)) : new Uint8Array(bytes)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) for (let c = 0; c < channels; c++) data[(y * width + x) * channels + c] = x * 2 + y * 5 + c
  return { width, height, channels, data }
}
const at = (picture: { data: Uint8Array, width: number }, x: number, y: number) => picture.data[(y * picture.width + x) * 3]

t.test('fills up to the multiple at the right and the bottom', async t => {
  const picture = await letterbox(ramp(20, 10, 3), { scale: 1 }, 16, 7)
  t.match({ width: picture.width, height: picture.height }, { width: 32, height: 16 })
  t.equal(at(picture, 19, 9), 19 * 2 + 9 * 5)
  t.equal(at(picture, 20, 9), 7)
  t.equal(at(picture, 0, 10), 7)
})

t.test('one channel becomes three, shared memory is read, windows are cut', async t => {
  for (const shared of [false, true]) {
    for (const channels of [1, 3] as const) {
      const picture = await letterbox(ramp(40, 20, channels, shared), { scale: 0.5, window: { x: 8, y: 4, w: 16, h: 16 } }, 8)
      t.match({ width: picture.width, height: picture.height, data: { length: 8 * 8 * 3 } }, { width: 8, height: 8, data: { length: 192 } })
      // A pixel of the target lies between pixels 2x and 2x + 1 of the window.
      t.ok(Math.abs(at(picture, 3, 3) - ((8 + 6.5) * 2 + (4 + 6.5) * 5)) <= 2, `${at(picture, 3, 3)}`)
    }
  }
})

t.test('boxes find their way back through window, scale and turn', async t => {
  const view = ramp(30, 16, 3)
  const window = { x: 4, y: 2, w: 24, h: 12 }
  for (const [turn, mirrored] of ([0, 90, 180, 270] as Turn[]).flatMap(turn => [[turn, false], [turn, true]] as const)) {
    const picture = await letterbox(view, { scale: 1, window, turn, mirrored }, 1)
    t.same([picture.width, picture.height], turn % 180 === 0 ? [24, 12] : [12, 24])
    for (const [x, y] of [[0, 0], [5, 3], [picture.width - 1, picture.height - 1]]) {
      const found = picture.toView({ type: 'FACE', score: 1, x, y, w: 1, h: 1 })
      t.same([found.w, found.h], [1, 1])
      t.equal(at(picture, x, y), at(view, found.x, found.y), `turned by ${turn}, ${mirrored ? 'mirrored' : 'as it is'}: ${x}, ${y} is ${found.x}, ${found.y}`)
    }
  }
  for (const turn of [0, 90, 180, 270] as Turn[]) {
    const framed = await letterbox(view, { scale: 1, window, turn, border: 5 }, 8, 200)
    t.same([framed.width, framed.height], turn % 180 === 0 ? [40, 24] : [24, 40])
    const [w, h] = turn % 180 === 0 ? [24, 12] : [12, 24]
    for (const [x, y] of [[5, 5], [9, 7], [w + 4, h + 4]]) {
      const found = framed.toView({ type: 'FACE', score: 1, x, y, w: 1, h: 1 })
      t.equal(at(framed, x, y), at(view, found.x, found.y), `framed and turned by ${turn}: ${x}, ${y} is ${found.x}, ${found.y}`)
    }
    for (const [x, y] of [[4, 4], [4, 8], [8, 4], [w + 5, 8], [8, h + 5]]) t.equal(at(framed, x, y), 200)
  }
  const half = await letterbox(view, { scale: 0.5, window, turn: 90 }, 32)
  t.match(half.toView({ type: 'FACE', score: 1, x: 1, y: 2, w: 2, h: 4 }), { x: 8, y: 8, w: 8, h: 4 })
})

t.test('corners keep their order under a turn', async t => {
  const picture = await letterbox(ramp(10, 6, 3), { scale: 1, turn: 180 }, 1)
  const quad = [{ x: 0, y: 0 }, { x: 2, y: 0 }, { x: 2, y: 1 }, { x: 0, y: 1 }] as VisualObject['quad']
  t.same(picture.toView({ type: 'LICENSE_PLATE', score: 1, x: 0, y: 0, w: 2, h: 1, quad }).quad,
    [{ x: 10, y: 6 }, { x: 8, y: 6 }, { x: 8, y: 5 }, { x: 10, y: 5 }])
})
