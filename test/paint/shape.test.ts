import t from 'tap'
import { movedBy, spanOf, wholeBlocks } from '../../lib/paint/shape.js'
import type { CodedBlocks, PaintBox } from '../../lib/core/types.js'

const blocks: CodedBlocks = { width: 16, height: 8, reach: 1, kept: true }
const page = { width: 100, height: 50 }
const box = (x: number, y: number, w: number, h: number, shape?: 'ellipse'): PaintBox => ({ x, y, w, h, label: 'A', method: 'blackbox', ...shape && { shape } })

t.test('a box grows to the blocks that it touches, and by their reach where that is asked for', async t => {
  t.match(wholeBlocks(box(17, 9, 3, 3), blocks, 0, page), { x: 16, y: 8, w: 16, h: 8 })
  t.match(wholeBlocks(box(17, 9, 16, 8), blocks, 0, page), { x: 16, y: 8, w: 32, h: 16 })
  t.match(wholeBlocks(box(17, 9, 3, 3), blocks, 1, page), { x: 15, y: 7, w: 18, h: 10 })
  t.match(wholeBlocks(box(95, 46, 5, 4), blocks, 1, page), { x: 79, y: 39, w: 21, h: 11 }, 'no further than the raster')
})

t.test('an ellipse grows to every block that it touches, and to no other', async t => {
  const ellipse = box(20, 5, 50, 30, 'ellipse')
  for (const reach of [0, 1]) {
    const grown = wholeBlocks(ellipse, blocks, reach, page)
    const touched = new Set<string>()
    for (let y = ellipse.y; y < ellipse.y + ellipse.h; y++) {
      const [start, end] = spanOf(ellipse, y)
      for (let x = start; x < end; x++) touched.add(`${x >> 4},${y >> 3}`)
    }
    const isTouched = (x: number, y: number): boolean => touched.has(`${x >> 4},${y >> 3}`)
    for (let y = grown.y; y < grown.y + grown.h; y++) {
      const [start, end] = spanOf(grown, y)
      for (let x = grown.x; x < grown.x + grown.w; x++) {
        const near = [-reach, 0, reach].some(dx => [-reach, 0, reach].some(dy => isTouched(x + dx, y + dy)))
        if (near !== (x >= start && x < end)) t.fail(`pixel ${x},${y} with reach ${reach}`)
      }
    }
  }
})

t.test('a part of the raster has the same shape', async t => {
  const grown = wholeBlocks(box(20, 5, 50, 30, 'ellipse'), blocks, 0, page)
  const moved = movedBy(grown, 13, 3)
  for (let y = grown.y; y < grown.y + grown.h; y++) t.same(spanOf(moved, y - 3), spanOf(grown, y).map(x => x - 13))
})
