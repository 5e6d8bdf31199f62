import { existsSync, readdirSync, readFileSync } from 'node:fs'
import sharp from 'sharp'
import t from 'tap'
import { bmp } from '../../../lib/formats/bmp/index.js'
import { paint } from '../../../lib/paint/paint.js'
import { readRect } from '../../../lib/core/pixels.js'
import type { Raster } from '../../../lib/core/types.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'
import { seenLayout } from '../../fixtures/palettes.js'

const SUITE = '../shared/data/formats/bmpsuite'
const skip = existsSync(SUITE) ? false : `${SUITE} absent`
const broken = { code: 'ERR_MALFORMED_INPUT' }

interface Parts {
  bits?: number, width?: number, height?: number, compression?: number, used?: number, size?: number, offset?: number
  masks?: number[], palette?: number[], pixels?: number[]
}

/** A BMP with a Windows header; `masks` makes it one of version 4. */
function file({ bits = 24, width = 2, height = 2, compression = 0, used = 0, masks, palette = [], pixels = [], size = 0, offset }: Parts): Uint8Array {
  const header = masks ? 108 : 40
  const out = new Uint8Array(14 + header + palette.length + pixels.length)
  const view = new DataView(out.buffer)
  out.set([0x42, 0x4d])
  const at = 14 + header + palette.length
  ;[out.length, 0, offset ?? at, header, width, height].forEach((v, i) => { view.setUint32(2 + i * 4, v, true) })
  view.setUint16(26, 1, true)
  view.setUint16(28, bits, true)
  ;[compression, size, 11811, 11811, used, 0, ...(masks ?? [])].forEach((v, i) => { view.setUint32(30 + i * 4, v, true) })
  out.set(palette, 14 + header)
  out.set(pixels, at)
  return out
}

const rgbaOf = (raster: Raster): Uint8Array => readRect(raster, 0, 0, raster.width, raster.height)

/** The greatest difference of two pictures, where they are not both transparent. */
function farthest(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return Infinity
  return a.reduce((most, v, i) => Math.max(most, a[i | 3] || b[i | 3] ? Math.abs(v - b[i]) : 0), 0)
}

/** The author's picture of a file: its own, or that of the file it is a variant of. Pixels that are skipped have index 0. */
function referenceOf(name: string): string {
  const named = name.replace(/rle(trns|cut)$/, 'rle$1-0').replace('nonsquare', 'nonsquare-e').replace('faketrns', '')
  const variants: [RegExp, string][] = [
    [/^pal1/, 'pal1'], [/^pal4/, 'pal4'], [/^pal8|rle24/, 'pal8'], [/565/, 'rgb16-565'], [/^rgb16/, 'rgb16'], [/^rgba/, 'rgba32'], [/^rgb/, 'rgb24'],
  ]
  const known = existsSync(`${SUITE}/html/${named}.png`) ? named : variants.find(([pattern]) => pattern.test(name))![1]
  return `${SUITE}/html/${known}.png`
}

t.test('BMP Suite: every good and every questionable file is read as its author says, and comes back exactly', { skip }, async t => {
  for (const folder of ['g', 'q']) {
    for (const name of readdirSync(`${SUITE}/${folder}`)) {
      const base = name.replace('.bmp', '')
      // This one has a profile that swaps red and green; samples are not converted.
      if (base === 'rgb24prof2' || base === 'rgb24jpeg') continue
      const input = readFileSync(`${SUITE}/${folder}/${name}`)
      const pages = await decodeAll(bmp, input)
      const again = await decodeAll(bmp, await encodeAll(bmp, pages))
      if (Buffer.compare(pages[0].raster.data, again[0].raster.data) !== 0) t.fail(`${name}: changed on the way`)
      t.same(seenLayout(again[0].raster), seenLayout(pages[0].raster), `${name}: depth, palette`)
      const expected = await sharp(referenceOf(base)).ensureAlpha().raw().toBuffer()
      t.ok(farthest(rgbaOf(pages[0].raster), expected) <= 1, `${name} looks as it should`)
    }
  }
})

t.test('BMP Suite: bad files are refused, or give a valid file', { skip }, async t => {
  const outcomes: Record<string, string> = {}
  for (const name of readdirSync(`${SUITE}/b`)) {
    try {
      const pages = await decodeAll(bmp, readFileSync(`${SUITE}/b/${name}`))
      t.equal((await decodeAll(bmp, await encodeAll(bmp, pages))).length, 1, name)
      outcomes[name] = 'read'
    } catch (error) {
      outcomes[name] = (error as { code: string }).code
    }
  }
  const read = Object.keys(outcomes).filter(name => outcomes[name] === 'read').sort()
  t.same(read, ['badbitssize.bmp', 'baddens1.bmp', 'baddens2.bmp', 'badfilesize.bmp', 'pal8badindex.bmp', 'rgb16-880.bmp'])
  t.equal(outcomes['reallybig.bmp'], 'ERR_LIMIT_EXCEEDED')
  t.ok(Object.values(outcomes).every(code => ['read', 'ERR_MALFORMED_INPUT', 'ERR_LIMIT_EXCEEDED'].includes(code)))
})

t.test('JPEG and PNG in a BMP envelope stay what they are', { skip }, async t => {
  for (const kind of ['jpeg', 'png']) {
    const pages = await decodeAll(bmp, readFileSync(`${SUITE}/q/rgb24${kind}.bmp`))
    const painted = paint(pages[0].raster, [{ x: 8, y: 8, w: 24, h: 16, label: 'NAME', method: 'blackbox' }])
    const output = Buffer.from(await encodeAll(bmp, pages, () => painted))
    t.equal(output.readUInt32LE(30), kind === 'jpeg' ? 4 : 5)
    const inner = await sharp(output.subarray(output.readUInt32LE(10))).metadata()
    t.match(inner, { format: kind, width: 127, height: 64 })
    const [again] = await decodeAll(bmp, output)
    t.ok(readRect(again.raster, 14, 14, 4, 4).every((v, i) => i % 4 === 3 || v < 40), 'painted')
  }
})

t.test('painting keeps depth, masks, palette, direction and resolution', async t => {
  const cases: Record<string, Parts> = {
    '1 bit': { bits: 1, used: 2, palette: [9, 9, 9, 0, 250, 250, 250, 0], pixels: [0xff, 0, 0, 0, 0xff, 0, 0, 0] },
    '24 bits, top down': { height: -2, pixels: new Array<number>(16).fill(77) },
    '5-5-5': { bits: 16, pixels: new Array<number>(8).fill(0x35) },
    'a field of 10 bits': { bits: 32, compression: 3, masks: [0x3ff00000, 0xffc00, 0x3ff, 0xc0000000], pixels: new Array<number>(16).fill(0xd5) },
  }
  for (const [name, parts] of Object.entries(cases)) {
    const input = file(parts)
    const pages = await decodeAll(bmp, input)
    t.equal(pages[0].page.dpi, 300)
    const before = rgbaOf(pages[0].raster)
    paint(pages[0].raster, [{ x: 0, y: 0, w: 1, h: 1, label: 'NAME', method: 'blackbox' }])
    const output = await encodeAll(bmp, pages)
    const [again] = await decodeAll(bmp, output)
    const after = rgbaOf(again.raster)
    t.ok(after.subarray(0, 3).every(v => v < 16), `${name}: painted`)
    t.equal(after[3], 255)
    t.same(after.subarray(4), before.subarray(4), `${name}: the rest`)
    t.same(output.subarray(14, 30), input.subarray(14, 30), `${name}: header`)
  }
})

t.test('nothing but pixels and numbers is passed on', async t => {
  const canary = [...'CANARY'].map(c => c.charCodeAt(0))
  // Between palette and pixels, in reserved bytes of the palette, behind the pixels, in unused bits of a pixel and of a row.
  const pixels = [0, 0, ...canary.slice(0, 2), 0, 0, ...canary.slice(2, 4)]
  const gap = file({ bits: 8, used: 1, palette: [1, 2, 3, canary[0], ...canary, 0, 0], pixels, offset: 14 + 40 + 12 })
  const unused = file({ bits: 32, pixels: [1, 2, 3, 67, 1, 2, 3, 65, 1, 2, 3, 78, 1, 2, 3, 65] })
  for (const input of [gap, unused]) {
    const output = Buffer.from(await encodeAll(bmp, await decodeAll(bmp, Buffer.concat([input, Buffer.from(canary)]))))
    t.notOk(output.includes('CANARY'))
    for (const byte of [67, 65, 78]) t.notOk(output.subarray(54).includes(byte), `byte ${byte}`)
  }
  const linked = new Uint8Array(14 + 124 + 16 + 24)
  linked.set(file({ masks: [0, 0, 0, 0], pixels: new Array<number>(16).fill(5) }))
  const moved = Buffer.from(linked)
  moved.writeUInt32LE(124, 14)
  moved.writeUInt32LE(14 + 124, 10)
  moved.write('KNIL', 14 + 56, 'latin1')
  moved.writeUInt32LE(124 + 16, 14 + 112)
  moved.writeUInt32LE(24, 14 + 116)
  moved.write('C:\\CANARY\\profile.icc', 14 + 124 + 16, 'latin1')
  t.notOk(Buffer.from(await encodeAll(bmp, await decodeAll(bmp, moved))).includes('CANARY'), 'the file name of a linked profile')
})

t.test('unused palette entries, calibrations and resolutions that can mean nothing, padding and what lies behind hold nothing', async t => {
  const text = [...Buffer.from('CANARY_Jane_CANARY_Jane_CANARY_Jane_CANARY_Jane_')]
  const entry = (r: number, g: number, b: number): number[] => [b, g, r, 0x5a]
  const palette = [...entry(1, 2, 3), ...text.slice(0, 20), ...entry(7, 8, 9), ...text.slice(0, 36)]
  const write = async (input: Uint8Array): Promise<Buffer> => Buffer.from(await encodeAll(bmp, await decodeAll(bmp, input)))
  const indexed = await write(file({ bits: 8, used: 16, palette, pixels: [0, 6, 67, 65, 6, 0, 78, 65] }))
  t.notMatch(indexed.toString('latin1'), /CA|NA|RY|Jan/)
  t.same([...indexed.subarray(54, 58), ...indexed.subarray(54 + 24, 54 + 28)], [3, 2, 1, 0, 9, 8, 7, 0])
  t.same([...indexed.subarray(-8)], [0, 6, 0, 0, 6, 0, 0, 0], 'rows are padded with zeros')

  const pixels = [1, 2, 3, 4, 5, 6, 67, 65, 1, 2, 3, 4, 5, 6, 78, 65]
  const resolution = Buffer.from(file({ pixels }))
  resolution.write('JaneDoe!', 38)
  t.same((await write(resolution)).readBigUInt64LE(38), 0n)
  // 16 bits in a mask of 5 each: the highest bit is nobody's.
  t.same([...(await write(file({ bits: 16, width: 2, height: 1, pixels: [0x43, 0xc1, 0x4e, 0xc1] }))).subarray(-4)], [0x43, 0x41, 0x4e, 0x41])

  const calibrated = (numbers: number[] | undefined): Buffer => {
    const input = Buffer.from(file({ pixels, masks: [0, 0, 0, 0, 0, ...new Array<number>(12).fill(0)] }))
    if (numbers) numbers.forEach((n, i) => input.writeUInt32LE(Math.round(n), 74 + i * 4))
    else Buffer.from(text).copy(input, 74)
    return input
  }
  const points = [0.4361, 0.2225, 0.0139, 0.3851, 0.7169, 0.0971, 0.1431, 0.0606, 0.7141]
  const known = calibrated([...points.map(n => n * 2 ** 30), ...[2.2, 2.2, 2.2].map(n => n * 65536)])
  const kept = await write(known)
  t.equal(kept.readUInt32LE(70), 0)
  for (let i = 0; i < 12; i++) t.ok(Math.abs(kept.readUInt32LE(74 + i * 4) / known.readUInt32LE(74 + i * 4) - 1) < 1e-3)
  t.equal((await write(calibrated([...points.map(n => n * 2 ** 30), ...[0.2, 0.2, 0.2].map(n => n * 65536)]))).toString('latin1', 70, 74), 'BGRs', 'a gamma that makes white of black')
  const dropped = await write(calibrated(undefined))
  t.equal(dropped.toString('latin1', 70, 74), 'BGRs')
  t.ok(dropped.subarray(74, 122).every(byte => byte === 0))
})

t.test('what is damaged is refused; limits are checked before memory is taken', async t => {
  const bad: Record<string, Uint8Array> = {
    'pixels missing': file({ pixels: new Array<number>(15).fill(1) }),
    'overlapping masks': file({ bits: 32, compression: 3, masks: [0xff, 0xf0, 0xff0000, 0], pixels: new Array<number>(16).fill(1) }),
    'a mask with a gap': file({ bits: 32, compression: 3, masks: [0x5, 0xff00, 0xff0000, 0], pixels: new Array<number>(16).fill(1) }),
    'a mask wider than the pixel': file({ bits: 16, compression: 3, masks: [0xff0000, 0xff00, 0xff, 0], pixels: new Array<number>(8).fill(1) }),
    'a run over the edge': file({ bits: 8, compression: 1, used: 1, palette: [0, 0, 0, 0], pixels: [200, 0, 0, 1] }),
    'no end of runs': file({ bits: 8, compression: 1, used: 1, palette: [0, 0, 0, 0], pixels: [2, 0, 0, 0] }),
    'a palette of none': file({ bits: 8, offset: 54, pixels: [0, 0, 0, 0, 0, 0, 0, 0] }),
    'no width': file({ width: 0, pixels: new Array<number>(16).fill(1) }),
    'pixels in the header': file({ offset: 20, pixels: new Array<number>(16).fill(1) }),
  }
  for (const [name, input] of Object.entries(bad)) await t.rejects(decodeAll(bmp, input), broken, name)
  const whole = file({ pixels: new Array<number>(16).fill(1) })
  for (let length = 2; length < whole.length; length++) await t.rejects(decodeAll(bmp, whole.subarray(0, length)), broken, `cut after ${length} bytes`)
  await t.rejects(decodeAll(bmp, file({ width: 60000, height: 60000 })), { code: 'ERR_LIMIT_EXCEEDED', limit: 'pixelsPerFrame' })
  const skips = file({ bits: 8, compression: 1, used: 1, width: 15000, height: 15000, palette: [0, 0, 0, 0], pixels: [0, 1] })
  await t.rejects(decodeAll(bmp, skips), { code: 'ERR_LIMIT_EXCEEDED', limit: 'decompressionRatio' })
  await t.rejects(decodeAll(bmp, file({ compression: 9 })), { code: 'ERR_UNSUPPORTED_FORMAT' })
})
