import { fits, list as texts, number, shape, text } from '../core/check.js'
import { invalidOption, isFunction, isString } from '../core/is.js'
import type { Recognizer, Span, TextContext } from '../core/types.js'
import { Lexicon } from './lexicon/lexicon.js'

/** How the finds of a {@link pattern} are judged. */
export interface PatternOptions {
  /** false refuses a find; a number takes the place of `score`. */
  validate?: (value: string) => boolean | number
  /** Words that raise the score when one of them stands within 60 characters before the find, or 24 behind. */
  context?: readonly string[]
  /** 0..1. Default 0.75; with `context`, 0.4 without a context word and 0.85 with one. */
  score?: number
}

const patternCheck = shape<PatternOptions>({
  validate: fits('a function', isFunction), context: texts(text, 'an array of words'), score: number(0, 1),
})
const listCheck = shape<{ score?: number }>({ score: number(0, 1) })

/**
 * A recogniser of a regular expression. A named group `v` is the find, where there is one.
 *
 * @param label in capitals, of your own or a built-in one
 * @throws EffaceError ERR_INVALID_OPTION for a label that is no text; SyntaxError for a wrong expression
 * @example
 * efface({ recognizers: [pattern('EMPLOYEE_ID', /E-\d{5}/, { context: ['employee', 'staff'] })] })
 */
export function pattern<Label extends string>(label: Label, regex: RegExp | string, options: PatternOptions = {}): Recognizer<Label> {
  const { validate, context, score = context ? 0.4 : 0.75 } = patternCheck(options, '')
  if (!isString(label)) throw invalidOption('label', 'a label', label)
  const { source, flags } = typeof regex === 'string' ? new RegExp(regex) : regex
  const compiled = new RegExp(source, [...new Set(`${flags.replace('y', '')}gd`)].join(''))
  const words = context && new Lexicon({ context })
  return {
    labels: [label],
    find(text: string): Span[] {
      const near = words?.find(text) ?? []
      const spans: Span[] = []
      for (const match of text.matchAll(compiled)) {
        const [start, end] = match.indices!.groups?.v ?? match.indices![0]
        if (end === start) continue
        const valid = validate?.(text.slice(start, end)) ?? true
        if (valid === false) continue
        const base = typeof valid === 'number' ? valid : score
        const keyed = near.some(word => word.end > start - 60 && word.start < end + 24)
        spans.push({ start, end, label, score: keyed ? Math.max(base, 0.85) : base })
      }
      return spans
    },
  }
}

/**
 * A recogniser of a list of words or phrases, whatever their case, accents and the spaces in them.
 *
 * @param settings `score` of every find, 0..1. Default 0.85
 * @example
 * findEntities(text, { recognizers: [list('PROJECT', ['Blue Heron', 'Kestrel'])] })
 */
export function list<Label extends string>(label: Label, words: readonly string[], settings: { score?: number } = {}): Recognizer<Label> {
  const { score = 0.85 } = listCheck(settings, '')
  const lexicon = new Lexicon({ [label]: words })
  return { labels: [label], find: (text: string): Span[] => lexicon.find(text).map(({ start, end }) => ({ start, end, label, score })) }
}

/**
 * A recogniser of a function.
 *
 * @param find gives [start, end) in UTF-16 units and a score 0..1 for each find
 * @example
 * recognizer('SHIFT', text => [...text.matchAll(/night shift/g)].map(m => ({ start: m.index, end: m.index + m[0].length, score: 0.9 })))
 */
export function recognizer<Label extends string>(label: Label, find: (text: string, context: TextContext) => Omit<Span, 'label'>[]): Recognizer<Label> {
  return { labels: [label], find: (text, context) => find(text, context).map(span => ({ ...span, label })) }
}
