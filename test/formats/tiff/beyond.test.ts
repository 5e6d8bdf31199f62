import { deflateSync, inflateSync } from 'node:zlib'
import sharp, { type OutputInfo } from 'sharp'
import t from 'tap'
import { encodeFax } from '../../../lib/formats/tiff/fax-encode.js'
import { tiff } from '../../../lib/formats/tiff/index.js'
import type { WrittenTiff } from '../../../lib/formats/tiff/page.js'
import { packLzw } from '../../../lib/formats/tiff/lzw.js'
import { packBits } from '../../../lib/formats/tiff/packbits.js'
import type { TiffPage } from '../../../lib/formats/tiff/page.js'
import { decodeAll, encodeAll, type DecodedPage } from '../../fixtures/memory-source.js'
import { buildTiff, noise, plain, type TagSpec } from '../../fixtures/tiff.js'

/** What a tool left beyond the page: stripes, where the page is light grey. */
const SEEN = 200
const HIDDEN = Buffer.from('CANARY-Jane-Doe-')

const box = { x: 4, y: 3, w: 9, h: 5, label: 'X', method: 'blackbox' as const }
const painted = ({ page, raster }: DecodedPage): DecodedPage => {
  const data = raster.data.slice()
  for (let y = box.y; y < box.y + box.h; y++) data.fill(0, (y * raster.width + box.x) * raster.channels, (y * raster.width + box.x + box.w) * raster.channels)
  return { page, raster: { ...raster, data } }
}

/** A JPEG of which the first `columns` × `rows` pixels are light, and the others stripes. */
async function striped(width: number, height: number, columns: number, rows: number, channels: 1 | 3, subsampling: '4:2:0' | '4:4:4', progressive = false):
Promise<Buffer> {
  const data = Buffer.alloc(width * height * channels)
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    data.fill(x < columns && y < rows ? SEEN : (x + y) % 6 < 3 ? 0 : 255, i * channels, (i + 1) * channels)
  }
  const image = sharp(data, { raw: { width, height, channels } })
  return await (channels === 1 ? image.toColourspace('b-w') : image).jpeg({ quality: 90, chromaSubsampling: subsampling, progressive }).toBuffer()
}

/** The JPEGs of a written page, each decoded whole. */
async function tilesOf({ page, raster }: DecodedPage, boxes: typeof box[]): Promise<{ data: Buffer, info: OutputInfo }[]> {
  const { page: { data, info } } = await tiff.encodePage(page, raster, boxes)
  let at = 0
  const jpegs = (info as WrittenTiff).lengths.map(length => data.subarray(at, at += length))
  return await Promise.all(jpegs.map(async jpeg => await sharp(jpeg).raw().toBuffer({ resolveWithObject: true })))
}

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 12

t.test('JPEG tiles and strips: what lies beyond the page is blank, and what lies on it stays', async t => {
  for (const [channels, subsampling, progressive] of [[1, '4:4:4', false], [3, '4:4:4', false], [3, '4:2:0', false], [3, '4:2:0', true]] as const) {
    for (const tiled of [true, false]) {
      // A page of 20 × 13 pixels in a tile of 32 × 32, or a strip of a higher and wider JPEG.
      const jpeg = await striped(32, 32, 20, 13, channels, subsampling, progressive)
      const shape: TagSpec[] = tiled ? [[322, 4, [32]], [323, 4, [32]]] : []
      const extra: TagSpec[] = [...shape, ...channels === 3 ? [[530, 3, subsampling === '4:2:0' ? [2, 2] : [1, 1]] as TagSpec] : []]
      const tags = plain(20, 13, { bits: new Array<number>(channels).fill(8), photometric: channels === 3 ? 6 : 1, compression: 7, extra })
      const file = buildTiff([{ tags: tiled ? tags.filter(([tag]) => tag !== 278) : tags, strips: [jpeg], tiles: tiled }])
      const [decoded] = await decodeAll(tiff, file)
      for (const boxes of [[], [box]]) {
        const name = `${channels} ${subsampling} ${tiled ? 'tile' : 'strip'} ${boxes.length > 0 ? 'painted' : 'plain'}`
        const [{ data, info }] = await tilesOf(boxes.length > 0 ? painted(decoded) : decoded, boxes)
        t.match(info, tiled ? { width: 32, height: 32 } : { width: 20, height: 13 }, name)
        const per = info.channels
        let wrong = 0
        for (let i = 0; i < data.length; i++) {
          const [x, y] = [Math.floor(i / per) % info.width, Math.floor(i / per / info.width)]
          const onPage = x < 20 && y < 13
          // Around a box, blocks are encoded anew.
          if (onPage && boxes.length > 0 && (x < 16 || y < 8)) continue
          if (onPage ? !close(data[i], SEEN) : Math.abs(data[i] - SEEN) > 60) wrong++
        }
        t.equal(wrong, 0, name)
      }
    }
  }
})

t.test('a continued edge, as encoders leave it, is kept as it is: nothing is encoded twice', async t => {
  const data = Buffer.from(noise(50 * 37 * 3).map((b, i) => [180, 90, 40][i % 3] + Math.floor(i / 3) % 50 + (b & 7)))
  for (const quality of [60, 80, 95]) {
    const file = await sharp(data, { raw: { width: 50, height: 37, channels: 3 } }).tiff({ compression: 'jpeg', quality }).toBuffer()
    const [decoded] = await decodeAll(tiff, file)
    const out = await encodeAll(tiff, [decoded])
    t.equal(Buffer.compare(await sharp(out).raw().toBuffer(), await sharp(file).raw().toBuffer()), 0, `quality ${quality}`)
  }
})

t.test('an old-style JPEG that is larger than its page is cut to it', async t => {
  const jpeg = await striped(48, 40, 20, 13, 3, '4:4:4')
  const tags = plain(20, 13, { bits: [8, 8, 8], photometric: 6, compression: 6, extra: [[530, 3, [1, 1]]] })
  const whole = (at: number): Buffer =>
    buildTiff([{ tags: [...tags, [273, 4, [at]], [279, 4, [jpeg.length]], [513, 4, [at]], [514, 4, [jpeg.length]]], strips: [] }])
  const [decoded] = await decodeAll(tiff, Buffer.concat([whole(whole(0).length), jpeg]))
  const [{ data, info }] = await tilesOf(decoded, [])
  t.match(info, { width: 20, height: 13 })
  t.ok(data.every(value => close(value, SEEN)))
})

t.test('JPEG components have no names, tables no comments', async t => {
  const jpeg = Buffer.from(await striped(16, 16, 16, 16, 3, '4:4:4'))
  for (const marker of [0xc0, 0xda]) {
    const at = jpeg.indexOf(Buffer.from([0xff, marker]))
    for (let i = 0; i < 3; i++) jpeg[at + (marker === 0xc0 ? 10 + i * 3 : 5 + i * 2)] = 'ZQX'.charCodeAt(i)
  }
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 2 + HIDDEN.length]), HIDDEN])
  const unused = Buffer.concat([Buffer.from([0xff, 0xdb, 0, 67, 3]), ...new Array<Buffer>(4).fill(HIDDEN)])
  const tables = Buffer.concat([Buffer.from([0xff, 0xd8]), comment, unused, Buffer.from([0xff, 0xd9])])
  const tags = plain(16, 16, { bits: [8, 8, 8], photometric: 6, compression: 7, extra: [[530, 3, [1, 1]], [347, 7, tables]] })
  const file = buildTiff([{ tags, strips: [Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2), HIDDEN])] }])
  const out = Buffer.from(await encodeAll(tiff, await decodeAll(tiff, file)))
  t.notMatch(out.toString('latin1'), /CANARY|Jane|Z\x11\x00Q/)
  t.ok((await sharp(out).raw().toBuffer()).every(value => close(value, SEEN)))
})

t.test('tiles and strips that hold more than the page: only its rows are written', async t => {
  const [width, height, side] = [20, 13, 16]
  const page = noise(width * height)
  const tileAt = (left: number, top: number): Uint8Array => Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [left + i % side, top + Math.floor(i / side)]
    return x < width && y < height ? page[y * width + x] : HIDDEN[i % HIDDEN.length]
  })
  const tiles = [tileAt(0, 0), tileAt(16, 0)]
  const packers: Record<number, (tile: Uint8Array) => Uint8Array> = {
    1: tile => tile, 5: tile => packLzw(tile), 8: tile => deflateSync(Buffer.concat([tile, HIDDEN])), 32773: tile => packBits(tile, side),
  }
  for (const [compression, pack] of Object.entries(packers)) {
    for (const tiled of [true, false]) {
      const extra: TagSpec[] = tiled ? [[322, 4, [side]], [323, 4, [side]]] : []
      const tags = plain(width, height, { compression: Number(compression), extra }).filter(([tag]) => !tiled || tag !== 278)
      const strips = tiled ? tiles.map(pack) : [pack(Buffer.concat([page, HIDDEN, HIDDEN]))]
      const [decoded] = await decodeAll(tiff, buildTiff([{ tags, strips, tiles: tiled }]))
      t.same(decoded.raster.data, page)
      for (const boxes of [[], [box]]) {
        const { page: written } = await tiff.encodePage(decoded.page, boxes.length > 0 ? painted(decoded).raster : decoded.raster, boxes)
        const out = Buffer.from(written.data)
        t.notOk(out.includes('CANARY'), `${compression} ${tiled}`)
        t.same((written.info as WrittenTiff).tiled, false)
        if (compression === '8') t.equal(inflateSync(out).length, page.length)
        if (compression === '1') t.equal(out.length, page.length)
      }
    }
  }
})

t.test('a fax goes on behind its last row, and rows of 1, 2 and 4 bits behind their last pixel', async t => {
  const rows = Uint8Array.from({ length: 12 * 2 }, (_, i) => [0x5a, 0x5f][i % 2])
  const clean = rows.map((b, i) => i % 2 === 1 ? b & 0xe0 : b)
  for (const [compression, kind] of [[2, 'rle'], [3, 'g3'], [4, 'g4']] as const) {
    const tags = plain(11, 8, { bits: [1], compression, photometric: 0 })
    const [decoded] = await decodeAll(tiff, buildTiff([{ tags, strips: [Buffer.concat([encodeFax(rows, { kind, twoDimensional: kind === 'g4' }, 11, 12), HIDDEN])] }]))
    const [exact] = await decodeAll(tiff, buildTiff([{ tags, strips: [encodeFax(rows.subarray(0, 16), { kind, twoDimensional: kind === 'g4' }, 11, 8)] }]))
    const [a, b] = await Promise.all([decoded, exact].map(async ({ page, raster }) => (await tiff.encodePage(page, raster, [])).page.data))
    t.same(decoded.raster.data, clean.subarray(0, 16))
    t.same(a, b, `the same codes: ${kind}`)
  }
  for (const bits of [1, 2, 4]) {
    const width = bits === 4 ? 3 : 11
    const stride = Math.ceil(width * bits / 8)
    const spare = 0xff >> (width * bits % 8)
    const [decoded] = await decodeAll(tiff, buildTiff([{ tags: plain(width, 8, { bits: [bits] }), strips: [new Uint8Array(stride * 8).fill(0xff)] }]))
    const { page } = await tiff.encodePage(decoded.page, decoded.raster, [])
    t.ok(page.data.every((byte, i) => i % stride < stride - 1 || (byte & spare) === 0), `${bits} bits`)
  }
})

t.test('a WebP tile that is larger than its page leaves no pixel of its own', async t => {
  const webp = await sharp(await striped(32, 32, 20, 13, 3, '4:4:4')).webp({ lossless: true }).toBuffer()
  const tags = plain(20, 13, { bits: [8, 8, 8], photometric: 2, compression: 50001, extra: [[322, 4, [32]], [323, 4, [32]]] }).filter(([tag]) => tag !== 278)
  const [decoded] = await decodeAll(tiff, buildTiff([{ tags, strips: [webp], tiles: true }]))
  const { page } = await tiff.encodePage(decoded.page, decoded.raster, [])
  t.equal((decoded.page.info as TiffPage).compression, 50001)
  t.equal(inflateSync(page.data).length, 20 * 13 * 3)
})
