import type { Box } from '../types.js'
import { LINE_HEIGHT, type LineText } from './ctc.js'
import { toPicture, type Rotated } from './image.js'
import type { ReadWord } from './layout.js'

/**
 * Two letters are parted when the gap between them, beyond the line's usual gap and in heights of its letters, and the
 * distance of their centres, as a multiple of the line's usual distance, together exceed a limit. (The first tells words
 * of proportional type apart, the second those of typewriters, where narrow letters leave wide gaps.)
 */
const DISTANCE_WEIGHT = 0.35
const SPACE = 0.57
/** No space is narrower than this, beyond the line's usual gap. */
const LEAST_GAP = 0.08
/** Letters that are wider than others, and by how much. */
const WIDE = /[mwMW@%]/
const WIDENING = 1.3
/** Within numbers, which must not fall apart; before signs that stand off a word without a space; and after such signs. */
const SPACE_IN_NUMBER = 0.72
const SPACE_BEFORE_SIGN = 0.8
const SPACE_AFTER_SIGN = 0.5
const NUMERIC = /[\d.,:/-]/
const CLOSING = /[.,:;)\]}'’"%!?-]/
const AFTER = /[:;,]/

function limitOf(before: string, after: string): number {
  if (NUMERIC.test(before) && NUMERIC.test(after)) return before === ':' ? SPACE : SPACE_IN_NUMBER
  if (CLOSING.test(after)) return SPACE_BEFORE_SIGN
  return AFTER.test(before) ? SPACE_AFTER_SIGN : SPACE
}

/** What is added round the ink, in heights of the line's letters: strokes fade out, and letters have accents and flourishes. */
const GROW = { above: 0.25, below: 0.15, before: 0.2, after: 0.15 }
/** Ink this far from a word's other ink does not belong to it, in heights of the line's letters. */
const APART = 0.5

/** Where a line's ink is: `columns[x]` ink pixels in column x between rows top and bottom. */
interface Ink { columns: Uint8Array, top: number, bottom: number, dark: (x: number, y: number) => boolean }

/**
 * The words of a line that was read. The recogniser loses spaces: where the ink shows a gap wider than between letters,
 * the words are parted. Boxes reach from the first to the last ink of a word.
 *
 * @param pixels what was read, grey, `width` × 48
 * @param line where these pixels lie in the picture
 */
export function wordsOf(text: LineText, pixels: Float32Array, width: number, line: Rotated, turn: number): ReadWord[] {
  const ink = inkOf(pixels, width)
  const height = ink.bottom - ink.top
  const sx = line.w / width
  const top = (ink.top - GROW.above * height) / LINE_HEIGHT * line.h
  const bottom = (ink.bottom + GROW.below * height) / LINE_HEIGHT * line.h
  const glyphs: { character: string, x: number, confidence: number, space: boolean, gap: Gap }[] = []
  let space = false
  text.characters.forEach((character, i) => {
    if (character.trim() === '') {
      space = true
      return
    }
    const x = Math.min(width - 1, text.at[i] * width)
    const before = glyphs[glyphs.length - 1]
    glyphs.push({ character, x, confidence: text.confidence[i], space, gap: widestGap(ink.columns, before ? before.x : 0, x) })
    space = false
  })
  const gaps = glyphs.slice(1).map(glyph => glyph.gap.to - glyph.gap.from).sort((a, b) => a - b)
  const distances = glyphs.slice(1).map((glyph, i) => glyph.x - glyphs[i].x).sort((a, b) => a - b)
  const usualGap = Math.min(gaps[(gaps.length - 1) >> 1] ?? 0, 0.4 * height)
  const usualDistance = Math.min(distances[(distances.length - 1) >> 1] ?? height, height)
  const parts = (i: number): boolean => {
    const { character, x, space, gap } = glyphs[i]
    if (space) return true
    const before = glyphs[i - 1]
    const beyond = (gap.to - gap.from - usualGap) / height
    const widening = WIDE.test(before.character) || WIDE.test(character) ? WIDENING : 1
    const distance = (x - before.x) / usualDistance / widening
    return beyond > LEAST_GAP && beyond + DISTANCE_WEIGHT * distance > limitOf(before.character, character)
  }
  const words: ReadWord[] = []
  for (let i = 0; i < glyphs.length;) {
    let end = i + 1
    while (end < glyphs.length && !parts(end)) end++
    const word = glyphs.slice(i, end)
    const from = i === 0 ? 0 : glyphs[i].gap.to
    const to = end === glyphs.length ? width : glyphs[end].gap.from
    const x0 = reach(ink.columns, word[0].x, from, -1, APART * height)
    const x1 = reach(ink.columns, word[word.length - 1].x, to - 1, 1, APART * height) + 1
    words.push({
      text: word.map(glyph => glyph.character).join(''),
      confidence: word.reduce((sum, glyph) => sum + glyph.confidence, 0) / word.length,
      ...boxOf(line, (x0 - GROW.before * height) * sx, top, (x1 + GROW.after * height) * sx, bottom),
      ...(turn === 0 ? {} : { turn }),
    })
    i = end
  }
  return words
}

/** The upright box round a part of a line, given in the line's own coordinates. */
export function boxOf(line: Rotated, x0: number, y0: number, x1: number, y1: number): Box {
  const corners = [toPicture(line, x0, y0), toPicture(line, x1, y0), toPicture(line, x0, y1), toPicture(line, x1, y1)]
  const x = Math.min(...corners.map(p => p.x))
  const y = Math.min(...corners.map(p => p.y))
  return { x, y, w: Math.max(...corners.map(p => p.x)) - x, h: Math.max(...corners.map(p => p.y)) - y }
}

interface Gap { from: number, to: number }

/** The widest run of columns without ink between two places; [from, to). */
function widestGap(columns: Uint8Array, a: number, b: number): Gap {
  let best: Gap = { from: Math.round((a + b) / 2), to: Math.round((a + b) / 2) }
  let from = -1
  const end = Math.min(columns.length - 1, Math.round(b))
  for (let x = Math.round(a); x <= end + 1; x++) {
    if (x <= end && columns[x] === 0) {
      if (from < 0) from = x
    } else if (from >= 0) {
      if (x - from > best.to - best.from) best = { from, to: x }
      from = -1
    }
  }
  return best
}

/** The last inked column on the way from a letter to a limit, stopping where ink is `apart` away. */
function reach(columns: Uint8Array, start: number, limit: number, step: 1 | -1, apart: number): number {
  let last = Math.round(start)
  for (let x = last; step > 0 ? x <= limit : x >= limit; x += step) {
    if (columns[x] > 0) last = x
    else if (Math.abs(x - last) > apart) break
  }
  return last
}

/** A row inked over more than this share of its length is a rule, not letters. */
const RULE = 0.8
/** Rows with less ink than this share of the fullest row's do not count to the letters. */
const FAINT = 0.02

function inkOf(pixels: Float32Array, width: number): Ink {
  let sum = 0
  let low = 255
  let high = 0
  for (const v of pixels) {
    sum += v
    if (v < low) low = v
    if (v > high) high = v
  }
  const middle = (low + high) / 2
  const inverted = sum / pixels.length < middle
  const threshold = inverted ? low + 0.45 * (high - low) : high - 0.45 * (high - low)
  const dark = (x: number, y: number): boolean => pixels[y * width + x] < threshold !== inverted
  const rows = new Float32Array(LINE_HEIGHT)
  for (let y = 0; y < LINE_HEIGHT; y++) for (let x = 0; x < width; x++) if (dark(x, y)) rows[y]++
  const rule = (y: number): boolean => rows[y] > RULE * width
  const most = rows.reduce((most, count, y) => rule(y) ? most : Math.max(most, count), 0)
  let top = LINE_HEIGHT / 2
  let bottom = LINE_HEIGHT / 2
  for (let y = top, blank = 0; y >= 0 && blank < 4; y--) {
    if (rule(y) || rows[y] <= FAINT * most) blank++
    else {
      top = y
      blank = 0
    }
  }
  for (let y = bottom, blank = 0; y < LINE_HEIGHT && blank < 4; y++) {
    if (rule(y) || rows[y] <= FAINT * most) blank++
    else {
      bottom = y + 1
      blank = 0
    }
  }
  if (bottom - top < LINE_HEIGHT / 4) {
    top = LINE_HEIGHT / 8
    bottom = LINE_HEIGHT * 7 / 8
  }
  const columns = new Uint8Array(width)
  for (let x = 0; x < width; x++) {
    let count = 0
    for (let y = top; y < bottom; y++) if (!rule(y) && dark(x, y)) count++
    columns[x] = count > 1 ? count : 0
  }
  return { columns, top, bottom, dark }
}
