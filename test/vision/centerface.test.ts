import t from 'tap'
import { centerFace, decodeCenterFace } from '../../lib/vision/centerface.js'
import { openNet } from '../../lib/inference/net.js'
import { drawFace, ground } from './fixtures/pictures.js'

const [h, w] = [3, 5]
/** Planes of 3 × 5 cells, all far below any threshold. */
function planes(): Float32Array {
  return new Float32Array(15 * h * w).fill(-10, 0, h * w)
}
const set = (data: Float32Array, plane: number, cell: number, value: number): void => { data[plane * h * w + cell] = value }
const decode = (data: Float32Array, FACE = 0.5) => decodeCenterFace({ data, dims: [1, 15, h, w] }, { FACE })

/** A face in cell 7, its eyes, nose and mouth at those places (y, x). */
function face(points: readonly (readonly [number, number])[]): Float32Array {
  const data = planes()
  for (const [plane, value] of [Math.log(4), Math.log(6), Math.log(5), 0.25, -0.5].entries()) set(data, plane, 7, value)
  points.forEach(([y, x], i) => { set(data, 5 + 2 * i, 7, y); set(data, 6 + 2 * i, 7, x) })
  return data
}
const upright = [[0.3, 0.3], [0.3, 0.7], [0.5, 0.5], [0.7, 0.3], [0.7, 0.7]] as const

t.test('boxes lie about their middle, sizes are logarithms of strides', async t => {
  const [found, ...rest] = decode(face(upright))
  t.same(rest, [])
  t.ok(Math.abs(found.score - 0.8) < 1e-6)
  for (const [side, value] of [['x', 2 * 4 - 10], ['y', 1.75 * 4 - 12], ['w', 20], ['h', 24]] as const) t.ok(Math.abs(found[side] - value) < 1e-4, `${side} ${found[side]}`)
})

t.test('the landmarks tell how the picture is to be turned', async t => {
  t.equal(decode(face(upright))[0].turn, 0)
  t.equal(decode(face(upright.map(([y, x]) => [x, 1 - y])))[0].turn, 270, 'turned clockwise by 90')
  t.equal(decode(face(upright.map(([y, x]) => [1 - y, 1 - x])))[0].turn, 180)
  t.equal(decode(face(upright.map(([y, x]) => [1 - x, y])))[0].turn, 90)
})

t.test('only peaks count, those at the edge too, and what is no number does not', async t => {
  const data = face(upright)
  set(data, 0, 8, 1)
  t.equal(decode(data).length, 1, 'a neighbour is less sure')
  set(data, 0, 4, 3)
  set(data, 0, 10, 3)
  t.equal(decode(data).length, 3, 'the last cell of a row and the first of the next but one are no neighbours')
  t.same(decodeCenterFace({ data, dims: [1, 15, h, w] }, {}), [])
  data.fill(NaN, 0, h * w)
  t.same(decode(data), [])
})

t.test('a drawn face is found where it was drawn, in pictures of any size', async t => {
  const net = await openNet(centerFace, 1)
  for (const [width, height] of [[512, 512], [500, 317]]) {
    const view = ground(width, height)
    drawFace(view, 170, 160, 70)
    const [best] = await net(view, [{ scale: 1 }], { FACE: 0.3 })
    t.ok(best && Math.abs(best.x + best.w / 2 - 170) < 15 && Math.abs(best.y + best.h / 2 - 160) < 25, JSON.stringify(best))
    t.equal(best.turn, 0)
  }
})
