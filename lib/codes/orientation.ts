import type { Grey } from '../core/grey.js'
import type { Point } from '../core/types.js'

/** Side of a cell in which edges are summed, in pixels. */
const CELL = 16
/** Squared difference of brightness across two pixels from which on there is an edge. */
const EDGE = 40 ** 2
/** Share of a cell's samples that lie on edges: a rule or the outline of a thing has fewer. */
const DENSE = 0.25
/**
 * How far the edges in and about a cell agree in direction, 0..1, quarter turns counting as the same: bars all lie one way, the modules of
 * a matrix code two. Letters agree by 0.2 to 0.4.
 */
const AGREED = 0.5
/** Neighbours whose directions differ by less, in radians, are of one region. */
const SAME = 8 * Math.PI / 180
/** Cells from one to the next of a region, at most: between are wide bars. */
const GAP = 2
/** Least cells of a region. */
const LEAST = 4

/** Part of a picture whose edges all lie along one direction or at a right angle to it, as those of a code do. */
export interface Region {
  /** Radians, −π/4..π/4, by which the region is turned clockwise. */
  angle: number
  /** Corners of its cells. */
  points: Point[]
  /** Pixels. */
  area: number
}

/** Of each cell: how many edges, their strength, and their directions times four, as complex numbers of that strength. */
interface Sums { edges: Uint16Array, weight: Float32Array, re: Float32Array, im: Float32Array, columns: number, rows: number }

/**
 * The regions of a picture.
 *
 * @param unit 1 for edges as fine as pixels; 2, 4 … for edges so many times as far apart
 */
export function orientedRegions(picture: Grey, unit: number): Region[] {
  const sums = sumEdges(picture, unit)
  const angles = anglesOf(sums)
  const regions: Region[] = []
  for (let start = 0; start < angles.length; start++) {
    if (Number.isNaN(angles[start])) continue
    const cells = takeConnected(angles, start, sums)
    if (cells.length >= LEAST) regions.push(regionOf(cells, sums, CELL * unit))
  }
  return regions
}

/** Every other unit of every other row of units. */
function sumEdges({ data, width, height }: Grey, unit: number): Sums {
  const side = CELL * unit
  const columns = Math.ceil(width / side)
  const rows = Math.ceil(height / side)
  const of = (): Float32Array => new Float32Array(columns * rows)
  const [edges, weight, re, im] = [new Uint16Array(columns * rows), of(), of(), of()]
  const down = width * unit
  for (let y = unit; y < height - unit; y += 2 * unit) {
    const row = Math.floor(y / side) * columns
    for (let x = unit, at = y * width + unit; x < width - unit; x += 2 * unit, at += 2 * unit) {
      let gx = data[at + unit] - data[at - unit]
      let gy = data[at + down] - data[at - down]
      if (gx * gx + gy * gy < EDGE) continue
      // Sobel's, for the direction: plain differences are off by degrees.
      const falling = data[at + down + unit] - data[at - down - unit]
      const rising = data[at - down + unit] - data[at + down - unit]
      gx = 2 * gx + falling + rising
      gy = 2 * gy + falling - rising
      const square = gx * gx + gy * gy
      if (square === 0) continue
      const cell = row + Math.floor(x / side)
      const a = gx * gx - gy * gy
      const b = 2 * gx * gy
      edges[cell]++
      weight[cell] += square
      re[cell] += (a * a - b * b) / square
      im[cell] += 2 * a * b / square
    }
  }
  return { edges, weight, re, im, columns, rows }
}

/** Direction of each cell together with its neighbours, −π/4..π/4; not a number where there is none. */
function anglesOf({ edges, weight, re, im, columns, rows }: Sums): Float32Array {
  const angles = new Float32Array(columns * rows).fill(NaN)
  const least = DENSE * (CELL / 2) ** 2
  for (let cell = 0; cell < angles.length; cell++) {
    if (edges[cell] < least) continue
    const [x, y] = [cell % columns, Math.floor(cell / columns)]
    let [sum, sumRe, sumIm] = [0, 0, 0]
    for (let ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny++) {
      for (let i = ny * columns + Math.max(0, x - 1); i <= ny * columns + Math.min(columns - 1, x + 1); i++) {
        sum += weight[i]
        sumRe += re[i]
        sumIm += im[i]
      }
    }
    if (Math.hypot(sumRe, sumIm) >= AGREED * sum) angles[cell] = Math.atan2(sumIm, sumRe) / 4
  }
  return angles
}

/** The cells that hang together with the first one; they are taken out. */
function takeConnected(angles: Float32Array, start: number, { columns, rows }: Sums): number[] {
  const cells = [start]
  const directions = [angles[start]]
  angles[start] = NaN
  for (let i = 0; i < cells.length; i++) {
    const [x, y] = [cells[i] % columns, Math.floor(cells[i] / columns)]
    for (let ny = Math.max(0, y - GAP); ny <= Math.min(rows - 1, y + GAP); ny++) {
      for (let nx = Math.max(0, x - GAP); nx <= Math.min(columns - 1, x + GAP); nx++) {
        const next = ny * columns + nx
        // Not a number is never near.
        if (!(between(angles[next], directions[i]) < SAME)) continue
        cells.push(next)
        directions.push(angles[next])
        angles[next] = NaN
      }
    }
  }
  return cells
}

/** How far two directions lie apart that are the same after a quarter turn. */
function between(a: number, b: number): number {
  const apart = Math.abs(a - b) % (Math.PI / 2)
  return Math.min(apart, Math.PI / 2 - apart)
}

function regionOf(cells: readonly number[], { re: sumRe, im: sumIm, columns }: Sums, side: number): Region {
  let [re, im] = [0, 0]
  const points: Point[] = []
  for (const cell of cells) {
    re += sumRe[cell]
    im += sumIm[cell]
    const [x, y] = [cell % columns * side, Math.floor(cell / columns) * side]
    points.push({ x, y }, { x: x + side, y }, { x, y: y + side }, { x: x + side, y: y + side })
  }
  return { angle: Math.atan2(im, re) / 4, points, area: cells.length * side * side }
}
