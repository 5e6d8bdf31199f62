import type { Box, Point, View } from './types.js'

/** 8-bit grey pixels, row by row: all that reading looks at. */
export interface Grey { width: number, height: number, data: Uint8Array }

/** A rectangle in any direction: centre, size along and across its own direction, and that direction in radians, clockwise from the x axis. */
export interface Rotated { cx: number, cy: number, w: number, h: number, angle: number }

/** Luma (Rec. 601), 0..255, one byte a pixel. */
export function toGrey({ width, height, channels, data }: View): Grey {
  if (channels === 1) return { width, height, data }
  const grey = new Uint8Array(width * height)
  for (let i = 0, q = 0; i < grey.length; i++, q += 3) grey[i] = (data[q] * 77 + data[q + 1] * 151 + data[q + 2] * 28 + 128) >> 8
  return { width, height, data: grey }
}

/** The picture and its halves, each by 2 × 2 means, so that a strong reduction misses no pixel. */
export class Pyramid {
  readonly #levels: Grey[]

  constructor(grey: Grey) {
    this.#levels = [grey]
  }

  /** The level for sampling at `step` source pixels a pixel, and how many source pixels one of its pixels stands for. */
  level(step: number): { grey: Grey, unit: number } {
    let unit = 1
    let i = 0
    for (; step >= 2 * unit; i++, unit *= 2) {
      const last = this.#levels[i]
      if (last.width < 2 || last.height < 2) break
      this.#levels[i + 1] ??= half(last)
    }
    return { grey: this.#levels[i], unit: 2 ** i }
  }
}

function half({ width, height, data }: Grey): Grey {
  const w = width >> 1
  const h = height >> 1
  const out = new Uint8Array(w * h)
  for (let y = 0, o = 0; y < h; y++) {
    for (let x = 0, q = 2 * y * width; x < w; x++, q += 2) out[o++] = (data[q] + data[q + 1] + data[q + width] + data[q + width + 1] + 2) >> 2
  }
  return { width: w, height: h, data: out }
}

/**
 * The pixels of a rectangle in any direction, brought to `w` × `h` by bilinear sampling. What lies outside the picture repeats its edge.
 */
export function crop<A extends Uint8Array | Float32Array>(pyramid: Pyramid, r: Rotated, w: number, h: number, out: A): A {
  const { grey: { width, height, data }, unit } = pyramid.level(Math.min(r.w / w, r.h / h))
  const cos = Math.cos(r.angle) / unit
  const sin = Math.sin(r.angle) / unit
  const ux = cos * r.w / w
  const uy = sin * r.w / w
  const vx = -sin * r.h / h
  const vy = cos * r.h / h
  const left = r.cx / unit - 0.5 - ux * (w - 1) / 2 - vx * (h - 1) / 2
  const top = r.cy / unit - 0.5 - uy * (w - 1) / 2 - vy * (h - 1) / 2
  const maxX = width - 1
  const maxY = height - 1
  for (let y = 0, o = 0; y < h; y++) {
    let sx = left + vx * y
    let sy = top + vy * y
    for (let x = 0; x < w; x++, sx += ux, sy += uy) {
      const px = sx < 0 ? 0 : sx > maxX ? maxX : sx
      const py = sy < 0 ? 0 : sy > maxY ? maxY : sy
      const x0 = px | 0
      const y0 = py | 0
      const fx = px - x0
      const fy = py - y0
      const a = y0 * width + x0
      const right = x0 < maxX ? 1 : 0
      const below = y0 < maxY ? width : 0
      const upper = data[a] + (data[a + right] - data[a]) * fx
      const lower = data[a + below] + (data[a + below + right] - data[a + below]) * fx
      out[o++] = upper + (lower - upper) * fy + 0.5
    }
  }
  return out
}

/** Pixels of an edge that share the colour of the ground beside them. */
const STRETCH = 64

/**
 * The picture with ground around it, so many pixels on both sides: what most of it looks like near a stretch of the edge goes on, so that letters which the
 * edge cuts do not.
 */
export function withGround({ width, height, data }: Grey, marginX: number, marginY = marginX): Grey {
  const [w, h] = [width + 2 * marginX, height + 2 * marginY]
  const out = new Uint8Array(w * h)
  for (let y = 0; y < height; y++) out.set(data.subarray(y * width, (y + 1) * width), (y + marginY) * w + marginX)
  const extend = (from: Box, to: Box): void => {
    const ground = median(out, w, from)
    for (let y = to.y; y < to.y + to.h; y++) out.fill(ground, y * w + to.x, y * w + to.x + to.w)
  }
  const [wide, deep] = [Math.min(marginX, width), Math.min(marginY, height)]
  for (let x = marginX; x < marginX + width; x += STRETCH) {
    const part = { x, w: Math.min(STRETCH, marginX + width - x) }
    extend({ ...part, y: marginY, h: deep }, { ...part, y: 0, h: marginY })
    extend({ ...part, y: marginY + height - deep, h: deep }, { ...part, y: marginY + height, h: marginY })
  }
  for (let y = 0; y < h; y += STRETCH) {
    const part = { y, h: Math.min(STRETCH, h - y) }
    extend({ ...part, x: marginX, w: wide }, { ...part, x: 0, w: marginX })
    extend({ ...part, x: marginX + width - wide, w: wide }, { ...part, x: marginX + width, w: marginX })
  }
  return { width: w, height: h, data: out }
}

/** The middle one of the values in a box of rows of `stride` bytes. */
function median(data: Uint8Array, stride: number, { x, y, w, h }: Box): number {
  const counts = new Uint32Array(256)
  for (let row = y; row < y + h; row++) for (let i = row * stride + x; i < row * stride + x + w; i++) counts[data[i]]++
  let value = 0
  for (let seen = counts[0]; 2 * seen <= w * h && value < 255; seen += counts[value]) value++
  return value
}

/** The whole picture at another size. */
export function resize(pyramid: Pyramid, width: number, height: number, w: number, h: number): Grey {
  return { width: w, height: h, data: crop(pyramid, { cx: width / 2, cy: height / 2, w: width, h: height, angle: 0 }, w, h, new Uint8Array(w * h)) }
}

/** A point given in the rectangle's own coordinates (from its top left corner), in those of the picture. */
export function toPicture(r: Rotated, x: number, y: number): Point {
  const dx = x - r.w / 2
  const dy = y - r.h / 2
  const cos = Math.cos(r.angle)
  const sin = Math.sin(r.angle)
  return { x: r.cx + dx * cos - dy * sin, y: r.cy + dx * sin + dy * cos }
}

/** The picture turned clockwise by 90°. */
export function turned({ width, height, data }: Grey): Grey {
  const out = new Uint8Array(width * height)
  for (let y = 0, i = 0; y < height; y++) for (let x = 0, o = height - 1 - y; x < width; x++, o += height) out[o] = data[i++]
  return { width: height, height: width, data: out }
}

/** Where a box of the turned picture lies in the picture, whose height is given. */
export function turnedBack({ x, y, w, h }: Box, height: number): Box {
  return { x: y, y: height - x - w, w: h, h: w }
}
