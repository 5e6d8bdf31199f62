import { malformed } from '../../core/errors.js'
import type { Box, Raster } from '../../core/types.js'
import type { Place, Subsampling, TiffPage } from './page.js'

/** YCbCr as it is stored without JPEG: blocks of h × v luma samples and one pair of chroma. In a raster chroma is repeated. */
export function unpackYcbcr(data: Uint8Array, { segmentWidth, subsampling: { h, v } }: TiffPage, { x, y, columns, rows }: Place,
  width: number, into: Uint8Array): void {
  const blocks = Math.ceil(segmentWidth / h)
  const size = h * v + 2
  if (data.length < Math.ceil(rows / v) * blocks * size) throw malformed('A TIFF strip or tile decodes to less than its pixels')
  for (let row = 0; row < rows; row++) {
    let to = ((y + row) * width + x) * 3
    for (let column = 0; column < columns; column++, to += 3) {
      const block = (Math.floor(row / v) * blocks + Math.floor(column / h)) * size
      into[to] = data[block + row % v * h + column % h]
      into[to + 1] = data[block + h * v]
      into[to + 2] = data[block + h * v + 1]
    }
  }
}

/**
 * The inverse. The pixels of a block share their chroma, so nothing is lost; where a painted box cuts through a block, the
 * paint's chroma is taken, since that of the source belongs to what was painted over.
 */
export function packYcbcr({ width, height, data }: Raster, { h, v }: Subsampling, painted: readonly Box[]): Uint8Array {
  const across = Math.ceil(width / h)
  const size = h * v + 2
  const out = new Uint8Array(across * Math.ceil(height / v) * size)
  for (let top = 0, to = 0; top < height; top += v) {
    const boxes = painted.filter(box => box.y < top + v && box.y + box.h > top)
    for (let left = 0; left < width; left += h) {
      for (let i = 0; i < h * v; i++) {
        const x = Math.min(left + i % h, width - 1)
        const y = Math.min(top + Math.floor(i / h), height - 1)
        out[to++] = data[(y * width + x) * 3]
      }
      const box = boxes.find(box => box.x < left + h && box.x + box.w > left)
      const x = box ? Math.max(left, box.x) : left
      const y = box ? Math.max(top, box.y) : top
      out[to++] = data[(y * width + x) * 3 + 1]
      out[to++] = data[(y * width + x) * 3 + 2]
    }
  }
  return out
}
