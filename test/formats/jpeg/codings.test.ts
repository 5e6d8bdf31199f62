// What libjpeg reads beside baseline, extended and progressive files.
import sharp from 'sharp'
import t from 'tap'
import { jpeg } from '../../../lib/formats/jpeg/index.js'
import { blankHeader } from '../../../lib/formats/jpeg/from-raster.js'
import { blankPlanes } from '../../../lib/formats/jpeg/planes.js'
import { encodeCoefficients } from '../../../lib/formats/jpeg/encode.js'
import { repaint } from '../../../lib/formats/jpeg/repaint.js'
import { tiff } from '../../../lib/formats/tiff/index.js'
import { encodeWitnessed } from '../../../lib/paint/witness.js'
import { paint } from '../../../lib/paint/paint.js'
import { wholeBlocks } from '../../../lib/paint/shape.js'
import type { PaintBox, Raster } from '../../../lib/core/types.js'
import { arithmetic, losslessJpeg, progressiveArithmetic } from '../../fixtures/coded-jpegs.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'
import { buildTiff, plain } from '../../fixtures/tiff.js'

const [W, H] = [32, 24]
const box: PaintBox = { x: 8, y: 8, w: 8, h: 8, label: 'X', method: 'blackbox' }
const samples = (channels: number): Uint8Array =>
  Uint8Array.from({ length: W * H * channels }, (_, i) => 40 + Math.floor(i / channels) % W * 5 + i % channels * 20)
const pixels = async (file: Uint8Array): Promise<Buffer> => await sharp(file).raw().toBuffer()
const farthest = (a: Uint8Array, b: Uint8Array): number => a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i]!)), 0)

for (const [name, file] of [['arithmetic', arithmetic], ['progressive arithmetic', progressiveArithmetic]] as const) {
  t.test(name, async t => {
    const [{ page, raster }] = await decodeAll(jpeg, Uint8Array.from(file))
    t.match(page, { layout: { width: W, height: H, channels: 3 }, blocks: { kept: false } })
    t.same(Buffer.from(raster.data), await pixels(file))
    const { page: { seen, info } } = await encodeWitnessed(jpeg, page, raster, [])
    t.match([seen, info], [{ by: 'sharp' }, { substituted: 'arithmetic jpeg -> baseline jpeg' }])
    const out = Buffer.from(await encodeAll(jpeg, [{ page, raster }]))
    t.ok(farthest(await pixels(out), raster.data) <= 4, 'every browser shows it')
    t.notOk(out.includes(Buffer.from([0xff, file[file.indexOf(Buffer.from([0xff, 0xcc])) + 1]!])), 'in a code that all read')
    const painted = paint(raster, [wholeBlocks(box, page.blocks!, page.blocks!.reach, raster)])
    const shown = await pixels(await encodeAll(jpeg, [{ page, raster }], () => painted))
    t.ok(shown[(12 * W + 12) * 3]! < 8)
    await t.rejects(decodeAll(jpeg, Uint8Array.from(file.subarray(0, -60))), { code: 'ERR_MALFORMED_INPUT' }, 'cut')
  })
}

for (const channels of [1, 2, 3, 4]) {
  t.test(`without loss, ${channels} components`, async t => {
    const data = samples(channels)
    const file = losslessJpeg(data, W, H, channels)
    const [{ page, raster }] = await decodeAll(jpeg, Uint8Array.from(file))
    t.match(page.layout, { width: W, height: H, channels, bits: 8 })
    t.notOk(page.blocks, 'nothing of a box is in what lies around it')
    if (channels < 4) t.same(raster.data, data)
    const { page: { seen, info } } = await encodeWitnessed(jpeg, page, raster, [])
    t.match([seen, info], [{ by: 'sharp' }, { substituted: 'lossless jpeg -> baseline jpeg' }])
    const [again] = await decodeAll(jpeg, await encodeAll(jpeg, [{ page, raster }]))
    t.ok(farthest(again!.raster.data, raster.data) <= 2, 'as near as rounding allows')
    const painted = paint(raster, [box])
    const [after] = await decodeAll(jpeg, await encodeAll(jpeg, [{ page, raster }], () => painted))
    t.ok(farthest(after!.raster.data, raster.data) <= 2, 'and so is the box')
    await t.rejects(decodeAll(jpeg, Uint8Array.from(file.subarray(0, -100))), { code: 'ERR_MALFORMED_INPUT' }, 'cut')
  })
}

t.test('without loss, of more than 8 bits: libvips does not read them', async t => {
  const file = losslessJpeg(samples(1), W, H, 1)
  file[file.indexOf(Buffer.from([0xff, 0xc3])) + 4] = 12
  await t.rejects(decodeAll(jpeg, Uint8Array.from(file)), { code: 'ERR_UNSUPPORTED_FORMAT' })
})

t.test('two components: coefficients are kept, and both are looked at', async t => {
  const raster: Raster = { width: W, height: H, model: 'grey', channels: 2, bits: 8, sample: 'uint', alpha: 'straight', data: samples(2) }
  const header = blankHeader(raster, 90)
  const planes = blankPlanes(header)
  repaint(header, planes, raster, [{ x: 0, y: 0, w: W, h: H }])
  const file = encodeCoefficients(header, planes)
  const [{ page, raster: read }] = await decodeAll(jpeg, Uint8Array.from(file))
  t.match(page, { layout: { channels: 2, alpha: 'straight' }, blocks: { kept: true } })
  t.ok(farthest(read.data, raster.data) < 12)
  t.same(await pixels(await encodeAll(jpeg, [{ page, raster: read }])), await pixels(file), 'as it came')
  const painted = paint(read, [box])
  const { page: written } = await encodeWitnessed(jpeg, page, read, painted)
  const shown = await pixels(written.data)
  t.match([...shown.subarray((12 * W + 12) * 2, (12 * W + 12) * 2 + 2)].map(v => Math.round(v / 8)), [0, 32], 'black and opaque')
})

t.test('a TIFF of JPEGs without loss loses nothing', async t => {
  const data = samples(3)
  const file = buildTiff([{ tags: plain(W, H, { bits: [8, 8, 8], compression: 7, photometric: 2 }), strips: [losslessJpeg(data, W, H, 3)] }])
  const [{ page, raster }] = await decodeAll(tiff, file)
  t.same(raster.data, data)
  const { page: { info } } = await encodeWitnessed(tiff, page, raster, [])
  t.match(info, { substituted: 'jpeg -> deflate' })
  const [again] = await decodeAll(tiff, await encodeAll(tiff, [{ page, raster }]))
  t.same(again!.raster.data, data)
})
