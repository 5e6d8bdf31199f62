import type { Grey } from '../core/grey.js'
import type { Point } from '../core/types.js'
import { boundingBox } from '../core/geometry.js'

export type Quad = [Point, Point, Point, Point]

/** Rows without bars, at least, that end a code: separators between the rows of a stacked one are lower. */
const GAP = 4
/** Share of the differences between neighbours along the line that a row of bars has at least, and at most across it. */
const [BARS, CROSSED] = [0.35, 0.7]

/** Pixels that a measured edge may be off. */
const MARGIN = 2

/** Where a code lies in the frame of its bars: u goes along the code, v along the bars. */
interface Extent { left: number, right: number, top: number, bottom: number }

/**
 * The whole rectangle of a linear code. A reader tells where it crossed the bars, which may be one level row through a tilted code: the
 * bars tell how it stands, and where they end.
 *
 * @param options.stacked the code may have several rows, not all of one length, and the reader may have told of one
 */
export function wholeCode(corners: Quad, picture: Grey, { stacked }: { stacked: boolean }): Quad {
  const [topLeft, topRight, bottomRight, bottomLeft] = corners
  const [from, to] = [middle(topLeft, bottomLeft), middle(topRight, bottomRight)]
  if (Math.hypot(to.x - from.x, to.y - from.y) < 1) return corners
  const along = directionOfBars(from, to, corners, picture)
  const down = { x: -along.y, y: along.x }
  const centre = middle(from, to)
  const us = corners.map(({ x, y }) => (x - centre.x) * along.x + (y - centre.y) * along.y)
  const vs = corners.map(({ x, y }) => (x - centre.x) * down.x + (y - centre.y) * down.y)
  const seen: Extent = { left: Math.min(...us), right: Math.max(...us), top: Math.min(...vs), bottom: Math.max(...vs) }
  const back = (u: number, v: number): Point => ({ x: centre.x + along.x * u + down.x * v, y: centre.y + along.y * u + down.y * v })
  const at = (u: number, v: number): number => {
    const { x, y } = back(u, v)
    return sample(picture, x, y)
  }
  let whole = withRows(seen, at)
  if (stacked) whole = withRows(withColumns(whole, at), at)
  const { left, right, top, bottom } = whole
  const [l, r, t, b] = [left - MARGIN, right + MARGIN, top - MARGIN, bottom + MARGIN]
  return [back(l, t), back(r, t), back(r, b), back(l, b)]
}

/** Goes on up and down as long as there are rows of bars. */
function withRows(seen: Extent, at: (u: number, v: number) => number): Extent {
  const { left, right, top, bottom } = seen
  const row = (v: number): Row => measure(at, left, right, v)
  let best = row(top)
  for (let v = top + 2; v <= bottom; v += 2) {
    const here = row(v)
    if (here.bars > best.bars) best = here
  }
  const gap = Math.max(GAP, 4 * (right - left) / Math.max(1, best.edges))
  const reach = (start: number, step: 1 | -1): number => {
    let last = start
    for (let v = start; Math.abs(v - start) <= 2 * (right - left) && Math.abs(v - last) <= gap; v += step) {
      const { bars, across } = row(v)
      if (bars >= BARS * best.bars && across <= CROSSED * bars) last = v
    }
    return last
  }
  return { left, right, top: reach(top, -1), bottom: reach(bottom, 1) }
}

/** Height in pixels of the pieces of a bar that are looked for, and how many pixels may be without one. */
const [PIECE, WITHOUT] = [8, 24]

/** Goes on left and right as long as there are edges of bars, at most as far again as the code is long. */
function withColumns(seen: Extent, at: (u: number, v: number) => number): Extent {
  const { left, right, top, bottom } = seen
  const isEdge = (u: number): boolean => {
    for (let v = top; v + PIECE <= bottom; v += PIECE) {
      let sum = 0
      for (let i = 0; i < PIECE; i++) sum += at(u + 1, v + i) - at(u - 1, v + i)
      if (Math.abs(sum) > 48 * PIECE) return true
    }
    return false
  }
  const reach = (start: number, step: 1 | -1): number => {
    let last = start
    for (let u = start; Math.abs(u - start) <= right - left + WITHOUT && Math.abs(u - last) <= WITHOUT; u += step) if (isEdge(u)) last = u
    return last
  }
  return { left: reach(left, -1), right: reach(right, 1), top, bottom }
}

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })

/** The unit vector at a right angle to the bars on the line, or else between the corners, by their gradients. It points as the line does. */
function directionOfBars(from: Point, to: Point, corners: Quad, picture: Grey): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const unit = { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
  const line = function * (): Generator<Point> {
    for (let side = -2; side <= 2; side++) {
      for (let i = 0; i <= length; i++) yield { x: from.x + unit.x * i - unit.y * side, y: from.y + unit.y * i + unit.x * side }
    }
  }
  const { x, y, w, h } = boundingBox(corners)
  const between = function * (): Generator<Point> {
    for (let py = y; py <= y + h; py += 2) for (let px = x; px <= x + w; px += 2) yield { x: px, y: py }
  }
  const angle = directionAt(line(), picture) ?? directionAt(between(), picture)
  if (angle === undefined) return unit
  const sign = Math.cos(angle) * unit.x + Math.sin(angle) * unit.y < 0 ? -1 : 1
  return { x: sign * Math.cos(angle), y: sign * Math.sin(angle) }
}

/** Radians; undefined where gradients do not agree. */
function directionAt(points: Iterable<Point>, picture: Grey): number | undefined {
  let [re, im, weight] = [0, 0, 0]
  for (const { x, y } of points) {
    const [a, b, c, d] = [sample(picture, x + 1, y + 1), sample(picture, x - 1, y - 1), sample(picture, x + 1, y - 1), sample(picture, x - 1, y + 1)]
    const gx = 2 * (sample(picture, x + 1, y) - sample(picture, x - 1, y)) + a - b + c - d
    const gy = 2 * (sample(picture, x, y + 1) - sample(picture, x, y - 1)) + a - b - c + d
    re += gx * gx - gy * gy
    im += 2 * gx * gy
    weight += gx * gx + gy * gy
  }
  return Math.hypot(re, im) < 0.5 * weight ? undefined : Math.atan2(im, re) / 2
}

interface Row {
  /** Mean difference between neighbours along the row, and between it and the row two below. */
  bars: number
  across: number
  edges: number
}

function measure(at: (u: number, v: number) => number, left: number, right: number, v: number): Row {
  let [bars, across, edges, count] = [0, 0, 0, 0]
  let before = at(left, v)
  let bright = before > 127
  for (let u = left + 1; u <= right; u++, count++) {
    const here = at(u, v)
    bars += Math.abs(here - before)
    across += Math.abs(at(u, v + 2) - here)
    if (here > 127 !== bright) {
      bright = !bright
      edges++
    }
    before = here
  }
  return { bars: bars / Math.max(1, count), across: across / Math.max(1, count), edges }
}

/** Between pixels; beyond the picture its edge goes on. */
function sample({ data, width, height }: Grey, x: number, y: number): number {
  const px = Math.min(width - 1, Math.max(0, x))
  const py = Math.min(height - 1, Math.max(0, y))
  const [x0, y0] = [Math.floor(px), Math.floor(py)]
  const [fx, fy] = [px - x0, py - y0]
  const at = y0 * width + x0
  const right = x0 + 1 < width ? 1 : 0
  const below = y0 + 1 < height ? width : 0
  const upper = data[at] + (data[at + right] - data[at]) * fx
  const lower = data[at + below] + (data[at + below + right] - data[at + below]) * fx
  return upper + (lower - upper) * fy
}
