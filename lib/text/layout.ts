import { deskewed } from '../core/geometry.js'
import type { Box, Word } from '../core/types.js'
import { areCaptions } from './captions.js'

/** A word as an engine reads it, before it is given its line and block. */
export type ReadWord = Omit<Word, 'line' | 'block'>

/** A word and its place in a text: [start, end) in UTF-16 units. */
export type PlacedWord = Word & { start: number, end: number }

/** A word in the coordinates of its own reading direction, skew taken out. */
interface Item extends Box { word: ReadWord }
type Row = Item[]

/**
 * Orders words into lines, lines into blocks, and both into reading order. Works on boxes alone, so that every engine
 * gets the same lines. A row of a form or table is one line ("Name:   Anna"), however wide the gap; columns of running
 * text are read one after the other. Turned words follow the upright ones, each direction for itself, and so do words that slope otherwise than
 * the page does.
 *
 * @returns new words; `line` and `block` count from 0 in the order of the array
 */
export function layOut(words: readonly ReadWord[]): Word[] {
  const turns = new Map<number, ReadWord[]>()
  for (const word of words) {
    const turn = word.turn ?? 0
    const group = turns.get(turn)
    if (group) group.push(word)
    else turns.set(turn, [word])
  }
  const groups = [...turns].flatMap(([turn, group]) => bySkew(group).map(({ skew, words }) => ({ turn, skew, words })))
  const ordered: Word[] = []
  let line = 0
  let block = 0
  for (const { turn, skew, words } of groups.sort((a, b) => b.words.length - a.words.length)) {
    const items = words.map(word => ({ ...upright(word, turn), word }))
    const rows = columns(rowsOf(straighten(skew === 0 ? items : items.map(item => ({ ...item, ...deskewed(item, skew) })))))
    rows.forEach((row, i) => {
      if (i > 0 && !sameBlock(rows[i - 1], row)) block++
      for (const { word } of row) ordered.push({ ...word, line, block })
      line++
    })
    block++
  }
  return ordered
}

/**
 * The words as one text: words of a line joined by a space, lines by a line feed, in the order of their line numbers.
 *
 * @example
 * const { text, placed } = textOf(words)
 * text.slice(placed[3].start, placed[3].end) === placed[3].text
 */
export function textOf<W extends Word>(words: readonly W[]): { text: string, placed: (W & { start: number, end: number })[] } {
  const sorted = words.every((word, i) => i === 0 || words[i - 1].line <= word.line) ? words : [...words].sort((a, b) => a.line - b.line)
  const parts: string[] = []
  let at = 0
  const placed = sorted.map((word, i) => {
    if (i > 0) {
      parts.push(sorted[i - 1].line === word.line ? ' ' : '\n')
      at++
    }
    parts.push(word.text)
    const start = at
    at += word.text.length
    return { ...word, start, end: at }
  })
  return { text: parts.join(''), placed }
}

/** Degrees by which slopes differ that are not those of one page. (Lines of a turned page are told within one or two; a stamp stands off by more.) */
const SKEWS_APART = 6

/** Words whose lines slope alike, and by how many degrees. */
function bySkew(words: readonly ReadWord[]): { skew: number, words: ReadWord[] }[] {
  const groups: ReadWord[][] = []
  let last = -Infinity
  for (const word of words.some(({ skew }) => skew) ? [...words].sort((a, b) => (a.skew ?? 0) - (b.skew ?? 0)) : words) {
    const skew = word.skew ?? 0
    if (skew - last > SKEWS_APART) groups.push([])
    groups[groups.length - 1].push(word)
    last = skew
  }
  return groups.map(words => ({ skew: median(words.map(({ skew = 0 }) => skew)), words }))
}

/** A box turned clockwise by `turn` degrees about the origin; the result may lie at negative coordinates. */
function upright(box: Box, turn: number): Box {
  const { x, y, w, h } = box
  if (turn === 90) return { x: -y - h, y: x, w: h, h: w }
  if (turn === 180) return { x: -x - w, y: -y - h, w, h }
  if (turn === 270) return { x: y, y: -x - w, w: h, h: w }
  return { x, y, w, h }
}

function median(values: number[]): number {
  if (values.length === 0) return 0
  values.sort((a, b) => a - b)
  return values[values.length >> 1]
}

const middle = (box: Box): number => box.y + box.h / 2

/** Takes the page's skew out: the median slope from a word to its near right neighbour over distances of three letters and more. */
function straighten(items: Item[]): Item[] {
  const slopes: number[] = []
  for (const row of rowsOf(items, 1.5)) {
    const first = row[0]
    const last = row[row.length - 1]
    const run = last.x + last.w / 2 - first.x - first.w / 2
    if (row.length >= 3 && run > 8 * first.h) slopes.push((middle(last) - middle(first)) / run)
  }
  const slope = slopes.length >= 3 ? median(slopes) : 0
  if (Math.abs(slope) < 0.002 || Math.abs(slope) > 0.3) return items
  return items.map(item => ({ ...item, y: item.y - slope * (item.x + item.w / 2) }))
}

/**
 * Rows from top to bottom, words from left to right: a word continues the row whose last word it overlaps most in height.
 * Rows are looked up by bands of height, so the work grows with the words, not with their square.
 *
 * @param reach how far the next word of a row may be, in letter heights
 */
function rowsOf(items: Item[], reach = Infinity): Row[] {
  const band = Math.max(1, median(items.map(item => item.h)))
  const open = new Map<number, Row[]>()
  const rows: Row[] = []
  for (const item of [...items].sort((a, b) => a.x - b.x)) {
    const at = Math.floor(middle(item) / band)
    let best: Row | undefined
    let most = 0.5
    for (let b = at - 1; b <= at + 1; b++) {
      const near = open.get(b) ?? []
      for (let i = near.length - 1; i >= 0; i--) {
        const row = near[i]
        const last = row[row.length - 1]
        if (item.x - last.x - last.w > 3 * reach * band) {
          near.splice(i, 1)
          continue
        }
        const low = Math.min(item.h, last.h)
        const shared = (Math.min(item.y + item.h, last.y + last.h) - Math.max(item.y, last.y)) / Math.max(1e-6, low)
        if (shared > most && low * 3 > Math.max(item.h, last.h) && item.x - last.x - last.w < reach * low) {
          best = row
          most = shared
        }
      }
    }
    if (best) {
      const from = Math.floor(middle(best[best.length - 1]) / band)
      if (from !== at) {
        const list = open.get(from)!
        list.splice(list.indexOf(best), 1)
        put(open, at, best)
      }
      best.push(item)
    } else {
      const row = [item]
      rows.push(row)
      put(open, at, row)
    }
  }
  return rows.sort((a, b) => top(a) - top(b))
}

function put(open: Map<number, Row[]>, band: number, row: Row): void {
  const list = open.get(band)
  if (list) list.push(row)
  else open.set(band, [row])
}

const top = (row: Row): number => row.reduce((sum, item) => sum + middle(item), 0) / row.length

/** A gap that runs through this many rows, with running text on both sides, parts columns. */
const COLUMN_ROWS = 3
const COLUMN_WORDS = 3
/** A row with more gaps than this is a table's, not running text. */
const MOST_GAPS = 5

/** Reads columns of running text one after the other: wherever a common gap splits several rows, the left parts come first. */
function columns(rows: Row[]): Row[] {
  const out: Row[] = []
  const gaps = rows.map(gapsOf)
  for (let i = 0; i < rows.length;) {
    const gutter = gutterFrom(rows, gaps, i)
    if (!gutter) {
      out.push(rows[i++])
      continue
    }
    const run = rows.slice(i, gutter.end)
    out.push(...run.map(row => row.filter(item => item.x < gutter.x)).filter(row => row.length > 0))
    out.push(...columns(run.map(row => row.filter(item => item.x >= gutter.x)).filter(row => row.length > 0)))
    i = gutter.end
  }
  return out
}

/** The leftmost gutter that starts at row `i`, and the row after the last one it splits. */
function gutterFrom(rows: Row[], gaps: Gap[][], i: number): { x: number, end: number } | undefined {
  for (const gap of gaps[i]) {
    let { from, to } = gap
    let end = i + 1
    for (; end < rows.length; end++) {
      const next = gaps[end].find(g => Math.min(to, g.to) - Math.max(from, g.from) >= Math.min(gap.least, g.least))
      if (!next) break
      from = Math.max(from, next.from)
      to = Math.min(to, next.to)
    }
    if (end - i < COLUMN_ROWS) continue
    const x = (from + to) / 2
    const run = rows.slice(i, end)
    const left = run.reduce((n, row) => n + row.filter(item => item.x < x).length, 0)
    const right = run.reduce((n, row) => n + row.filter(item => item.x >= x).length, 0)
    if (left < COLUMN_WORDS * run.length || right < COLUMN_WORDS * run.length) continue
    // A form: what stands right of a caption is its value, however many words the two have.
    if (areCaptions(run.map(row => textOfRow(row.filter(item => item.x < x)))) || isTableHead(rows[i], gaps[i])) continue
    return { x, end }
  }
  return undefined
}

const textOfRow = (row: Row): string => row.map(item => item.word.text).join(' ')

/** Whether a row is captions alone, parted by its gaps: below them stand the columns of a table, which is read by its rows. */
function isTableHead(row: Row, gaps: readonly Gap[]): boolean {
  const edges = [-Infinity, ...gaps.map(gap => gap.to), Infinity]
  return areCaptions(edges.slice(1).map((edge, k) => textOfRow(row.filter(item => item.x >= edges[k] && item.x < edge))))
}

interface Gap { from: number, to: number, least: number }

/** Of a row of single characters, as in the boxes of a form, a gap is wider than so many of those between its characters: groups of them stand apart. */
const SPACED = 3.5

function gapsOf(row: Row): Gap[] {
  const gaps = []
  const isSpaced = row.length > 4 && row.filter(({ word }) => [...word.text].length === 1).length > 0.7 * row.length
  const usual = isSpaced ? median(row.slice(1).map((item, i) => item.x - row[i].x - row[i].w)) : 0
  for (let i = 1; i < row.length; i++) {
    const from = row[i - 1].x + row[i - 1].w
    const to = row[i].x
    const least = Math.max(1.2 * Math.min(row[i - 1].h, row[i].h), SPACED * usual)
    if (to - from > least) gaps.push({ from, to, least })
  }
  return gaps.length > MOST_GAPS ? [] : gaps
}

/** Lines go on in one block while they stay close below each other, overlap in width, and keep their letter height. */
function sameBlock(above: Row, below: Row): boolean {
  const a = median(above.map(item => item.h))
  const b = median(below.map(item => item.h))
  const distance = top(below) - top(above)
  const overlap = Math.min(right(above), right(below)) - Math.max(above[0].x, below[0].x)
  return distance > 0 && distance < 2.2 * Math.max(a, b) && overlap > 0 && Math.max(a, b) < 1.6 * Math.min(a, b)
}

const right = (row: Row): number => row.reduce((most, item) => Math.max(most, item.x + item.w), -Infinity)
