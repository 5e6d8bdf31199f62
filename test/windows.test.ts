import t from 'tap'
import type { Box, EncodedPage, Orientation, Raster, RasterLayout, View, VisualObject, Word } from '../lib/types.js'
import { fillView, toUpright, viewLayout } from '../lib/view.js'
import { gather, overviewLayout, readOverview, readWindow, windowsOf, type Sighting } from '../lib/windows.js'
import { stored } from './fixtures/stored.js'

t.test('windows cover a picture, their cores part it, and all begin on a byte', t => {
  for (const [width, height] of [[3072, 100], [3073, 5000], [16000, 12500], [9001, 3071], [8, 8]] as const) {
    const windows = windowsOf({ width, height })
    const area = windows.reduce((sum, { core }) => sum + core.w * core.h, 0)
    t.equal(area, width * height, `${width} × ${height}: cores together`)
    for (const { x, y, w, h, core } of windows) {
      if (x % 8 !== 0 || x < 0 || y < 0 || x + w > width || y + h > height) t.fail(`${x} ${y} ${w} ${h}`)
      if (core.x < x || core.y < y || core.x + core.w > x + w || core.y + core.h > y + h) t.fail('a core outside its window')
      if (w > 3100 || h > 3100) t.fail('a window too large')
    }
  }
  t.end()
})

const layout: RasterLayout = { width: 6001, height: 3500, model: 'grey', bits: 8, channels: 1, sample: 'uint' }
/** In the stored raster: in the middle of a window, across a seam, at the last corner. */
const marks: Box[] = [{ x: 400, y: 300, w: 60, h: 40 }, { x: 2960, y: 1700, w: 120, h: 50 }, { x: 5930, y: 3460, w: 71, h: 40 }]

function drawn(): Raster {
  const raster = { ...layout, data: new Uint8Array(layout.width * layout.height).fill(200) }
  marks.forEach(({ x, y, w, h }, i) => { for (let row = y; row < y + h; row++) raster.data.fill(10 + i, row * layout.width + x, row * layout.width + x + w) })
  return raster
}

/** The box of the pixels of that value. */
function find({ width, height, data }: View, value: number): Box | undefined {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -1, -1]
  for (let at = data.indexOf(value); at >= 0; at = data.indexOf(value, at + 1)) {
    const x = at % width
    const y = Math.floor(at / width)
    x0 = Math.min(x0, x); x1 = Math.max(x1, x); y0 = Math.min(y0, y); y1 = Math.max(y1, y)
  }
  return x1 < 0 || y1 >= height ? undefined : { x: x0, y: y0, w: x1 - x0 + 1, h: y1 - y0 + 1 }
}

for (const orientation of [1, 3, 6, 8, 5] as Orientation[]) {
  t.test(`finds of windows come together in the upright frame, orientation ${orientation}`, async t => {
    const raster = drawn()
    await stored(raster.data, async pixels => {
      const windows = windowsOf(layout)
      t.ok(windows.length >= 4)
      const sightings: Sighting[] = windows.map(window => {
        const view = fillView(readWindow(pixels, layout, window), orientation)
        const objects: VisualObject[] = []
        const words: Word[] = []
        marks.forEach((_, i) => {
          const box = find(view, 10 + i)
          if (!box) return
          objects.push({ ...box, type: 'MARK', score: 0.5 + i / 10 })
          words.push({ ...box, text: `mark${i}`, confidence: 1, line: 0 })
        })
        return { window, objects, words, unread: [], models: [{ file: 'm', sha256: 's' }] }
      })
      const { objects, words, models } = gather(sightings, { raster, page: { orientation } as EncodedPage })
      const upright = marks.map(mark => toUpright(mark, orientation, layout.width, layout.height))
      for (const [i, { x, y, w, h }] of upright.entries()) {
        const own = objects.filter(object => Math.abs(object.score - 0.5 - i / 10) < 1e-9)
        t.match(own, [{ x, y, w, h }], `object ${i}, once`)
        t.equal(own.length, 1)
        t.match(words.filter(word => word.text === `mark${i}`), [{ x, y, w, h }], `word ${i}, once`)
      }
      t.equal(words.length, marks.length)
      t.equal(models.length, 1)
    })
  })
}

t.test('what is too large for a window is taken from the overview', async t => {
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
  const big: VisualObject = { type: 'FACE', score: 0.9, x: 100, y: 100, w: 500, h: 500 }
  const small: VisualObject = { type: 'FACE', score: 0.9, x: 10, y: 10, w: 20, h: 20 }
  const found = gather([{ scale, objects: [big, small], words: [], unread: [], models: [] }], { raster, page: { orientation: 1 } as EncodedPage })
  t.match(found.objects, [{ x: 300, y: 300, w: 1500, h: 1500 }])
  t.equal(found.objects.length, 1, 'what the windows see better is left to them')
})

t.test('an object that a seam cuts counts whole, even where the cut part looks surer', t => {
  const windows = windowsOf(layout)
  const [first, second] = windows
  const whole: VisualObject = { type: 'FACE', score: 0.7, x: first.w - 400, y: 50, w: 300, h: 300 }
  const x = first.w - 400 - second.x
  const cut: VisualObject = { type: 'FACE', score: 0.95, x: 0, y: 60, w: x + 280, h: 280 }
  const sightings = [{ window: first, objects: [whole] }, { window: second, objects: [cut] }].map(s => ({ ...s, words: [], unread: [], models: [] }))
  const { objects } = gather(sightings, { raster: drawn(), page: { orientation: 1 } as EncodedPage })
  t.ok(objects.some(object => object.x === whole.x && object.w === whole.w), 'the whole one is there')
  t.end()
})
