import sharp from 'sharp'
import type { Box, Point, View, VisualObject } from '../core/types.js'
import { boundingBox } from '../core/geometry.js'

/** Clockwise degrees by which a picture is turned before a net sees it. */
export type Turn = 0 | 90 | 180 | 270

/** A crop of a picture as a net sees it: which part, how large, turned how. */
export interface Crop {
  /** Part of the view, in whole pixels. Absent: all of it. */
  window?: Box
  /** Net pixels per view pixel. */
  scale: number
  turn?: Turn
  /** Left and right change places, before the turn. */
  mirrored?: boolean
  /** Least ground that lies on every side of the picture, in net pixels. Default 0. */
  border?: number
}

/** RGB bytes as a net takes them, and the way back to the view. */
export interface Letterboxed {
  /** height × width × 3. */
  data: Uint8Array
  width: number
  height: number
  /** An object in net pixels → the same in view pixels. */
  toView<T extends VisualObject>(object: T): T
}

/**
 * Cuts, scales, mirrors and turns a view, and lays it, with a border if wanted, on a ground of `fill` that goes on at the right and the bottom to
 * whole multiples of `multiple`. The pixels are resampled once.
 */
export async function letterbox(view: View, crop: Crop, multiple: number, fill = 0): Promise<Letterboxed> {
  const { scale, turn = 0, mirrored = false, border = 0 } = crop
  const window = crop.window ?? { x: 0, y: 0, w: view.width, h: view.height }
  const w = Math.max(1, Math.round(window.w * scale))
  const h = Math.max(1, Math.round(window.h * scale))
  const pixels = await resample(view, window, w, h, mirrored)

  const [turnedW, turnedH] = turn % 180 === 0 ? [w, h] : [h, w]
  const width = Math.ceil((turnedW + 2 * border) / multiple) * multiple
  const height = Math.ceil((turnedH + 2 * border) / multiple) * multiple
  const data = turn === 0 && width === w && height === h ? pixels : place(pixels, w, h, turn, { width, height, border, fill })

  const toView = <T extends VisualObject>(object: T): T => {
    const point = (at: Point): Point => {
      const [x, y] = [at.x - border, at.y - border]
      const upright = turn === 0 ? { x, y } : turn === 90 ? { x: y, y: h - x } : turn === 180 ? { x: w - x, y: h - y } : { x: w - y, y: x }
      return { x: window.x + (mirrored ? w - upright.x : upright.x) * window.w / w, y: window.y + upright.y * window.h / h }
    }
    const box = boundingBox([point(object), point({ x: object.x + object.w, y: object.y + object.h })])
    const { quad, ...rest } = object
    return { ...rest, ...box, ...quad && { quad: quad.map(point) } } as T
  }
  return { data, width, height, toView }
}

/** A window of the view as w × h RGB bytes. */
async function resample(view: View, window: Box, w: number, h: number, mirrored: boolean): Promise<Uint8Array> {
  const { width, height, channels, data } = view
  const whole = window.w === width && window.h === height
  if (whole && channels === 3 && w === width && h === height && !mirrored) return data
  let image = sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
  if (!whole) image = image.extract({ left: window.x, top: window.y, width: window.w, height: window.h })
  if (w !== window.w || h !== window.h) image = image.resize(w, h, { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false })
  if (mirrored) image = image.flop()
  return image.toColourspace('srgb').raw().toBuffer()
}

interface Ground { width: number, height: number, border: number, fill: number }

/** Lays w × h RGB pixels, turned clockwise, into the top left corner of a ground, within its border. */
function place(pixels: Uint8Array, w: number, h: number, turn: Turn, { width, height, border, fill }: Ground): Uint8Array {
  const out = new Uint8Array(width * height * 3)
  if (fill !== 0) out.fill(fill)
  const row = width * 3
  const corner = border * (row + 3)
  if (turn === 0) {
    for (let y = 0; y < h; y++) out.set(pixels.subarray(y * w * 3, (y + 1) * w * 3), corner + y * row)
    return out
  }
  // Where the source pixel (0, 0) lands, and how far one step right or down in the source moves in the target.
  const [start, right, down] = turn === 90 ? [(h - 1) * 3, row, -3] : turn === 180 ? [(h - 1) * row + (w - 1) * 3, -3, -row] : [(w - 1) * row, -row, 3]
  for (let y = 0, from = 0; y < h; y++) {
    for (let x = 0, to = corner + start + y * down; x < w; x++, to += right, from += 3) {
      out[to] = pixels[from]
      out[to + 1] = pixels[from + 1]
      out[to + 2] = pixels[from + 2]
    }
  }
  return out
}
