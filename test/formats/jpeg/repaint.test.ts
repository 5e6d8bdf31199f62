import t from 'tap'
import { blankHeader } from '../../../lib/formats/jpeg/from-raster.js'
import { blankPlanes } from '../../../lib/formats/jpeg/planes.js'
import { repaint } from '../../../lib/formats/jpeg/repaint.js'
import type { Raster } from '../../../lib/core/types.js'

/** A grey raster of 24 × 16 pixels: 3 × 2 blocks. */
function grey(value: (x: number, y: number) => number): Raster {
  const [width, height] = [24, 16]
  const data = Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)))
  return { width, height, channels: 1, bits: 8, sample: 'uint', model: 'grey', data }
}
const all = [{ x: 0, y: 0, w: 24, h: 16 }]

t.test('a block of one colour is its first coefficient, the same that the transform gives', async t => {
  for (const value of [0, 1, 127, 128, 200, 255]) {
    const header = blankHeader(grey(() => 0), 95)
    const [plane] = blankPlanes(header)
    repaint(header, [plane], grey(() => value), all)
    const first = Math.round(8 * (value - 128) / plane.table[0])
    for (let block = 0; block < plane.columns * plane.rows; block++) {
      t.same([...plane.coefficients.subarray(block * 64, block * 64 + 64)], [first, ...new Array<number>(63).fill(0)], `${value}, block ${block}`)
    }
    // A step of one in the corner is transformed, and all but what it adds is the same.
    repaint(header, [plane], grey((x, y) => x + y === 0 ? value + (value < 255 ? 1 : -1) : value), all)
    t.ok(Math.abs(plane.coefficients[0] - first) <= 1, `${value}, with another pixel`)
  }
})

t.test('blocks that no box touches keep their coefficients; of those that one cuts, the other samples stay', async t => {
  const raster = grey((x, y) => 40 + 5 * x + 3 * y)
  const header = blankHeader(raster, 100)
  const [plane] = blankPlanes(header)
  repaint(header, [plane], raster, all)
  const before = plane.coefficients.slice()
  const painted = grey((x, y) => x >= 4 && x < 12 && y < 8 ? 0 : 40 + 5 * x + 3 * y)
  repaint(header, [plane], painted, [{ x: 4, y: 0, w: 8, h: 8 }])
  for (const block of [2, 3, 4, 5]) t.same(plane.coefficients.subarray(block * 64, block * 64 + 64), before.subarray(block * 64, block * 64 + 64), `block ${block}`)
  const [again] = blankPlanes(header)
  repaint(header, [again], painted, all)
  for (let i = 0; i < 128; i++) t.ok(Math.abs(plane.coefficients[i] - again.coefficients[i]) <= 2, `coefficient ${i}: ${plane.coefficients[i]}, ${again.coefficients[i]}`)
})
