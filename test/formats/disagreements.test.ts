// Valid files that decoders see differently (docs/decoders.md): what detectors are shown of them, and that what leaves shows nothing else.
import sharp from 'sharp'
import t from 'tap'
import { crc32 } from 'node:zlib'
import { bmp } from '../../lib/formats/bmp/index.js'
import { gif } from '../../lib/formats/gif/index.js'
import { jpeg } from '../../lib/formats/jpeg/index.js'
import { writeExif } from '../../lib/formats/jpeg/exif.js'
import { png } from '../../lib/formats/png/index.js'
import { tiff } from '../../lib/formats/tiff/index.js'
import type { Codec } from '../../lib/formats/codec.js'
import { otherRenderings } from '../../lib/core/renderings.js'
import type { Raster, Rendering } from '../../lib/core/types.js'
import { extension, gifFrame, gifHeader } from '../fixtures/gif-maker.js'
import { decodeAll, encodeAll, type DecodedPage } from '../fixtures/memory-source.js'
import { buildTiff, noise, plain, type TagSpec } from '../fixtures/tiff.js'

const one = async (codec: Codec, file: Uint8Array): Promise<DecodedPage> => (await decodeAll(codec, Uint8Array.from(file)))[0]!
const out = async (codec: Codec, file: Uint8Array): Promise<Buffer> => Buffer.from(await encodeAll(codec, await decodeAll(codec, Uint8Array.from(file))))
const others = (raster: Raster): Rendering[] => otherRenderings(raster, [raster])

t.test('a GIF with a plain text: two frames; the text goes, and what it was to be shown with', async t => {
  const palette = [255, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 255]
  const text = [0x21, 0x01, 12, 0, 0, 0, 0, 40, 0, 30, 0, 8, 8, 1, 2, 4, ...Buffer.from('JANE'), 0]
  const control = [0x21, 0xf9, 4, 8, 20, 0, 0, 0]
  const file = Uint8Array.from([
    ...gifHeader(40, 30, palette), ...gifFrame({ w: 40, h: 30, pixels: 1, delay: 10 }), ...control, ...text, ...extension(0xfe, 'a comment'),
    ...gifFrame({ x: 10, y: 10, w: 20, h: 15, pixels: 3 }), 0x3b])
  const pages = await decodeAll(gif, file)
  t.equal(pages.length, 2)
  t.notOk((pages[1]!.page.info as { delay?: number }).delay)
  t.notOk((await out(gif, file)).includes('JANE'))
})

/** 16 × 4 pixels; `masks`: of header version 4. */
function bmp32(pixels: number[][], masks?: number[]): Buffer {
  const header = Buffer.alloc(14 + (masks ? 108 : 40))
  header.write('BM', 'latin1')
  header.writeUInt32LE(header.length, 10)
  header.writeUInt32LE(header.length - 14, 14)
  header.writeInt32LE(16, 18)
  header.writeInt32LE(4, 22)
  header.writeUInt16LE(1, 26)
  header.writeUInt16LE(32, 28)
  if (masks) {
    header.writeUInt32LE(3, 30)
    masks.forEach((mask, i) => header.writeUInt32LE(mask >>> 0, 54 + i * 4))
    header.write('BGRs', 70, 'latin1')
  }
  return Buffer.concat([header, Buffer.from(pixels.flat())])
}

t.test('the fourth byte of a BMP: alpha where a mask says so and it is any; else it goes', async t => {
  const fourth = Array.from({ length: 64 }, (_, i) => [200, 100, 50, i % 16 < 8 ? 0 : 255])
  const [red, green, blue, alpha] = [0xff0000, 0xff00, 0xff, 0xff000000]
  const unmasked = await one(bmp, bmp32(fourth))
  t.match(unmasked.page.layout, { channels: 3, alpha: undefined })
  t.ok((await out(bmp, bmp32(fourth))).subarray(54).every((v, i) => i % 4 < 3 || v === 0), 'a picture in it does not leave')
  const masked = await one(bmp, bmp32(fourth, [red, green, blue, alpha]))
  t.match(masked.page.layout, { channels: 4, alpha: 'straight' })
  t.same(others(masked.raster), [{ on: 'black' }, { on: 'nothing' }])
  const zeros = bmp32(fourth.map(pixel => [...pixel.slice(0, 3), 0]), [red, green, blue, alpha])
  t.match((await one(bmp, zeros)).page.layout, { alpha: undefined }, 'nothing but zeros is none')
  t.match((await one(bmp, bmp32(fourth, [red, green, blue, 0]))).page.layout, { channels: 3 })
})

t.test('pixels that run lengths of a BMP leave out: written as the first colour, which is what was shown', async t => {
  const header = Buffer.alloc(54)
  header.write('BM', 'latin1')
  header.writeUInt32LE(54 + 16, 10)
  for (const [at, value] of [[14, 40], [18, 16], [22, 2], [30, 1], [46, 4]] as const) header.writeUInt32LE(value, at)
  header.writeUInt16LE(1, 26)
  header.writeUInt16LE(8, 28)
  const palette = [0, 0, 255, 0, 255, 255, 255, 0, 0, 0, 0, 0, 255, 0, 0, 0]
  const row = [4, 1, 0, 2, 4, 0, 8, 3, 0, 0]
  const file = Buffer.concat([header, Buffer.from([...palette, ...row, ...row, 0, 1])])
  const { raster } = await one(bmp, file)
  t.same([...raster.data.subarray(0, 16)], [1, 1, 1, 1, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3, 3, 3])
  const written = await out(bmp, file)
  t.equal(written.readUInt32LE(30), 0, 'not as run lengths: browsers show black where these say nothing')
  t.same((await one(bmp, written)).raster.data, raster.data)
})

t.test('orientation behind the image data of a PNG stands before them from then on', async t => {
  const file = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#369' } }).png().toBuffer()
  const exif = Buffer.from(writeExif({ orientation: 6 })!)
  const chunk = Buffer.concat([Buffer.alloc(4), Buffer.from('eXIf'), exif, Buffer.alloc(4)])
  chunk.writeUInt32BE(exif.length)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4)
  const moved = Buffer.concat([file.subarray(0, -12), chunk, file.subarray(-12)])
  t.equal((await one(png, moved)).page.orientation, 6)
  const written = await out(png, moved)
  t.ok(written.indexOf('eXIf') > 0 && written.indexOf('eXIf') < written.indexOf('IDAT'))
})

t.test('CMYK without a marker of Adobe: as before in libvips; the ink the other way round is looked at', async t => {
  const layout = { width: 32, height: 16, model: 'cmyk', channels: 4, bits: 8, sample: 'uint' } as const
  const raster: Raster = { ...layout, data: Uint8Array.from({ length: 32 * 16 * 4 }, (_, i) => i % 4 === 3 ? 120 : 60 + i % 100) }
  const made: DecodedPage['page'] = { index: 0, format: 'jpeg', orientation: 1, data: new Uint8Array(), layout, info: jpeg.infoOf!(layout) }
  const source = Buffer.from(await encodeAll(jpeg, [{ page: made, raster }]))
  const adobe = source.indexOf(Buffer.from([0xff, 0xee]))
  const without = Buffer.concat([source.subarray(0, adobe), source.subarray(adobe + 2 + source.readUInt16BE(adobe + 2))])
  const read = await one(jpeg, without)
  t.equal(read.page.layout.model, 'cmyk')
  t.same(others(read.raster), [{ ink: 'inverted' }])
  const shown = async (jpg: Buffer): Promise<Buffer> => await sharp(jpg, { ignoreIcc: true }).toColourspace('cmyk').raw().toBuffer()
  t.same(await shown(await out(jpeg, without)), await shown(without))
})

t.test('a JPEG with a gain map, or any other picture, behind it: one picture leaves', async t => {
  const make = async (background: string): Promise<Buffer> => await sharp({ create: { width: 32, height: 16, channels: 3, background } }).jpeg().toBuffer()
  const [base, gain] = [await make('#369'), await make('#fff')]
  const mpf = Buffer.concat([Buffer.from([0xff, 0xe2, 0, 20]), Buffer.from('MPF\0MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1')])
  const written = await out(jpeg, Buffer.concat([base.subarray(0, 2), mpf, base.subarray(2), gain]))
  t.equal(written.indexOf(Buffer.from([0xff, 0xd8]), 2), -1)
  t.notOk(written.includes('MPF'))
})

t.test('samples that no colour model explains, and dark ones, are looked at', async t => {
  const page = (tags: TagSpec[], strip: Uint8Array): Buffer => buildTiff([{ tags, strips: [strip] }])
  const extra = await one(tiff, page(plain(8, 8, { bits: [8, 8, 8, 8], photometric: 2 }), noise(256)))
  t.same(others(extra.raster), [{ sample: 3 }], 'a fourth sample without a tag')
  const two = await one(tiff, page([...plain(8, 8, { bits: [8, 8, 8, 8, 8], photometric: 2 }), [338, 3, [2, 0]]], noise(320)))
  t.same(others(two.raster), [{ on: 'black' }, { on: 'nothing' }, { sample: 4 }])
  for (const bits of [16, 32]) {
    const few = Uint8Array.from({ length: 64 * bits / 8 }, (_, i) => i % (bits / 8) === 0 ? i * 3 & 255 : 0)
    const { page: { layout }, raster } = await one(tiff, page(plain(8, 8, { bits: [bits], photometric: 1 }), few))
    t.equal(layout.bits, bits)
    t.same(Buffer.from(raster.data), Buffer.from(few), `${bits} bits as they are`)
    t.ok('stretched' in others(raster)[0]!, 'which ordinary viewers show black')
  }
})

t.test('the resolution of a fax stays', async t => {
  const density: TagSpec[] = [[282, 5, [204, 1]], [283, 5, [98, 1]], [296, 3, [2]]]
  const file = buildTiff([{ tags: [...plain(32, 4, { bits: [1], photometric: 0 }), ...density], strips: [noise(16)] }])
  const { page } = await one(tiff, await out(tiff, file))
  t.match(page, { dpi: 204, pixelAspect: 98 / 204 })
})
