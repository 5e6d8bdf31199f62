import t, { type Test } from 'tap'
import sharp from 'sharp'
import { deflateSync } from 'node:zlib'
import { blankHeader } from '../../../lib/formats/jpeg/from-raster.js'
import { blankPlanes } from '../../../lib/formats/jpeg/planes.js'
import { encodeCoefficients } from '../../../lib/formats/jpeg/encode.js'
import { repaint } from '../../../lib/formats/jpeg/repaint.js'
import { encodeFax } from '../../../lib/formats/tiff/fax-encode.js'
import { tiff } from '../../../lib/formats/tiff/index.js'
import { packLzw } from '../../../lib/formats/tiff/lzw.js'
import { packBits } from '../../../lib/formats/tiff/packbits.js'
import type { TiffPage } from '../../../lib/formats/tiff/page.js'
import { takeDifferences, takeFloatPlanes } from '../../../lib/formats/tiff/predictor.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'
import { seenLayout } from '../../fixtures/palettes.js'
import { buildTiff, noise, plain, scanRows, type FileSpec, type PageSpec, type TagSpec } from '../../fixtures/tiff.js'

const files: Record<string, FileSpec> = {
  II: {}, MM: { little: false }, 'BigTIFF II': { big: true }, 'BigTIFF MM': { big: true, little: false }, 'directories last': { directoriesLast: true },
}

const swap = (bytes: Uint8Array, unit: number): Uint8Array => {
  const out = Uint8Array.from(bytes)
  for (let i = 0; i < out.length; i += unit) out.subarray(i, i + unit).reverse()
  return out
}

const mirror = (bytes: Uint8Array): Uint8Array =>
  bytes.map(b => parseInt(b.toString(2).padStart(8, '0').split('').reverse().join(''), 2))

/** Once through the codec, nothing painted: the same rasters, layouts and tags must come back. */
async function through(t: Test, file: Uint8Array): Promise<Awaited<ReturnType<typeof decodeAll>>> {
  const first = await decodeAll(tiff, file)
  const out = await encodeAll(tiff, first)
  const second = await decodeAll(tiff, out)
  t.same(second.map(({ raster }) => seenLayout(raster)), first.map(({ raster }) => seenLayout(raster)))
  t.ok(second.every(({ raster }, i) => Buffer.compare(raster.data, first[i].raster.data) === 0), 'pixels are the same')
  for (const [i, { page }] of second.entries()) {
    const [was, is] = [first[i].page.info as TiffPage, page.info as TiffPage]
    for (const key of ['compression', 'photometric', 'bits', 'extra', 'big', 'fillOrder'] as const) t.same(is[key], was[key])
    t.same(page.orientation, first[i].page.orientation)
    const dpi = first[i].page.dpi
    t.ok(dpi === undefined ? page.dpi === undefined : Math.abs(page.dpi! / dpi - 1) < 1e-6)
  }
  return first
}

t.test('containers: byte orders, classic and BigTIFF, directories before and behind the strips', async t => {
  const grey = noise(30 * 20)
  const wide = new Uint8Array(new Uint16Array(30 * 20).map((_, i) => i * 97).buffer)
  for (const [name, spec] of Object.entries(files)) {
    const extra: TagSpec[] = [[282, 5, [300, 1]], [283, 5, [300, 1]], [296, 3, [2]], [274, 3, [6]]]
    const pages: PageSpec[] = [
      { tags: plain(30, 20, { rowsPerStrip: 7, extra }), strips: [0, 7, 14].map(y => grey.subarray(y * 30, Math.min(20, y + 7) * 30)) },
      { tags: plain(30, 20, { bits: [16], compression: 5 }), strips: [packLzw(spec.little === false ? swap(wide, 2) : wide)] },
      { tags: plain(9, 4, { bits: [1], compression: 4, photometric: 0 }), strips: [encodeFax(scanRows(9, 4), { kind: 'g4', twoDimensional: true }, 9, 4)] },
    ]
    await t.test(name, async t => {
      const [a, b, c] = await through(t, buildTiff(pages, spec))
      t.same(a.raster.data, grey)
      t.same(b.raster.data, wide)
      t.match([a.page.orientation, a.page.dpi], [6, 300])
      t.match(c.page.layout, { width: 9, height: 4, model: 'grey-inverted', bits: 1 })
    })
  }
})

t.test('compressions and predictors', async t => {
  const [width, height] = [37, 11]
  const row = width * 3
  const pixels = noise(row * height).map((b, i) => i % 5 ? b >> 4 : 9)
  const differences = pixels.slice()
  takeDifferences(differences, row, 8, 3)
  const rgb = { bits: [8, 8, 8], photometric: 2 }
  for (const [compression, strip, predictor] of [
    [1, pixels, 1], [5, packLzw(pixels), 1], [5, packLzw(differences), 2], [8, deflateSync(pixels), 1], [8, deflateSync(differences), 2],
    [32946, deflateSync(pixels), 1], [32773, packBits(pixels, row), 1],
  ] as const) {
    for (const fillOrder of [1, 2]) {
      const file = buildTiff([{
        tags: plain(width, height, { ...rgb, compression, extra: [[317, 3, [predictor]], [266, 3, [fillOrder]]] }),
        strips: [fillOrder === 2 ? mirror(strip) : strip],
      }])
      const [{ raster }] = await through(t, file)
      t.same(raster.data, pixels, `compression ${compression}, predictor ${predictor}, fill order ${fillOrder}`)
    }
  }
})

t.test('floats, and their predictor', async t => {
  const floats = Float32Array.from({ length: 12 * 5 }, (_, i) => Math.sin(i) * 1000)
  for (const [bits, bytes] of [
    [32, new Uint8Array(floats.buffer)], [64, new Uint8Array(Float64Array.from(floats).buffer)], [16, noise(12 * 5 * 2)],
  ] as const) {
    for (const predictor of [1, 2, 3]) {
      for (const little of [true, false]) {
        const stored = bytes.slice()
        const size = bits / 8
        if (predictor === 2) takeDifferences(stored, 12 * size, bits, 1)
        if (predictor === 3) takeFloatPlanes(stored, 12 * size, bits, 1)
        const strip = little || predictor === 3 ? stored : swap(stored, size)
        const tags = plain(12, 5, { bits: [bits], compression: 8, extra: [[339, 3, [3]], [317, 3, [predictor]]] })
        const file = buildTiff([{ tags, strips: [deflateSync(strip)] }], { little })
        const [{ raster }] = await through(t, file)
        t.same(raster.data, bytes, `${bits} bits, predictor ${predictor}`)
        t.match(raster, { sample: 'float', bits })
      }
    }
  }
})

t.test('any depth: what a raster cannot hold is widened, and comes out as it was', async t => {
  for (const bits of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 24, 32, 64]) {
    for (const samples of [1, 3]) {
      const bytes = Math.ceil(13 * bits * samples / 8) * 4
      const tags = plain(13, 4, { bits: new Array<number>(samples).fill(bits), photometric: samples === 3 ? 2 : 1 })
      const file = buildTiff([{ tags, strips: [noise(bytes)] }])
      const [{ raster }] = await through(t, file)
      t.ok(raster.bits >= bits && raster.bits < bits * 3)
    }
  }
  const mixed = buildTiff([{ tags: plain(13, 4, { bits: [5, 6, 5], photometric: 2 }), strips: [noise(26 * 4)] }])
  await through(t, mixed)
  const full = buildTiff([{ tags: plain(2, 1, { bits: [12] }), strips: [Uint8Array.of(0xff, 0xf0, 0)] }])
  const [{ raster }] = await through(t, full)
  t.same([...raster.data], [0xff, 0xff, 0, 0], 'full stays full')
})

t.test('planes, tiles and their edges', async t => {
  const [width, height] = [37, 21]
  const pixels = noise(width * height * 3)
  const plane = (c: number): Uint8Array => pixels.filter((_, i) => i % 3 === c)
  const planar = buildTiff([{
    tags: plain(width, height, { bits: [8, 8, 8], photometric: 2, compression: 5, rowsPerStrip: 10, extra: [[284, 3, [2]]] }),
    strips: [0, 1, 2].flatMap(c => [0, 10, 20].map(y => packLzw(plane(c).subarray(y * width, Math.min(height, y + 10) * width)))),
  }])
  t.same((await through(t, planar))[0].raster.data, pixels)

  const tile = (x0: number, y0: number): Uint8Array => Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => {
    const [x, y] = [x0 + Math.floor(i / 3) % 16, y0 + Math.floor(i / 48)]
    return x < width && y < height ? pixels[(y * width + x) * 3 + i % 3] : 77
  })
  const places = [0, 16].flatMap(y => [0, 16, 32].map(x => [x, y] as const))
  const tiled = buildTiff([{
    tags: [...plain(width, height, { bits: [8, 8, 8], photometric: 2, compression: 8 }), [322, 3, [16]], [323, 3, [16]]],
    strips: places.map(([x, y]) => deflateSync(tile(x, y))), tiles: true,
  }])
  t.same((await through(t, tiled))[0].raster.data, pixels)

  const bits = [[0b1111_0000, 0b0000_0010], [0b1010_1010, 0b0101_0100], [0, 0b1111_1110]]
  const packed = buildTiff([{ tags: plain(15, 1, { bits: [1, 1, 1], photometric: 2, extra: [[284, 3, [2]]] }), strips: bits.map(row => Uint8Array.from(row)) }])
  const [{ raster }] = await through(t, packed)
  t.same([...raster.data].map(b => b.toString(2).padStart(8, '0')).join('').slice(0, 45),
    Array.from({ length: 15 }, (_, x) => bits.map(row => row[x >> 3] >> (7 - (x & 7)) & 1).join('')).join(''))
})

t.test('palettes, alpha, extra samples, CMYK and Lab', async t => {
  const map = Array.from({ length: 48 }, (_, i) => i * 1300)
  const [palette] = await through(t, buildTiff([{ tags: plain(4, 2, { bits: [4], photometric: 3, extra: [[320, 3, map]] }), strips: [noise(4)] }]))
  t.same([...palette.page.layout.palette!.subarray(0, 8)], [map[0] >> 8, map[16] >> 8, map[32] >> 8, 255, map[1] >> 8, map[17] >> 8, map[33] >> 8, 255])
  for (const [photometric, samples, extra, want] of [
    [2, 4, [1], { model: 'rgb', alpha: 'premultiplied' }], [2, 4, [2], { model: 'rgb', alpha: 'straight' }],
    [2, 5, [0, 0], { model: 'rgb', alpha: undefined }], [1, 2, [2], { model: 'grey', alpha: 'straight' }], [5, 4, [], { model: 'cmyk' }], [5, 5, [0], { model: 'cmyk' }],
    [8, 3, [], { model: 'lab' }], [9, 3, [], { model: 'lab' }],
  ] as const) {
    const kinds: TagSpec[] = extra.length > 0 ? [[338, 3, [...extra]]] : []
    const tags = plain(5, 3, { bits: new Array<number>(samples).fill(8), photometric, extra: kinds })
    const pixels = noise(15 * samples)
    const [{ page, raster }] = await through(t, buildTiff([{ tags, strips: [pixels] }]))
    t.match(page.layout, want)
    if (photometric === 9) t.same([...raster.data.subarray(0, 3)], [pixels[0], pixels[1] ^ 128, pixels[2] ^ 128], 'offset a and b become signed')
  }
})

t.test('subsampled YCbCr keeps its blocks; a box takes those it touches', async t => {
  // 5 × 3 pixels in blocks of 2 × 2: four luma, then Cb and Cr.
  const blocks = Uint8Array.from({ length: 6 * 6 }, (_, i) => [10, 20, 30, 40, 100, 200][i % 6] + Math.floor(i / 6))
  // Luma beyond the edge of the page is not part of it.
  for (const [block, places] of [[2, [1, 3]], [3, [2, 3]], [4, [2, 3]], [5, [1, 2, 3]]] as const) {
    for (const i of places) blocks[block * 6 + i] = blocks[block * 6]
  }
  const file = buildTiff([{ tags: plain(5, 3, { bits: [8, 8, 8], photometric: 6, extra: [[530, 3, [2, 2]]] }), strips: [blocks] }])
  const [{ page, raster }] = await through(t, file)
  t.equal(raster.model, 'ycbcr')
  t.same([...raster.data.subarray(0, 6)], [10, 100, 200, 20, 100, 200])
  const box = { x: 1, y: 1, w: 2, h: 1, label: 'X', method: 'blackbox' as const }
  for (const x of [1, 2]) raster.data.set([0, 128, 128], (5 + x) * 3)
  const [painted] = await decodeAll(tiff, await encodeAll(tiff, [{ page, raster }], () => [box]))
  const chroma = (x: number, y: number): number[] => [...painted.raster.data.subarray((y * 5 + x) * 3 + 1, (y * 5 + x) * 3 + 3)]
  t.same([chroma(1, 1), chroma(2, 1), chroma(0, 0), chroma(4, 0), chroma(0, 2)], [[128, 128], [128, 128], [128, 128], [102, 202], [103, 203]])
})

t.test('JPEG: tables apart, tiles, grey, and the raw RGB kind', async t => {
  const noisy = sharp(Buffer.from(noise(64 * 48 * 3).map((b, i) => [200, 50, 20][i % 3] + (b & 15))), { raw: { width: 64, height: 48, channels: 3 } })
  const close = (a: Uint8Array, b: Uint8Array): boolean => a.every((v, i) => Math.abs(v - b[i]) < 8)
  for (const options of [{ quality: 80 }, { quality: 95, tile: true, tileWidth: 16, tileHeight: 16 }]) {
    const file = await noisy.clone().tiff({ compression: 'jpeg', ...options }).toBuffer()
    const [{ page, raster }] = await through(t, file)
    t.match(page.layout, { model: 'rgb', channels: 3, bits: 8 })
    t.equal(Buffer.compare(raster.data, await sharp(file).raw().toBuffer()), 0, 'as libtiff sees it')
    t.ok(Math.abs(raster.data[0] - 208) < 30 && Math.abs(raster.data[2] - 28) < 30, 'colours are right')

    const box = { x: 10, y: 10, w: 20, h: 12, label: 'X', method: 'blackbox' as const }
    const inside = (i: number, by = 0): boolean => {
      const [x, y] = [Math.floor(i / 3) % 64, Math.floor(i / 192)]
      return x >= box.x - by && x < box.x + box.w + by && y >= box.y - by && y < box.y + box.h + by
    }
    const painted = { ...raster, data: raster.data.map((v, i) => inside(i) ? 0 : v) }
    const out = await encodeAll(tiff, [{ page, raster: painted }], () => [box])
    const seen = await sharp(out).raw().toBuffer()
    t.ok(seen.every((v, i) => !inside(i, -2) || v < 40), 'painted')
    t.ok(seen.every((v, i) => inside(i, 18) || v === raster.data[i]), 'blocks beyond the box are as they were')
  }
  const grey = await noisy.clone().toColourspace('b-w').tiff({ compression: 'jpeg' }).toBuffer()
  const [one] = await through(t, grey)
  t.match(one.page.layout, { model: 'grey', channels: 1 })

  // Four inks, and RGB that went into the JPEG as it is: the stream does not say so, the page does.
  const cmyk = noise(16 * 16 * 4).fill(40)
  for (const [photometric, samples] of [[5, 4], [2, 3]] as const) {
    const layout = { width: 16, height: 16, channels: samples, bits: 8 as const, sample: 'uint' as const, model: samples === 4 ? 'cmyk' as const : 'rgb' as const }
    const header = { ...blankHeader(layout, 95), jfif: false, adobe: undefined, density: undefined }
    const planes = blankPlanes(header)
    repaint({ ...header, adobe: 0 }, planes, { ...layout, data: samples === 4 ? cmyk.map(v => 255 - v) : cmyk }, [{ x: 0, y: 0, w: 16, h: 16 }])
    const tags = plain(16, 16, { bits: new Array<number>(samples).fill(8), photometric, compression: 7 })
    const file = buildTiff([{ tags, strips: [encodeCoefficients(header, planes)] }])
    const [{ page, raster }] = await through(t, file)
    t.ok(close(raster.data, cmyk), `photometric ${photometric}`)
    const painted = { ...raster, data: raster.data.map((_, i) => i % 4 === 3 ? 255 : 0) }
    const out = await encodeAll(tiff, [{ page, raster: painted }], () => [{ x: 0, y: 0, w: 16, h: 16, label: 'X', method: 'blackbox' }])
    t.ok(close((await decodeAll(tiff, out))[0].raster.data, painted.data), 'painted as it is read')
  }
})

t.test('old-style JPEG: a whole stream beside the strips, or tables that lie apart', async t => {
  const jpeg = await sharp({ create: { width: 32, height: 16, channels: 3, background: '#3264c8' } })
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4', optimiseCoding: false }).toBuffer()
  const found: Record<number, Buffer[]> = {}
  let scan = 0
  for (let at = 2; scan === 0; at += 2 + jpeg.readUInt16BE(at + 2)) {
    (found[jpeg[at + 1]] ??= []).push(jpeg.subarray(at + 4, at + 2 + jpeg.readUInt16BE(at + 2)))
    if (jpeg[at + 1] === 0xda) scan = at + 2 + jpeg.readUInt16BE(at + 2)
  }
  const tags = plain(32, 16, { bits: [8, 8, 8], photometric: 6, compression: 6, extra: [[530, 3, [1, 1]]] })
  const places = (at: number, length: number): TagSpec[] => [[273, 4, [at]], [279, 4, [length]]]

  const stream = (at: number): TagSpec[] => [[513, 4, [at]], [514, 4, [jpeg.length]]]
  const whole = (at: number): Buffer => buildTiff([{ tags: [...tags, ...places(at + scan, jpeg.length - scan), ...stream(at)], strips: [] }])
  const end = whole(0).length
  const [first] = await decodeAll(tiff, Buffer.concat([whole(end), jpeg]))

  const [quantisation, huffman] = [Buffer.concat(found[0xdb]), Buffer.concat(found[0xc4])]
  const q = [1, 66, 66]
  const starts = (kind: number): number[] => {
    const at: number[] = []
    for (let i = 0; i < huffman.length; i += 17 + huffman.subarray(i + 1, i + 17).reduce((sum, n) => sum + n, 0)) {
      if (huffman[i] >> 4 === kind) at[huffman[i] & 1] = i + 1
    }
    return [at[0], at[1], at[1]]
  }
  const apart = (at: number): Buffer => buildTiff([{
    tags: [...tags, ...places(at + quantisation.length + huffman.length, jpeg.length - scan - 2), [519, 4, q.map(o => o + at)],
      ...[0, 1].map(kind => [520 + kind, 4, starts(kind).map(o => o + at + quantisation.length)] as TagSpec)],
    strips: [],
  }])
  const [second] = await decodeAll(tiff, Buffer.concat([apart(apart(0).length), quantisation, huffman, jpeg.subarray(scan, -2)]))
  t.ok([0x32, 0x64, 0xc8].every((v, i) => Math.abs(first.raster.data[i] - v) < 3))
  t.same(second.raster.data, first.raster.data)
  for (const decoded of [first, second]) {
    t.match((await tiff.encodePage(decoded.page, decoded.raster, [])).page.info, { substituted: 'old-style jpeg -> jpeg' })
    t.equal(Buffer.compare(await sharp(await encodeAll(tiff, [decoded])).raw().toBuffer(), first.raster.data), 0)
  }
  await t.rejects(decodeAll(tiff, apart(1e6)), { code: 'ERR_MALFORMED_INPUT' })
})

t.test('what cannot be written as it was says so', async t => {
  const file = await sharp({ create: { width: 20, height: 20, channels: 4, background: { r: 1, g: 2, b: 3, alpha: 0.5 } } })
    .tiff({ compression: 'webp' as 'lzw' }).toBuffer()
  const [{ page, raster }] = await decodeAll(tiff, file)
  const { page: written } = await tiff.encodePage(page, raster, [])
  t.match(written.info, { substituted: 'webp -> deflate' })
})
