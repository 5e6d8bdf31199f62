import t from 'tap'
import { bandRows, bandsOf, inBand, inMemory, layoutOf, RowWriter, rowsOf, storeInFile, windowOf, writeWindow } from '../../lib/core/pixel-store.js'
import { PrivateFile } from '../../lib/core/private-file.js'
import { rasterBytes, rowBytes } from '../../lib/core/raster.js'
import type { PixelStore, Raster, RasterLayout } from '../../lib/core/types.js'
import { inFile } from '../fixtures/spooled.js'

const layouts: readonly RasterLayout[] = [
  { width: 1003, height: 200, model: 'grey', bits: 1, channels: 1, sample: 'uint' },
  { width: 501, height: 220, model: 'rgb', bits: 8, channels: 3, sample: 'uint' },
  { width: 77, height: 90, model: 'rgb', bits: 16, channels: 4, sample: 'uint', alpha: 'straight' },
]
const drawn = (layout: RasterLayout): Raster => ({ ...layout, data: Uint8Array.from({ length: rasterBytes(layout) }, (_, i) => i * 2_654_435_761 >>> 13) })

for (const layout of layouts) {
  t.test(`${layout.model} of ${layout.bits} bits: one and the same in memory and in a file`, async t => {
    const raster = drawn(layout)
    await inFile(raster, async file => {
      const both = <T>(use: (store: PixelStore) => T): void => { t.same(use(file), use(raster)) }
      t.notOk(inMemory(file))
      both(layoutOf)
      both(store => rowsOf(store, 17, 30))
      both(store => windowOf(store, { x: 16, y: 5, w: 24, h: 40 }))
      both(store => windowOf(store, { x: 0, y: 5, w: layout.width, h: 40 }))
      both(store => {
        const window = windowOf(store, { x: 8, y: 50, w: 32, h: 20 })
        window.data.fill(0x5a)
        writeWindow(store, { x: 8, y: 50 }, window)
        return rowsOf(store, 0, layout.height)
      })
      both(store => Buffer.concat([...bandsOf(store)].map(({ data }) => data)))
    })
  })
}

t.test('in memory nothing is copied: rows are its own, and the band is the raster', t => {
  const raster = drawn(layouts[1]!)
  t.equal(rowsOf(raster, 3, 2).data.buffer, raster.data.buffer)
  t.equal([...bandsOf(raster)][0], raster)
  t.not(windowOf(raster, { x: 0, y: 0, w: 8, h: 8 }).data.buffer, raster.data.buffer)
  t.end()
})

t.test('a file is read in bands of about 8 MiB', async t => {
  const layout: RasterLayout = { width: 4001, height: 2500, model: 'grey', bits: 8, channels: 1, sample: 'uint' }
  const raster = drawn(layout)
  await inFile(raster, async file => {
    const heights = [...bandsOf(file)].map(({ height }) => height)
    t.same(heights, [bandRows(layout), layout.height - bandRows(layout)])
    t.equal(bandRows(layout, 100) % 100, 0)
  })
})

t.test('rows that come one after the other fill a file, no more and no fewer', async t => {
  const layout = layouts[1]!
  const raster = drawn(layout)
  const file = await PrivateFile.create()
  t.teardown(() => file.close())
  const store = storeInFile(layout, file.spooled)
  const writer = new RowWriter(store)
  const stride = rowBytes(layout)
  for (let y = 0; y < layout.height; y += 20) {
    t.notOk(writer.filled)
    writer.write(raster.data.subarray(y * stride, (y + 20) * stride))
  }
  t.ok(writer.filled)
  t.equal(Buffer.compare(rowsOf(store, 0, layout.height).data, raster.data), 0)
  writer.write(new Uint8Array(stride))
  t.notOk(writer.filled, 'a row too many')
  t.equal((await file.handle.stat()).size, raster.data.length, 'is not written')
})

t.test('boxes by bands', t => {
  const box = { x: 1, y: 10, w: 5, h: 20, label: 'A' }
  t.same(inBand([box], 0, 10), [])
  t.same(inBand([box], 0, 16), [{ ...box, h: 6 }])
  t.same(inBand([box], 16, 16), [{ ...box, y: 0, h: 14 }])
  t.end()
})
