import type { Frame, WebpInfo } from './walk.js'

/** The canvas after a frame, on shared memory, and the part of it that is to be cleared before the next. */
export interface Composed { canvas: Uint8Array, clear?: Frame }

/** Draws a decoded frame (RGBA) onto the canvas and copies that to `into`. */
export function compose({ screen, frame }: WebpInfo, pixels: Uint8Array, into: Uint8Array, state?: Composed): Composed {
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
