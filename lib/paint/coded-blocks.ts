import { inMemory } from '../core/pixel-store.js'
import { isGreyIn } from '../core/raster.js'
import type { CodedBlocks, PaintBox, PixelStore } from '../core/types.js'
import { toPixels, wholeBlocks } from './shape.js'

/** How boxes of a lossy page are grown: to which blocks, and by how much beyond. */
export interface Growth { blocks: CodedBlocks, reach: number }

/** Boxes grown to all of the blocks that they touch. Where the page is grey, chroma holds nothing: there the blocks of luma will do. */
export function grownToBlocks(boxes: readonly PaintBox[], { blocks, reach }: Growth, raster: PixelStore): PaintBox[] {
  return boxes.map(box => {
    const pixels = toPixels(box, raster)
    const whole = wholeBlocks(pixels, blocks, reach, raster)
    if (!blocks.luma || !inMemory(raster) || !isGreyIn(raster, wholeBlocks({ ...pixels, shape: 'box' }, blocks, blocks.reach, raster))) return whole
    return wholeBlocks(pixels, { ...blocks, ...blocks.luma }, 0, raster)
  })
}
