import { uniform } from './checks.js'

/** What OCR reads in place of a character, both ways. */
const CONFUSED: Record<string, string> = { O: '0', Q: '0', D: '0', I: '1', L: '1', Z: '2', A: '4', S: '5', G: '6', T: '7', B: '8', 0: 'O', 1: 'I', 2: 'Z', 5: 'S', 6: 'G', 8: 'B' }
/** Digits that look alike. */
const ALIKE: Record<string, string> = { 0: '86', 1: '7', 3: '8', 5: '6', 6: '50', 7: '1', 8: '03', 9: '4', 4: '9' }

/** Characters changed at most, and candidates tried at most: more would make a number of anything. */
const CHANGES = 1
const TRIES = 64

/**
 * Whether a number that fails its check would pass it with one misread character put right.
 *
 * @param valid the check, over letters and digits without separators
 */
export function repairable(value: string, valid: (value: string) => boolean): boolean {
  const text = value.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
  if (uniform(text)) return false
  let tries = 0
  for (let i = 0; i < text.length && CHANGES > 0; i++) {
    for (const other of (ALIKE[text[i]] ?? '') + (CONFUSED[text[i]] ?? '')) {
      if (++tries > TRIES) return false
      if (valid(text.slice(0, i) + other + text.slice(i + 1))) return true
    }
  }
  return false
}
