import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { deflateSync, inflateSync } from 'node:zlib'
import sharp from 'sharp'
import t from 'tap'
import { png } from '../../../lib/formats/png/index.js'
import { concat, SIGNATURE, writeChunk } from '../../../lib/formats/png/chunks.js'
import { paint } from '../../../lib/paint/paint.js'
import { readRect } from '../../../lib/core/pixels.js'
import type { PaintBox, Raster } from '../../../lib/core/types.js'
import { profile } from '../../fixtures/icc.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'

const SUITE = '../shared/data/formats/pngsuite/png'
const bytes = (...values: (number | string)[]): Uint8Array =>
  Uint8Array.from(values.flatMap(v => typeof v === 'number' ? [v] : [...v].map(c => c.charCodeAt(0))))
const be32 = (v: number): number[] => [v >>> 24, v >> 16 & 255, v >> 8 & 255, v & 255]
const ihdr = (w: number, h: number, depth: number, type: number, interlace = 0): Uint8Array =>
  writeChunk('IHDR', bytes(...be32(w), ...be32(h), depth, type, 0, 0, interlace))
const file = (...chunks: Uint8Array[]): Uint8Array => concat([SIGNATURE, ...chunks])
const idat = (...rows: number[]): Uint8Array => writeChunk('IDAT', deflateSync(Uint8Array.from(rows)))
const iend = writeChunk('IEND')
/** 2 × 2 grey. */
const tiny = (...extra: Uint8Array[]): Uint8Array => file(ihdr(2, 2, 8, 0), ...extra, idat(0, 10, 20, 0, 30, 40), iend)
const box: PaintBox = { x: 0, y: 0, w: 1, h: 1, label: 'NAME', method: 'blackbox' }
const broken = { code: 'ERR_MALFORMED_INPUT' }

t.test('PngSuite: valid files come back exactly, in their own samples; corrupt ones are refused', {
  skip: existsSync(SUITE) ? false : `${SUITE} absent`,
}, async t => {
  const names = readdirSync(SUITE).filter(name => name.endsWith('.png') && name !== 'PngSuite.png')
  let valid = 0
  for (const name of names) {
    const input = readFileSync(`${SUITE}/${name}`)
    if (name.startsWith('x')) {
      await t.rejects(decodeAll(png, input), broken, name)
      continue
    }
    const pages = await decodeAll(png, input)
    const output = await encodeAll(png, pages)
    const [again] = await decodeAll(png, output)
    const same = Buffer.compare(pages[0].raster.data, again.raster.data) === 0 && output[24] === input[24] && output[25] === input[25]
    const { width, height } = pages[0].raster
    const reference = await sharp(input).ensureAlpha().toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer()
    const mine = readRect(pages[0].raster, 0, 0, width, height)
    for (let i = 0; i < mine.length; i++) if (mine[i | 3] > 0 && mine[i] !== reference[i]) { t.fail(`${name}: differs from sharp`); break }
    if (!same) t.fail(`${name}: samples, depth or colour type changed`)
    valid++
  }
  t.equal(valid, names.length - 14)
})

t.test('only what is painted changes', async t => {
  const width = 40
  const height = 30
  const noise = Buffer.from(Uint8Array.from({ length: width * height * 4 }, (_, i) => i * 7919 >> 3 & 255))
  const inputs = {
    rgb: await sharp(noise, { raw: { width, height, channels: 4 } }).removeAlpha().png().toBuffer(),
    rgba: await sharp(noise, { raw: { width, height, channels: 4 } }).png().toBuffer(),
    palette: await sharp(noise, { raw: { width, height, channels: 4 } }).png({ palette: true, colours: 16 }).toBuffer(),
    grey16: await sharp(noise, { raw: { width, height, channels: 4 } }).removeAlpha().toColourspace('grey16').png().toBuffer(),
    interlaced: await sharp(noise, { raw: { width, height, channels: 4 } }).removeAlpha().png({ progressive: true }).toBuffer(),
  }
  for (const [name, input] of Object.entries(inputs)) {
    const pages = await decodeAll(png, input)
    paint(pages[0].raster, [{ ...box, x: 5, y: 6, w: 10, h: 8 }])
    const output = await encodeAll(png, pages)
    const [before, after] = await Promise.all([input, output].map(async file => await sharp(file).ensureAlpha().toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer()))
    for (let i = 0; i < before.length; i++) {
      const [x, y] = [(i >> 2) % width, Math.floor((i >> 2) / width)]
      const inside = x >= 5 && x < 15 && y >= 6 && y < 14
      if (inside ? name !== 'palette' && after[i] !== (i % 4 === 3 ? 255 : 0) : after[i] !== before[i]) { t.fail(`${name}: ${x}, ${y}`); break }
    }
    t.equal(output[25], input[25], `${name}: colour type`)
  }
})

t.test('a painted pixel of the transparent colour is opaque all the same', async t => {
  for (const [depth, row] of [[1, 0b01000000], [4, 0x0f], [8, 0]] as const) {
    const input = file(ihdr(depth === 8 ? 1 : 2, 1, depth, 0), writeChunk('tRNS', bytes(0, 0)), idat(0, row), iend)
    const pages = await decodeAll(png, input)
    t.equal(readRect(pages[0].raster, 0, 0, 1, 1)[3], 0, 'transparent at first')
    paint(pages[0].raster, [box])
    const [again] = await decodeAll(png, await encodeAll(png, pages))
    t.equal(readRect(again.raster, 0, 0, 1, 1)[3], 255, `${depth} bits`)
  }
})

t.test('nothing but numbers is passed on', async t => {
  const canary = 'CANARY'
  const exif = bytes('MM', 0, 42, ...be32(8), 0, 2, 1, 0x12, 0, 3, ...be32(1), 0, 6, 0, 0, 1, 0x0e, 0, 2, ...be32(7), ...be32(38), ...be32(0), canary, 0)
  const extra = [
    writeChunk('tEXt', bytes('Title', 0, canary)),
    writeChunk('zTXt', bytes('Title', 0, 0), deflateSync(bytes(canary))),
    writeChunk('iTXt', bytes('XML:com.adobe.xmp', 0, 0, 0, 0, 0, canary)),
    writeChunk('eXIf', exif),
    writeChunk('iCCP', bytes(canary, 0, 0), deflateSync(profile(canary))),
    writeChunk('sPLT', bytes(canary, 0, 8)),
    writeChunk('tIME', bytes(7, 0xd0, 1, 1, 0, 0, 0)),
    writeChunk('caNv', bytes(canary)),
    writeChunk('gAMA', bytes(...be32(45455))),
    writeChunk('pHYs', bytes(...be32(11811), ...be32(11811), 1)),
    writeChunk('bKGD', bytes(canary)), // a wrong length
  ]
  const input = concat([tiny(...extra), bytes(canary)])
  const pages = await decodeAll(png, input)
  t.match(pages[0].page, { orientation: 6, dpi: 300 })
  const output = Buffer.from(await encodeAll(png, pages))
  t.notOk(output.includes(canary))
  const names = [...output.toString('latin1').matchAll(/IHDR|gAMA|pHYs|eXIf|iCCP|IDAT|IEND|tEXt|zTXt|iTXt|sPLT|tIME|caNv|bKGD/g)].map(String)
  t.same(names, ['IHDR', 'iCCP', 'gAMA', 'pHYs', 'eXIf', 'IDAT', 'IEND'])
  const described = await sharp(output).metadata()
  t.match(described, { orientation: 6, density: 300, width: 2 })
  t.notOk(described.icc?.includes(canary))
})

t.test('a number that can mean nothing is dropped: it may be a text', async t => {
  const chromaticities = (...xy: number[]): Uint8Array => bytes(...xy.flatMap(v => be32(v)))
  const srgb = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000]
  const table: [type: string, data: Uint8Array, kept: boolean][] = [
    ['cHRM', chromaticities(...srgb), true], ['cHRM', bytes('ZQX'.repeat(10), 'ZQ'), false], ['cHRM', chromaticities(...srgb.map(() => 0x4a61)), false],
    ['gAMA', bytes(...be32(45455)), true], ['gAMA', bytes('Jane'), false], ['gAMA', bytes(...be32(1_000_000)), false], ['sRGB', bytes(0), true], ['sRGB', bytes('J'), false],
    ['cICP', bytes(12, 13, 0, 1), true], ['cICP', bytes('Jane'), false], ['sBIT', bytes(8, 8, 8), true], ['sBIT', bytes('Jan'), false],
    ['pHYs', bytes(...be32(2835), ...be32(2835), 1), true], ['pHYs', bytes(...be32(1), ...be32(2), 0), true], ['pHYs', bytes('JaneDoe!', 0), false],
    ['pHYs', bytes('JaneDoe!', 1), false], ['pHYs', bytes(...be32(2835), ...be32(2835), 74), false],
    ['bKGD', bytes(0, 255, 0, 255, 0, 255), true], ['bKGD', bytes(0, 'J', 0, 'a', 0, 'n'), false], ['bKGD', bytes('JaneDo'), false],
  ]
  for (const [type, data, kept] of table) {
    const input = file(ihdr(1, 1, 8, 2), writeChunk(type, data), idat(0, 1, 2, 3), iend)
    const output = Buffer.from(await encodeAll(png, await decodeAll(png, input)))
    t.equal(output.includes(type), kept, `${type} ${Buffer.from(data).toString('hex')}`)
  }
})

t.test('entries of a palette that no pixel uses hold nothing', async t => {
  for (const depth of [8, 4]) {
    const palette = bytes(9, 9, 9, 10, 20, 30, 'CANARYCANARYCANARY', 40, 50, 60, 'CANARY')
    const row = depth === 8 ? [1, 8, 1, 8] : [0x18, 0x18]
    const input = file(ihdr(4, 1, depth, 3), writeChunk('PLTE', palette), writeChunk('tRNS', bytes(0x4a, 7, 'CANARY', 80, 'CA')), writeChunk('bKGD', bytes(5)), idat(0, ...row), iend)
    const pages = await decodeAll(png, input)
    const output = Buffer.from(await encodeAll(png, pages))
    t.notMatch(output.toString('latin1'), /CAN|ARY|bKGD/)
    const pixel = (raster: Raster, x: number): number[] => [...readRect(raster, x, 0, 1, 1)]
    const [again] = await decodeAll(png, output)
    for (const x of [0, 1]) t.same(pixel(again.raster, x), pixel(pages[0].raster, x))
    t.same([...again.page.layout.palette!.subarray(0, 8)], [0, 0, 0, 255, 10, 20, 30, 7])
  }
})

t.test('a transparent colour that no pixel has is not written, and one of 8 bits has no high bytes', async t => {
  const image = (key: Uint8Array, ...row: number[]): Uint8Array => file(ihdr(2, 1, 8, 2), writeChunk('tRNS', key), idat(0, ...row), iend)
  const write = async (input: Uint8Array): Promise<Buffer> => Buffer.from(await encodeAll(png, await decodeAll(png, input)))
  const [transparent, opaque] = [await write(image(bytes('J', 1, 'a', 2, 'n', 3), 1, 2, 3, 4, 5, 6)), await write(image(bytes('JaneDo'), 1, 2, 3, 4, 5, 6))]
  t.ok(transparent.includes(Buffer.from(bytes('tRNS', 0, 1, 0, 2, 0, 3))))
  t.notOk(opaque.includes('tRNS'))
  t.same([...(await sharp(transparent).raw().toBuffer())], [1, 2, 3, 0, 4, 5, 6, 255])
  t.same([...(await sharp(opaque).raw().toBuffer())], [1, 2, 3, 4, 5, 6])
})

t.test('bits and bytes behind the pixels go: of a row, of the image, of the file', async t => {
  const rows = Array.from({ length: 5 }, (_, y) => [0, 0b01010101, 0b01010000 | y]).flat()
  const input = file(ihdr(12, 5, 1, 0), writeChunk('IDAT', deflateSync(bytes(...rows, 'CANARY'.repeat(9))), bytes('CANARY')), iend)
  const output = Buffer.from(await encodeAll(png, await decodeAll(png, concat([input, bytes('CANARY')]))))
  t.notOk(output.includes('CANARY'))
  const from = output.indexOf('IDAT')
  const data = inflateSync(output.subarray(from + 4, from + 4 + output.readUInt32BE(from - 4)))
  t.equal(data.length, 15)
  t.ok(data.every((byte, i) => i % 3 < 2 || (byte & 15) === 0))
})

t.test('what is damaged or unknown is refused, and damage that does not matter is not', async t => {
  const whole = tiny()
  for (let length = 0; length < whole.length - iend.length; length++) {
    await t.rejects(decodeAll(png, whole.subarray(0, length)), broken, `cut after ${length} bytes`)
  }
  t.equal((await decodeAll(png, whole.subarray(0, -5))).length, 1, 'only the end mark is damaged')
  t.equal((await decodeAll(png, tiny(writeChunk('gAMA', bytes(1)).fill(9, 9)))).length, 1, 'a damaged chunk that only helps')
  await t.rejects(decodeAll(png, tiny(writeChunk('CRIT', bytes(1)))), { code: 'ERR_UNSUPPORTED_FORMAT' })
  const bad: Record<string, Uint8Array> = {
    'no palette': file(ihdr(1, 1, 8, 3), idat(0, 0), iend),
    'a filter that does not exist': file(ihdr(1, 1, 8, 0), idat(5, 0), iend),
    'too few rows': file(ihdr(1, 9, 8, 0), idat(0, 0), iend),
    'two headers': file(ihdr(1, 1, 8, 0), ihdr(1, 1, 8, 0), idat(0, 0), iend),
    'no image': file(ihdr(1, 1, 8, 0), iend),
    'image in two places': file(ihdr(1, 1, 8, 0), idat(0, 0), writeChunk('tEXt'), idat(0, 0), iend),
    'zero width': file(ihdr(0, 1, 8, 0), idat(0), iend),
    'depth 3': file(ihdr(1, 1, 3, 0), idat(0, 0), iend),
    'transparency beyond the palette': file(ihdr(1, 1, 8, 3), writeChunk('PLTE', bytes(1, 2, 3)), writeChunk('tRNS', bytes(1, 2)), idat(0, 0), iend),
    'a bomb behind the rows': file(ihdr(1, 1, 8, 0), writeChunk('IDAT', deflateSync(new Uint8Array(1 << 20))), iend),
  }
  for (const [name, input] of Object.entries(bad)) await t.rejects(decodeAll(png, input), broken, name)
})

t.test('limits are checked before memory is taken', async t => {
  const huge = file(ihdr(30000, 30000, 8, 6), idat(0), iend)
  await t.rejects(decodeAll(png, huge), { code: 'ERR_LIMIT_EXCEEDED', limit: 'pixelsPerFrame' })
  await t.rejects(decodeAll(png, huge, { pixelsPerFrame: 1e9, decompressionRatio: 1e9 }), broken, 'no deflate stream is that short')
  await t.rejects(decodeAll(png, huge, { pixelsPerFrame: 1e9 }), { code: 'ERR_LIMIT_EXCEEDED', limit: 'decompressionRatio' })
  const claims = file(ihdr(1, 1, 8, 0), bytes(...be32(2 ** 31 - 1), 'IDAT'))
  await t.rejects(decodeAll(png, claims), broken, 'a chunk of 2 GiB in a file of 60 bytes')
})
