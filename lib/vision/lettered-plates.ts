import { share } from '../core/geometry.js'
import type { VisualObject, Word } from '../core/types.js'
import { signWords } from './sign-words.js'

// Chosen by benchmarks/accuracy/plates-read.ts on drawn signs, screenshots and pages and on three sets of plates, none of which may be lost.

/** So much of a word lies in the find that it is read in; it is read so surely; and known words fill so much of the find. */
const least = { inside: 0.6, confidence: 0.6, filled: 0.15 }
/** Known words have this share of all letters and digits read, and at least so many of them. */
const known = { share: 0.75, least: 4, besidesDigits: 8 }

/**
 * The objects, but for license plates in which words of signs, buttons or pages are read instead of a number. One in which nothing is read, or what could
 * be a number or the name of a land, stays.
 */
export function withoutLetteredPlates(objects: readonly VisualObject[], words: readonly Word[]): VisualObject[] {
  return objects.filter(object => object.type !== 'LICENSE_PLATE' || !isLettered(object, words.filter(word => share(word, object) >= least.inside)))
}

function isLettered(find: VisualObject, words: readonly Word[]): boolean {
  const characters = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length
  const isKnown = ({ text, confidence }: Word): boolean =>
    confidence >= least.confidence && text.toLowerCase().split(/[^\p{L}]+/u).filter(part => part !== '').every(part => signWords.has(part)) && /\p{L}/u.test(text)
  const knownWords = words.filter(isKnown)
  const [some, all] = [knownWords, words].map(list => list.reduce((sum, { text }) => sum + characters(text), 0))
  const hasDigits = words.some(({ text }) => /\p{N}/u.test(text))
  const filled = knownWords.reduce((sum, { w, h }) => sum + w * h, 0) / (find.w * find.h)
  return some >= (hasDigits ? known.besidesDigits : known.least) && some >= known.share * all && filled >= least.filled
}
