import t from 'tap'
import { paint } from '../../lib/paint/paint.js'
import { paintInFile } from '../../lib/paint/tiled.js'
import { rowBytes } from '../../lib/core/raster.js'
import type { PaintBox, Raster, RasterLayout } from '../../lib/core/types.js'
import { bytesOfStored, stored } from '../fixtures/stored.js'

const layouts: readonly RasterLayout[] = [
  { width: 1003, height: 2500, model: 'grey', bits: 1, channels: 1, sample: 'uint' },
  { width: 501, height: 2200, model: 'rgb', bits: 8, channels: 3, sample: 'uint' },
  { width: 501, height: 400, model: 'rgb', bits: 16, channels: 4, sample: 'uint', alpha: 'straight' },
  { width: 601, height: 400, model: 'palette', bits: 4, channels: 1, sample: 'uint', palette: Uint8Array.from({ length: 64 }, (_, i) => i % 4 === 3 ? 255 : i * 3) },
  { width: 333, height: 300, model: 'cmyk', bits: 8, channels: 4, sample: 'uint' },
]

/** Only methods without chance in them. */
const boxes: PaintBox[] = [
  { x: 13.2, y: 5.5, w: 300, h: 2000, label: 'A', method: 'blackbox' },
  { x: 200, y: 100, w: 101, h: 60, label: 'B', method: 'solid', color: [255, 255, 255] },
  { x: 250, y: 120, w: 77, h: 50, label: 'C', method: 'label', text: '[C]' },
  { x: 1, y: 200, w: 9, h: 90, label: 'D', method: 'blackbox', shape: 'ellipse' },
]

for (const layout of layouts) {
  t.test(`${layout.model} of ${layout.bits} bits: painted in its file as in memory`, async t => {
    const raster: Raster = { ...layout, data: Uint8Array.from({ length: rowBytes(layout) * layout.height }, (_, i) => i * 2_654_435_761 >>> 13) }
    await stored(raster.data, async pixels => {
      const painted = paintInFile(pixels, layout, boxes)
      const also = paint(raster, boxes)
      t.same(new Set(painted), new Set(also))
      t.equal(Buffer.compare(bytesOfStored(pixels), raster.data), 0)
    })
  })
}

t.test('a box off the page is an error', async t => {
  await stored(new Uint8Array(rowBytes(layouts[4]!) * 300), async pixels => {
    t.throws(() => paintInFile(pixels, layouts[4]!, [{ x: 400, y: 0, w: 5, h: 5, label: 'A', method: 'blackbox' }]), { code: 'ERR_REDACTION_UNVERIFIED' })
  })
})
