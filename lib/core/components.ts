import type { Box } from './types.js'

/** Is given the box around a component, and the places of its pixels, `count` of them, to be read at once: their memory is used again. */
export type FoundComponent = (box: Box, pixels: Int32Array, count: number) => void

/**
 * Finds what hangs together in a mask: its pixels that are 1, which are set to 0 on the way. In the order of their first pixels.
 *
 * @param neighbours whether pixels that touch at a corner alone hang together (8) or not (4)
 */
export function eachComponent(mask: Uint8Array, width: number, neighbours: 4 | 8, found: FoundComponent): void {
  const height = mask.length / width
  let pixels = new Int32Array(4096)
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] !== 1) continue
    let count = 0
    let x0 = width
    let x1 = 0
    let y0 = height
    let y1 = 0
    mask[start] = 0
    pixels[count++] = start
    for (let i = 0; i < count; i++) {
      if (count + 8 > pixels.length) pixels = wider(pixels)
      const at = pixels[i]
      const x = at % width
      const y = (at - x) / width
      if (x < x0) x0 = x
      if (x > x1) x1 = x
      if (y < y0) y0 = y
      if (y > y1) y1 = y
      if (x > 0 && mask[at - 1] === 1) { mask[at - 1] = 0; pixels[count++] = at - 1 }
      if (x < width - 1 && mask[at + 1] === 1) { mask[at + 1] = 0; pixels[count++] = at + 1 }
      if (y > 0 && mask[at - width] === 1) { mask[at - width] = 0; pixels[count++] = at - width }
      if (y < height - 1 && mask[at + width] === 1) { mask[at + width] = 0; pixels[count++] = at + width }
      if (neighbours === 4) continue
      if (x > 0 && y > 0 && mask[at - width - 1] === 1) { mask[at - width - 1] = 0; pixels[count++] = at - width - 1 }
      if (x < width - 1 && y > 0 && mask[at - width + 1] === 1) { mask[at - width + 1] = 0; pixels[count++] = at - width + 1 }
      if (x > 0 && y < height - 1 && mask[at + width - 1] === 1) { mask[at + width - 1] = 0; pixels[count++] = at + width - 1 }
      if (x < width - 1 && y < height - 1 && mask[at + width + 1] === 1) { mask[at + width + 1] = 0; pixels[count++] = at + width + 1 }
    }
    found({ x: x0, y: y0, w: x1 - x0 + 1, h: y1 - y0 + 1 }, pixels, count)
  }
}

function wider(pixels: Int32Array): Int32Array<ArrayBuffer> {
  const more = new Int32Array(pixels.length * 2)
  more.set(pixels)
  return more
}
