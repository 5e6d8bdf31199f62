import type { Drawn } from './repaint.js'
import type { Screen } from './types.js'

// Where a GIF shows nothing, viewers differ: browsers show nothing, others black, the background or the first colour of the palette. They agree
// where a frame says what is transparent: then all of them clear to transparent, and pixels that a first frame states as transparent are so.

const MOST_ENTRIES = 256

/** The frame with an index for what is transparent: one that no pixel has. Without, where all have been taken. */
export function withTransparency(drawn: Drawn): Drawn {
  if (drawn.transparent !== undefined) return drawn
  const used = new Uint8Array(MOST_ENTRIES)
  for (let i = 0; i < drawn.indices.length; i++) used[drawn.indices[i]] = 1
  const entries = drawn.palette.length / 3
  const free = used.indexOf(0)
  if (free < 0) return drawn
  if (free < entries) return { ...drawn, transparent: free }
  const palette = new Uint8Array(drawn.palette.length * 2)
  palette.set(drawn.palette)
  return { ...drawn, palette, transparent: entries }
}

/** A frame with a transparent index, as large as the screen. */
export function covering(drawn: Drawn, { width, height }: Screen): Drawn {
  const { rect, indices } = drawn
  const all = new Uint8Array(width * height).fill(drawn.transparent!)
  for (let y = 0; y < rect.h; y++) all.set(indices.subarray(y * rect.w, (y + 1) * rect.w), (rect.y + y) * width + rect.x)
  return { ...drawn, rect: { x: 0, y: 0, w: width, h: height }, indices: all }
}
