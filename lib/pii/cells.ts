import { deskewed } from '../core/geometry.js'
import type { Box, TextContext } from '../core/types.js'
import type { Keyword } from './lexicon/lexicon.js'

/** A stretch of one line with no wide gap in it: a label, a value, or a sentence. `pitch`: one character a box, so far apart. */
export interface Cell extends Box { start: number, end: number, line: number, pitch?: number }

/** Cells of one line in a table; a line with more is none. */
const MOST = 64

/** Gap, in heights of a letter, that parts two cells. */
const GAP = 1.1

/**
 * The cells of a page. Without boxes, columns of the text stand for them: letters are one wide and two high, tabs,
 * bars and runs of three spaces part cells.
 */
export function cellsOf(text: string, words: TextContext['words']): Cell[] {
  return words && words.length > 0 ? boxed(words.map(word => word.skew ? { ...word, ...deskewed(word, word.skew) } : word)) : typed(text)
}

function boxed(words: NonNullable<TextContext['words']>): Cell[] {
  const cells: Cell[] = []
  const combs = combsOf(words)
  let last: Cell | undefined
  let lastTurn = 0
  for (const [i, { start, end, x, y, w, h, line, turn = 0 }] of words.entries()) {
    const gap = last ? x - last.x - last.w : 0
    const { pitch, first } = combs.get(i) ?? {}
    const comb = pitch !== undefined && first !== i
    // A comb begins and ends a cell of its own.
    const parted = first === i || (pitch === undefined && last?.pitch !== undefined)
    if (last && last.line === line && turn === 0 && lastTurn === 0 && (comb || (!parted && gap <= GAP * Math.max(h, last.h) && gap > -last.w))) {
      const bottom = Math.max(last.y + last.h, y + h)
      last.w = Math.max(last.x + last.w, x + w) - last.x
      last.y = Math.min(last.y, y)
      last.h = bottom - last.y
      last.end = end
    } else cells.push(last = { start, end, x, y, w, h, line, ...pitch !== undefined && { pitch } })
    lastTurn = turn
  }
  return cells
}

/** Words of a comb: as many at least, as short, and no farther apart than so many heights. */
const TEETH = 4
const SHORT_WORD = 2
const STRIDE = 3

/** Runs of words of one or two characters, evenly apart, as forms with a box for each character have: by their words. */
export function combsOf(words: NonNullable<TextContext['words']>): Map<number, { first: number, pitch: number }> {
  const combs = new Map<number, { first: number, pitch: number }>()
  for (let from = 0; from < words.length;) {
    let to = from + 1
    const short = (i: number): boolean => words[i].end - words[i].start <= SHORT_WORD && (words[i].turn ?? 0) === 0
    type Tooth = (typeof words)[number]
    const near = (a: Tooth, b: Tooth): boolean => a.line === b.line && b.x - a.x - a.w <= STRIDE * Math.max(a.h, b.h) && b.x > a.x
    if (short(from)) while (to < words.length && short(to) && near(words[to - 1], words[to])) to++
    if (to - from >= TEETH) {
      const steps = words.slice(from + 1, to).map((word, i) => word.x + word.w / 2 - words[from + i].x - words[from + i].w / 2).sort((a, b) => a - b)
      const pitch = steps[steps.length >> 1]
      const even = steps.filter(step => Math.abs(step / pitch - Math.round(step / pitch)) < 0.3 || step < 1.6 * pitch).length
      if (even >= 0.7 * steps.length) for (let i = from; i < to; i++) combs.set(i, { first: from, pitch })
    }
    from = to
  }
  return combs
}

function typed(text: string): Cell[] {
  const cells: Cell[] = []
  let at = 0
  text.split('\n').forEach((row, line) => {
    for (const { 0: part, index } of row.matchAll(/[^\s|](?:[^\t|\s]| {1,2}(?=\S))*/g)) {
      cells.push({ start: at + index, end: at + index + part.length, x: index, y: line * 2.4, w: part.length, h: 2, line })
    }
    at += row.length + 1
  })
  return cells
}

/** The value of a form label: what the label means, and where the value stands. */
export interface Field {
  meaning: string
  /** Where the label begins. */
  from: number
  start: number
  end: number
  /** A colon or the layout says so; otherwise the two only stand side by side. */
  sure: boolean
  /** Text of the label, in small letters. */
  caption: string
  /** A verb joins the two: "the station is in …" is no form. */
  said?: boolean
}

/** The words of a form label themselves: they tell of nobody. */
export interface FormLabel {
  start: number
  end: number
  /** A colon or a value beside it says so; a word alone on its line may be what somebody is ("Nurse"). */
  sure: boolean
}

/** After a label's words: number sign, remarks in brackets, colon, dots or a rule to write on. */
const AFTER = /^['’]?s?(?: ?(?:(?<number>no|nr|num|number|nbr|id)\b|(?<sign>#|n\.?[°º])))?\.?(?: ?[([][^)\]\n]{1,40}[)\]])? ?(?<mark>[:=#>]|\s-(?=\s)|\.{3,}|_{2,}|\bis\b|\bare\b|\bist\b|\best\b|\bes\b|\bè\b|\bé\b)?[\s.:_*-]{0,40}/u
/** A label says the same in a second language: "Given names/ Prénoms", "Document No./N° de document". */
const SAME = /^['’]?s?(?: ?(?:no|nr|number))?\.? ?\/ ?[\p{L}°º'’. ]{2,40}$/iu
/** The label of a number or date goes on: "Kontonummer der Bank", "Date of birth of the child". */
const CONTINUED = /^ (?:of|for|der|des|de|du|del|della|di|do|da|dos|van|von|laut|zum|per|on) [\p{L} .'’]{2,30}$/iu
const OF_NUMBER = /^(?:ssn|taxid|passport|licence|account|bank|routing|card|health|phone|zip|vehicle|id|dob|date)$/
/** What stands before a label: bullets and brackets, or the number of its item ("4d", "1a.", "Box 3", "(iv)", "§ 2.1", "#4"). */
const BEFORE = /^(?:(?:[\s*•·>|()[\]\d.-]|[a-z]\)){0,6}|[\s*•([]{0,3}(?:(?:box|line|item|field|question|section|part|no|nr|q)\.? ?)?[#§]? ?(?:\d{1,3}(?:\.\d{1,2}){0,2} ?[a-z]?|[a-z]\d{0,2}|[ivx]{1,5})[.):\]]{0,2}\s{1,4})$/iu
/** Words before the one that a label ends in. */
const LEADING = /^(?:[\d.()#]{0,5} )?(?:(?:\p{Lu}[\p{L}'’./-]{0,14}|and|or|of|the|&) ){1,4}$/u
const LED = /^(?:ssn|passport|dob|password|email)$/
const NUMBER_WORD = /^ ?(?:no|nr|num|number|nbr|id|code)\b\.?/iu
/** A label that ends so has a number for its value, without a colon, too. */
const NUMBERED = /(?:^|[\s.])(?:no|nr|num|number|nbr|id)$/iu
const NUMBER = /^(?=(?:[^\d\n]{0,4}\d){3})\p{L}{0,4}[-/ ]?\d/u
/** Labels as they stand on cards, in capitals before capitals and figures. */
const SHORT = /^(?:DLN?|DL NO|LN|FN|MN|DOB|SEX|HGT|WGT|HT|WT|EXP|ISS|ADDR|EYES|HAIR|CLASS|LIC|ID|NAT)$/

/**
 * Values of form labels, by geometry: what follows the label in its cell, else the next cell on the line, else the cells
 * below it (a table's column as far as it goes).
 */
export function fieldsOf(text: string, cells: readonly Cell[], keywords: readonly Keyword[]): { fields: Field[], formLabels: FormLabel[] } {
  const labels = withoutValues(labelsOf(text, cells, keywords))
  const labelStarts = labels.map(label => label.start).sort((a, b) => a - b)
  const bare = new Set(labels.filter(label => label.value >= label.cell.end && label.head).map(label => label.cell))
  const labelled = new Set(labels.filter(label => label.head && (label.marked || bare.has(label.cell))).map(label => label.cell))
  const nextLabel = (from: number, to: number): number => Math.min(labelStarts[firstIndex(labelStarts, start => start > from)] ?? to, to)
  const byHeight = [...cells].sort((a, b) => a.y - b.y)
  const lines = new Map<number, Cell[]>()
  for (const cell of cells) {
    const line = lines.get(cell.line)
    if (line) line.push(cell)
    else lines.set(cell.line, [cell])
  }
  const fields: Field[] = []
  const formLabels: FormLabel[] = []
  /** Whether a row is the head of a table or of values below: all labels, and no label below. */
  const heads = new Map<readonly Cell[], boolean>()
  const isHead = (row: readonly Cell[]): boolean => {
    let head = heads.get(row)
    if (head === undefined) {
      head = row.length > 1 && row.length <= MOST && row.every(other => labelled.has(other)) && column(row[0], byHeight, labelled, 1, 2.6).length > 0
      heads.set(row, head)
    }
    return head
  }
  for (const { meaning, start, end: stop, value, cell, head, marked, said } of labels) {
    const label = { meaning, from: start, caption: text.slice(start, stop).toLowerCase() }
    if (value < cell.end) {
      if (head && marked) formLabels.push({ start, end: stop, sure: true })
      const end = nextLabel(start, cell.end)
      if (end > value) fields.push({ ...label, start: value, end, sure: marked, said })
      if (end < cell.end || !marked) continue
      // An address goes on in the lines below.
      for (const next of column({ ...cell, start: value, x: cell.x + cell.w * (value - cell.start) / (cell.end - cell.start) }, byHeight, labelled, 3, 0.9)) {
        if (meaning === 'address') fields.push({ ...label, start: next.start, end: next.end, sure: false })
      }
      continue
    }
    if (!head && !marked) continue
    const row = lines.get(cell.line)!
    const right = row.length > MOST ? undefined : row.find(other => other.x >= cell.x + cell.w - 0.5 * cell.h && other.start >= cell.end)
    const isValue = right && !labelled.has(right)
    const left = row.length > MOST ? undefined : row.findLast(other => other.start < cell.start)
    if (marked || isValue || !left || !labelled.has(left) || isHead(row)) formLabels.push({ start, end: stop, sure: marked || isValue === true || isHead(row) })
    if (isValue) fields.push({ ...label, start: right.start, end: right.end, sure: true })
    const below = column(cell, byHeight, labelled, isValue ? 0 : bare.size > 1 ? 40 : 4, 2.6)
    const header = row.length > 1 && row.length <= MOST && row.filter(other => bare.has(other)).length > 1
    below.slice(0, header || meaning === 'address' ? undefined : 1).forEach(other => fields.push({ ...label, start: other.start, end: nextLabel(other.start, other.end), sure: true }))
  }
  return { fields, formLabels }
}

/** Index of the first element that satisfies a condition which holds from there on. */
export function firstIndex<T>(list: readonly T[], holds: (element: T) => boolean): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const mid = (low + high) >> 1
    if (holds(list[mid])) high = mid
    else low = mid + 1
  }
  return low
}

interface Label { meaning: string, start: number, end: number, value: number, cell: Cell, head: boolean, marked: boolean, said: boolean }

/** "Occupation: Nurse": a word that is the value of a label is no label, unless it is marked as one. */
function withoutValues(labels: readonly Label[]): Label[] {
  const values = new Set(labels.filter(({ marked }) => marked).map(({ value }) => value))
  return labels.filter(({ start, marked }) => marked || !values.has(start))
}

function labelsOf(text: string, cells: readonly Cell[], keywords: readonly Keyword[]): Label[] {
  const labels: Label[] = []
  let c = 0
  for (const keyword of keywords) {
    while (c < cells.length && cells[c].end <= keyword.start) c++
    const cell = cells[c]
    if (!cell || keyword.end > cell.end) continue
    const after = AFTER.exec(text.slice(keyword.end, Math.min(cell.end, keyword.end + 90)))!
    const { mark, sign, number } = after.groups!
    const before = text.slice(cell.start, keyword.start)
    // "Web Site Password": the words before say which; the label is all of its cell.
    const tail = text.slice(keyword.end, cell.end)
    const numbered = NUMBER_WORD.test(tail) || NUMBERED.test(text.slice(keyword.start, keyword.end))
    const last = (numbered || LED.test(keyword.meaning)) && LEADING.test(before) && /^[\s:.*#]{0,3}$/.test(tail.replace(NUMBER_WORD, ''))
    const head = last || BEFORE.test(before) || /[:;,]\s*$/.test(text.slice(Math.max(cell.start, keyword.start - 3), keyword.start))
    const caption = text.slice(keyword.start, keyword.end)
    const rest = text.slice(keyword.end + after[0].length, cell.end)
    const marked = mark !== undefined || ((sign !== undefined || caption.endsWith('#')) && NUMBER.test(rest.replace(/^\P{N}{0,6}(?=\p{N})/u, '000'))) ||
      (head && ((number !== undefined || NUMBERED.test(caption)) && NUMBER.test(rest) || (SHORT.test(caption) && /^\s/.test(text.slice(keyword.end, keyword.end + 1)) && /^[\p{Lu}\d]/u.test(rest))))
    const whole = SAME.test(text.slice(keyword.end, cell.end)) || (head && OF_NUMBER.test(keyword.meaning) && CONTINUED.test(text.slice(keyword.end, cell.end)))
    const value = whole ? cell.end : keyword.end + after[0].length
    if (!head && !marked && !/^\s*[A-Z]{0,3}[-\s]?\d/.test(text.slice(keyword.end, keyword.end + 8))) continue
    labels.push({ meaning: keyword.meaning, start: keyword.start, end: whole ? cell.end : keyword.end, value, cell, head, marked, said: /\p{L}/u.test(mark ?? '') })
  }
  return labels
}

/** Cells under a cell, nearest first, each close below the one before. `byHeight` is sorted by y; `reach` is the allowed gap in heights. */
function column(top: Cell, byHeight: readonly Cell[], labels: ReadonlySet<Cell>, count: number, reach: number): Cell[] {
  const found: Cell[] = []
  let last = top
  while (found.length < count) {
    let next: Cell | undefined
    const { y, h, line } = last
    const from = firstIndex(byHeight, cell => cell.y >= y + 0.6 * h)
    for (let i = from; i < Math.min(byHeight.length, from + 4 * MOST) && byHeight[i].y <= y + h + reach * h; i++) {
      const cell = byHeight[i]
      if (cell.line === line) continue
      const overlap = Math.min(cell.x + cell.w, top.x + top.w) - Math.max(cell.x, top.x)
      if (overlap < 0.3 * Math.min(cell.w, top.w) && Math.abs(cell.x - top.x) > 1.5 * top.h) continue
      if (!next || cell.y < next.y || (cell.y === next.y && Math.abs(cell.x - top.x) < Math.abs(next.x - top.x))) next = cell
    }
    if (!next || labels.has(next)) break
    // Rows of a table are evenly spaced: a wider gap ends it.
    reach = Math.min(reach, Math.max(0.6, 1.4 * (next.y - last.y - last.h) / last.h))
    found.push(last = next)
  }
  return found
}
