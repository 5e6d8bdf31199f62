import type { TextContext } from '../core/types.js'
import { cellsOf, fieldsOf, firstIndex, type FormLabel, type Cell, type Field } from './cells.js'
import type { Keyword } from './lexicon/lexicon.js'
import { respace, type Respaced } from './respaced.js'
import { viewsOf, type TextViews } from './views.js'
import { keywords } from './lexicon/index.js'

/** A text with everything the built-in recognisers share: views, keywords, and values of form labels. */
export interface TextDocument {
  views: TextViews
  keywords: readonly Keyword[]
  cells: readonly Cell[]
  fields: readonly Field[]
  /** The text with its spaces where they belong, if they are not. */
  respaced?: Respaced
  /** Numbers and nothing else, as in a cell of a table: no word says what they are, so their look has to. */
  bare: boolean
  /** Words of form labels, in order. */
  formLabels: readonly FormLabel[]
  context: TextContext
}

let last: TextDocument | undefined

/** The page of a text. Recognisers are called one after the other with the same text and context: it is made once. */
export function documentOf(raw: string, context: TextContext): TextDocument {
  if (last?.views.raw === raw && last.context === context) return last
  const cells = cellsOf(raw, context.words)
  const found = withBroken(raw, cells, keywords.find(raw))
  const { fields, formLabels } = fieldsOf(raw, cells, found)
  const byStart = (a: { start: number }, b: { start: number }): number => a.start - b.start
  last = {
    views: viewsOf(raw), respaced: respace(raw), bare: isBare(raw), context,
    keywords: found, cells, fields: fields.sort(byStart), formLabels: formLabels.sort(byStart),
  }
  return last
}

/** Before a colon or alone in its cell: letters in groups, one of which at least is no word. */
const BROKEN = /^(?=(?:\p{L}+ ){0,11}\p{L}{1,2}(?!\p{L}))\p{L}{1,6}(?: \p{L}{1,6}){1,11}(?= ?[:=]| ?$)/u

/** With captions that OCR left parted ("P atie n t"), where all of them is one: instead of what was found in their pieces. */
function withBroken(raw: string, cells: readonly Cell[], found: readonly Keyword[]): readonly Keyword[] {
  const more = cells.flatMap(({ start, end }): Keyword[] => {
    const caption = BROKEN.exec(raw.slice(start, Math.min(end, start + CELL)))?.[0]
    const joined = caption?.replaceAll(' ', '') ?? ''
    const whole = joined === '' ? [] : keywords.find(joined).filter(keyword => keyword.start === 0 && keyword.end === joined.length)
    return whole.map(({ meaning }) => ({ start, end: start + caption!.length, meaning }))
  })
  if (more.length === 0) return found
  const inside = ({ start, end }: Keyword): boolean => more.some(caption => caption.start <= start && caption.end >= end)
  return [...found.filter(keyword => !inside(keyword)), ...more].sort((a, b) => a.start - b.start)
}

/** Longer texts are no cell. */
const CELL = 64
const isBare = (raw: string): boolean => raw.length <= CELL && /\d/.test(raw) &&
  raw.trim().split(/\s+/).every(token => /\d/.test(token) || token.length === 1 || /^[A-Z]{2}$/.test(token))

/** How far before and after a find a keyword counts, in UTF-16 units. */
const BEFORE = 60
const VALUE = 120
const AFTER = 24

/** Whether a keyword of one of these meanings stands near [start, end): before it, closely behind, or as its form label. */
export function near(document: TextDocument, start: number, end: number, meanings: readonly string[]): boolean {
  let own = -1
  // Fields are sorted, and a value is seldom longer than this.
  for (let i = firstIndex(document.fields, field => field.start >= start - VALUE); i < document.fields.length && document.fields[i].start < end; i++) {
    const field = document.fields[i]
    if (!field.sure || field.end <= start) continue
    if (meanings.includes(field.meaning)) return true
    // The value of one label is not that of the label before it.
    if (field.start <= start && field.end >= end && field.from < start) own = Math.max(own, field.from)
  }
  const list = document.keywords
  const low = Math.max(firstIndex(list, keyword => keyword.end >= start - BEFORE), own < 0 ? 0 : firstIndex(list, keyword => keyword.start >= own))
  for (let i = low; i < list.length && list[i].start <= end + AFTER; i++) {
    const k = list[i]
    if (k.start < end && k.end > start) {
      if (k.start < start && meanings.includes(k.meaning)) return true
      continue
    }
    if (meanings.includes(k.meaning) && (k.start < start || !document.views.raw.slice(end, k.start).includes('\n'))) return true
  }
  return false
}

/** Whether the text was read from a picture: a character may be misread there, a checksum fail, and an edge cut. */
export const pictured = (document: TextDocument): boolean => document.context.words !== undefined
