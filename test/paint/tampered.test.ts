// Encoders that do not write what was painted: for every format the witness stops what they made.
import sharp, { type Sharp } from 'sharp'
import t, { type Test } from 'tap'
import { codecOf } from '../../lib/formats/index.js'
import type { Codec, CodecState, Witness, WrittenPage } from '../../lib/formats/codec.js'
import { convert } from '../../lib/formats/convert.js'
import { png } from '../../lib/formats/png/index.js'
import { tiffInfo } from '../../lib/formats/tiff/from-raster.js'
import { tiff } from '../../lib/formats/tiff/index.js'
import { bmp } from '../../lib/formats/bmp/index.js'
import { ContainerWitness } from '../../lib/paint/container.js'
import { paint } from '../../lib/paint/paint.js'
import { wholeBlocks } from '../../lib/paint/shape.js'
import { encodeWitnessed } from '../../lib/paint/witness.js'
import type { WitnessName } from '../../lib/core/witnesses.js'
import type { EncodedPage, Format, PaintBox, Raster, RasterLayout } from '../../lib/core/types.js'
import { rasterBytes } from '../../lib/core/raster.js'
import { makeGif } from '../fixtures/gif-maker.js'
import { decodeAll, type DecodedPage } from '../fixtures/memory-source.js'

const [W, H] = [96, 64]
const BOX: PaintBox = { x: 32, y: 16, w: 32, h: 16, label: 'A', method: 'blackbox' }

/** Bright, and nowhere the same for long. */
const samples = (layout: RasterLayout, seed = 0): Uint8Array =>
  Uint8Array.from({ length: rasterBytes(layout) }, (_, i) =>
    layout.bits === 1 ? (i * 37 + seed * 91) % 251 & 0x7e : 120 + (i * 7 + (i >> 5) * 31 + seed * 53) % 100)
const shape = (rest: Partial<RasterLayout> = {}): RasterLayout => ({ width: W, height: H, model: 'rgb', channels: 3, bits: 8, sample: 'uint', ...rest })
const picture = (seed = 0): Sharp => sharp(samples(shape(), seed), { raw: { width: W, height: H, channels: 3 } })
const frames = (n: number): Sharp =>
  sharp(Buffer.concat(Array.from({ length: n }, (_, i) => samples(shape(), i))), { raw: { width: W, height: H * n, channels: 3, pageHeight: H } })

async function fileOf(codec: Codec, pages: { page: EncodedPage, raster: Raster }[]): Promise<Uint8Array> {
  const written = async function * (): AsyncGenerator<WrittenPage> {
    let state: CodecState
    for (const { page, raster } of pages) {
      const encoded = await codec.encodePage(page, raster, [], state)
      state = encoded.state
      yield encoded.page
    }
  }
  const parts: Uint8Array[] = []
  for await (const part of codec.join(written())) parts.push(part)
  return Buffer.concat(parts)
}

const page = (format: Format, layout: RasterLayout, info: unknown, index = 0): EncodedPage =>
  ({ index, format, orientation: 1, layout, data: new Uint8Array(), info })

async function tiffFile(info: object, rest: Partial<RasterLayout> = {}, pages = 1): Promise<Uint8Array> {
  const layout = shape(rest)
  if (layout.model === 'palette') layout.palette = Uint8Array.from({ length: 4 << layout.bits }, (_, i) => i % 4 === 3 ? 255 : i)
  return await fileOf(tiff, Array.from({ length: pages }, (_, i) => ({
    page: page('tiff', layout, { ...tiffInfo(layout) as object, predictor: 1, ...info }, i), raster: { ...layout, data: samples(layout, i) },
  })))
}

async function apngFile(): Promise<Uint8Array> {
  const layout = shape({ channels: 4, alpha: 'straight' })
  const header = { width: W, height: H, depth: 8, colourType: 6, interlaced: false }
  return await fileOf(png, [0, 1, 2].map(number => ({
    page: page('png', layout, {
      header, ancillary: [], orientation: 1, animation: { frames: 3, plays: 0, separate: false },
      frame: { x: 0, y: 0, w: W, h: H, delay: [number + 1, 10], dispose: 0, blend: 0, number },
    }, number),
    raster: { ...layout, data: samples(layout, number).map((value, i) => i % 4 === 3 ? 255 : value) },
  })))
}

const gifFile = (): Uint8Array => makeGif(W, H, Array.from({ length: 768 }, (_, i) => 60 + Math.floor(i / 3) * 7 % 190), [0, 1, 2].map(seed => (
  { w: W, h: H, delay: 5 + seed, pixels: [...samples(shape({ channels: 1, model: 'grey' }), seed)] })))

const bilevel = { model: 'grey', channels: 1, bits: 1 } as const

/** A file of each form that another decoder, or none, reads. */
const forms: Record<string, [Format, WitnessName, () => Promise<Uint8Array> | Uint8Array]> = {
  jpeg: ['jpeg', 'sharp', async () => await picture().jpeg({ quality: 90 }).toBuffer()],
  'grey jpeg': ['jpeg', 'sharp', async () => await picture().greyscale().jpeg().toBuffer()],
  png: ['png', 'sharp', async () => await picture().png().toBuffer()],
  'png of 16 bits': ['png', 'sharp', async () => await picture().toColourspace('rgb16').png().toBuffer()],
  'png of a palette': ['png', 'sharp', async () => await picture().png({ palette: true, colours: 16 }).toBuffer()],
  apng: ['png', 'sharp', apngFile],
  gif: ['gif', 'gifuct-js', gifFile],
  bmp: ['bmp', 'own', async () => await fileOf(bmp, [{ page: page('bmp', shape(), undefined), raster: { ...shape(), data: samples(shape()) } }])],
  webp: ['webp', 'sharp', async () => await picture().webp({ quality: 90 }).toBuffer()],
  'lossless webp': ['webp', 'sharp', async () => await picture().webp({ lossless: true }).toBuffer()],
  'moving webp': ['webp', 'sharp', async () => await frames(3).webp({ lossless: true, delay: [50, 60, 70] }).toBuffer()],
  avif: ['avif', 'sharp', async () => await picture().avif({ quality: 80 }).toBuffer()],
  'lossless avif': ['avif', 'sharp', async () => await picture().avif({ lossless: true }).toBuffer()],
  'avif of 10 bits': ['avif', 'sharp', async () => await picture().toColourspace('rgb16').avif({ quality: 80, bitdepth: 10 }).toBuffer()],
  'lossless avif of 12 bits': ['avif', 'sharp', async () => await picture().toColourspace('rgb16').avif({ lossless: true, bitdepth: 12 }).toBuffer()],
  'tiff without compression': ['tiff', 'sharp', async () => await tiffFile({ compression: 1 })],
  'tiff without compression, with alpha': ['tiff', 'utif', async () => await tiffFile({ compression: 1 }, { channels: 4, alpha: 'straight' })],
  'tiff lzw': ['tiff', 'sharp', async () => await tiffFile({ compression: 5, predictor: 2 }, {}, 3)],
  'tiff lzw of 16 bits': ['tiff', 'utif', async () => await tiffFile({ compression: 5, predictor: 2 }, { bits: 16 }, 2)],
  'tiff deflate of 16 bits': ['tiff', 'utif', async () => await tiffFile({ predictor: 2 }, { bits: 16 })],
  'tiff packbits of 4 bits': ['tiff', 'utif', async () => await tiffFile({ compression: 32773 }, { model: 'palette', channels: 1, bits: 4 })],
  'bigtiff': ['tiff', 'utif', async () => await tiffFile({ big: true })],
  'tiff deflate as 32946': ['tiff', 'sharp', async () => await tiffFile({ compression: 32946 })],
  'tiff g4': ['tiff', 'sharp', async () => await tiffFile({ compression: 4 }, bilevel, 2)],
  'tiff g3': ['tiff', 'sharp', async () => await tiffFile({ compression: 3, t4Options: 1 }, bilevel)],
  'tiff run lengths': ['tiff', 'sharp', async () => await tiffFile({ compression: 2 }, bilevel)],
  'tiff of doubles': ['tiff', 'own', async () => await tiffFile({ sampleFormat: 3 }, { bits: 64, sample: 'float', model: 'grey', channels: 1 })],
  'tiff jpeg': ['tiff', 'sharp', async () => await picture().tiff({ compression: 'jpeg', quality: 90 }).toBuffer()],
}

const copy = (raster: Raster): Raster => ({ ...raster, data: raster.data.slice() })

/** Writes other pixels than it is given, also where it is asked to encode them anew. */
function tamperedCodec(codec: Codec, pixels: (page: EncodedPage, raster: Raster) => Raster, painted: (page: EncodedPage) => PaintBox[]): Codec {
  const { witness } = codec
  const anew: Witness['encodeAnew'] = witness?.encodeAnew && (async (page, raster, state) => await witness.encodeAnew!(page, pixels(page, raster), state))
  return {
    ...codec,
    encodePage: async (page, raster, _painted, state) => await codec.encodePage(page, pixels(page, raster), painted(page), state),
    ...witness && { witness: { ...witness, ...anew && { encodeAnew: anew } } },
  }
}

/** What a wrong encoder writes in the place of a painted page. */
const wrong: Record<string, (untouched: Raster, box: PaintBox, other: Raster) => Raster> = {
  'drops the paint': untouched => untouched,
  'shifts the paint by a block': (untouched, box) => {
    const shifted = copy(untouched)
    paint(shifted, [{ ...box, x: box.x + 16, y: box.y + 16 }])
    return shifted
  },
  'writes the wrong frame': (_, box, other) => {
    const painted = copy(other)
    paint(painted, [box])
    return painted
  },
}

for (const [name, [format, by, make]] of Object.entries(forms)) {
  t.test(name, async t => {
    const codec = codecOf(format)
    const pages = await decodeAll(codec, Uint8Array.from(await make()))
    const originals = pages.map(({ raster }) => copy(raster))
    const box = pages[0]!.page.blocks ? wholeBlocks(BOX, pages[0]!.page.blocks, 0, shape()) : BOX
    for (const { raster } of pages) paint(raster, [box])
    await t.test('an honest encoder', async t => {
      let state: CodecState
      for (const { page, raster } of pages) {
        const encoded = await encodeWitnessed(codec, page, raster, [box], state)
        state = encoded.state
        t.equal(encoded.page.seen!.by, by)
      }
    })
    for (const [what, tamper] of Object.entries(wrong)) {
      await t.test(`an encoder that ${what}`, async t => {
        const last = pages.length - 1
        const written = (raster: Raster, i: number): Raster => {
          const other = originals.length > 1 ? originals[(i + 1) % originals.length]! : { ...originals[i]!, data: originals[i]!.data.map(value => value ^ (originals[i]!.sample === 'float' ? 0x1c : 0xff)) }
          return i === last ? tamper(originals[i]!, box, other) : raster
        }
        const tampered = tamperedCodec(codec, (page, raster) => written(raster, page.index), page => page.index === last ? [] : [box])
        let state: CodecState
        for (const [i, { page, raster }] of pages.entries()) {
          const encoded = encodeWitnessed(tampered, page, raster, [box], state)
          if (i === last) await t.rejects(encoded, { code: 'ERR_REDACTION_UNVERIFIED', frame: last })
          else state = (await encoded).state
        }
      })
    }
    await t.test('a container', async t => { await containers(t, codec, pages, box) })
  })
}

/** Joins written pages, and has the container looked at. */
async function joined(
  codec: Codec, meant: readonly WrittenPage[], given: readonly WrittenPage[], tamper = (bytes: Uint8Array): Uint8Array => bytes,
): Promise<void> {
  const witness = new ContainerWitness(codec, meant.length === 1 ? meant[0]!.seen!.mark : undefined)
  for (const { seen } of meant) witness.expect(seen!.mark)
  const pages = async function * (): AsyncGenerator<WrittenPage> { yield * given }
  for await (const bytes of codec.join(pages())) witness.pass(tamper(bytes))
  await witness.end()
}

async function containers(t: Test, codec: Codec, pages: DecodedPage[], box: PaintBox): Promise<void> {
  const written: WrittenPage[] = []
  let state: CodecState
  for (const { page, raster } of pages) {
    const encoded = await encodeWitnessed(codec, page, raster, [box], state)
    state = encoded.state
    written.push(encoded.page)
  }
  const unverified = { code: 'ERR_REDACTION_UNVERIFIED' }
  await joined(codec, written, written)
  await t.rejects(joined(codec, written, written.slice(0, -1)), /./, 'the last page is forgotten')
  if (written.length > 1) {
    await t.rejects(joined(codec, written, written.slice(1)), unverified, 'the first page is forgotten')
    await t.rejects(joined(codec, written, [...written.slice(0, -2), written[written.length - 1]!, written[written.length - 2]!]), unverified, 'pages change places')
    await t.rejects(joined(codec, written, [...written, written[0]!]), unverified, 'a page comes twice')
  }
  let length = 0
  await t.rejects(joined(codec, written, written, bytes => {
    length += bytes.length
    if (length < 200) return bytes
    const other = Uint8Array.from(bytes)
    other[other.length >> 1]! ^= 1
    return other
  }), unverified, 'a bit is another')
}

t.test('pages converted to another format', async t => {
  const source = codecOf('png')
  const [{ page: from, raster }] = await decodeAll(source, Uint8Array.from(await picture().png().toBuffer()))
  const untouched = copy(raster)
  paint(raster, [BOX])
  for (const [format, by] of [['jpeg', 'sharp'], ['png', 'sharp'], ['gif', 'gifuct-js'], ['tiff', 'utif'], ['webp', 'sharp'], ['avif', 'sharp'], ['bmp', 'own']] as const) {
    const codec = codecOf(format)
    const target = convert(from, raster, format)
    t.equal((await encodeWitnessed(codec, target.page, target.raster, [])).page.seen!.by, by, format)
    const other = convert(from, untouched, format).raster
    const tampered = tamperedCodec(codec, () => other, () => [])
    await t.rejects(encodeWitnessed(tampered, target.page, target.raster, []), { code: 'ERR_REDACTION_UNVERIFIED' }, `${format} without the paint`)
  }
})

t.test('regression: a dithered fax becomes a JPEG', async t => {
  const layout = shape(bilevel)
  const dots: Raster = { ...layout, data: Uint8Array.from({ length: rasterBytes(layout) }, (_, i) => Math.floor(i / (W / 8)) % 2 ? 0xaa : 0x55) }
  const target = convert(page('tiff', layout, tiffInfo(layout)), dots, 'jpeg')
  t.equal((await encodeWitnessed(codecOf('jpeg'), target.page, target.raster, [])).page.seen!.by, 'sharp')
})
