import type { Box } from '../core/types.js'
import { cut } from '../core/cut.js'
import type { Crop } from './letterbox.js'

/** A picture's size in pixels. */
export interface Size { width: number, height: number }

/** Small pictures are enlarged by no more than this: what is not in the pixels does not appear. */
export const maxEnlargement = 2.2

/**
 * Net pixels per pixel, so that the picture's longer side has that many net pixels; longer than 2 : 1, so that it has as many pixels as one of 2 : 1,
 * for of a long picture's breadth too little would be left.
 */
export function scaleTo({ width, height }: Size, side: number): number {
  const longer = Math.min(Math.max(width, height), Math.sqrt(2 * width * height))
  return Math.min(side / longer, maxEnlargement)
}

/** Whether an object is so large a part of the picture that little is seen around it. */
export function fills({ w, h }: Box, { width, height }: Size): boolean {
  return Math.max(w, h) > 0.3 * Math.max(width, height)
}

export interface TileOptions {
  /** Net pixels per pixel. */
  scale: number
  /** Largest side of a tile, in net pixels. */
  side: number
  /** Least overlap of neighbours, in net pixels. Objects up to this size are seen whole in one tile or the other. */
  overlap: number
  /** The part that they cover, in whole pixels. Absent: all of the picture. */
  within?: Box
}

/** Overlapping crops, of even size, that cover the picture or a part of it. */
export function tiles({ width, height }: Size, { scale, side, overlap, within }: TileOptions): (Crop & { window: Box })[] {
  const part = within ?? { x: 0, y: 0, w: width, h: height }
  const [columns, rows] = [part.w, part.h].map(length => cut(length, { side: side / scale, overlap: overlap / scale }))
  return rows.starts.flatMap(y => columns.starts.map(x => ({ window: { x: part.x + x, y: part.y + y, w: columns.size, h: rows.size }, scale })))
}

/** A square of that side about the middle of a box, in whole pixels, moved into the picture as far as it goes. */
export function windowAbout({ x, y, w, h }: Box, view: Size, side: number): Box {
  const span = (middle: number, length: number): [number, number] => {
    const part = Math.min(Math.ceil(side), length)
    return [Math.round(Math.max(0, Math.min(length - part, middle - part / 2))), part]
  }
  const [left, wide] = span(x + w / 2, view.width)
  const [top, high] = span(y + h / 2, view.height)
  return { x: left, y: top, w: wide, h: high }
}

/** Whether a find reaches an edge of its tile that is no edge of the picture: the rest of the object lies in the next tile. */
export function isCut(object: Box, window: Box, { width, height }: Size, margin: number): boolean {
  return (window.x > 0 && object.x < window.x + margin)
    || (window.y > 0 && object.y < window.y + margin)
    || (window.x + window.w < width && object.x + object.w > window.x + window.w - margin)
    || (window.y + window.h < height && object.y + object.h > window.y + window.h - margin)
}
