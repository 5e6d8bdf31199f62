import sharp from 'sharp'
import t from 'tap'
import { tiff } from '../../../lib/formats/tiff/index.js'
import { packLzw } from '../../../lib/formats/tiff/lzw.js'
import type { TiffPage } from '../../../lib/formats/tiff/page.js'
import { paint } from '../../../lib/paint/paint.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'
import { buildTiff, plain, scanRows } from '../../fixtures/tiff.js'

const [width, height, rows] = [200, 400, 100]
const pixels = scanRows(width * 8, height)

/** A page of grey strips, packed in some way. */
function pageOf(pack: (strip: Uint8Array, i: number) => Uint8Array): Buffer {
  const strips = Array.from({ length: height / rows }, (_, i) => pack(pixels.subarray(i * rows * width, (i + 1) * rows * width), i))
  return buildTiff([{ tags: plain(width, height, { compression: 5, rowsPerStrip: rows }), strips }])
}

/** In one code a byte: what no encoder would write, and every decoder reads. */
function loosely(strip: Uint8Array): Uint8Array {
  const codes: string[] = []
  strip.forEach((byte, i) => {
    // So often that codes never grow.
    if (i % 200 === 0) codes.push((256).toString(2))
    codes.push(byte.toString(2).padStart(9, '0'))
  })
  codes.push((257).toString(2))
  const bits = codes.join('')
  return Uint8Array.from(bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g)!, byte => parseInt(byte, 2))
}

async function stripsOf(file: Uint8Array): Promise<Uint8Array[]> {
  const [{ page }] = await decodeAll(tiff, file)
  let at = 0
  return (page.info as TiffPage).lengths.map(length => page.data.slice(at, at += length))
}

t.test('LZW strips that nobody painted come out as they went in', async t => {
  const file = pageOf(loosely)
  const [page] = await decodeAll(tiff, file)
  const painted = paint(page.raster, [{ x: 20, y: 150, w: 30, h: 20, label: 'X', method: 'blackbox' }])
  const out = await encodeAll(tiff, [page], () => painted)
  const [before, after] = [await stripsOf(file), await stripsOf(out)]
  t.same(after.map((strip, i) => Buffer.compare(strip, before[i]) === 0), [true, false, true, true])
  t.ok(after[1].length < before[1].length / 2, 'the one that was painted is made anew')
  t.same(await sharp(out).toColourspace('b-w').raw().toBuffer(), Buffer.from(page.raster.data))
})

t.test('but not what holds anything else', async t => {
  const file = pageOf((strip, i) => i === 2 ? Buffer.concat([packLzw(strip), Buffer.from('CANARY')]) : packLzw(strip))
  const pages = await decodeAll(tiff, file)
  t.same([...(pages[0].page.info as TiffPage).whole!], [1, 1, 0, 1])
  const out = Buffer.from(await encodeAll(tiff, pages))
  t.notOk(out.includes('CANARY'))
  t.same(await sharp(out).raw().toBuffer(), await sharp(file).raw().toBuffer())
})

t.test('nor in another form than the one that is written', async t => {
  const whole = async (tags: [number, number, number[]][]): Promise<boolean> => {
    const strips = Array.from({ length: height / rows }, (_, i) => packLzw(pixels.subarray(i * rows * width, (i + 1) * rows * width)))
    const own = plain(width, height, { compression: 5, rowsPerStrip: rows }).filter(([tag]) => !tags.some(([other]) => other === tag))
    const [{ page }] = await decodeAll(tiff, buildTiff([{ tags: [...own, ...tags], strips }]))
    return (page.info as TiffPage).whole !== undefined
  }
  t.ok(await whole([]))
  t.ok(await whole([[317, 3, [2]]]), 'differences')
  t.notOk(await whole([[258, 3, [4]], [256, 4, [width * 2 - 1]]]), 'bits are left at the end of rows')
})
