import { randomFillSync } from 'node:crypto'
import type { Pixels } from '../core/pixels.js'
import type { PaintBox } from '../core/types.js'

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
 * Reduces regions to their grids: mean colour of each cell on white, rounded to few levels, plus noise from the system's
 * random source. Nothing else of a region goes into what is painted. Every row of the picture is read once, however many regions lie on it.
 *
 * @returns a grid for each region, in their order
 */
export function reduceAll(pixels: Pixels, boxes: readonly (PaintBox | undefined)[]): (Grid | undefined)[] {
  const grids: (Grid | undefined)[] = new Array(boxes.length).fill(undefined)
  const coming = boxes.flatMap((box, i) => box ? [{ box, i, ...gridSize(box), sums: new Float64Array(0) }] : []).sort((a, b) => b.box.y - a.box.y)
  let active: typeof coming = []
  let y = 0
  while (coming.length > 0 || active.length > 0) {
    if (active.length === 0) y = coming.at(-1)!.box.y
    while (coming.length > 0 && coming.at(-1)!.box.y <= y) {
      const region = coming.pop()!
      region.sums = new Float64Array(region.columns * region.rows * 3)
      active.push(region)
    }
    const left = active.reduce((least, { box }) => Math.min(least, box.x), Infinity)
    const right = active.reduce((most, { box }) => Math.max(most, box.x + box.w), 0)
    const totals = runningTotals(pixels, left, y, right - left)
    for (const { box, columns, rows, sums } of active) {
      let cell = Math.floor((y - box.y) * rows / box.h) * columns * 3
      let from = (box.x - left) * 3
      for (let column = 1; column <= columns; column++) {
        const to = (box.x - left + Math.ceil(column * box.w / columns)) * 3
        for (let c = 0; c < 3; c++) sums[cell++] += totals[to + c] - totals[from + c]
        from = to
      }
    }
    y++
    active = active.filter(({ box, i, columns, rows, sums }) => {
      if (y < box.y + box.h) return true
      grids[i] = { columns, rows, colours: coloursOf(box, columns, rows, sums) }
      return false
    })
  }
  return grids
}

/** Of a row, RGB on white: the sum of all pixels before each, and of all. */
function runningTotals(pixels: Pixels, x: number, y: number, width: number): Float64Array {
  const rgba = pixels.read(x, y, width)
  const totals = new Float64Array((width + 1) * 3)
  for (let i = 0, at = 3; i < width * 4; i += 4, at += 3) {
    const alpha = rgba[i + 3]
    const white = 255 * (255 - alpha)
    for (let c = 0; c < 3; c++) totals[at + c] = totals[at + c - 3] + (rgba[i + c] * alpha + white) / 255
  }
  return totals
}

function coloursOf({ w, h }: PaintBox, columns: number, rows: number, sums: Float64Array): Uint8Array {
  const colours = new Uint8Array(columns * rows * 3)
  const random = randomFillSync(new Int8Array(columns * rows * 4))
  // Pixels of a row, or of a column, whose place falls into cell `n` of so many.
  const pixelsIn = (n: number, cells: number, side: number): number => Math.ceil((n + 1) * side / cells) - Math.ceil(n * side / cells)
  for (let cell = 0; cell < columns * rows; cell++) {
    const brightness = random[cell * 4 + 3] * BRIGHTNESS_NOISE / 128
    const count = pixelsIn(cell % columns, columns, w) * pixelsIn(Math.floor(cell / columns), rows, h)
    for (let c = 0; c < 3; c++) {
      const level = Math.round(sums[cell * 3 + c] / count / LEVEL) * LEVEL
      const noise = brightness + random[cell * 4 + c] * CHANNEL_NOISE / 128
      colours[cell * 3 + c] = Math.max(0, Math.min(255, Math.round(level + noise)))
    }
  }
  return colours
}
