import t from 'tap'
import { grownToBlocks } from '../../lib/paint/coded-blocks.js'
import type { CodedBlocks, PaintBox, Raster } from '../../lib/core/types.js'
import { inFile } from '../fixtures/spooled.js'

const blocks: CodedBlocks = { width: 16, height: 16, luma: { width: 8, height: 8 }, reach: 1, kept: true }
const page: Raster = { width: 64, height: 48, model: 'rgb', channels: 3, bits: 8, sample: 'uint', data: new Uint8Array(64 * 48 * 3).fill(200) }
const box: PaintBox = { x: 17.5, y: 18, w: 5, h: 4, label: 'A', method: 'blackbox' }

t.test('to blocks of luma where the page is grey around the box, else to whole ones', async t => {
  t.match(grownToBlocks([box], { blocks, reach: 0 }, page), [{ x: 16, y: 16, w: 8, h: 8 }])
  const coloured: Raster = { ...page, data: page.data.slice() }
  // In the next block, within the reach of the box's own.
  coloured.data[(20 * 64 + 32) * 3] = 90
  t.match(grownToBlocks([box], { blocks, reach: 0 }, coloured), [{ x: 16, y: 16, w: 16, h: 16 }])
  t.match(grownToBlocks([box], { blocks, reach: 1 }, coloured), [{ x: 15, y: 15, w: 18, h: 18 }])
})

t.test('to whole blocks where the pixels are not at hand', async t => {
  await inFile(page, async store => { t.match(grownToBlocks([box], { blocks, reach: 0 }, store), [{ x: 16, y: 16, w: 16, h: 16 }]) })
})
