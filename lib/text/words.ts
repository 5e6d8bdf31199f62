import type { Box } from '../core/types.js'
import { LINE_HEIGHT, type LineText } from './ctc.js'
import { toPicture, type Rotated } from '../core/grey.js'
import type { ReadWord } from './layout.js'
import { withMargin } from './margin.js'

/**
 * Two letters are parted when the gap between them, beyond the line's usual gap and in heights of its letters, and the
 * distance of their centres, as a multiple of the line's usual distance, together exceed a limit. (The first tells words
 * of proportional type apart, the second those of typewriters, where narrow letters leave wide gaps.)
 */
const DISTANCE_WEIGHT = 0.35
const SPACE = 0.57
/** No space is narrower than this, beyond the line's usual gap. */
const LEAST_GAP = 0.08
/** Nor narrower than this, in pixels of the picture: below, gaps of small print are a matter of rounding, and the recogniser sees spaces itself. */
const LEAST_PIXELS = 2.5
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

/** Degrees below which a line counts as level. */
const LEAST_SKEW = 3

/** Ink this far from a word's other ink does not belong to it, in heights of the line's letters. */
const APART = 0.5

/** Where a line's ink is: `pixels` 1 where there is some, `columns[x]` how much in column x between rows top and bottom. */
interface Ink { pixels: Uint8Array, columns: Uint8Array, top: number, bottom: number }

/**
 * The words of a line that was read. The recogniser loses some spaces: where the ink shows a gap wider than between letters,
 * the words are parted. Boxes lie round the ink of a word, and are never lower than small letters of its line.
 *
 * @param pixels what was read, grey, `width` × 48
 * @param line where these pixels lie in the picture
 */
export function wordsOf(text: LineText, pixels: Float32Array, width: number, line: Rotated, turn: number): ReadWord[] {
  const ink = inkOf(pixels, width)
  const height = ink.bottom - ink.top
  const sx = line.w / width
  const sy = line.h / LINE_HEIGHT
  const glyphs: { character: string, x: number, confidence: number, space: boolean, gap: Stretch }[] = []
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
    return beyond > LEAST_GAP && beyond * height * sx >= LEAST_PIXELS && beyond + DISTANCE_WEIGHT * distance > limitOf(before.character, character)
  }
  const words: ReadWord[] = []
  const skew = line.angle * 180 / Math.PI + turn
  for (let i = 0; i < glyphs.length;) {
    let end = i + 1
    while (end < glyphs.length && !parts(end)) end++
    const word = glyphs.slice(i, end)
    const from = i === 0 ? 0 : glyphs[i].gap.to
    const to = end === glyphs.length ? width : glyphs[end].gap.from
    const x0 = reach(ink.columns, word[0].x, from, -1, APART * height, usualDistance)
    const x1 = reach(ink.columns, word[word.length - 1].x, to - 1, 1, APART * height, usualDistance) + 1
    const { top, bottom } = rowsOf(ink, x0, x1)
    const box = withMargin({ x: x0 * sx, y: top * sy, w: (x1 - x0) * sx, h: (bottom - top) * sy }, height * sy)
    words.push({
      text: word.map(glyph => glyph.character).join(''),
      confidence: word.reduce((sum, glyph) => sum + glyph.confidence, 0) / word.length,
      ...boxOf(line, box.x, box.y, box.x + box.w, box.y + box.h),
      ...(turn === 0 ? {} : { turn }),
      ...(Math.abs(skew) < LEAST_SKEW ? {} : { skew }),
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

/** Columns from one to before another. */
interface Stretch { from: number, to: number }

/** The widest run of columns without ink between two places. */
function widestGap(columns: Uint8Array, a: number, b: number): Stretch {
  let best: Stretch = { from: Math.round((a + b) / 2), to: Math.round((a + b) / 2) }
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

/**
 * The last inked column on the way from a letter to a limit, stopping where ink is `apart` away. A letter too faint to have
 * any is taken for a usual one.
 */
function reach(columns: Uint8Array, start: number, limit: number, step: 1 | -1, apart: number, usual: number): number {
  const first = Math.round(start)
  let last = first
  let seen = false
  for (let x = first; step > 0 ? x <= limit : x >= limit; x += step) {
    if (columns[x] > 0) {
      last = x
      seen = true
    } else if (Math.abs(x - last) > apart) break
  }
  return seen ? last : Math.max(0, Math.min(columns.length - 1, Math.round(start + step * usual / 2)))
}

/** Between these, in heights of a line's letters from their top, stand its small letters. */
const SMALL = { from: 0.3, to: 0.75 }
/** A word's ink may reach beyond that of most of its line by this much, in heights of the line's letters, … */
const BEYOND = 0.3
/** … but not over so many rows without ink: then it is that of another line. */
const BLANK = 4

/** The rows of a part of a line that have ink; those of small letters count always, and all where none is seen. */
function rowsOf({ pixels, columns, top, bottom }: Ink, x0: number, x1: number): { top: number, bottom: number } {
  if (!columns.subarray(x0, x1).some(count => count > 0)) return { top, bottom }
  const height = bottom - top
  const inked = (y: number): boolean => pixels.subarray(y * columns.length + x0, y * columns.length + x1).includes(1)
  const last = (start: number, limit: number, step: 1 | -1): number => {
    let found = start
    for (let y = start, blank = 0; (limit - y) * step >= 0 && blank < BLANK; y += step) {
      if (inked(y)) {
        found = y
        blank = 0
      } else if (y < top || y >= bottom) blank++
    }
    return found
  }
  const highest = Math.max(0, Math.floor(top - BEYOND * height))
  const lowest = Math.min(LINE_HEIGHT, Math.ceil(bottom + BEYOND * height)) - 1
  return { top: last(Math.floor(top + SMALL.from * height), highest, -1), bottom: last(Math.ceil(top + SMALL.to * height) - 1, lowest, 1) + 1 }
}

/** What is darker than this share of the way from the background to the darkest ink nearby (lighter, where letters are light on dark) is ink. */
const DARK = 0.45
const NEARBY = LINE_HEIGHT
/** Ink is never fainter than what this says of the line's darkest. */
const FAINTEST = 0.35
/** Ink that runs on over so many columns, or over this share of a short line, is a rule, not letters; unless it is thicker than that: a dark ground. */
const RULE = 2 * LINE_HEIGHT
const RULE_SHARE = 0.8
const THICKEST = LINE_HEIGHT / 4
/** Rows with less ink than this share of the fullest row's do not count to the letters. */
const FAINT = 0.02

function inkOf(grey: Float32Array, width: number): Ink {
  const pixels = inkPixels(grey, width)
  clearRules(pixels, width)
  const rows = new Float32Array(LINE_HEIGHT)
  for (let y = 0, i = 0; y < LINE_HEIGHT; y++) for (let x = 0; x < width; x++) rows[y] += pixels[i++]
  const most = rows.reduce((most, count) => Math.max(most, count))
  let top = LINE_HEIGHT / 2
  let bottom = LINE_HEIGHT / 2
  for (let y = top, blank = 0; y >= 0 && blank < BLANK; y--) {
    if (rows[y] <= FAINT * most) blank++
    else {
      top = y
      blank = 0
    }
  }
  for (let y = bottom, blank = 0; y < LINE_HEIGHT && blank < BLANK; y++) {
    if (rows[y] <= FAINT * most) blank++
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
    for (let y = top; y < bottom; y++) count += pixels[y * width + x]
    columns[x] = count > 1 ? count : 0
  }
  return { pixels, columns, top, bottom }
}

function inkPixels(grey: Float32Array, width: number): Uint8Array {
  let sum = 0
  let low = 255
  let high = 0
  for (const v of grey) {
    sum += v
    if (v < low) low = v
    if (v > high) high = v
  }
  const inverted = sum / grey.length < (low + high) / 2
  const darkness = (v: number): number => inverted ? v - low : high - v
  // The darkest of each stretch of columns; a column is judged by its own and the two beside.
  const stretches = new Float32Array(Math.ceil(width / NEARBY) + 2).fill(FAINTEST * (high - low))
  for (let y = 0, i = 0; y < LINE_HEIGHT; y++) {
    for (let x = 0; x < width; x++, i++) {
      const at = 1 + Math.floor(x / NEARBY)
      if (darkness(grey[i]) > stretches[at]) stretches[at] = darkness(grey[i])
    }
  }
  const pixels = new Uint8Array(grey.length)
  for (let x = 0; x < width; x++) {
    const at = 1 + Math.floor(x / NEARBY)
    const limit = DARK * Math.max(stretches[at - 1], stretches[at], stretches[at + 1])
    for (let i = x; i < grey.length; i += width) if (darkness(grey[i]) > limit) pixels[i] = 1
  }
  return pixels
}

/** Takes away rules and underlines, and the row on either side in which they fade out. */
function clearRules(pixels: Uint8Array, width: number): void {
  const runs = Array.from({ length: LINE_HEIGHT }, (_, y) => longRuns(pixels.subarray(y * width, (y + 1) * width)))
  for (let y = 0, end = 0; y < LINE_HEIGHT; y = end + 1) {
    for (end = y; end < LINE_HEIGHT && runs[end].length > 0;) end++
    if (end - y > THICKEST) continue
    for (let row = y; row < end; row++) {
      for (const { from, to } of runs[row]) {
        for (let near = Math.max(0, row - 1); near <= Math.min(LINE_HEIGHT - 1, row + 1); near++) pixels.fill(0, near * width + from, near * width + to)
      }
    }
  }
}

/** Where a row is inked without a break for longer than letters are. */
function longRuns(row: Uint8Array): Stretch[] {
  const least = Math.min(RULE, RULE_SHARE * row.length)
  const runs: Stretch[] = []
  for (let x = 0, from = 0; x <= row.length; x++) {
    if (row[x] === 1) continue
    if (x - from > least) runs.push({ from, to: x })
    from = x + 1
  }
  return runs
}
