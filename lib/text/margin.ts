import type { Box } from '../core/types.js'

/** Strokes fade out over a pixel or two, whatever their size. */
const FADE = 2
/** Ink too faint to be seen as such, in heights of the letters: accents, flourishes, thin ends of strokes. */
const FAINT = { above: 0.1, below: 0.05, before: 0.06, after: 0.05 }

/**
 * The box of a word round its ink, as a person would draw it. Engines give boxes of this kind, so that all that comes after, painting
 * first of all, can take them for the whole of the word.
 *
 * @param height of the letters, in pixels
 */
export function withMargin({ x, y, w, h }: Box, height: number): Box {
  const [left, top] = [FADE + FAINT.before * height, FADE + FAINT.above * height]
  return { x: x - left, y: y - top, w: w + left + FADE + FAINT.after * height, h: h + top + FADE + FAINT.below * height }
}
