import t from 'tap'
import { toUpright, viewLayout } from '../../lib/core/view.js'
import { overviewLayout, readOverview, tilesOf } from '../../lib/core/tiles.js'
import { drawn, find, layout, marks } from '../fixtures/marked.js'
import { stored } from '../fixtures/stored.js'

t.test('tiles cover a picture, their cores part it, and all begin on a byte', t => {
  for (const [width, height] of [[3072, 100], [3073, 5000], [16000, 12500], [9001, 3071], [8, 8]] as const) {
    const tiles = tilesOf({ width, height })
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

t.test('the overview is the whole picture, upright and smaller', async t => {
  const raster = drawn()
  const { scale, width, height } = overviewLayout(layout, 6)
  t.equal(scale, 3)
  await stored(raster.data, async pixels => {
    const view = readOverview(pixels, layout, 6)
    t.same([view.width, view.height], [width, height])
    t.same([width, height], [viewLayout({ layout, orientation: 6 }).width, viewLayout({ layout, orientation: 6 }).height].map(side => Math.ceil(side / scale)))
    const seen = find(view, 10)!
    const { x, y } = toUpright(marks[0], 6, layout.width, layout.height)
    t.ok(Math.abs(seen.x * scale - x) <= scale && Math.abs(seen.y * scale - y) <= scale, 'at its place')
  })
})
