import { Pixels } from '../../core/pixels.js'
import type { Raster } from '../../core/types.js'
import type { FrameControl, Rect } from './walk.js'

/**
 * The canvas of an animation: RGBA of 8 or 16 bits (little-endian), on shared memory. Decoding draws the input's frames on one;
 * encoding keeps another that is what a viewer of the output will have.
 */
export interface Canvas { width: number, height: number, bits: 8 | 16, data: Uint8Array }

/** A transparent canvas: RGBA, 8 or 16 bits a sample. */
export function blankCanvas(width: number, height: number, bits: 8 | 16): Canvas {
  return { width, height, bits, data: new Uint8Array(new SharedArrayBuffer(width * height * bits / 2)) }
}

const OVER = 1
const CLEARED = 1
const PUT_BACK = 2

/** Draws an image of `rect`'s size onto a canvas, replacing what is there or blended over it. */
export function draw(image: Raster, rect: Rect, blend: FrameControl['blend'], canvas: Canvas): void {
  if (canvas.bits === 16) return drawWide(image, rect, blend, canvas)
  const pixels = new Pixels(image)
  const row = new Uint8Array(rect.w * 4)
  for (let y = 0; y < rect.h; y++) {
    pixels.read(0, y, rect.w, row)
    lay(row, canvas.data, ((rect.y + y) * canvas.width + rect.x) * 4, blend, 255)
  }
}

function drawWide(image: Raster, rect: Rect, blend: FrameControl['blend'], canvas: Canvas): void {
  const { channels, alpha, data } = image
  const from = new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
  const to = new Uint16Array(canvas.data.buffer, canvas.data.byteOffset, canvas.data.length / 2)
  const grey = image.model === 'grey'
  const row = new Uint16Array(rect.w * 4)
  for (let y = 0; y < rect.h; y++) {
    for (let x = 0, s = y * rect.w * channels; x < rect.w; x++, s += channels) {
      for (let c = 0; c < 3; c++) row[x * 4 + c] = from[grey ? s : s + c]
      row[x * 4 + 3] = alpha === undefined ? 65535 : from[s + channels - 1]
    }
    lay(row, to, ((rect.y + y) * canvas.width + rect.x) * 4, blend, 65535)
  }
}

/** A row of straight RGBA onto another, replacing it or blended over it. */
function lay(row: Uint8Array | Uint16Array, to: Uint8Array | Uint16Array, at: number, blend: number, top: number): void {
  if (blend !== OVER) {
    to.set(row, at)
    return
  }
  for (let i = 0; i < row.length; i += 4) {
    const alpha = row[i + 3]
    const below = to[at + i + 3]
    if (alpha === 0) continue
    if (alpha === top || below === 0) {
      for (let c = 0; c < 4; c++) to[at + i + c] = row[i + c]
      continue
    }
    const upper = alpha * top
    const lower = (top - alpha) * below
    for (let c = 0; c < 3; c++) to[at + i + c] = Math.floor((row[i + c] * upper + to[at + i + c] * lower) / (upper + lower))
    to[at + i + 3] = Math.floor((upper + lower) / top)
  }
}

/** The canvas after its disposal: `shown` is what was displayed, `canvas` what it was drawn on, which becomes the result. */
export function dispose(canvas: Canvas, shown: Uint8Array, rect: Rect, how: FrameControl['dispose']): void {
  if (how === PUT_BACK) return
  canvas.data.set(shown)
  if (how !== CLEARED) return
  const pixel = canvas.bits / 2
  for (let y = rect.y; y < rect.y + rect.h; y++) {
    const at = (y * canvas.width + rect.x) * pixel
    canvas.data.fill(0, at, at + rect.w * pixel)
  }
}

/** The smallest rectangle around `rect` outside which the two canvases are equal. */
export function around(rect: Rect, a: Canvas, b: Uint8Array): Rect {
  const words = a.bits / 8
  const line = a.width * words
  const [left, right] = [a.data, b].map(data => new Uint32Array(data.buffer, data.byteOffset, data.length / 4))
  let [x0, y0, x1, y1] = [rect.x, rect.y, rect.x + rect.w, rect.y + rect.h]
  for (let y = 0; y < a.height; y++) {
    const at = y * line
    let first = 0
    while (first < line && left[at + first] === right[at + first]) first++
    if (first === line) continue
    let last = line - 1
    while (left[at + last] === right[at + last]) last--
    x0 = Math.min(x0, Math.floor(first / words))
    x1 = Math.max(x1, Math.floor(last / words) + 1)
    y0 = Math.min(y0, y)
    y1 = Math.max(y1, y + 1)
  }
  return { x: x0, y: y0, w: x1 - x0, h: y1 - y0 }
}

/**
 * The pixels to store for a frame so that a viewer whose canvas is `before` shows `wanted`. Where the original was blended over
 * and every changed pixel is opaque, it still is, and pixels that stay the same are left out (transparent).
 */
export function framePixels(before: Canvas, wanted: Uint8Array, rect: Rect, blend: FrameControl['blend']): { data: Uint8Array, blend: FrameControl['blend'] } {
  const pixel = before.bits / 2
  const data = new Uint8Array(rect.w * rect.h * pixel)
  const over = blend === OVER && fill(data, before, wanted, rect, pixel)
  if (over) return { data, blend }
  for (let y = 0; y < rect.h; y++) {
    const at = ((rect.y + y) * before.width + rect.x) * pixel
    data.set(wanted.subarray(at, at + rect.w * pixel), y * rect.w * pixel)
  }
  return { data, blend: 0 }
}

function fill(data: Uint8Array, before: Canvas, wanted: Uint8Array, rect: Rect, pixel: number): boolean {
  for (let y = 0; y < rect.h; y++) {
    let at = ((rect.y + y) * before.width + rect.x) * pixel
    for (let to = y * rect.w * pixel, end = to + rect.w * pixel; to < end; to += pixel, at += pixel) {
      let same = true
      for (let b = 0; b < pixel; b++) same &&= before.data[at + b] === wanted[at + b]
      if (same) continue
      for (let b = pixel * 3 / 4; b < pixel; b++) if (wanted[at + b] !== 255) return false
      for (let b = 0; b < pixel; b++) data[to + b] = wanted[at + b]
    }
  }
  return true
}
