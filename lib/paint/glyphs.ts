import type { Box, View } from '../core/types.js'

/** A stretch of a line that ink covers without a gap: a letter, or several that touch. */
interface Stretch { from: number, to: number, height: number }

// Tried on drawn lines in four fonts and several sizes, whose last letters may not show (test/paint/glyphs.test.ts).

/** Share of the contrast in a box from which on a pixel is ink: the soft edges of letters count, so that near ones touch rather than part. */
const INK = 0.2
/** Of the tallest one's height: what is lower is a dot or a dash. */
const TALL = 0.45
/** Of a letter's mean share of the box: letters that follow the box closer than that belong to it. */
const CLOSE = 0.5
/** Height of a line in pixels below which its letters run together. */
const LEAST = 12
/** Of the tallest one's height: the width of a narrow letter, which any may be where some touch. */
const NARROW = 0.5
/** Of the box's height: no letter or digit but the widest is wider. */
const WIDEST = 0.6

/**
 * Where, from the left, the last `count` letters or digits of an upright line begin, by its ink; the right edge of the box where that
 * cannot be told. Letters that touch are told apart by their width, in doubt as more than they are.
 *
 * @param box of the line, in pixels of the view
 * @param text that stands there
 */
export function startOfLast(count: number, view: View, box: Box, text: string): number {
  const end = box.x + box.w
  if (box.h < LEAST) return end
  const stretches = stretchesOf(view, box, CLOSE * box.w / text.length)
  const tallest = Math.max(0, ...stretches.map(({ height }) => height))
  const letters = stretches.filter(({ height }) => height >= TALL * tallest)
  if (letters.length < 2) return end
  const widths = letters.map(({ from, to }) => to - from).sort((a, b) => a - b)
  const touch = letters.length < text.replace(/[^\p{L}\p{N}]/gu, '').length
  const width = Math.min(widths[widths.length >> 1], WIDEST * box.h, touch ? NARROW * tallest : Infinity)
  const spare = touch ? 0.1 : 0.35
  let start = end
  for (let i = letters.length - 1, seen = 0; i >= 0; i--) {
    const { from, to } = letters[i]
    seen += Math.max(1, Math.ceil((to - from) / width - spare))
    if (seen > count) return Math.max(start, Math.min(end, to))
    start = from
  }
  return end // all of it would stay
}

function stretchesOf({ width, height, channels, data }: View, box: Box, close: number): Stretch[] {
  const [left, right] = [Math.max(0, Math.floor(box.x)), Math.min(width, Math.ceil(box.x + box.w + 2 * box.h))]
  const [top, bottom] = [Math.max(0, Math.floor(box.y)), Math.min(height, Math.ceil(box.y + box.h))]
  const at = (x: number, y: number): number => {
    const i = (y * width + x) * channels
    return channels === 1 ? data[i] : (data[i] + 2 * data[i + 1] + data[i + 2]) >> 2
  }
  const inBox = Math.min(right, Math.ceil(box.x + box.w))
  // With what lies above and below, most is ground even where letters fill the box.
  const [above, below] = [Math.max(0, Math.floor(top - box.h / 4)), Math.min(height, Math.ceil(bottom + box.h / 4))]
  const { ground, contrast } = tones(at, { x: left, y: above, w: inBox - left, h: below - above })
  const stretches: Stretch[] = []
  let open: { from: number, first: number, last: number } | undefined
  for (let x = left; x <= right; x++) {
    let [first, last] = [-1, -1]
    for (let y = top; x < right && y < bottom; y++) {
      if (Math.abs(at(x, y) - ground) < INK * contrast) continue
      if (first < 0) first = y
      last = y
    }
    if (first >= 0) {
      const before = stretches.at(-1)
      if (!open && x >= inBox && x - (before?.to ?? inBox) > close) break
      open = open ? { from: open.from, first: Math.min(open.first, first), last: Math.max(open.last, last) } : { from: x, first, last }
    } else if (open) {
      stretches.push({ from: open.from, to: x, height: open.last - open.first + 1 })
      open = undefined
    }
  }
  return stretches
}

/** The brightness that most of a box has, and how far it goes from there. */
function tones(at: (x: number, y: number) => number, { x, y, w, h }: Box): { ground: number, contrast: number } {
  const counts = new Uint32Array(256)
  for (let py = y; py < y + h; py++) for (let px = x; px < x + w; px++) counts[at(px, py)]++
  let ground = 0
  for (let seen = counts[0]; 2 * seen <= w * h && ground < 255;) seen += counts[++ground]
  const low = counts.findIndex(count => count > 0)
  const high = counts.findLastIndex(count => count > 0)
  return { ground, contrast: Math.max(1, ground - low, high - ground) }
}
