import t from 'tap'
import { readRect, writeRect } from '../../lib/core/pixels.js'
import { rasterBytes } from '../../lib/core/raster.js'
import { fillView, toStored, toUpright, viewLayout } from '../../lib/core/view.js'
import type { Orientation, Raster } from '../../lib/core/types.js'
import { layouts } from '../fixtures/layouts.js'

const W = 37
const H = 70 // more than one band

t.test('the view equals the pixels read one by one, in every layout and orientation', async t => {
  for (const [name, layout] of Object.entries(layouts(W, H))) {
    const raster: Raster = { ...layout, data: new Uint8Array(rasterBytes(layout)) }
    const rgba = new Uint8Array(W * H * 4)
    for (let i = 0; i < W * H; i++) rgba.set([i * 7 & 255, i * 13 & 255, i * 29 & 255, layout.alpha === undefined ? 255 : i % 5 * 60], i * 4)
    writeRect(raster, 0, 0, W, H, rgba)
    const seen = readRect(raster, 0, 0, W, H)
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as Orientation[]) {
      const shape = viewLayout({ layout, orientation })
      const view = fillView(raster, orientation, shape.aliases ? undefined : new Uint8Array(shape.width * shape.height * shape.channels))
      t.equal(view.width, orientation > 4 ? H : W)
      let wrong = 0
      for (let y = 0; y < H; y++) {
        for (let x = 0; x < W; x++) {
          const at = toUpright({ x, y, w: 1, h: 1 }, orientation, W, H)
          for (let c = 0; c < view.channels; c++) {
            const p = (y * W + x) * 4
            const expected = 255 - Math.round((255 - seen[p + c]) * seen[p + 3] / 255)
            if (view.data[(at.y * view.width + at.x) * view.channels + c] !== expected) wrong++
          }
        }
      }
      if (wrong > 0) t.fail(`${name}, orientation ${orientation}: ${wrong} samples differ`)
    }
  }
})

t.test('only plain 8-bit rasters alias', async t => {
  const aliases = Object.entries(layouts(2, 2)).filter(([, layout]) => viewLayout({ layout, orientation: 1 }).aliases).map(([name]) => name)
  t.same(aliases, ['grey 8', 'rgb 8'])
  t.notOk(viewLayout({ layout: layouts(2, 2)['rgb 8'], orientation: 3 }).aliases)
})

t.test('orientation 6 stands a picture upright whose stored rows run from right to left side', async t => {
  // EXIF 6: the first stored row is the upright right-hand column.
  t.same(toUpright({ x: 0, y: 0, w: 10, h: 1 }, 6, 10, 4), { x: 3, y: 0, w: 1, h: 10 })
  t.same(toUpright({ x: 0, y: 0, w: 10, h: 1 }, 8, 10, 4), { x: 0, y: 0, w: 1, h: 10 })
  t.same(toUpright({ x: 0, y: 0, w: 2, h: 1 }, 8, 10, 4), { x: 0, y: 8, w: 1, h: 2 })
})

t.test('toStored undoes toUpright', async t => {
  const box = { x: 3, y: 1.5, w: 4, h: 2, label: 'A' }
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8] as Orientation[]) {
    t.same(toStored(toUpright(box, orientation, 30, 20), orientation, 30, 20), box)
    t.same(toUpright(toStored(box, orientation, 30, 20), orientation, 30, 20), box)
  }
})
