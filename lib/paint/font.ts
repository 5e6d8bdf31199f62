import { Coverage } from './coverage.js'
import { GLYPHS, METRICS } from './inter.js'

/** Of an em: from the top of the highest letter to the bottom of the lowest, and from one line to the next. */
export const LINE = (METRICS.top - METRICS.bottom) / METRICS.em

interface Glyph { advance: number, outline: readonly { to: string, at: readonly number[] }[] }

const parsed = new Map<string, Glyph>()

/** Letters that the font lacks go without their marks, or as a question mark. */
function glyphOf(char: string): Glyph {
  let glyph = parsed.get(char)
  if (glyph) return glyph
  const known = [char, char.normalize('NFD')[0]!, '?'].find(other => Object.hasOwn(GLYPHS, other))!
  const space = GLYPHS[known]!.indexOf(' ')
  const outline = [...GLYPHS[known]!.slice(space).matchAll(/([MLQZ])([-\d ]*)/g)].map(([, to, at]) => ({ to: to!, at: at!.split(' ').map(Number) }))
  glyph = { advance: Number(GLYPHS[known]!.slice(0, space)), outline }
  if (parsed.size < 1000) parsed.set(char, glyph)
  return glyph
}

/** Pixels from where a text begins to where the next would. `size`: pixels an em. */
export function textWidth(text: string, size: number): number {
  let units = 0
  for (const char of text) units += glyphOf(char).advance
  return units * size / METRICS.em
}

/**
 * Lines of text, each in the middle of the width, from top to bottom without more room between them than letters need.
 *
 * @param size pixels an em
 * @returns how much of each pixel is ink, 0..255
 */
export function drawLines(lines: readonly string[], size: number, width: number): { width: number, height: number, ink: Uint8Array } {
  const scale = size / METRICS.em
  const height = Math.ceil(lines.length * LINE * size)
  const coverage = new Coverage(width, height)
  lines.forEach((line, i) => {
    // Whole pixels: upright strokes and the line that letters stand on are sharp.
    let left = Math.floor((width - textWidth(line, size)) / 2)
    const base = Math.round(i * LINE * size + METRICS.top * scale)
    for (const char of line) {
      const { advance, outline } = glyphOf(char)
      trace(coverage, outline, { left, base, scale })
      left += advance * scale
    }
  })
  return { width, height, ink: coverage.bytes() }
}

function trace(coverage: Coverage, outline: Glyph['outline'], { left, base, scale }: { left: number, base: number, scale: number }): void {
  let [x, y, firstX, firstY] = [0, 0, 0, 0]
  for (const { to, at } of outline) {
    const points = at.map((v, i) => i % 2 === 0 ? left + v * scale : base - v * scale)
    const [endX, endY] = to === 'Z' ? [firstX, firstY] : points.slice(-2) as [number, number]
    if (to === 'M') [firstX, firstY] = [endX, endY]
    else if (to === 'Q') coverage.curve(x, y, points[0]!, points[1]!, endX, endY)
    else coverage.line(x, y, endX, endY)
    ;[x, y] = [endX, endY]
  }
}
