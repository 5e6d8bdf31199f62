import sharp, { type Sharp } from 'sharp'
import t, { type Test } from 'tap'
import { blankHeader } from '../../../lib/formats/jpeg/from-raster.js'
import { decodeCoefficients } from '../../../lib/formats/jpeg/coefficients.js'
import { blankPlanes } from '../../../lib/formats/jpeg/planes.js'
import { encodeCoefficients } from '../../../lib/formats/jpeg/encode.js'
import { jpeg, jpegInfo } from '../../../lib/formats/jpeg/index.js'
import { parseHeader, type JpegHeader } from '../../../lib/formats/jpeg/parse.js'
import { repaint } from '../../../lib/formats/jpeg/repaint.js'
import type { Box, EncodedPage, PaintBox, Raster } from '../../../lib/core/types.js'
import { decodeAll, encodeAll, type DecodedPage } from '../../fixtures/memory-source.js'

/** A smooth picture with some edges in it. */
function picture(width: number, height: number, channels: number): Raster {
  const data = new Uint8Array(width * height * channels)
  for (let i = 0; i < data.length; i++) {
    const c = i % channels
    const x = Math.floor(i / channels) % width
    const y = Math.floor(i / channels / width)
    data[i] = 128 + 90 * Math.sin(x / (9 + c * 4)) * Math.cos(y / (11 - c)) + (x > 20 && y > 15 ? 20 : 0)
  }
  return { width, height, channels, bits: 8, sample: 'uint', model: channels === 1 ? 'grey' : channels === 3 ? 'rgb' : 'cmyk', data }
}

/** A file of that picture as our own encoder writes it, with headers as wished. */
function made(raster: Raster, change: (header: JpegHeader) => void): Uint8Array {
  const header = blankHeader(raster, 95)
  change(header)
  const planes = blankPlanes(header)
  repaint(header, planes, raster, [{ x: 0, y: 0, w: raster.width, h: raster.height }])
  return encodeCoefficients(header, planes)
}

function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0)
}

const box = (b: Box): PaintBox => ({ ...b, label: 'X', method: 'blackbox' })

function paint(page: DecodedPage, { x, y, w, h }: Box): DecodedPage {
  const raster = { ...page.raster, data: page.raster.data.slice() }
  for (let row = y; row < y + h; row++) {
    for (let i = (row * raster.width + x) * raster.channels; i < (row * raster.width + x + w) * raster.channels; i++) {
      raster.data[i] = raster.model === 'cmyk' && i % 4 === 3 ? 255 : 0
    }
  }
  return { page: page.page, raster }
}

const raw = (r: Raster): Sharp => sharp(r.data, { raw: { width: r.width, height: r.height, channels: r.channels as 1 | 3 } })

/** Untouched, the pixels come out as they went in; painted, only the blocks that a box touches change. */
async function holds(t: Test, file: Uint8Array): Promise<void> {
  const [page] = await decodeAll(jpeg, file)
  const { width, height } = page.raster
  const untouched = await encodeAll(jpeg, [page])
  t.equal(difference((await decodeAll(jpeg, untouched))[0].raster.data, page.raster.data), 0, 'untouched pixels are the same')

  const b = { x: Math.floor(width / 4), y: Math.floor(height / 4), w: Math.floor(width / 3), h: Math.floor(height / 3) }
  const painted = paint(page, b)
  const out = await encodeAll(jpeg, [painted], () => [box(b)])
  const [before, after] = [file, out].map(f => decodeCoefficients(f, parseHeader(f)))
  t.same(after.map(p => [p.component.h, p.component.v, p.table]), before.map(p => [p.component.h, p.component.v, p.table]), 'sampling and tables are kept')
  t.equal(parseHeader(out).progressive, parseHeader(file).progressive)
  const samples = Math.max(...before.map(p => p.component.h))
  let changed = 0
  before.forEach(({ coefficients, columns, rows, stride, component }, c) => {
    const pixels = 8 * samples / component.h
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const at = (y * stride + x) * 64
        const same = Buffer.from(coefficients.slice(at, at + 64).buffer).equals(Buffer.from(after[c].coefficients.slice(at, at + 64).buffer))
        if (same) continue
        changed++
        // A sample of margin: those that a box only touches are painted, too.
        const apart = (x + 1) * pixels <= b.x - pixels / 8 || x * pixels >= b.x + b.w + pixels / 8
        if (apart) t.fail(`component ${c}, block ${x},${y} has changed`)
      }
    }
  })
  t.ok(changed > 0)
  const decoded = (await decodeAll(jpeg, out))[0].raster
  let inside = 0
  let count = 0
  for (let y = b.y + 1; y < b.y + b.h - 1; y++) {
    for (let i = (y * width + b.x + 1) * decoded.channels; i < (y * width + b.x + b.w - 1) * decoded.channels; i++, count++) {
      inside += Math.abs(decoded.data[i] - painted.raster.data[i])
    }
  }
  t.ok(inside / count < 6, `the box is painted (mean error ${(inside / count).toFixed(2)})`)
}

const colour = picture(61, 45, 3)
const kinds: Record<string, () => Promise<Uint8Array> | Uint8Array> = {
  'baseline, 4:4:4': () => raw(colour).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer(),
  'baseline, 4:2:0': () => raw(colour).jpeg({ quality: 70 }).toBuffer(),
  'progressive, 4:2:0': () => raw(colour).jpeg({ quality: 80, progressive: true }).toBuffer(),
  'progressive, 4:4:4, one that refines': () => raw(colour).jpeg({ quality: 95, progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
  'grey': () => raw(picture(61, 45, 1)).toColourspace('b-w').jpeg().toBuffer(),
  'grey, progressive': () => raw(picture(61, 45, 1)).toColourspace('b-w').jpeg({ progressive: true }).toBuffer(),
  'CMYK as Adobe writes it': () => made(picture(61, 45, 4), () => {}),
  'CMYK without the marker of Adobe': () => made(picture(61, 45, 4), header => { delete header.adobe }),
  'YCCK': () => made(picture(61, 45, 4), header => { header.adobe = 2 }),
  'RGB': () => made(colour, header => Object.assign(header, { adobe: 0, jfif: false, density: undefined })),
  '4:2:2': () => made(colour, header => { header.components[0].h = 2 }),
  '4:4:0': () => made(colour, header => { header.components[0].v = 2 }),
  '4:1:1': () => made(colour, header => { header.components[0].h = 4 }),
  'restarts every 3 MCUs': () => made(colour, header => { header.restartInterval = 3 }),
  'progressive with restarts': () => made(colour, header => Object.assign(header, { restartInterval: 5, progressive: true })),
  'MCUs too large to interleave': () => made(picture(61, 45, 4), header => header.components.forEach(c => { c.h = c.v = 2 })),
  'tables of 16 bits': () => made(colour, header => { header.tables[0]![63] = 300 }),
}
for (const [name, make] of Object.entries(kinds)) t.test(name, async t => holds(t, await make()))

t.test('what our encoder makes of a raster, others decode to that raster', async t => {
  for (const channels of [1, 3, 4]) {
    const raster = picture(61, 45, channels)
    const page: EncodedPage = { index: 0, format: 'jpeg', orientation: 1, layout: raster, data: new Uint8Array(), info: jpegInfo(raster, 300) }
    const file = await encodeAll(jpeg, [{ page, raster }])
    const [{ raster: decoded, page: { dpi } }] = await decodeAll(jpeg, file)
    t.ok(difference(decoded.data, raster.data) <= 12, `${channels} channels: ${difference(decoded.data, raster.data)}`)
    t.equal(dpi, channels < 4 ? 300 : undefined)
  }
})

t.test('the stored raster is what is decoded, and the orientation is kept', async t => {
  const stored = await raw(picture(30, 20, 3)).jpeg().toBuffer()
  const turned = await sharp(stored).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const [{ page, raster }] = await decodeAll(jpeg, turned)
  t.match(page, { orientation: 6, layout: { width: 30, height: 20 } })
  const out = await encodeAll(jpeg, [{ page, raster }])
  t.equal((await sharp(out).metadata()).orientation, 6)
})

t.test('damaged files are errors, and every cut is one or complete', async t => {
  for (const progressive of [false, true]) {
    const file = await raw(colour).jpeg({ progressive }).toBuffer()
    const whole = await decodeAll(jpeg, file)
    const cut = async (bytes: Uint8Array): Promise<DecodedPage[]> => {
      const pages = await decodeAll(jpeg, bytes)
      await encodeAll(jpeg, pages)
      return pages
    }
    for (let length = 2; length < file.length - 2; length += 13) {
      await cut(file.subarray(0, length)).then(
        () => t.fail(`${length} of ${file.length} bytes were taken for a whole file`),
        error => { if (error.code !== 'ERR_MALFORMED_INPUT') t.error(error) })
    }
    const unmarked = cut(file.subarray(0, -2))
    if (!progressive) t.same((await unmarked)[0].raster.data, whole[0].raster.data, 'one without its end marker is whole')
    else await t.rejects(unmarked, { code: 'ERR_MALFORMED_INPUT' }, 'of a progressive one nobody knows')
  }
})

t.test('regression: what libjpeg shows is what goes out, or an error', async t => {
  const progressive = await raw(colour).jpeg({ progressive: true }).toBuffer()
  const first = progressive.indexOf(Buffer.from([0xff, 0xda]))
  const second = progressive.indexOf(Buffer.from([0xff, 0xda]), first + 2)
  const unrefined = await decodeAll(jpeg, Buffer.concat([progressive.subarray(0, second), Buffer.from([0xff, 0xd9])]))
  await t.rejects(encodeAll(jpeg, unrefined), { code: 'ERR_MALFORMED_INPUT' }, 'scans are missing: libjpeg smooths, nothing else would')

  const twice = await raw(colour).jpeg({ quality: 90 }).toBuffer()
  const other = await raw({ ...colour, data: colour.data.slice().reverse() }).jpeg({ quality: 90 }).toBuffer()
  const scan = (file: Buffer): Buffer => file.subarray(file.indexOf(Buffer.from([0xff, 0xda])), -2)
  const [one] = await decodeAll(jpeg, twice)
  const out = await encodeAll(jpeg, await decodeAll(jpeg, Buffer.concat([twice.subarray(0, -2), scan(other), twice.subarray(-2)])))
  t.same((await decodeAll(jpeg, out))[0].raster.data, one.raster.data, 'a second whole scan is not looked at')
})

t.test('what is not supported says so', async t => {
  const file = await raw(colour).jpeg().toBuffer()
  const at = file.indexOf(Buffer.from([0xff, 0xc0]))
  const with_ = (change: (copy: Buffer) => void): Buffer => {
    const copy = Buffer.from(file)
    change(copy)
    return copy
  }
  for (const marker of [0xc5, 0xc6, 0xc7, 0xcb, 0xcd, 0xce, 0xcf]) {
    await t.rejects(decodeAll(jpeg, with_(copy => { copy[at + 1] = marker })), { code: 'ERR_UNSUPPORTED_FORMAT' }, `SOF${marker & 15}`)
  }
  await t.rejects(decodeAll(jpeg, with_(copy => { copy[at + 4] = 12 })), { code: 'ERR_UNSUPPORTED_FORMAT' }, '12 bits')
  await t.rejects(decodeAll(jpeg, with_(copy => { copy.writeUInt16BE(0, at + 5) })), { code: 'ERR_UNSUPPORTED_FORMAT' }, 'height after the image')
  await t.rejects(decodeAll(jpeg, with_(copy => { copy.writeUInt16BE(0, at + 7) })), { code: 'ERR_MALFORMED_INPUT' }, 'no width')
})

t.test('limits, before memory is taken', async t => {
  const file = await raw(colour).jpeg().toBuffer()
  await t.rejects(decodeAll(jpeg, file, { pixelsPerFrame: 61 * 45 - 1 }), { code: 'ERR_LIMIT_EXCEEDED', limit: 'pixelsPerFrame' })
  await t.rejects(decodeAll(jpeg, file, { inputBytes: file.length - 1 }), { code: 'ERR_LIMIT_EXCEEDED', limit: 'inputBytes' })
  const huge = Buffer.from(file)
  const at = file.indexOf(Buffer.from([0xff, 0xc0]))
  huge.writeUInt16BE(16_000, at + 5)
  huge.writeUInt16BE(16_000, at + 7)
  await t.rejects(decodeAll(jpeg, huge), { code: 'ERR_LIMIT_EXCEEDED', limit: 'decompressionRatio' })
  const scans = await raw(colour).jpeg({ progressive: true }).toBuffer()
  const last = scans.lastIndexOf(Buffer.from([0xff, 0xda]))
  const many = Buffer.concat([scans.subarray(0, last), ...new Array<Buffer>(300).fill(scans.subarray(last, -2)), scans.subarray(-2)])
  await t.rejects(decodeAll(jpeg, many), { code: 'ERR_MALFORMED_INPUT' }, 'hundreds of scans')
})
