import t from 'tap'
import type { EncodedPage } from '../../lib/core/types.js'
import { fillView, toUpright, viewLayout } from '../../lib/core/view.js'
import { cutInTiles, tilesOf, viewOfFrame, wholeView, wholeViewLayout } from '../../lib/core/tiles.js'
import { drawn, find, layout, marks } from '../fixtures/marked.js'
import { inFile } from '../fixtures/spooled.js'

t.test('tiles cover a picture, their cores part it, and all begin on a byte', t => {
  for (const [width, height] of [[3072, 100], [3073, 5000], [16000, 12500], [9001, 3071], [8, 8]] as const) {
    const tiles = cutInTiles({ width, height })
    const area = tiles.reduce((sum, { core }) => sum + core.w * core.h, 0)
    t.equal(area, width * height, `${width} × ${height}: cores together`)
    for (const { x, y, w, h, core } of tiles) {
      if (x % 8 !== 0 || x < 0 || y < 0 || x + w > width || y + h > height) t.fail(`${x} ${y} ${w} ${h}`)
      if (core.x < x || core.y < y || core.x + core.w > x + w || core.y + core.h > y + h) t.fail('a core outside its tile')
      if (w > 3100 || h > 3100) t.fail('a tile too large')
    }
  }
  t.end()
})

t.test('a picture in memory is looked at as a whole, as it is', async t => {
  const raster = drawn()
  t.same(tilesOf(raster), [])
  t.match(wholeViewLayout(raster, 1), { scale: 1, width: layout.width, height: layout.height })
  t.equal(wholeView(raster, 1).data.buffer, raster.data.buffer, 'not copied')
  const page = { orientation: 1 } as EncodedPage
  const view = fillView(raster, 1)
  t.equal(viewOfFrame({ raster, view, page }), view)
  await inFile(raster, async store => { t.equal(tilesOf(store).length, cutInTiles(layout).length) })
})

t.test('the overview is the whole picture, upright and smaller', async t => {
  const raster = drawn()
  await inFile(raster, async store => {
    const { scale, width, height } = wholeViewLayout(store, 6)
    t.equal(scale, 3)
    const view = wholeView(store, 6)
    t.same([view.width, view.height], [width, height])
    t.same([width, height], [viewLayout({ layout, orientation: 6 }).width, viewLayout({ layout, orientation: 6 }).height].map(side => Math.ceil(side / scale)))
    const seen = find(view, 10)!
    const { x, y } = toUpright(marks[0], 6, layout.width, layout.height)
    t.ok(Math.abs(seen.x * scale - x) <= scale && Math.abs(seen.y * scale - y) <= scale, 'at its place')
  })
})
