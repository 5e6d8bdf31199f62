import t from 'tap'
import { mergeTiles, type TileFinds } from '../../streams/merge-tiles.js'
import type { EncodedPage, Orientation, VisualObject, Word } from '../../lib/core/types.js'
import { toUpright } from '../../lib/core/view.js'
import { cutInTiles, tileView } from '../../lib/core/tiles.js'
import { drawn, find, layout, marks } from '../fixtures/marked.js'
import { inFile } from '../fixtures/spooled.js'

for (const orientation of [1, 3, 6, 8, 5] as Orientation[]) {
  t.test(`finds of tiles come together in the upright frame, orientation ${orientation}`, async t => {
    const raster = drawn()
    await inFile(raster, async store => {
      const tiles = cutInTiles(layout)
      t.ok(tiles.length >= 4)
      const sightings: TileFinds[] = tiles.map(tile => {
        const view = tileView(store, tile, orientation)
        const objects: VisualObject[] = []
        const words: Word[] = []
        marks.forEach((_, i) => {
          const box = find(view, 10 + i)
          if (!box) return
          objects.push({ ...box, type: 'MARK', score: 0.5 + i / 10 })
          words.push({ ...box, text: `mark${i}`, confidence: 1, line: 0 })
        })
        return { tile, objects, words, unread: [], models: [{ file: 'm', sha256: 's' }] }
      })
      const { objects, words, models } = mergeTiles(sightings, { raster, page: { orientation } as EncodedPage })
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

t.test('what is too large for a tile is taken from the overview', t => {
  const scale = 3
  const big: VisualObject = { type: 'FACE', score: 0.9, x: 100, y: 100, w: 500, h: 500 }
  const small: VisualObject = { type: 'FACE', score: 0.9, x: 10, y: 10, w: 20, h: 20 }
  const found = mergeTiles([{ scale, objects: [big, small], words: [], unread: [], models: [] }], { raster: drawn(), page: { orientation: 1 } as EncodedPage })
  t.match(found.objects, [{ x: 300, y: 300, w: 1500, h: 1500 }])
  t.equal(found.objects.length, 1, 'what the tiles see better is left to them')
  t.end()
})

t.test('an object that a seam cuts counts whole, even where the cut part looks surer', t => {
  const tiles = cutInTiles(layout)
  const [first, second] = tiles
  const whole: VisualObject = { type: 'FACE', score: 0.7, x: first.w - 400, y: 50, w: 300, h: 300 }
  const x = first.w - 400 - second.x
  const cut: VisualObject = { type: 'FACE', score: 0.95, x: 0, y: 60, w: x + 280, h: 280 }
  const sightings = [{ tile: first, objects: [whole] }, { tile: second, objects: [cut] }].map(s => ({ ...s, words: [], unread: [], models: [] }))
  const { objects } = mergeTiles(sightings, { raster: drawn(), page: { orientation: 1 } as EncodedPage })
  t.ok(objects.some(object => object.x === whole.x && object.w === whole.w), 'the whole one is there')
  t.end()
})
