import t from 'tap'
import { paintInWindows, paintStore } from '../../lib/paint/windows.js'
import { rowBytes } from '../../lib/core/raster.js'
import type { PaintBox, Raster, RasterLayout } from '../../lib/core/types.js'
import { rowsOf } from '../../lib/core/pixel-store.js'
import { inFile } from '../fixtures/spooled.js'

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
    const copy: Raster = { ...raster, data: raster.data.slice() }
    await inFile(raster, async store => {
      const painted = paintStore(store, boxes)
      const also = paintStore(raster, boxes)
      t.same(new Set(painted), new Set(also))
      t.equal(Buffer.compare(rowsOf(store, 0, store.height).data, raster.data), 0)
      t.same(new Set(paintInWindows(copy, boxes)), new Set(also))
      t.equal(Buffer.compare(copy.data, raster.data), 0, 'in memory by windows too')
    })
  })
}

t.test('a box off the page is an error', async t => {
  await inFile({ ...layouts[4]!, data: new Uint8Array(rowBytes(layouts[4]!) * 300) }, async store => {
    t.throws(() => paintStore(store, [{ x: 400, y: 0, w: 5, h: 5, label: 'A', method: 'blackbox' }]), { code: 'ERR_REDACTION_UNVERIFIED' })
  })
})
