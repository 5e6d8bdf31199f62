import { decodeLzw } from './lzw.js'
import { Scratch } from './scratch.js'
import type { GifInfo, Rect } from './types.js'

/**
 * Canvases are RGBA, seen as one 32-bit word a pixel. A pixel of a GIF is either opaque or fully transparent, and
 * transparent pixels are all zero.
 */
export type Canvas = Uint32Array

export const TRANSPARENT = 0

/** The canvas on shared memory, so that it can go from worker to worker. */
export function newCanvas(pixels: number): Canvas { return new Uint32Array(new SharedArrayBuffer(pixels * 4)) }

const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1

/** Palette entry → canvas word, for all 256 indices; those that show nothing are TRANSPARENT, and those beyond the palette black, as in all viewers. */
export function wordsOf(palette: Uint8Array, transparent?: number): Uint32Array {
  const words = new Uint32Array(256).fill(word(0, 0, 0))
  for (let i = 0; i * 3 + 2 < palette.length; i++) words[i] = word(palette[i * 3], palette[i * 3 + 1], palette[i * 3 + 2])
  if (transparent !== undefined) words[transparent] = TRANSPARENT
  return words
}

function word(r: number, g: number, b: number): number {
  return (littleEndian ? 0xff000000 | b << 16 | g << 8 | r : r << 24 | g << 16 | b << 8 | 0xff) >>> 0
}

/** The parts of a canvas pixel, 0..255. */
export function rgb(word: number): [number, number, number] {
  return littleEndian ? [word & 0xff, word >>> 8 & 0xff, word >>> 16 & 0xff] : [word >>> 24, word >>> 16 & 0xff, word >>> 8 & 0xff]
}

/** The frame's own colour table, else the screen's: RGB, three bytes an entry. */
export function paletteOf(info: GifInfo): Uint8Array { return info.palette ?? info.screen.palette! }

/** The part of a frame's rectangle that lies on the screen; w or h is 0 when none does. */
export function onScreen({ rect, screen }: GifInfo): Rect {
  const x = Math.min(rect.x, screen.width)
  const y = Math.min(rect.y, screen.height)
  return { x, y, w: Math.min(rect.w, screen.width - x), h: Math.min(rect.h, screen.height - y) }
}

const scratch = new Scratch()

/** Palette indices of the part of a frame that lies on the screen, row by row from the top. They are good until the next call. */
export function indicesOf(lzw: Uint8Array, info: GifInfo): Uint8Array {
  const { w, h } = info.rect
  const stored = new Uint8Array(scratch.take(w * h), 0, w * h)
  decodeLzw(lzw, info.minCodeSize, stored)
  const seen = onScreen(info)
  if (!info.interlaced && seen.w === w && seen.h === h) return stored
  const indices = new Uint8Array(seen.w * seen.h)
  const rows = info.interlaced ? interlacedRows(h) : undefined
  for (let i = 0; i < h; i++) {
    const row = rows ? rows[i] : i
    if (row < seen.h) indices.set(stored.subarray(i * w, i * w + seen.w), row * seen.w)
  }
  return indices
}

/** The rows of an interlaced frame in the order in which they are stored. */
export function interlacedRows(height: number): number[] {
  const rows: number[] = []
  for (const [start, step] of [[0, 8], [4, 8], [2, 4], [1, 2]]) {
    for (let row = start; row < height; row += step) rows.push(row)
  }
  return rows
}

/** Draws indices onto the canvas; transparent ones leave what is there. */
export function draw(canvas: Canvas, width: number, rect: Rect, indices: Uint8Array, words: Uint32Array): void {
  for (let y = 0, i = 0; y < rect.h; y++) {
    let to = (rect.y + y) * width + rect.x
    for (const rowEnd = i + rect.w; i < rowEnd; i++, to++) {
      const w = words[indices[i]]
      if (w !== TRANSPARENT) canvas[to] = w
    }
  }
}

/** Makes a part transparent. */
export function clear(canvas: Canvas, width: number, rect: Rect): void {
  for (let y = rect.y; y < rect.y + rect.h; y++) canvas.fill(TRANSPARENT, y * width + rect.x, y * width + rect.x + rect.w)
}

/** Copies a rectangle out of the canvas, to be put back by {@link restore}. */
export function save(canvas: Canvas, width: number, rect: Rect): Canvas {
  const saved = newCanvas(rect.w * rect.h)
  for (let y = 0; y < rect.h; y++) {
    const from = (rect.y + y) * width + rect.x
    saved.set(canvas.subarray(from, from + rect.w), y * rect.w)
  }
  return saved
}

/** Puts back what was saved of a part. */
export function restore(canvas: Canvas, width: number, rect: Rect, saved: Canvas): void {
  for (let y = 0; y < rect.h; y++) canvas.set(saved.subarray(y * rect.w, (y + 1) * rect.w), (rect.y + y) * width + rect.x)
}

/** What the frames so far left on the screen, and what the next one must do before it draws. */
export interface Composed { canvas: Canvas, disposal: GifInfo['disposal'], rect: Rect, saved?: Canvas }

export function blank(pixels: number): Composed { return { canvas: newCanvas(pixels), disposal: 0, rect: { x: 0, y: 0, w: 0, h: 0 } } }

/** The canvas that the next frame is drawn on. */
export function disposed({ canvas, disposal, rect, saved }: Composed, width: number): Canvas {
  if (disposal === 2) clear(canvas, width, rect)
  else if (disposal === 3) restore(canvas, width, rect, saved!)
  return canvas
}

/** Draws a frame on it. */
export function compose(
  canvas: Canvas, width: number, { rect, disposal, indices, words }: { rect: Rect, disposal: GifInfo['disposal'], indices: Uint8Array, words: Uint32Array },
): Composed {
  const next: Composed = { canvas, disposal, rect }
  if (disposal === 3) next.saved = save(canvas, width, rect)
  draw(canvas, width, rect, indices, words)
  return next
}
