import type { Recognizer, Span, TextContext } from '../types.js'
import type { Meaning } from './lexicon/index.js'
import { near, pageOf, type Page } from './page.js'
import type { TextViews } from './views.js'

/** One row of the recogniser table. */
export interface Rule {
  /** For people: country and kind. */
  name?: string
  label: string
  /** With flag g. The find is the named group `v` where there is one (flag d needed), else the whole match. */
  pattern: RegExp
  view?: keyof TextViews
  /** false drops the find; a number takes the place of `score`. */
  validate?: (value: string, page: Page) => boolean | number
  /** Without a keyword nearby. Finds below the threshold, 0.5 by default, do not count. */
  score: number
  /** Keywords that raise the score to `contextScore`, 0.85 where absent. */
  context?: readonly Meaning[]
  contextScore?: number
}

/** A recogniser of many rules, looked up one after the other. */
export function rules(table: readonly Rule[]): Recognizer {
  const labels = [...new Set(table.map(rule => rule.label))]
  return { labels, find: (text: string, context: TextContext) => findRules(table, pageOf(text, context)) }
}

function findRules(table: readonly Rule[], page: Page): Span[] {
  const spans: Span[] = []
  for (const rule of table) {
    const text = page.views[rule.view ?? 'raw']
    for (const match of text.matchAll(rule.pattern)) {
      const [start, end] = match.indices?.groups?.v ?? [match.index, match.index + match[0].length]
      if (end === start) continue
      const valid = rule.validate?.(text.slice(start, end), page) ?? true
      if (valid === false) continue
      let score = typeof valid === 'number' ? valid : rule.score
      if (rule.context && near(page, start, end, rule.context)) score = Math.max(score, rule.contextScore ?? 0.85)
      if (score > 0) spans.push({ start, end, label: rule.label, score })
    }
  }
  return spans
}
