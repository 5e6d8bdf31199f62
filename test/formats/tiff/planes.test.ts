import sharp from 'sharp'
import t from 'tap'
import { deflateSync } from 'node:zlib'
import { tiff } from '../../../lib/formats/tiff/index.js'
import type { TiffPage } from '../../../lib/formats/tiff/page.js'
import { pixelsOf, planesOf } from '../../../lib/formats/tiff/planes.js'
import { packLzw } from '../../../lib/formats/tiff/lzw.js'
import { encodeWitnessed } from '../../../lib/paint/witness.js'
import { paint } from '../../../lib/paint/paint.js'
import type { PaintBox } from '../../../lib/core/types.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'
import { buildTiff, noise, plain, type TagSpec } from '../../fixtures/tiff.js'

const [W, H] = [40, 30]
const box: PaintBox = { x: 10, y: 8, w: 20, h: 10, label: 'X', method: 'blackbox' }

t.test('pixels are taken apart and put together', async t => {
  for (const bits of [8, 16, 32, 64]) for (const samples of [2, 3, 5]) {
    const pixels = noise(7 * samples * bits / 8)
    const planes = planesOf(pixels, samples, bits)
    t.equal(planes.length, samples)
    t.same(pixelsOf(planes, bits), pixels)
  }
  t.same(planesOf(Uint8Array.of(1, 2, 3, 4, 5, 6), 3, 8).map(plane => [...plane]), [[1, 4], [2, 5], [3, 6]])
})

interface Kind { bits: number, samples: number, photometric?: number, tags?: TagSpec[], compression?: number, planar: boolean, by: string }

const planes: TagSpec = [284, 3, [2]]
const kinds: Record<string, Kind> = {
  'RGB of 8 bits': { bits: 8, samples: 3, planar: true, by: 'utif', compression: 8 },
  'RGB of 8 bits, LZW': { bits: 8, samples: 3, planar: true, by: 'sharp', compression: 5 },
  'RGBA of 16 bits': { bits: 16, samples: 4, tags: [[338, 3, [2]]], planar: true, by: 'utif', compression: 5 },
  'RGB of 16 bits, differences': { bits: 16, samples: 3, tags: [[317, 3, [2]]], compression: 8, planar: true, by: 'utif' },
  'CMYK': { bits: 8, samples: 4, photometric: 5, planar: true, by: 'utif' },
  'five samples': { bits: 8, samples: 5, photometric: 1, tags: [[338, 3, [0, 0, 0, 0]]], planar: true, by: 'utif' },
  'floats of 32 bits': { bits: 32, samples: 3, tags: [[339, 3, [3, 3, 3]]], planar: true, by: 'utif', compression: 8 },
  // Pillow 12.3.0 takes these for samples of 8 bits.
  'RGB of 16 bits, not compressed': { bits: 16, samples: 3, planar: false, by: 'utif' },
  // libvips 8.18.7 takes these planes for pixels, and shows others than were looked at.
  'half floats': { bits: 16, samples: 3, tags: [[339, 3, [3, 3, 3]]], planar: false, by: 'utif' },
  'YCbCr': { bits: 8, samples: 3, photometric: 6, tags: [[530, 3, [1, 1]]], planar: false, by: 'utif' },
  'YCbCr of 16 bits': { bits: 16, samples: 3, photometric: 6, tags: [[530, 3, [1, 1]]], planar: false, by: 'utif' },
}

for (const [name, { bits, samples, photometric = 2, tags = [], compression = 1, planar, by }] of Object.entries(kinds)) {
  t.test(`${name}: ${planar ? 'in planes' : 'pixel by pixel'}`, async t => {
    const rows = Array.from({ length: samples }, (_, i) => {
      const floats = tags.some(([tag]) => tag === 339)
      // Floats of a sort: a small exponent, the fraction what it may be.
      return noise(W * H * bits / 8).map((v, at) => floats && at % (bits / 8) === bits / 8 - 1 ? 0x3c : v ^ i)
    })
    const strips = rows.map(plane => compression === 8 ? deflateSync(plane) : compression === 5 ? packLzw(plane) : plane)
    const own = plain(W, H, { bits: new Array<number>(samples).fill(bits), photometric, compression })
    const file = buildTiff([{ tags: [...own, planes, ...tags], strips }])
    const [{ page, raster }] = await decodeAll(tiff, file)
    const untouched = await encodeAll(tiff, [{ page, raster }])
    const [again] = await decodeAll(tiff, untouched)
    t.equal((again!.page.info as TiffPage).planar, planar)
    t.same(again!.raster.data, raster.data, 'as it came')
    const painted = paint(raster, [box])
    const { page: written } = await encodeWitnessed(tiff, page, raster, painted)
    t.equal(written.seen!.by, by)
    const [after] = await decodeAll(tiff, await encodeAll(tiff, [{ page, raster }], () => painted))
    t.same(after!.raster.data, raster.data, 'painted')
    const other = { ...raster, data: raster.data.map((v, i) => i === 99 ? v ^ 1 : v) }
    await t.rejects(encodeWitnessed({ ...tiff, encodePage: async (page, _, ...rest) => await tiff.encodePage(page, other, ...rest),
      witness: { ...tiff.witness!, encodeAnew: async page => await tiff.encodePage(page, other, []) } }, page, raster, painted), { code: 'ERR_REDACTION_UNVERIFIED' })
  })
}

t.test('regression: planes of JPEGs say that chroma is whole', async t => {
  const raw = { width: W, height: H, channels: 1 } as const
  const grey = await Promise.all([0, 1, 2].map(async i =>
    await sharp(noise(W * H).map(v => 100 + (v & 15) + i * 20), { raw }).toColourspace('b-w').jpeg().toBuffer()))
  const file = buildTiff([{ tags: [...plain(W, H, { bits: [8, 8, 8], photometric: 6, compression: 7 }), planes, [530, 3, [1, 1]]], strips: grey }])
  const shown = await sharp(file).raw().toBuffer()
  t.same(await sharp(Buffer.from(await encodeAll(tiff, await decodeAll(tiff, file)))).raw().toBuffer(), shown, 'libtiff reads it as it did')
})

t.test('YCbCr of 8 to 16 bits; layers', async t => {
  const ycbcr = (bits: number, more: TagSpec[] = []): Buffer => {
    const tags: TagSpec[] = [...plain(W, H, { bits: [bits, bits, bits], photometric: 6 }), [530, 3, [1, 1]], ...more]
    return buildTiff([{ tags, strips: [noise(Math.ceil(W * 3 * bits / 8) * H)] }])
  }
  for (const bits of [8, 10, 12, 16]) {
    const [{ page, raster }] = await decodeAll(tiff, ycbcr(bits))
    t.match(page.layout, { model: 'ycbcr', bits: bits === 8 ? 8 : 16 })
    const painted = paint(raster, [box])
    t.equal((await encodeWitnessed(tiff, page, raster, painted)).page.seen!.by, 'utif', `${bits} bits`)
  }
  await t.rejects(decodeAll(tiff, ycbcr(7)), { code: 'ERR_UNSUPPORTED_FORMAT' })
  for (const tag of [32997, 32998]) await t.rejects(decodeAll(tiff, ycbcr(8, [[tag, 4, [4]]])), { code: 'ERR_UNSUPPORTED_FORMAT' }, 'not the first layer alone')
})
