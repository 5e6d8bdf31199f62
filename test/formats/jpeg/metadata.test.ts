import sharp from 'sharp'
import t from 'tap'
import { strippedIcc } from '../../../lib/formats/icc.js'
import { dpiOf, readExif, writeExif, type ExifFacts } from '../../../lib/formats/jpeg/exif.js'
import { jpeg } from '../../../lib/formats/jpeg/index.js'
import { M, parseHeader, segments } from '../../../lib/formats/jpeg/parse.js'
import { segment } from '../../../lib/formats/jpeg/write.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'

const canary = 'CANARY Jane Doe'
const plain = await sharp({ create: { width: 24, height: 16, channels: 3, background: '#4080c0' } }).jpeg().toBuffer()
const withSegments = (...parts: Buffer[]): Buffer => Buffer.concat([plain.subarray(0, 2), ...parts, plain.subarray(2)])
const rewritten = async (file: Uint8Array): Promise<Buffer> => Buffer.from(await encodeAll(jpeg, await decodeAll(jpeg, file)))

/** EXIF with a description, a GPS directory with a text, a second directory with a thumbnail, and orientation 6. */
function exif(): Buffer {
  const entry = (tag: number, type: number, count: number, value: number): number[] => {
    const b = Buffer.alloc(12)
    b.writeUInt16BE(tag, 0)
    b.writeUInt16BE(type, 2)
    b.writeUInt32BE(count, 4)
    if (type === 3) b.writeUInt16BE(value, 8)
    else b.writeUInt32BE(value, 8)
    return [...b]
  }
  const text = Buffer.from(`${canary}\0`)
  const [ifd0, gps, ifd1, textAt] = [8, 50, 68, 98]
  const thumbAt = textAt + text.length
  const bytes = [
    0x4d, 0x4d, 0, 42, 0, 0, 0, ifd0,
    0, 3, ...entry(0x010e, 2, text.length, textAt), ...entry(0x0112, 3, 1, 6), ...entry(0x8825, 4, 1, gps), 0, 0, 0, ifd1,
    0, 1, ...entry(0x001b, 2, text.length, textAt), 0, 0, 0, 0,
    0, 2, ...entry(0x0201, 4, 1, thumbAt), ...entry(0x0202, 4, 1, plain.length), 0, 0, 0, 0,
  ]
  return Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from(bytes), text, plain])
}

const carriers: Record<string, Buffer> = {
  'EXIF text, GPS and a thumbnail': withSegments(segment(M.APP1, exif())),
  'XMP': withSegments(segment(M.APP1, `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${canary}</x:xmpmeta>`)),
  'IPTC': withSegments(segment(0xed, `Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x14${canary}`)),
  'a comment': withSegments(segment(0xfe, canary)),
  'a JFIF thumbnail': Buffer.concat([plain.subarray(0, 2), segment(M.APP0, 'JFIF\0', [1, 1, 1, 0, 72, 0, 72, 5, 1], canary), plain.subarray(2)]),
  'JFXX': withSegments(segment(M.APP0, 'JFXX\0', canary)),
  'an unknown segment': withSegments(segment(0xe9, canary)),
  'MPF and a second image': Buffer.concat([withSegments(segment(M.APP2, 'MPF\0', canary)), plain, Buffer.from(canary)]),
  'bytes after the end': Buffer.concat([plain, Buffer.from(canary)]),
  'rubbish between segments': Buffer.concat([plain.subarray(0, 2), Buffer.from(canary), plain.subarray(2)]),
  'bytes after the last MCU': Buffer.concat([plain.subarray(0, -2), Buffer.from(canary), plain.subarray(-2)]),
}

for (const [name, file] of Object.entries(carriers)) {
  t.test(`${name} goes`, async t => {
    t.ok(file.includes('CANARY'))
    const out = await rewritten(file)
    t.notOk(out.includes('CANARY'))
    t.notOk(out.includes('Exif') && !name.startsWith('EXIF'))
    t.equal(out.indexOf(Buffer.from([0xff, M.SOI]), 2), -1, 'no image within or behind the image')
    const [before] = await decodeAll(jpeg, plain)
    const [after] = await decodeAll(jpeg, out)
    t.same(after.raster.data, before.raster.data)
  })
}

t.test('of EXIF nothing but the orientation is left', async t => {
  const out = await rewritten(carriers['EXIF text, GPS and a thumbnail'])
  const app1 = [...segments(out, 2)].filter(s => s.marker === M.APP1)
  t.equal(app1.length, 1)
  t.same([...app1[0].body], [...Buffer.from('Exif\0\0'), ...writeExif({ orientation: 6 })!])
  t.equal((await sharp(out).metadata()).orientation, 6)
})

t.test('the colour profile is kept, its texts are not', async t => {
  const file = await sharp(plain).withIccProfile('p3').jpeg().toBuffer()
  const { icc } = await sharp(file).metadata()
  const header = parseHeader(file)
  t.same(header.icc, strippedIcc(icc!))
  const out = await rewritten(file)
  t.same(parseHeader(out).icc, header.icc)
  t.ok(header.icc!.length > 300)
})

t.test('density and Adobe\'s marker are kept', async t => {
  const jfif = withSegments(segment(M.APP0, 'JFIF\0', [1, 1, 2, 0, 100, 0, 50, 0, 0]))
  t.match(parseHeader(await rewritten(jfif)).density, { unit: 2, x: 100, y: 50 })
  t.equal((await decodeAll(jpeg, jfif))[0].page.dpi, 254)
  const exif = await sharp(plain).withMetadata({ density: 144 }).jpeg().toBuffer()
  t.equal((await decodeAll(jpeg, exif))[0].page.dpi, 144, 'from EXIF')
  t.equal((await decodeAll(jpeg, await rewritten(exif)))[0].page.dpi, 144)
  t.equal((await sharp(await rewritten(exif)).metadata()).density, 144)
  t.equal(parseHeader(await rewritten(withSegments(segment(M.APP14, 'Adobe', [0, 100, 0, 0, 0, 0, 1])))).adobe, 1)
})

t.test('EXIF', async t => {
  const cases: ExifFacts[] = [
    ...[2, 3, 4, 5, 6, 7, 8].map(orientation => ({ orientation }) as ExifFacts),
    { orientation: 1, resolution: { x: [300, 1], y: [1505, 10], unit: 2 } }, { orientation: 6, resolution: { x: [118, 1], y: [118, 1], unit: 3 } },
  ]
  for (const facts of cases) t.same(readExif(writeExif(facts)!), facts)
  t.equal(dpiOf(cases.at(-1)!), 300)
  t.same(readExif(writeExif({ orientation: 1, resolution: { x: [600, 2], y: [0x4a616e65, 0x4a616e], unit: 2 } })!).resolution?.x, [300, 1], 'in one way only')
  t.equal(readExif(writeExif({ orientation: 1, resolution: { x: [0x4a616e65, 1], y: [0x446f6521, 1], unit: 2 } })!).resolution, undefined)
  t.equal(writeExif({ orientation: 1 }), undefined)
  const six = writeExif({ orientation: 6 })!
  for (let length = 0; length < 22; length++) t.same(readExif(six.subarray(0, length)), { orientation: 1 }, 'cut')
  six[19] = 99
  t.same(readExif(six), { orientation: 1 })
  six.set([0xff, 0xff, 0xff, 0xff], 4)
  t.same(readExif(six), { orientation: 1 }, 'a directory beyond the end')
})
