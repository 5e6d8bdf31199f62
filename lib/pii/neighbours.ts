import type { Span } from '../core/types.js'
import { firstIndex } from './cells.js'
import type { FoundSpan } from './merge.js'
import { isGiven } from './recognizers/gazetteer.js'

const PLACE = /^LOCATION_(?:CITY|STATE)$/
/** What follows a town: 1021, 840 24, 02108-1234. Not a year, an amount or a measure. */
const BEHIND = /^,? (?!(?:19|20)\d{2}(?!\d))(?:\d{5}(?:-\d{4})?|\d{4}|\d{3} \d{2})(?![\p{L}\p{N}%€$]|[.,:/-]\d| (?:people|km|miles|m|kg|years?|days?|hours?|euros?|dollars?|percent))/u
/** What stands before it: 80331 München. */
const BEFORE = /(?<![\p{L}\p{N}.,/:-])(?:[A-Z]{1,2}-)?(?!(?:19|20)\d{2} )(?:\d{5}|\d{4}(?: [A-Z]{2})?|\d{2}-\d{3}) $/u
const SURE = 0.55

/** Postal codes beside the towns that were found. */
export function postcodes(text: string, spans: readonly Span[]): Span[] {
  const codes: Span[] = []
  for (const { start, end, label, score } of spans) {
    if (!PLACE.test(label) || score < SURE) continue
    const behind = BEHIND.exec(text.slice(end, end + 60))
    if (behind) {
      const lead = behind[0].length - behind[0].replace(/^,? /, '').length
      codes.push({ start: end + lead, end: end + behind[0].length, label: 'LOCATION_ZIP', score: 0.6 })
    }
    const before = label === 'LOCATION_CITY' ? BEFORE.exec(text.slice(Math.max(0, start - 12), start)) : null
    if (before) codes.push({ start: start - before[0].length, end: start - 1, label: 'LOCATION_ZIP', score: 0.6 })
  }
  return codes
}

/** Before the words of a line: marks of a quotation or a list. */
const LEAD = /^[\s>?*|•·-]*/
/** A company's name on a line of its own: one to five words, without a number. */
const COMPANY = /^\p{L}[\p{L}\p{M}&.'’-]*(?:,? [\p{L}&][\p{L}\p{M}&.'’-]*){0,5}$/u
/** So much of a line under finds of one kind makes it a line of that kind. */
const LINE = 0.8
const STREET = 0.5

/** Nothing that is found is longer. */
const LONGEST = 400

/** Companies in letterheads: the line between somebody's name, or what they are, and the address. */
export function letterheads(text: string, spans: readonly Span[]): FoundSpan[] {
  const found: FoundSpan[] = []
  let at = 0
  const lines = text.split('\n').map(raw => {
    const start = at + LEAD.exec(raw)![0].length
    at += raw.length + 1
    return { start, end: Math.max(start, at - 1 - (raw.length - raw.trimEnd().length)) }
  }).filter(({ start, end }) => end > start)
  const sorted = [...spans].sort((a, b) => a.start - b.start)
  const covered = ({ start, end }: { start: number, end: number }, labels: RegExp): number => {
    let n = 0, last = start
    for (let i = firstIndex(sorted, span => span.start >= start - LONGEST); i < sorted.length && sorted[i].start < end; i++) {
      const span = sorted[i]
      if (!labels.test(span.label) || span.end <= last) continue
      n += Math.min(span.end, end) - Math.max(span.start, last)
      last = Math.min(span.end, end)
    }
    return n / (end - start)
  }
  for (let i = 1; i + 1 < lines.length; i++) {
    const [above, line, below] = [lines[i - 1], lines[i], lines[i + 1]]
    const words = text.slice(line.start, line.end)
    if (!COMPANY.test(words) || !/^\S*\d|\bbox\b/i.test(text.slice(below.start, below.end)) || covered(below, /^LOCATION/) < STREET) continue
    if (covered(above, /^(?:NAME|OCCUPATION)/) < LINE || covered(line, /^OCCUPATION/) >= LINE) continue
    // Two persons at one address.
    const [first, second] = words.split(' ')
    if (second && isGiven(first)) continue
    found.push({ ...line, label: 'ORGANIZATION', score: 0.7, captioned: true })
  }
  return found
}
