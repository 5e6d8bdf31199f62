import type { Box, Point, VisualObject } from './types.js'

/** Area that two boxes share. */
export function intersection(a: Box, b: Box): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y)
  return w > 0 && h > 0 ? w * h : 0
}

/** Intersection over union, 0..1. */
export function iou(a: Box, b: Box): number {
  const shared = intersection(a, b)
  return shared === 0 ? 0 : shared / (a.w * a.h + b.w * b.h - shared)
}

/** Share of the smaller box that lies in the other one, 0..1. */
export function containment(a: Box, b: Box): number {
  const shared = intersection(a, b)
  return shared === 0 ? 0 : shared / Math.min(a.w * a.h, b.w * b.h)
}

/** Share of `a` that lies in `b`, 0..1. */
export const share = (a: Box, b: Box): number => intersection(a, b) / (a.w * a.h)

/** Share of a box's area under other boxes; overlaps among those count twice, which only makes it larger. */
export function covered(box: Box, others: readonly Box[]): number {
  const area = others.reduce((sum, other) => sum + intersection(box, other), 0)
  return area / (box.w * box.h)
}

/** The part of the box inside a picture of that size; undefined when nothing is left. */
export function clip<T extends Box>(box: T, width: number, height: number): T | undefined {
  const x = Math.max(0, box.x)
  const y = Math.max(0, box.y)
  const w = Math.min(width, box.x + box.w) - x
  const h = Math.min(height, box.y + box.h) - y
  return w > 0 && h > 0 ? { ...box, x, y, w, h } : undefined
}

/** The box in whole pixels that holds it. */
export function roundOut({ x, y, w, h }: Box): Box {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  return { x: left, y: top, w: Math.ceil(x + w) - left, h: Math.ceil(y + h) - top }
}

/** A box in pixels of a picture of that size, or, with all values within 0..1, in fractions of it: in pixels. */
export function inPixels({ x, y, w, h }: Box, { width, height }: { width: number, height: number }): Box {
  const fractions = Math.max(x, y, w, h) <= 1
  return fractions ? { x: x * width, y: y * height, w: w * width, h: h * height } : { x, y, w, h }
}

/** The box that holds both. */
export function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y }
}

/** The upright box around points. */
export function boundingBox(points: readonly Point[]): Box {
  const xs = points.map(point => point.x)
  const ys = points.map(point => point.y)
  const x = Math.min(...xs)
  const y = Math.min(...ys)
  return { x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y }
}

export interface NmsOptions {
  /** Two finds of one type are the same object from this intersection over union on. */
  iou?: number
  /** … or when this share of the smaller one lies inside the other. */
  containment?: number
}

/** Side of a cell in pixels. */
const CELL = 128

/**
 * Objects by the place where they lie, so that those near a box are found without looking at all of them: a noisy picture has
 * thousands of hints.
 */
class Cells<T extends VisualObject> {
  readonly #cells = new Map<number, T[]>()

  add(object: T): void {
    for (const cell of cellsOf(object)) {
      const list = this.#cells.get(cell)
      if (list) list.push(object)
      else this.#cells.set(cell, [object])
    }
  }

  /** Whether any object of the same type that shares a cell with this one is so. */
  some(object: VisualObject, is: (other: T) => boolean): boolean {
    for (const cell of cellsOf(object)) if (this.#cells.get(cell)?.some(other => other.type === object.type && is(other))) return true
    return false
  }
}

function * cellsOf({ x, y, w, h }: Box): Generator<number> {
  for (let row = Math.floor(y / CELL); row <= Math.floor((y + h) / CELL); row++) {
    for (let column = Math.floor(x / CELL); column <= Math.floor((x + w) / CELL); column++) yield row * 65_536 + column
  }
}

/**
 * Non-maximum suppression within each type: of finds that are the same object the best-scored stays.
 * Sorted by falling score.
 */
export function nms<T extends VisualObject>(objects: readonly T[], options: NmsOptions = {}): T[] {
  const { iou: sameIou = 0.4, containment: sameInside = 0.85 } = options
  const kept: T[] = []
  const cells = new Cells<T>()
  for (const object of objects.toSorted((a, b) => b.score - a.score)) {
    const same = cells.some(object, other => {
      const shared = intersection(object, other)
      if (shared === 0) return false
      const [a, b] = [object.w * object.h, other.w * other.h]
      return shared > sameIou * (a + b - shared) || shared > sameInside * Math.min(a, b)
    })
    if (same) continue
    kept.push(object)
    cells.add(object)
  }
  return kept
}

/** Finds of two detectors that overlap this much are of the same object. */
const sameObject = 0.4

/** Finds of two detectors, each one's list free of doubles, by object: those that both found, and those that only one did. */
export function pair<A extends VisualObject, B extends VisualObject>(first: readonly A[], second: readonly B[]): [A | undefined, B | undefined][] {
  const cells = new Cells<B>()
  for (const object of second) cells.add(object)
  const open = new Set(second)
  const pairs = first.map((object): [A | undefined, B | undefined] => {
    const same = mostSure(cells, object)
    if (same) open.delete(same)
    return [object, same]
  })
  return [...pairs, ...[...open].map((object): [undefined, B] => [undefined, object])]
}

/** The surest object that overlaps this one enough to be the same. */
function mostSure<T extends VisualObject>(cells: Cells<T>, object: VisualObject): T | undefined {
  let best: T | undefined
  cells.some(object, other => {
    if ((best === undefined || other.score > best.score) && iou(other, object) > sameObject) best = other
    return false
  })
  return best
}

/** Beyond this, in degrees, the sides of what lies in an upright box are no longer told from it. */
const MOST_SKEW = 35

/**
 * An upright box round something that slopes by so many degrees, down towards its right, as the box of the same thing once all is turned back by
 * them about the origin.
 */
export function deskewed({ x, y, w, h }: Box, degrees: number): Box {
  const angle = degrees * Math.PI / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const steep = Math.min(Math.abs(degrees), MOST_SKEW) * Math.PI / 180
  const [c, s] = [Math.cos(steep), Math.sin(steep)]
  const side = (one: number, other: number): number => Math.max(1, Math.min(Math.hypot(one, other), (one * c - other * s) / (c * c - s * s)))
  const [width, height] = [side(w, h), side(h, w)]
  const [cx, cy] = [x + w / 2, y + h / 2]
  return { x: cx * cos + cy * sin - width / 2, y: cy * cos - cx * sin - height / 2, w: width, h: height }
}
