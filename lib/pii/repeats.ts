import type { Span } from '../core/types.js'
import { isFamily, isGiven } from './recognizers/gazetteer.js'
import { fold } from './views.js'
import { matches } from './matches.js'

const NAME = /^NAME/
const TOKEN = /\p{L}[\p{L}\p{M}'’-]+/gu
/** Finds surer than this are looked for elsewhere on the page. */
const SURE = 0.6
/** A word without its case, accents and possessive. */
const keyOf = (word: string): string => fold(word.replace(/['’]s$/u, ''))
/** Shorter words stand on a page by chance. */
const SHORTEST = 4

/**
 * Who was named once is named again without a title or a label: every word of a name that was found surely, and that is no
 * word the page also writes small, is a name wherever it stands on the page.
 */
export function repeats(text: string, spans: readonly Span[]): Span[] {
  const words = matches(text, TOKEN).map(match => ({ start: match.index, end: match.index + match[0].length, word: match[0] }))
  const small = new Set(words.filter(({ word }) => /^\p{Ll}/u.test(word)).map(({ word }) => keyOf(word)))
  const names = new Map<string, Span>()
  for (const span of spans) {
    if (!NAME.test(span.label) || span.score < SURE) continue
    for (const [token] of text.slice(span.start, span.end).matchAll(TOKEN)) {
      const key = keyOf(token)
      const listed = isFamily(token) || isGiven(token)
      // A single find of an unlisted word is as likely a heading as a name.
      const several = /\s/.test(text.slice(span.start, span.end).trim())
      if (token.length >= SHORTEST && !small.has(key) && (listed || several)) names.set(key, span)
    }
  }
  if (names.size === 0) return []
  return words.flatMap(({ start, end, word }) => {
    const found = /^\p{Lu}/u.test(word) ? names.get(keyOf(word)) : undefined
    if (!found || spans.some(span => NAME.test(span.label) && span.start <= start && span.end >= end)) return []
    return [{ start, end, label: found.label, score: SURE }]
  })
}
