import t from 'tap'
import { decodeAnchorFree } from '../../lib/vision/anchor-free.js'

/** Planes of 3 × 2 cells, all far below any threshold. */
function planes() {
  const values = new Float32Array(6 * 6)
  values.fill(-10, 0, 12)
  return values
}

t.test('boxes are distances from the middle of the cell', async t => {
  const values = planes()
  const cell = 4
  values[6 + cell] = Math.log(0.8 / 0.2)
  for (const [i, strides] of [1, 2, 0.5, 4].entries()) values[(2 + i) * 6 + cell] = Math.log(strides)
  const [face, ...rest] = decodeAnchorFree({ data: values, dims: [1, 6, 2, 3] }, 16, { FACE: 0.5, LICENSE_PLATE: 0.5 })
  t.same(rest, [])
  t.match(face, { type: 'FACE' })
  t.ok(Math.abs(face.score - 0.8) < 1e-6)
  const near = (a: number, b: number) => Math.abs(a - b) < 1e-4
  t.ok(near(face.x, 24 - 16) && near(face.y, 24 - 32) && near(face.w, 24) && near(face.h, 96), JSON.stringify(face))
})

t.test('each class has its threshold, absent ones are not looked for', async t => {
  const values = planes()
  values[0] = 0
  values[6] = 0
  t.same(decodeAnchorFree({ data: values, dims: [1, 6, 2, 3] }, 8, { FACE: 0.6 }), [])
  t.same(decodeAnchorFree({ data: values, dims: [1, 6, 2, 3] }, 8, { FACE: 0.4 }).map(object => object.type), ['FACE'])
  t.same(decodeAnchorFree({ data: values, dims: [1, 6, 2, 3] }, 8, { FACE: 0.4, LICENSE_PLATE: 0.4 }).length, 2)
})

t.test('values that are not numbers find nothing, huge ones stay finite', async t => {
  const values = planes()
  values.fill(NaN, 0, 12)
  t.same(decodeAnchorFree({ data: values, dims: [1, 6, 2, 3] }, 8, { FACE: 0.4 }), [])
  const big = planes()
  big.fill(1e30, 6)
  for (const object of decodeAnchorFree({ data: big, dims: [1, 6, 2, 3] }, 8, { FACE: 0.4 })) t.ok(Number.isFinite(object.x + object.y + object.w + object.h))
})
