import { Tensor, type InferenceSession } from '../inference/onnxruntime.js'
import { eachComponent } from '../core/components.js'
import { cut } from '../core/cut.js'
import type { Point } from '../core/types.js'
import { crop, type Pyramid, type Rotated } from '../core/grey.js'

/** A line of text as the detector sees it, in pixels of the picture, and how sure it is, 0..1. */
export interface TextLine extends Rotated { score: number }

/** A region of the detector's map: its convex hull, in order, and its mean probability. */
interface Region { hull: Point[], score: number }

/** Sizes must be multiples of this. */
export const STRIDE = 32
/** The detector runs on tiles of at most this many pixels a side: its memory grows with the tile, not with the page. */
const TILE = 1024
/** What neighbouring tiles share; half of it on each side is thrown away. */
const OVERLAP = 96
/** The detector takes sizes of whole strides. */
const TILES = { side: TILE, overlap: OVERLAP, round: (size: number) => roundTo(size + STRIDE / 2) }
const PIXEL_THRESHOLD = Math.round(0.3 * 255)
const LINE_THRESHOLD = 0.5
/** The detector's regions are shrunk; they are grown back by this much of area over perimeter. */
const UNCLIP = 1.5
const LEAST_SIDE = 3
/** A line this many times longer than high has a direction of its own. */
const LONG = 3

/**
 * Finds lines of text with DBNet.
 *
 * @param scale of the picture for the detector: letters should come to 15 px and more
 */
export async function findLines(session: InferenceSession, pyramid: Pyramid, width: number, height: number, scale: number): Promise<TextLine[]> {
  const w = roundTo(width * scale)
  const h = roundTo(height * scale)
  const map = await probabilities(session, pyramid, width, height, w, h)
  const sx = width / w
  const sy = height / h
  return rectangles(regionsOf(map, w)).map(({ score, ...r }) => ({ cx: r.cx * sx, cy: r.cy * sy, w: r.w * sx, h: r.h * sy, angle: r.angle, score }))
}

/** Long regions tell their direction themselves; short ones take that of the page. Grown to the full height of the letters. */
function rectangles(regions: Region[]): TextLine[] {
  const free = regions.map(({ hull }) => smallestRectangle(hull))
  const long = free.filter(r => Math.max(r.w, r.h) > LONG * Math.min(r.w, r.h)).map(r => r.angle).sort((a, b) => a - b)
  const page = long.length >= 3 ? long[long.length >> 1] : 0
  const lines: TextLine[] = []
  free.forEach((r, i) => {
    if (Math.max(r.w, r.h) <= LONG * Math.min(r.w, r.h)) r = rectangleAt(regions[i].hull, page)
    if (Math.min(r.w, r.h) < LEAST_SIDE) return
    const grown = UNCLIP * r.w * r.h / (r.w + r.h)
    lines.push({ ...r, w: r.w + grown, h: r.h + grown, score: regions[i].score })
  })
  return lines
}

const roundTo = (size: number): number => Math.max(STRIDE, Math.round(size / STRIDE) * STRIDE)

/** The probability of text, 0..255, for each pixel of the picture brought to `w` × `h`. */
async function probabilities(session: InferenceSession, pyramid: Pyramid, width: number, height: number, w: number, h: number): Promise<Uint8Array> {
  const map = new Uint8Array(w * h)
  const [across, down] = [w, h].map(length => cut(length, TILES))
  const tw = across.size
  const th = down.size
  const input = new Float32Array(tw * th)
  for (const y0 of down.starts) {
    for (const x0 of across.starts) {
      const r = { cx: (x0 + tw / 2) * width / w, cy: (y0 + th / 2) * height / h, w: tw * width / w, h: th * height / h, angle: 0 }
      crop(pyramid, r, tw, th, input)
      const results = await session.run({ [session.inputNames[0]]: new Tensor('float32', input, [1, 1, th, tw]) })
      const result = results[session.outputNames[0]]
      const values = result.data as Float32Array
      const left = x0 === 0 ? 0 : OVERLAP / 2
      const top = y0 === 0 ? 0 : OVERLAP / 2
      for (let y = top; y < th; y++) {
        for (let x = left, i = y * tw + left, o = (y0 + y) * w + x0 + left; x < tw; x++) map[o++] = values[i++] * 255
      }
      result.dispose()
    }
  }
  return map
}

/** Connected regions of the map. */
function regionsOf(map: Uint8Array, width: number): Region[] {
  const found: Region[] = []
  eachComponent(map.map(value => value < PIXEL_THRESHOLD ? 0 : 1), width, 4, ({ y: first }, pixels, count) => {
    const from: number[] = []
    const to: number[] = []
    let sum = 0
    for (let i = 0; i < count; i++) {
      const at = pixels[i]
      const x = at % width
      const row = (at - x) / width - first
      if (from[row] === undefined || x < from[row]) from[row] = x
      if (to[row] === undefined || x > to[row]) to[row] = x
      sum += map[at]
    }
    const score = sum / count / 255
    if (score < LINE_THRESHOLD) return
    const points: Point[] = []
    for (let i = 0; i < from.length; i++) {
      points.push({ x: from[i], y: first + i }, { x: from[i], y: first + i + 1 }, { x: to[i] + 1, y: first + i }, { x: to[i] + 1, y: first + i + 1 })
    }
    found.push({ hull: hull(points), score })
  })
  return found
}

/** The smallest rectangle round a hull; its angle is within 45° of the x axis. */
function smallestRectangle(hull: readonly Point[]): Rotated {
  let best: Rotated | undefined
  hull.forEach((a, i) => {
    const b = hull[(i + 1) % hull.length]
    const angle = Math.atan2(b.y - a.y, b.x - a.x)
    const r = rectangleAt(hull, angle - Math.round(angle / (Math.PI / 2)) * Math.PI / 2)
    if (!best || r.w * r.h < best.w * best.h) best = r
  })
  return best!
}

/** The rectangle of that direction round a hull. */
function rectangleAt(hull: readonly Point[], angle: number): Rotated {
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  let u0 = Infinity
  let u1 = -Infinity
  let v0 = Infinity
  let v1 = -Infinity
  for (const p of hull) {
    const u = p.x * cos + p.y * sin
    const v = p.y * cos - p.x * sin
    if (u < u0) u0 = u
    if (u > u1) u1 = u
    if (v < v0) v0 = v
    if (v > v1) v1 = v
  }
  const u = (u0 + u1) / 2
  const v = (v0 + v1) / 2
  return { cx: u * cos - v * sin, cy: u * sin + v * cos, w: u1 - u0, h: v1 - v0, angle }
}

/** Convex hull, in order (monotone chain). */
function hull(points: Point[]): Point[] {
  points.sort((a, b) => a.x - b.x || a.y - b.y)
  const chain = (list: Point[]): Point[] => {
    const out: Point[] = []
    for (const p of list) {
      while (out.length >= 2 && cross(out[out.length - 2], out[out.length - 1], p) <= 0) out.pop()
      out.push(p)
    }
    out.pop()
    return out
  }
  return [...chain(points), ...chain(points.reverse())]
}

const cross = (o: Point, a: Point, b: Point): number => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x)
