import t from 'tap'
import { Pixels, readRect, writeRect } from '../../lib/core/pixels.js'
import { rasterBytes, rowBytes } from '../../lib/core/raster.js'
import type { Raster, RasterLayout } from '../../lib/core/types.js'
import { layouts } from '../fixtures/layouts.js'

const make = (layout: RasterLayout): Raster => ({ ...layout, data: new Uint8Array(rasterBytes(layout)) })
const base = { width: 5, height: 3, model: 'grey', channels: 1, bits: 8, sample: 'uint' } as const

t.test('black and white survive the way into every layout and back, and neighbours stay as they were', async t => {
  for (const [name, layout] of Object.entries(layouts(13, 4))) {
    const raster = make(layout)
    raster.data.fill(0x5a)
    if (layout.sample === 'float') new Pixels(raster, { min: 0, max: 1 }).write(0, 0, 13, new Uint8Array(52).fill(90))
    const range = new Pixels(raster).range
    const pixels = new Pixels(raster, range)
    const before = raster.data.slice()
    const colours = Uint8Array.from([0, 0, 0, 255, 255, 255, 255, 255, 0, 0, 0, 255])
    pixels.write(3, 1, 3, colours)
    const back = pixels.read(3, 1, 3)
    const exact = layout.model !== 'lab' && !(layout.model === 'palette')
    for (let i = 0; i < 12; i++) {
      const off = Math.abs(back[i] - colours[i])
      if (exact ? off > (layout.model === 'ycbcr' ? 1 : 0) : off > 60) t.fail(`${name}: ${back} is not ${colours}`)
    }
    const bitsPerPixel = layout.bits * layout.channels
    const row = rowBytes(layout)
    for (let bit = 0; bit < raster.data.length * 8; bit++) {
      const inRow = bit - row * 8
      if (inRow >= 3 * bitsPerPixel && inRow < 6 * bitsPerPixel) continue
      const mask = 128 >> (bit & 7)
      if ((raster.data[bit >> 3] & mask) !== (before[bit >> 3] & mask)) { t.fail(`${name}: bit ${bit} changed`); break }
    }
  }
  t.pass('all layouts')
})

t.test('8-bit values survive in layouts that can hold them', async t => {
  for (const [name, layout] of Object.entries(layouts(16, 16))) {
    if (layout.bits < 8 || layout.model === 'palette' || layout.model === 'lab' || layout.model === 'ycbcr' || layout.model === 'cmyk') continue
    const raster = make(layout)
    const rgba = new Uint8Array(16 * 16 * 4)
    for (let i = 0; i < 256; i++) rgba.set([i, i, i, 255], i * 4)
    writeRect(raster, 0, 0, 16, 16, rgba)
    t.equal(Buffer.compare(readRect(raster, 0, 0, 16, 16), rgba), 0, name)
  }
})

t.test('colour models agree with known values', async t => {
  const px = (layout: Partial<RasterLayout>, ...bytes: number[]): number[] =>
    [...readRect({ ...base, width: 1, height: 1, ...layout, data: Uint8Array.from(bytes) }, 0, 0, 1, 1)]
  t.same(px({ model: 'grey-inverted' }, 10), [245, 245, 245, 255])
  t.same(px({ model: 'cmyk', channels: 4 }, 255, 0, 0, 0), [0, 255, 255, 255])
  t.same(px({ model: 'cmyk', channels: 4 }, 0, 0, 0, 255), [0, 0, 0, 255])
  t.same(px({ model: 'ycbcr', channels: 3 }, 76, 85, 255), [254, 0, 0, 255])
  const red = px({ model: 'lab', channels: 3 }, Math.round(54.29 * 2.55), 81, 70)
  t.ok(red[0] > 250 && red[1] < 12 && red[2] < 12, `Lab (54, 81, 70) is sRGB red: ${red}`)
  t.same(px({ model: 'palette', palette: Uint8Array.from([1, 2, 3, 4]) }, 0), [1, 2, 3, 4])
  t.same(px({ model: 'palette', palette: Uint8Array.from([1, 2, 3, 4]) }, 9), [0, 0, 0, 255], 'an index beyond the palette is black')
  t.same(px({ model: 'rgb', channels: 4, alpha: 'premultiplied' }, 50, 100, 0, 128), [100, 199, 0, 128])
  t.same(px({ bits: 16 }, 0x34, 0x12), [0x12, 0x12, 0x12, 255])
  t.same(px({ bits: 16, sample: 'int' }, 0, 0), [128, 128, 128, 255])
  t.same(px({ bits: 16, sample: 'float' }, 0, 0x38), [128, 128, 128, 255], 'half of one')
  t.same(px({ bits: 2 }, 0b01_000000), [85, 85, 85, 255])
})
