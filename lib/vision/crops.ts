import type { Box } from '../core/types.js'
import { union } from '../core/geometry.js'
import type { Look } from './letterbox.js'

/** A picture's size in pixels. */
export interface Size { width: number, height: number }

/** Small pictures are enlarged by no more than this: what is not in the pixels does not appear. */
const maxEnlargement = 2.2

/** The whole picture, so that its longer side has that many net pixels. */
export function wholeLook({ width, height }: Size, side: number): Look {
  return { scale: Math.min(side / Math.max(width, height), maxEnlargement) }
}

/**
 * The whole picture, so that its longer side has that many net pixels; longer than 2 : 1, so that it has as many pixels as one of 2 : 1,
 * for of a long picture's breadth too little would be left.
 */
export function roomyLook({ width, height }: Size, side: number): Look {
  const longer = Math.min(Math.max(width, height), Math.sqrt(2 * width * height))
  return { scale: Math.min(side / longer, maxEnlargement) }
}

/** Whether an object is so large a part of the picture that little is seen around it. */
export function fills({ w, h }: Box, { width, height }: Size): boolean {
  return Math.max(w, h) > 0.3 * Math.max(width, height)
}

export interface TileOptions {
  /** Longer side of the whole picture, in net pixels, at the scale of the tiles; small pictures are enlarged as whole ones are. */
  pictureSide: number
  /** Largest side of a tile, in net pixels. */
  tileSide: number
  /** Least overlap of neighbours, in net pixels. Objects up to this size are seen whole in one tile or the other. */
  overlap: number
}

/** Overlapping parts, of even size, that cover the picture. */
export function tileLooks({ width, height }: Size, { pictureSide, tileSide, overlap }: TileOptions): Look[] {
  const { scale } = wholeLook({ width, height }, pictureSide)
  const columns = spans(width, tileSide / scale, overlap / scale)
  const rows = spans(height, tileSide / scale, overlap / scale)
  return rows.flatMap(([y, h]) => columns.map(([x, w]) => ({ window: { x, y, w, h }, scale })))
}

/** Cuts a length into the fewest [start, length] of at most `side` that overlap by `overlap` or more. */
function spans(length: number, side: number, overlap: number): [number, number][] {
  const count = Math.max(1, Math.ceil((length - overlap) / (side - overlap)))
  const part = Math.ceil((length + (count - 1) * overlap) / count)
  return Array.from({ length: count }, (_, i) => [count === 1 ? 0 : Math.round(i * (length - part) / (count - 1)), Math.min(part, length)])
}

/** A rectangle of that size about the middle of a box, in whole pixels, moved into the picture as far as it goes. */
export function windowAbout({ x, y, w, h }: Box, view: Size, width: number, height = width): Box {
  const span = (middle: number, side: number, length: number): [number, number] => {
    const part = Math.min(Math.ceil(side), length)
    return [Math.round(Math.max(0, Math.min(length - part, middle - part / 2))), part]
  }
  const [left, wide] = span(x + w / 2, width, view.width)
  const [top, high] = span(y + h / 2, height, view.height)
  return { x: left, y: top, w: wide, h: high }
}

export interface AboutOptions {
  /** Net pixels per view pixel. */
  scale: number
  /** Net pixels around every object, and the least and the largest side of a window. */
  room: number
  least: number
  most: number
}

/** Windows that show every box with room around it; boxes that fit into one window share it. Larger ones have a window of their own. */
export function looksAbout(view: Size, boxes: readonly Box[], { scale, room, least, most }: AboutOptions): Look[] {
  const margin = room / scale
  const open = boxes.map(({ x, y, w, h }) => ({ x: x - margin, y: y - margin, w: w + 2 * margin, h: h + 2 * margin })).sort((a, b) => a.y - b.y)
  const looks: Look[] = []
  while (open.length > 0) {
    let hull: Box = open.shift()!
    for (let i = 0; i < open.length;) {
      const both = union(hull, open[i])
      if (Math.max(both.w, both.h) * scale > most) i++
      else [hull] = [both, ...open.splice(i, 1)]
    }
    looks.push({ window: windowAbout(hull, view, Math.max(hull.w, least / scale), Math.max(hull.h, least / scale)), scale })
  }
  return looks
}

/** Whether a find reaches an edge of its tile that is no edge of the picture: the rest of the object lies in the next tile. */
export function isCut(object: Box, window: Box, { width, height }: Size, margin: number): boolean {
  return (window.x > 0 && object.x < window.x + margin)
    || (window.y > 0 && object.y < window.y + margin)
    || (window.x + window.w < width && object.x + object.w > window.x + window.w - margin)
    || (window.y + window.h < height && object.y + object.h > window.y + window.h - margin)
}
