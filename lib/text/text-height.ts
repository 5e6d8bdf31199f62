import { eachComponent } from '../core/components.js'
import type { Grey } from '../core/grey.js'

const LEAST_STROKES = 12
const TILE = 32
/** Contrast below which a tile is taken for background. */
const LEAST_CONTRAST = 32

/** How high a picture's letters are, in pixels: half of them are at most `usual`, a quarter at most `small`. */
export interface TextHeights { usual: number, small: number }

/**
 * Measures the connected strokes of dark-on-light or light-on-dark print (most are small letters without ascenders);
 * undefined when there are too few to tell.
 */
export function textHeights(grey: Grey): TextHeights | undefined {
  const heights = strokeHeights(grey).sort((a, b) => a - b)
  if (heights.length < LEAST_STROKES) return undefined
  return { usual: heights[heights.length >> 1], small: heights[heights.length >> 2] }
}

/** Heights of the connected components that may be letters. Threshold: the middle of each tile's range. */
function strokeHeights({ width, height, data }: Grey): number[] {
  const ink = new Uint8Array(width * height)
  for (let y0 = 0; y0 < height; y0 += TILE) {
    const y1 = Math.min(height, y0 + TILE)
    for (let x0 = 0; x0 < width; x0 += TILE) {
      const x1 = Math.min(width, x0 + TILE)
      let low = 255
      let high = 0
      let sum = 0
      for (let y = y0; y < y1; y++) {
        for (let i = y * width + x0, end = y * width + x1; i < end; i++) {
          const v = data[i]
          sum += v
          if (v < low) low = v
          if (v > high) high = v
        }
      }
      if (high - low < LEAST_CONTRAST) continue
      const middle = (low + high) / 2
      const dark = sum / ((y1 - y0) * (x1 - x0)) >= middle
      for (let y = y0; y < y1; y++) {
        for (let i = y * width + x0, end = y * width + x1; i < end; i++) ink[i] = dark === data[i] < middle ? 1 : 0
      }
    }
  }
  const heights: number[] = []
  eachComponent(ink, width, 4, ({ w, h }) => {
    if (h >= 5 && h <= 150 && w >= 2 && w < 4 * h && h < 8 * w) heights.push(h)
  })
  return heights
}
