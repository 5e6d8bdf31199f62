/**
 * Views of a text that have the same length, so that an offset found in one holds in all.
 */
export interface TextViews {
  raw: string
  /** Lower case, without diacritics, typographic dashes and quotes made plain. */
  folded: string
  /** Letters that OCR takes for digits made digits (O→0, l→1, S→5, B→8), in tokens that are mostly digits. */
  digits: string
}

const FOLDS: Record<string, string> = { 'ß': 's', 'ø': 'o', 'đ': 'd', 'ł': 'l', 'æ': 'a', 'œ': 'o', 'ı': 'i', '’': "'", '‘': "'", '–': '-', '—': '-', '‐': '-', '‑': '-', '\u00a0': ' ' }
const DIGITS: Record<string, string> = { O: '0', o: '0', Q: '0', D: '0', l: '1', I: '1', i: '1', '|': '1', Z: '2', z: '2', S: '5', s: '5', B: '8' }

/** @example viewsOf('SSN: 536-9O-4399').digits // 'SSN: 536-90-4399' */
export function viewsOf(raw: string): TextViews {
  return { raw, folded: fold(raw), digits: foldDigits(raw) }
}

/** Every dash, minus and soft hyphen, by which people and typesetters part numbers. */
const DASHES = /[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g

/** The text with every dash a hyphen, unit by unit, so that offsets hold. */
export const withHyphens = (text: string): string => text.replace(DASHES, '-')

/** Letters without marks, in lower case: as long as the text, so that offsets hold. */
export function fold(text: string): string {
  const lower = mapUnits(text.toLowerCase(), text)
   
  return lower.replace(/[^\x00-\x7f]/g, c => FOLDS[c] ?? unaccented(c))
}

/** Lower case may be longer than the text ('İ'); then unit by unit. */
function mapUnits(lower: string, text: string): string {
  if (lower.length === text.length) return lower
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const c = text[i].toLowerCase()
    out += c.length === 1 ? c : c[0]
  }
  return out
}

function unaccented(c: string): string {
  const d = c.normalize('NFD')
  return d.length > 1 && d.charCodeAt(1) >= 0x300 && d.charCodeAt(1) < 0x370 ? d[0] : c
}

function foldDigits(text: string): string {
  return text.replace(/[\dOoQDlIi|ZzSsB][\dOoQDlIi|ZzSsB.,/()+-]*/g, (token, at: number) => {
    if (!/[a-z|]/i.test(token)) return token
    if (/\p{L}/u.test(text[at - 1] ?? '') || /\p{L}/u.test(text[at + token.length] ?? '')) return token
    const digits = token.replace(/\D/g, '').length
    const letters = token.replace(/[^a-z|]/gi, '').length
    if (digits < 2 || letters > digits / 2) return token
    return token.replace(/[OoQDlIi|ZzSsB]/g, c => DIGITS[c])
  })
}
