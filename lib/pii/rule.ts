import type { Recognizer, TextContext } from '../core/types.js'
import type { Meaning } from './lexicon/index.js'
import { near, documentOf, type TextDocument } from './document.js'
import type { FoundSpan } from './merge.js'
import type { TextViews } from './views.js'
import { matches } from './matches.js'

/** One row of the recogniser table. */
export interface Rule {
  /** For people: country and kind. */
  name?: string
  label: string
  /** With flag g. The find is the named group `v` where there is one (flag d needed), else the whole match. */
  pattern: RegExp
  view?: keyof TextViews
  /** false drops the find; a number takes the place of `score`. */
  validate?: (value: string, document: TextDocument) => boolean | number
  /**
   * Check digits. They are evidence: a number that fails them (one digit misread or mistyped) is still found, less surely, where a keyword
   * speaks for it, or its look where that is `distinct`; unless the context says that checksums are required.
   */
  check?: (value: string, document: TextDocument) => boolean
  distinct?: boolean
  /** What stands before the find says what it is, whatever else it looks like. */
  captioned?: true
  /** Without a keyword nearby. Finds below the threshold, 0.5 by default, do not count. */
  score: number
  /** Keywords that raise the score to `contextScore`, 0.85 where absent. */
  context?: readonly Meaning[]
  contextScore?: number
  /** Score in a text that is nothing but numbers. Default: 0.5 for seven characters and more whose `score` is at least 0.1. */
  bare?: number
}

/**
 * A recogniser of many rules, looked up one after the other.
 *
 * @example
 * rules([{ label: 'SSN', pattern: /\d{3}-\d{2}-\d{4}/g, validate: ssn, score: 0.85, context: ['ssn'] }])
 */
export function rules(table: readonly Rule[]): Recognizer {
  const labels = [...new Set(table.map(rule => rule.label))]
  return { labels, find: (text: string, context: TextContext) => findRules(table, documentOf(text, context)) }
}

function findRules(table: readonly Rule[], document: TextDocument): FoundSpan[] {
  const spans = findIn(table, document, document.views, index => index)
  const { respaced } = document
  if (respaced) spans.push(...findIn(table, document, respaced.views, index => respaced.at[index]))
  return spans
}

/** @param place where a unit of the views stands in the text of the page */
function findIn(table: readonly Rule[], document: TextDocument, views: TextViews, place: (index: number) => number): FoundSpan[] {
  const spans: FoundSpan[] = []
  for (const rule of table) {
    const text = views[rule.view ?? 'raw']
    for (const match of matches(text, rule.pattern)) {
      const [from, to] = match.indices?.groups?.v ?? [match.index, match.index + match[0].length]
      if (to === from) continue
      const valid = rule.validate?.(text.slice(from, to), document) ?? true
      if (valid === false) continue
      const failed = rule.check?.(text.slice(from, to), document) === false
      if (failed && document.context.checksums === 'required') continue
      const start = place(from)
      const end = place(to - 1) + 1
      let score = failed ? rule.distinct ? UNCHECKED : 0 : typeof valid === 'number' ? valid : rule.score
      if (rule.context && near(document, start, end, rule.context)) score = Math.max(score, failed ? UNCHECKED_KEYED : rule.contextScore ?? 0.85)
      else if (document.bare && !failed) score = Math.max(score, bareScore(rule, text, from, to))
      if (score > 0) spans.push({ start, end, label: rule.label, score, ...rule.captioned && { captioned: true } })
    }
  }
  return spans
}

/** Scores of numbers whose check digits are wrong: by their look, and by a keyword. */
const UNCHECKED = 0.55
const UNCHECKED_KEYED = 0.6

/** Characters of a number that is taken for something without any word beside it. */
const SHORTEST = 7
const BARE = 0.5

function bareScore({ bare, score }: Rule, text: string, start: number, end: number): number {
  if (/\S/.test(text[start - 1] ?? '') || /\S/.test(text[end] ?? '')) return 0
  return bare ?? (score >= 0.1 && end - start >= SHORTEST ? BARE : 0)
}
