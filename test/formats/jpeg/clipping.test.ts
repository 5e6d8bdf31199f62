import t from 'tap'
import { blankHeader } from '../../../lib/formats/jpeg/from-raster.js'
import { dropHidden } from '../../../lib/formats/jpeg/clipping.js'
import { decodeCoefficients } from '../../../lib/formats/jpeg/coefficients.js'
import { blankPlanes, type Plane } from '../../../lib/formats/jpeg/planes.js'
import { encodeCoefficients } from '../../../lib/formats/jpeg/encode.js'
import { parseHeader } from '../../../lib/formats/jpeg/parse.js'
import { repaint } from '../../../lib/formats/jpeg/repaint.js'
import type { Raster } from '../../../lib/core/types.js'

const layout = { width: 32, height: 16, channels: 1, bits: 8, sample: 'uint', model: 'grey' } as const
const header = blankHeader(layout, 80)

/** Eight blocks of a drawing with black and white edges, and its coefficients. */
function drawing(): Plane[] {
  const planes = blankPlanes(header)
  const raster: Raster = { ...layout, data: Uint8Array.from({ length: 32 * 16 }, (_, i) => (i % 32 * 3 + (i >> 5) * 5) % 11 < 4 ? 0 : 255) }
  repaint(header, planes, raster, [{ x: 0, y: 0, w: 32, h: 16 }])
  return planes
}

t.test('what overshoots at edges stays', async t => {
  const planes = drawing()
  const before = planes[0]!.coefficients.slice()
  t.same(dropHidden(planes), [])
  t.same(planes[0]!.coefficients, before)
})

t.test('a picture beyond white goes', async t => {
  const planes = drawing()
  const shown = drawing()
  // Every sample of the block is far beyond white.
  planes[0]!.coefficients[64] = shown[0]!.coefficients[64] = Math.ceil(8 * 2000 / planes[0]!.table[0]!)
  t.same(dropHidden(planes), [{ plane: 0, block: 1 }])
  const block = planes[0]!.coefficients.subarray(64, 128)
  t.ok(block.subarray(1).every(c => c === 0), 'white, and nothing else')
  t.same(planes[0]!.coefficients.subarray(128), shown[0]!.coefficients.subarray(128), 'other blocks as they were')
})

t.test('a smaller picture beyond white, of one value a block, goes', async t => {
  const planes = blankPlanes(header)
  for (let block = 0; block < 8; block++) planes[0]!.coefficients[block * 64] = Math.ceil(8 * (140 + block * 40) / planes[0]!.table[0]!)
  t.same(dropHidden(planes).map(({ block }) => block), [0, 1, 2, 3, 4, 5, 6, 7])
  const left = planes[0]!.coefficients.filter((_, i) => i % 64 === 0)
  t.ok(Math.max(...left) - Math.min(...left) <= 1, `${left.join()}`)
})

t.test('coefficients that a table of zeros makes worthless go, and the table is written with steps that count', async t => {
  const planes = drawing().map(plane => ({ ...plane, table: new Uint16Array(64) }))
  const file = encodeCoefficients(header, planes)
  const read = decodeCoefficients(file, parseHeader(file))
  t.ok(read[0]!.coefficients.every(c => c === 0))
  t.ok(read[0]!.table.every(q => q === 1))
})
