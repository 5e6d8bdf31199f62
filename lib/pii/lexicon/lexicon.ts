import { fold } from '../views.js'
import { matches } from '../matches.js'

/** A phrase found in a text, and what it means. */
export interface Keyword { start: number, end: number, meaning: string }

interface Node { next?: Map<string, Node>, meanings?: string[] }

/** A word, or the sign that stands for "number". */
const TOKEN = /[\p{L}\p{N}]+|#/gu

/** Shorter ones are words of their own. */
const GLUED = 7
const joined = (phrase: string): string => /\s/.test(phrase) && phrase.length > GLUED ? phrase.replace(/\s+/g, '') : ''

/**
 * Phrases by meaning, looked up word by word: one pass over the text whatever the number of phrases. Case, accents and
 * punctuation between the words do not matter ("E-Mail", "e mail").
 */
export class Lexicon {
  readonly #root: Node = {}

  /** @param phrases meaning → phrases, parted by '|' or as an array */
  constructor(...phrases: Record<string, string | readonly string[]>[]) {
    this.#addAll(phrases, false)
  }

  /** The same phrases without their spaces, as OCR often reads them. */
  glued(...phrases: Record<string, string | readonly string[]>[]): this {
    this.#addAll(phrases, true)
    return this
  }

  #addAll(phrases: readonly Record<string, string | readonly string[]>[], glued: boolean): void {
    for (const table of phrases) {
      for (const [meaning, list] of Object.entries(table)) {
        for (const phrase of typeof list === 'string' ? list.split('|') : list) this.#add(glued ? joined(phrase) : phrase, meaning)
      }
    }
  }

  #add(phrase: string, meaning: string): void {
    if (phrase === '') return
    let node = this.#root
    for (const token of fold(phrase).match(TOKEN) ?? []) {
      const next = (node.next ??= new Map()).get(token) ?? {}
      node.next.set(token, next)
      node = next
    }
    if (node === this.#root) return
    if (!(node.meanings ??= []).includes(meaning)) node.meanings.push(meaning)
  }

  /** Longest phrases first at each word, not overlapping; a phrase of several meanings is given once for each. */
  find(text: string): Keyword[] {
    const folded = fold(text)
    const tokens = matches(folded, TOKEN).map(m => ({ text: m[0], start: m.index, end: m.index + m[0].length }))
    const found: Keyword[] = []
    for (let i = 0; i < tokens.length;) {
      let node: Node | undefined = this.#root
      let last = -1
      let meanings: string[] | undefined
      for (let j = i; j < tokens.length; j++) {
        if (j > i && tokens[j].start - tokens[j - 1].end > 3) break
        node = node.next?.get(tokens[j].text)
        if (!node) break
        if (node.meanings) [last, meanings] = [j, node.meanings]
      }
      if (meanings) {
        for (const meaning of meanings) found.push({ start: tokens[i].start, end: tokens[last].end, meaning })
        i = last + 1
      } else i++
    }
    return found
  }
}
