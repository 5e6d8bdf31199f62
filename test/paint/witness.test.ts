import sharp from 'sharp'
import t from 'tap'
import { blankHeader } from '../../lib/formats/jpeg/from-raster.js'
import { blankPlanes } from '../../lib/formats/jpeg/planes.js'
import { encodeCoefficients } from '../../lib/formats/jpeg/encode.js'
import { jpeg } from '../../lib/formats/jpeg/index.js'
import { repaint } from '../../lib/formats/jpeg/repaint.js'
import type { Codec, WrittenPage } from '../../lib/formats/codec.js'
import { tiff } from '../../lib/formats/tiff/index.js'
import { webp } from '../../lib/formats/webp/index.js'
import { encodeWitnessed } from '../../lib/paint/witness.js'
import { paint } from '../../lib/paint/paint.js'
import { wholeBlocks } from '../../lib/paint/shape.js'
import type { PaintBox, Raster } from '../../lib/core/types.js'
import { decodeAll } from '../fixtures/memory-source.js'

const raster: Raster = { width: 128, height: 64, channels: 1, bits: 8, sample: 'uint', model: 'grey', data: new Uint8Array(128 * 64) }
raster.data.forEach((_, i) => { raster.data[i] = 120 + 80 * Math.sin(i % 128 / 7) * Math.cos((i >> 7) / 5) })

function file(restartInterval = 0): Uint8Array {
  const header = { ...blankHeader(raster, 90), restartInterval }
  const planes = blankPlanes(header)
  repaint(header, planes, raster, [{ x: 0, y: 0, w: raster.width, h: raster.height }])
  return Uint8Array.from(encodeCoefficients(header, planes))
}

async function joined(codec: Codec, page: WrittenPage): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of codec.join((async function * () { yield page })())) parts.push(part)
  return Buffer.concat(parts)
}

const samples = async (data: Uint8Array): Promise<Uint8Array> => await sharp(data, { failOn: 'truncated' }).toColourspace('b-w').raw().toBuffer()
const most = (a: Uint8Array, b: Uint8Array): number => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)

t.test('restart markers in another order: what leaves is what was inspected', async t => {
  const data = file(8)
  const marks = [...data.keys()].filter(i => data[i] === 0xff && data[i + 1]! >= 0xd0 && data[i + 1]! <= 0xd7)
  t.ok(marks.length > 8)
  const swapped = data.slice()
  // Each pair the other way round.
  for (const mark of marks) swapped[mark + 1]! ^= 1
  const [{ page, raster: seen }] = await decodeAll(jpeg, swapped)
  t.ok(most(seen.data, await samples(data)) > 60, 'detectors see another picture than the coefficients hold')
  const { page: written } = await encodeWitnessed(jpeg, page, seen, [])
  t.ok(most(await samples(written.data), seen.data) < 30)
})

t.test('tables of zeros: the picture is not in what leaves', async t => {
  const data = file()
  const at = Buffer.from(data).indexOf(Buffer.from([0xff, 0xdb])) + 5
  const zeros = data.slice()
  zeros.fill(0, at, at + 64)
  const [{ page, raster: seen }] = await decodeAll(jpeg, zeros)
  const { page: written } = await encodeWitnessed(jpeg, page, seen, [])
  const out = Uint8Array.from(written.data)
  const table = Buffer.from(out).indexOf(Buffer.from([0xff, 0xdb])) + 5
  out.fill(16, table, table + 64)
  const brought = await samples(out)
  t.ok(brought.every(value => Math.abs(value - brought[0]!) <= 1), 'other tables bring nothing back')
})

t.test('a TIFF of JPEGs is read back as well', async t => {
  const make = sharp(raster.data, { raw: { width: 128, height: 64, channels: 1 } }).toColourspace('b-w').tiff({ compression: 'jpeg', quality: 80 })
  const [{ page, raster: seen }] = await decodeAll(tiff, await make.toBuffer())
  const other: Raster = { ...seen, data: seen.data.map(value => value ^ 64) }
  const { page: written } = await encodeWitnessed(tiff, page, other, [])
  const [{ raster: shown }] = await decodeAll(tiff, await joined(tiff, written))
  t.ok(shown.data.every((value, i) => Math.abs(value - other.data[i]!) < 60), 'what was inspected leaves, not what the coefficients hold')
})

t.test('a WebP of other pixels than were inspected', async t => {
  const colours: Raster = { ...raster, model: 'rgb', channels: 3, data: Uint8Array.from({ length: 128 * 64 * 3 }, (_, i) => raster.data[Math.floor(i / 3)]!) }
  for (const lossless of [true, false]) {
    const make = sharp(colours.data, { raw: { width: 128, height: 64, channels: 3 } }).webp({ lossless, quality: 80 })
    const [{ page, raster: seen }] = await decodeAll(webp, await make.toBuffer())
    const other: Raster = { ...seen, data: seen.data.map(value => value ^ 64) }
    const { page: written } = await encodeWitnessed(webp, page, other, [])
    const [{ raster: shown }] = await decodeAll(webp, await joined(webp, written))
    t.equal(Buffer.compare(shown.data, other.data), 0)
  }
})

const boxes: PaintBox[] = [{ x: 30, y: 20, w: 40, h: 20, label: 'A', method: 'blackbox' }]

/** Each wrong encoder, and whether encoding anew can mend it. */
const wrong: Record<string, (written: Uint8Array, untouched: Uint8Array) => Promise<Uint8Array> | Uint8Array> = {
  'drops the paint': (_, untouched) => untouched,
  'writes nothing that can be read': () => new Uint8Array(10),
  'shifts the paint by a block': async written => await jpegOf(await shifted(await samples(written))),
  'loses the last rows': async written => await sharp(written).extract({ left: 0, top: 0, width: 128, height: 56 }).jpeg().toBuffer(),
}

const shifted = async (data: Uint8Array): Promise<Uint8Array> => Uint8Array.from(data, (_, i) => data[i - 8 * 128 - 8] ?? 255)
const jpegOf = async (data: Uint8Array): Promise<Uint8Array> =>
  await sharp(data, { raw: { width: 128, height: 64, channels: 1 } }).toColourspace('b-w').jpeg({ quality: 90 }).toBuffer()

for (const [name, tamper] of Object.entries(wrong)) {
  t.test(`an encoder that ${name}`, async t => {
    const data = file()
    const [{ page, raster: seen }] = await decodeAll(jpeg, data)
    const painted = paint(seen, boxes.map(box => wholeBlocks(box, page.blocks!, 0, seen)))
    const honest = await encodeWitnessed(jpeg, page, seen, painted)
    const tampered: Codec = {
      ...jpeg,
      async encodePage(...args) {
        const { page } = await jpeg.encodePage(...args)
        return { page: { ...page, data: await tamper(page.data, data) } }
      },
    }
    const mended = await encodeWitnessed(tampered, page, seen, painted)
    t.ok(most(await samples(mended.page.data), await samples(honest.page.data)) < 30, 'is not believed')
    const stubborn: Codec = { ...tampered, witness: { ...jpeg.witness!, encodeAnew: async (page, raster) => await tampered.encodePage(page, raster, []) } }
    await t.rejects(encodeWitnessed(stubborn, page, seen, painted), { code: 'ERR_REDACTION_UNVERIFIED' })
  })
}
