import t from 'tap'
import { dropBeyondColour } from '../../../lib/formats/jpeg/gamut.js'
import { decodeCoefficients } from '../../../lib/formats/jpeg/coefficients.js'
import { blankPlanes, type Plane } from '../../../lib/formats/jpeg/planes.js'
import { encodeCoefficients } from '../../../lib/formats/jpeg/encode.js'
import { blankHeader } from '../../../lib/formats/jpeg/from-raster.js'
import { jpeg } from '../../../lib/formats/jpeg/index.js'
import { parseHeader, type JpegHeader } from '../../../lib/formats/jpeg/parse.js'
import { repaint } from '../../../lib/formats/jpeg/repaint.js'
import type { Raster } from '../../../lib/core/types.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'

const layout = { width: 32, height: 32, channels: 3, bits: 8, sample: 'uint', model: 'rgb' } as const
/** Chroma at full and sampled less. */
const headers = (): JpegHeader[] => [1, 2].map(n => {
  const header = blankHeader(layout, 95)
  header.components[0].h = header.components[0].v = n
  return header
})

/** Squares in the luma, under a chroma that leaves them all magenta. */
function underMagenta(header: JpegHeader): Uint8Array {
  const planes = blankPlanes(header)
  planes.forEach(({ coefficients, table }, i) => {
    for (let block = 0; block < coefficients.length / 64; block++) coefficients[block * 64] = Math.round(8 * (i > 0 ? 127 : block % 2 ? -50 : 5) / table[0])
  })
  return encodeCoefficients(header, planes)
}

const lumaOf = (file: Uint8Array): number[] => [...decodeCoefficients(file, parseHeader(file))[0].coefficients]
const spread = (values: number[]): number => Math.max(...values) - Math.min(...values)
const means = (luma: number[]): number[] => luma.filter((_, i) => i % 64 === 0)

t.test('a picture in the luma that no colour shows goes', async t => {
  for (const header of headers()) {
    const file = underMagenta(header)
    const pages = await decodeAll(jpeg, file)
    t.ok(pages[0].raster.data.every((v, i) => v === (i % 3 === 1 ? 0 : 255)), 'all is magenta')
    t.ok(spread(means(lumaOf(file))) > 100)
    const out = await encodeAll(jpeg, pages)
    t.ok(spread(means(lumaOf(out))) <= 1, `${means(lumaOf(out)).join()}`)
  }
})

t.test('saturated colours keep their coefficients', async t => {
  for (const header of headers()) {
    const planes: Plane[] = blankPlanes(header)
    const colours = [[255, 0, 0], [0, 0, 255], [255, 255, 0], [250, 250, 250]]
    const raster: Raster = { ...layout, data: Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => colours[(i >> 6) % 4][i % 3]) }
    repaint(header, planes, raster, [{ x: 0, y: 0, w: 32, h: 32 }])
    const file = encodeCoefficients(header, planes)
    const [{ raster: shown }] = await decodeAll(jpeg, file)
    const read = decodeCoefficients(file, header)
    t.same(dropBeyondColour(header, read, shown), [])
  }
})
