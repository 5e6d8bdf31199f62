import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import t from 'tap'
import { png } from '../../../lib/formats/png/index.js'
import { concat, SIGNATURE, writeChunk } from '../../../lib/formats/png/chunks.js'
import { paint } from '../../../lib/paint/paint.js'
import { readRect } from '../../../lib/raster.js'
import type { PaintBox } from '../../../lib/types.js'
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
  const profile = new Uint8Array(128 + 4 + 12 + 20)
  profile.set(bytes('acsp'), 36)
  profile.set(bytes(...be32(1), 'desc', ...be32(144), ...be32(20), 'desc', 0, 0, 0, 0, ...be32(7), canary, 0), 128)
  const exif = bytes('MM', 0, 42, ...be32(8), 0, 2, 1, 0x12, 0, 3, ...be32(1), 0, 6, 0, 0, 1, 0x0e, 0, 2, ...be32(7), ...be32(38), ...be32(0), canary, 0)
  const extra = [
    writeChunk('tEXt', bytes('Title', 0, canary)),
    writeChunk('zTXt', bytes('Title', 0, 0), deflateSync(bytes(canary))),
    writeChunk('iTXt', bytes('XML:com.adobe.xmp', 0, 0, 0, 0, 0, canary)),
    writeChunk('eXIf', exif),
    writeChunk('iCCP', bytes(canary, 0, 0), deflateSync(profile)),
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
