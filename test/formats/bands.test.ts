// Pages in bands come out as they do whole.
import sharp, { type Sharp } from 'sharp'
import t from 'tap'
import { jpeg } from '../../lib/formats/jpeg/index.js'
import { png } from '../../lib/formats/png/index.js'
import { tiff } from '../../lib/formats/tiff/index.js'
import type { TiffPage } from '../../lib/formats/tiff/page.js'
import { paint } from '../../lib/paint/paint.js'
import type { PaintBox } from '../../lib/core/types.js'
import { decodeAll, encodeAll } from '../fixtures/memory-source.js'
import { decodeInBands, encodeInBands } from '../fixtures/spooled.js'

/** Large enough for several bands. */
const [width, height] = [1501, 1990]
const drawn = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#9bd"/>
  ${Array.from({ length: 60 }, (_, i) => `<circle cx="${i * 47 % width}" cy="${i * 331 % height}" r="${40 + i * 5}" fill="hsl(${i * 37},60%,${20 + i}%)"/>`).join('')}</svg>`)
const rgb = (): Sharp => sharp(drawn).removeAlpha()
const boxes: PaintBox[] = [
  { x: 100, y: 50, w: 350, h: 1500, label: 'X', method: 'blackbox' }, { x: 903, y: 1001, w: 333, h: 222, label: 'FACE', method: 'mosaic' },
]

const cases: readonly [name: string, codec: typeof png, file: () => Promise<Buffer>, least: number][] = [
  ['PNG, RGB', png, () => rgb().png({ compressionLevel: 1 }).toBuffer(), 2],
  ['PNG, RGBA of 16 bits', png, () => sharp(drawn).ensureAlpha(0.5).toColourspace('rgb16').png({ compressionLevel: 1 }).toBuffer(), 3],
  ['PNG, palette of 4 bits', png, () => rgb().png({ palette: true, colours: 16, effort: 1 }).toBuffer(), 1],
  ['TIFF, LZW strips with differences', tiff, () => rgb().tiff({ compression: 'lzw', predictor: 'horizontal' }).toBuffer(), 2],
  ['TIFF, deflate tiles', tiff, () => rgb().tiff({ compression: 'deflate', tile: true, tileWidth: 256, tileHeight: 128 }).toBuffer(), 2],
  ['TIFF, not compressed', tiff, () => rgb().tiff({ compression: 'none' }).toBuffer(), 2],
  ['TIFF, Group 4', tiff, () => rgb().greyscale().threshold(120).toColourspace('b-w').tiff({ compression: 'ccittfax4', bitdepth: 1 }).toBuffer(), 1],
  ['JPEG, 4:2:0', jpeg, () => rgb().jpeg({ quality: 80 }).toBuffer(), 2],
  ['JPEG, 4:4:4', jpeg, () => rgb().jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer(), 2],
  ['JPEG, grey', jpeg, () => rgb().greyscale().jpeg().toBuffer(), 2],
  ['JPEG, CMYK', jpeg, () => rgb().toColourspace('cmyk').jpeg().toBuffer(), 2],
]

for (const [name, codec, make, least] of cases) {
  t.test(name, async t => {
    const [{ page, raster }] = await decodeAll(codec, await make())
    t.ok(codec.bands!.can(page))
    const { data, bands } = await decodeInBands(codec, page)
    t.equal(Buffer.compare(data, raster.data), 0, 'the same pixels')
    t.ok(bands >= least, `${bands} bands`)

    const painted = paint(raster, boxes)
    // In bands, strips are never handed on as they came.
    if (codec === tiff) delete (page.info as TiffPage).whole
    const whole = await encodeAll(codec, [{ page, raster }], () => painted)
    const banded = await encodeInBands(codec, page, raster, painted)
    if (codec === png) {
      const [again] = await decodeAll(png, banded)
      t.equal(Buffer.compare(again.raster.data, raster.data), 0, 'the same pixels again')
    } else t.equal(Buffer.compare(banded, whole), 0, 'the same file')
  })
}

t.test('a JPEG with restart intervals', async t => {
  const [{ page, raster }] = await decodeAll(jpeg, await rgb().jpeg().toBuffer())
  const header = (page.info as { header: { restartInterval: number } }).header
  header.restartInterval = 37
  const [again] = await decodeAll(jpeg, await encodeAll(jpeg, [{ page, raster }]))
  t.equal(Buffer.compare(await encodeInBands(jpeg, again.page, again.raster), await encodeAll(jpeg, [again])), 0)
})

t.test('what cannot be taken in bands says so', async t => {
  for (const [codec, file] of [
    [jpeg, await rgb().jpeg({ progressive: true }).toBuffer()],
    [png, await rgb().png({ progressive: true, compressionLevel: 1 }).toBuffer()],
    [tiff, await rgb().tiff({ compression: 'jpeg' }).toBuffer()],
  ] as const) {
    const [{ page }] = await decodeAll(codec, file)
    t.notOk(codec.bands!.can(page))
  }
})

t.test('damaged data is an error in bands too', async t => {
  for (const [codec, file] of [[png, await rgb().png({ compressionLevel: 1 }).toBuffer()], [tiff, await rgb().tiff({ compression: 'lzw' }).toBuffer()]] as const) {
    const [{ page }] = await decodeAll(codec, file)
    const data = page.data.slice()
    data.fill(0x55, data.length >> 1, (data.length >> 1) + 5000)
    await t.rejects(decodeInBands(codec, { ...page, data }), { code: 'ERR_MALFORMED_INPUT' })
  }
})
