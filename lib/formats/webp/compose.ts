import type { Frame, WebpInfo } from './walk.js'

/** The canvas after a frame, on shared memory, and the part of it that is to be cleared before the next. */
export interface Composed { canvas: Uint8Array, clear?: Frame }

/** Draws a decoded frame (RGBA) onto the canvas and copies that to `into`. */
export function compose({ screen, frame }: Pick<WebpInfo, 'screen' | 'frame'>, pixels: Uint8Array, into: Uint8Array, state?: Composed): Composed {
  const { canvas, clear } = state ?? { canvas: new Uint8Array(new SharedArrayBuffer(screen.width * screen.height * 4)) }
  const { x, y, w, h, blend, dispose } = frame!
  for (let row = 0; clear && row < clear.h; row++) {
    const from = ((clear.y + row) * screen.width + clear.x) * 4
    canvas.fill(0, from, from + clear.w * 4)
  }
  for (let row = 0; row < h; row++) {
    const to = ((y + row) * screen.width + x) * 4
    const line = pixels.subarray(row * w * 4, (row + 1) * w * 4)
    if (blend) over(canvas.subarray(to, to + w * 4), line)
    else canvas.set(line, to)
  }
  into.set(canvas)
  return dispose ? { canvas, clear: frame! } : { canvas }
}

/** An image of RGBA. */
interface Rgba { data: Uint8Array, width: number, height: number }

const MACROBLOCK = 16
/** By so many levels neighbours may differ, on average, in macroblocks that are all transparent, which encoders leave flat. */
const MOST_IN_CLEAR = 2
/** The same among all transparent pixels: those beside what is seen have something of it. */
const MOST_IN_ALL = 10

/** Whether there is more under transparent pixels than encoders leave there. */
export function holdsUnseen({ data, width, height }: Rgba): boolean {
  const [all, clear] = [{ sum: 0, count: 0 }, { sum: 0, count: 0 }]
  for (let top = 0; top < height; top += MACROBLOCK) {
    for (let left = 0; left < width; left += MACROBLOCK) {
      const [bottom, right] = [Math.min(height, top + MACROBLOCK), Math.min(width, left + MACROBLOCK)]
      const own = { sum: 0, count: 0 }
      for (let y = top; y < bottom; y++) {
        for (let i = (y * width + left) * 4, end = (y * width + right) * 4; i < end; i += 4) {
          if (data[i + 3] !== 0 || i % (width * 4) === 0 || data[i - 1] !== 0) continue
          own.count++
          own.sum += Math.max(Math.abs(data[i] - data[i - 4]), Math.abs(data[i + 1] - data[i - 3]), Math.abs(data[i + 2] - data[i - 2]))
        }
      }
      const whole = own.count >= (bottom - top) * (right - left - 1)
      for (const one of whole ? [all, clear] : [all]) {
        one.sum += own.sum
        one.count += own.count
      }
    }
  }
  return clear.sum > MOST_IN_CLEAR * clear.count || all.sum > MOST_IN_ALL * all.count
}

/** Takes away, in place, the colours of pixels that are not drawn: nobody who looks at the canvas sees them. */
export function dropUnseen({ data }: Pick<Rgba, 'data'>): void {
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 0) data.fill(0, i, i + 3)
}

/** Straight-alpha "over", rounded. */
function over(under: Uint8Array, top: Uint8Array): void {
  for (let i = 0; i < top.length; i += 4) {
    const a = top[i + 3]
    if (a === 0) continue
    const rest = under[i + 3] * (255 - a) / 255
    const alpha = a + rest
    for (let c = i; c < i + 3; c++) under[c] = a === 255 ? top[c] : Math.round((top[c] * a + under[c] * rest) / alpha)
    under[i + 3] = Math.round(alpha)
  }
}
