import { distance } from 'fastest-levenshtein'

/**
 * The word that was probably meant; undefined where none is near. Capitals and marks between letters do not count, a part of a name stands for it
 * (EMAIL for EMAIL_ADDRESS), and of words that are equally near one of the same letters is taken (FCAE: FACE).
 *
 * @param known in the order in which they are preferred
 */
export function closest(said: string, known: readonly string[]): string | undefined {
  const bare = bareOf(said)
  if (bare === '') return undefined
  const most = Math.max(1, Math.min(3, Math.ceil(bare.length / 3)))
  let best: string | undefined
  let least = most + 1
  for (const word of known) {
    // Of two that are equally near, the one that begins as it was said: tif is tiff, not gif.
    const far = farness(bare, bareOf(word)) + (bareOf(word).startsWith(bare) ? 0 : 0.5)
    if (far < least) [best, least] = [word, far]
  }
  return best
}

function farness(said: string, word: string): number {
  if (said === word) return 0
  const isPart = said.length >= 4 ? word.includes(said) : said.length === 3 && word.startsWith(said)
  const far = isPart ? word.startsWith(said) ? 1 : 2 : distance(said, word)
  return lettersOf(said) === lettersOf(word) ? Math.min(far, 1) : far
}

const bareOf = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '')
const lettersOf = (word: string): string => [...word].sort().join('')

/** ` Did you mean FACE?`, or nothing. */
export function didYouMean(said: unknown, known: readonly string[], shown = (word: string): string => word): string {
  const word = typeof said === 'string' && !known.includes(said) ? closest(said, known) : undefined
  return word === undefined ? '' : ` Did you mean ${shown(word)}?`
}
