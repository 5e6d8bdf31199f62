// Which decoder reads which form right: the table of readers, tried on valid files. What UTIF gets wrong must stand in no row of its own.
import sharp from 'sharp'
import t from 'tap'
import UTIF from 'utif'
import { tiffInfo } from '../../../lib/formats/tiff/from-raster.js'
import { tiff } from '../../../lib/formats/tiff/index.js'
import type { TiffPage } from '../../../lib/formats/tiff/page.js'
import { readerOf } from '../../../lib/formats/tiff/readers.js'
import { Compression } from '../../../lib/formats/tiff/tags.js'
import { clearSpareBits, rasterBytes } from '../../../lib/core/raster.js'
import type { EncodedPage, Raster, RasterLayout } from '../../../lib/core/types.js'
import { encodeWitnessed } from '../../../lib/paint/witness.js'
import { decodeAll } from '../../fixtures/memory-source.js'
import { noise } from '../../fixtures/tiff.js'

type Shape = Partial<RasterLayout> & { predictor?: number, fillOrder?: 1 | 2 }

const shapes: Shape[] = [
  ...([1, 2, 4, 8, 16, 32] as const).flatMap((bits): Shape[] => [{ bits }, { bits, model: 'rgb', channels: 3 }]),
  ...([1, 2, 4, 8] as const).map((bits): Shape => ({ bits, model: 'palette' })),
  { bits: 1, model: 'grey-inverted' }, { bits: 8, model: 'grey-inverted' }, { model: 'rgb', channels: 4, alpha: 'straight' }, { model: 'rgb', channels: 4, bits: 16, alpha: 'straight' },
  { model: 'cmyk', channels: 4 }, { model: 'lab', channels: 3 }, { channels: 2 }, { sample: 'int' }, { bits: 16, sample: 'float' }, { bits: 32, sample: 'float' }, { bits: 64, sample: 'float' },
  { predictor: 2 }, { predictor: 2, model: 'rgb', channels: 3 }, { predictor: 2, bits: 16 }, { predictor: 2, bits: 32 }, { predictor: 3, bits: 32, sample: 'float' },
  { fillOrder: 2 }, { bits: 1, fillOrder: 2 },
]

function drawn({ predictor = 1, fillOrder = 1, ...rest }: Shape, compression: number): { page: EncodedPage, raster: Raster } {
  const layout: RasterLayout = { width: 61, height: 37, model: 'grey', channels: 1, bits: 8, sample: 'uint', ...rest }
  if (layout.model === 'palette') layout.palette = Uint8Array.from({ length: 4 << layout.bits }, (_, i) => i % 4 === 3 ? 255 : i * 37)
  // Some of it repeats.
  const data = noise(rasterBytes(layout)).map((value, i) => i % 50 > 20 ? 0x3c : value)
  clearSpareBits(layout, data)
  const info = { ...tiffInfo(layout) as TiffPage, compression, predictor, fillOrder, tiled: false, segmentHeight: 10 }
  return { page: { index: 0, format: 'tiff', orientation: 1, layout, data: new Uint8Array(), info }, raster: { ...layout, data } }
}

async function readByUtif({ page, raster }: ReturnType<typeof drawn>): Promise<boolean> {
  const parts: Uint8Array[] = []
  for await (const part of tiff.join((async function * () { yield (await tiff.encodePage(page, raster, [])).page })())) parts.push(part)
  const file = new Uint8Array(Buffer.concat(parts)).buffer
  try {
    const [image] = UTIF.decode(file)
    UTIF.decodeImage(file, image!)
    return Buffer.from(image!.data).equals(raster.data)
  } catch {
    return false
  }
}

const fax: number[] = [Compression.RLE, Compression.RLEW, Compression.G3, Compression.G4]

for (const [name, compression] of Object.entries({
  None: Compression.None, LZW: Compression.LZW, Deflate: Compression.Deflate, OldDeflate: Compression.OldDeflate, PackBits: Compression.PackBits,
  RLE: Compression.RLE, RLEW: Compression.RLEW, G3: Compression.G3, G4: Compression.G4,
})) {
  t.test(name, async t => {
    for (const shape of shapes) {
      if (fax.includes(compression) && !(shape.bits === 1 && (shape.channels ?? 1) === 1 && shape.model !== 'palette')) continue
      if (shape.predictor !== undefined && ![Compression.LZW, Compression.Deflate, Compression.OldDeflate].some(one => one === compression)) continue
      const made = drawn(shape, compression)
      const by = readerOf(made.page.info as TiffPage)
      t.equal((await encodeWitnessed(tiff, made.page, made.raster, [])).page.seen!.by, by, `${JSON.stringify(shape)} is read by ${by}, and right`)
      // LZW with the bits the other way round has no end for UTIF.
      if (by !== 'utif' || compression === Compression.LZW) continue
      t.ok(await readByUtif(made), `${JSON.stringify(shape)} by UTIF itself`)
    }
  })
}

t.test('what UTIF reads wrongly, without an error: who expects better of a later version takes it into the table', async t => {
  const wrong: [number, Shape][] = [
    [Compression.RLE, { bits: 1 }], [Compression.RLEW, { bits: 1 }], [Compression.OldDeflate, {}], [Compression.None, { bits: 64, sample: 'float' }],
    [Compression.Deflate, { predictor: 2, bits: 32 }], [Compression.Deflate, { predictor: 3, bits: 32, sample: 'float' }], [Compression.PackBits, { fillOrder: 2 }],
  ]
  for (const [compression, shape] of wrong) {
    const made = drawn(shape, compression)
    t.notOk(await readByUtif(made), `${compression} ${JSON.stringify(shape)}`)
    t.not(readerOf(made.page.info as TiffPage), 'utif')
  }
})

t.test('regression: a strip as long as its page, which UTIF takes for one without compression, is read by ourselves', async t => {
  const pixels = Buffer.from([...Array.from({ length: 128 }, (_, i) => i + 7), 200, 200, 200])
  const file = await sharp(pixels, { raw: { width: pixels.length, height: 1, channels: 1 } }).toColourspace('b-w').tiff({ compression: 'packbits' }).toBuffer()
  const [{ page, raster }] = await decodeAll(tiff, file)
  t.same((page.info as { lengths: number[] }).lengths, [pixels.length])
  t.equal((await encodeWitnessed(tiff, page, raster, [])).page.seen?.by, 'own')
})
