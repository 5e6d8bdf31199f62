/**
 * Tokens and their integer features, as the names model was trained on them. models/train/names/text.py does exactly
 * the same; the vectors of test/pii/names-text.test.ts hold both to it.
 */

export interface Token {
  text: string
  /** [start, end) in UTF-16 units. */
  start: number
  end: number
}

/** Integers per token: word, fold, prefix, suffix, shape, layout, place. */
export const FEATURES = 7
/** Characters per token; longer ones lose their middle. */
export const CHARS = 14

const TABLES = { word: 32768, fold: 32768, prefix: 8192, suffix: 8192 }
const PLACES = 16
const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?\'"()[]/-&@#$%*+_|<>=~°€£’\n'
const CHAR_ID = new Map([...ALPHABET].map((char, index) => [char, index + 2]))
/** What OCR takes for each other becomes one letter. */
const FOLD: Record<string, string> = { 0: 'o', 1: 'l', i: 'l', '!': 'l', '|': 'l', 5: 's', 8: 'b', 2: 'z' }
const SIGN_SHAPE: Record<string, number> = {
  '.': 17, ',': 18, ':': 19, '-': 20, '/': 21, '(': 22, ')': 23, '@': 24, '\'': 25, '’': 25, '#': 26, '&': 27, '"': 28,
}

/** A token is a line feed (at most two in a row), a run of letters, marks and digits, or one sign. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  let feeds = 0
  for (const match of text.matchAll(/\n|[\p{L}\p{M}\p{N}]+|[\p{P}\p{S}]/gu)) {
    feeds = match[0] === '\n' ? feeds + 1 : 0
    if (feeds < 3) tokens.push({ text: match[0], start: match.index, end: match.index + match[0].length })
  }
  return tokens
}

/** The inputs of the model: features [T, 7] and characters [T, 14]. */
export function encode(tokens: readonly Token[]): { features: Int32Array, chars: Int32Array } {
  const features = new Int32Array(tokens.length * FEATURES)
  const chars = new Int32Array(tokens.length * CHARS)
  const known = new Map<string, { ids: number[], chars: number[] }>()
  for (const [index, { text }] of tokens.entries()) {
    let found = known.get(text)
    if (!found) known.set(text, found = tokenFeatures(text))
    features.set(found.ids, index * FEATURES)
    chars.set(found.chars, index * CHARS)
  }
  layOut(tokens, features)
  return { features, chars }
}

/** Word, fold, prefix, suffix and shape of one token, and its characters. */
function tokenFeatures(text: string): { ids: number[], chars: number[] } {
  const plain = /^[\0-\x7f]*$/.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '')
  const digits = /^[0-9]*$/.test(text)
  const flat = plain.toLowerCase()
  let word = text.toLowerCase()
  if (digits && text.length > 2) word = /^(19|20)..$/.test(text) ? `${text.slice(0, 2)}00` : '0'.repeat(text.length)
  const fold = digits ? word : flat.replace(/[01i!|582]/g, char => FOLD[char]).replaceAll('rn', 'm').replaceAll('vv', 'w')
  const shown = plain.length <= CHARS ? plain : plain.slice(0, 8) + plain.slice(-6)
  return {
    ids: [
      hash(word, 1, TABLES.word), hash(fold, 2, TABLES.fold), hash(flat.slice(0, 3), 3, TABLES.prefix), hash(flat.slice(-3), 4, TABLES.suffix), shapeOf(text),
    ],
    chars: Array.from({ length: shown.length }, (_, index) => CHAR_ID.get(shown[index]) ?? 1),
  }
}

/** FNV-1a over UTF-16 units, 1 … size - 1. */
function hash(text: string, seed: number, size: number): number {
  let h = 2166136261 ^ seed
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619)
  h >>>= 0
  return 1 + ((h ^ (h >>> 15)) >>> 0) % (size - 1)
}

/** 0 no letters, 1 lower, 2 capitalised, 3 upper, 4 mixed, 5 one upper-case letter. */
function caseOf(text: string): number {
  const low = text.toLowerCase()
  const up = text.toUpperCase()
  if (low === up) return 0
  if (text === low) return 1
  if (text === up) return text.length === 1 ? 5 : 3
  return text.slice(1) === low.slice(1) ? 2 : 4
}

function shapeOf(text: string): number {
  if (text === '\n') return 31
  if (/^[0-9]+$/.test(text)) return 8 + Math.min(text.length, 8)
  const kind = caseOf(text)
  if (kind === 0) return SIGN_SHAPE[text] ?? 29
  return /[0-9]/.test(text) ? (kind === 3 ? 7 : 6) : kind
}

/** Layout (spaces around the token, ends of the line, case of the line) and place (index in the line) into columns 5 and 6. */
function layOut(tokens: readonly Token[], features: Int32Array): void {
  for (let first = 0; first <= tokens.length; first++) {
    let end = first
    const cases = new Set<number>()
    while (end < tokens.length && tokens[end].text !== '\n') {
      if (tokens[end].text.length > 1) cases.add(caseOf(tokens[end].text))
      end++
    }
    cases.delete(0)
    const [only] = cases
    const kind = cases.size === 0 ? 0 : cases.size === 1 && only < 4 ? only : 4
    for (let i = first; i <= end && i < tokens.length; i++) {
      const inLine = i < end
      const glued = inLine && i > first && tokens[i - 1].end === tokens[i].start
      features[i * FEATURES + 5] = 8 * kind + (glued ? 1 : 0) + (inLine && i === first ? 2 : 0) + (inLine && i === end - 1 ? 4 : 0)
      features[i * FEATURES + 6] = Math.min(i - first, PLACES - 1)
    }
    first = end
  }
}
