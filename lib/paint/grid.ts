import { randomFillSync } from 'node:crypto'
import type { Pixels } from '../raster.js'
import type { PaintBox } from '../types.js'

/** All that is left of a blurred region: a few colours, RGB, row by row. */
export interface Grid { columns: number, rows: number, colours: Uint8Array }

/** Cells across the longer side of a face. */
const FACE_CELLS = 8
/** Step between the levels a cell's colour is rounded to: 16 levels. */
const LEVEL = 17
/** Noise of a cell: brightness, and each channel's own. */
const BRIGHTNESS_NOISE = 20
const CHANNEL_NOISE = 6

/**
 * How many cells a region may be boiled down to. Text can be recovered from a blur by rendering candidates and comparing, so a
 * cell is never smaller than a line is high. What a box of unknown content holds is taken for text; its short side bounds the
 * height of a line. Faces get 8 cells across.
 */
export function gridSize({ label, w, h }: PaintBox): { columns: number, rows: number } {
  const cell = label === 'FACE' ? Math.max(w, h) / FACE_CELLS : Math.min(w, h)
  return { columns: Math.max(1, Math.floor(w / cell)), rows: Math.max(1, Math.floor(h / cell)) }
}

/**
 * Reduces a region to its grid: mean colour of each cell on white, rounded to few levels, plus noise from the system's
 * random source. Nothing else of the region goes into what is painted.
 */
export function reduce(pixels: Pixels, box: PaintBox): Grid {
  const { columns, rows } = gridSize(box)
  const sums = new Float64Array(columns * rows * 4)
  const rgba = new Uint8Array(box.w * 4)
  for (let y = 0; y < box.h; y++) {
    pixels.read(box.x, box.y + y, box.w, rgba)
    const first = Math.floor(y * rows / box.h) * columns
    for (let x = 0; x < box.w; x++) {
      const cell = (first + Math.floor(x * columns / box.w)) * 4
      const alpha = rgba[x * 4 + 3]
      const white = 255 * (255 - alpha)
      for (let c = 0; c < 3; c++) sums[cell + c] += (rgba[x * 4 + c] * alpha + white) / 255
      sums[cell + 3]++
    }
  }
  const colours = new Uint8Array(columns * rows * 3)
  const random = randomFillSync(new Int8Array(columns * rows * 4))
  for (let cell = 0; cell < columns * rows; cell++) {
    const brightness = random[cell * 4 + 3] * BRIGHTNESS_NOISE / 128
    for (let c = 0; c < 3; c++) {
      const level = Math.round(sums[cell * 4 + c] / sums[cell * 4 + 3] / LEVEL) * LEVEL
      const noise = brightness + random[cell * 4 + c] * CHANNEL_NOISE / 128
      colours[cell * 3 + c] = Math.max(0, Math.min(255, Math.round(level + noise)))
    }
  }
  return { columns, rows, colours }
}
