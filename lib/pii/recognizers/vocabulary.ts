import type { Recognizer, Span } from '../../core/types.js'
import { regions } from '../data/regions.js'
import { vocabulary } from '../data/vocabulary.js'
import { Lexicon } from '../lexicon/lexicon.js'
import { countryNames, isFamily, isGiven } from './gazetteer.js'

/** A plural beside each phrase of letters. */
const withPlurals = (list: string): string[] => list.split('|').flatMap(phrase => /[a-rt-z]$/.test(phrase) ? [phrase, `${phrase}s`] : [phrase])
const PLURAL: readonly string[] = ['ORIGIN', 'RELIGION', 'OCCUPATION', 'CONDITION', 'INJURY', 'POLITICAL_AFFILIATION', 'SEXUALITY']

const words = new Lexicon(Object.fromEntries(Object.entries(vocabulary).map(([label, list]) => [label, PLURAL.includes(label) ? withPlurals(list) : list.split('|')])))
const places = new Lexicon({ LOCATION_COUNTRY: [...countryNames()], LOCATION_STATE: regions })

/** Words of these labels are other words too when written small. */
const CAPITAL: readonly string[] = ['LOCATION_COUNTRY', 'LOCATION_STATE', 'EVENT', 'ZODIAC_SIGN']

/** Words of these labels, written large and nobody's name, are hardly anything else. */
const KNOWN: readonly string[] = ['LOCATION_COUNTRY', 'ORIGIN']

/** Nationalities, religions, conditions, drugs and other closed vocabularies, and countries in seven languages. */
export const vocabularies: Recognizer = {
  labels: [...Object.keys(vocabulary), 'LOCATION_COUNTRY', 'LOCATION_STATE'],
  find(text: string): Span[] {
    return [...words.find(text), ...places.find(text)]
      .filter(({ start, end, meaning }) => !CAPITAL.includes(meaning) || (end - start > 3 ? /^\p{Lu}/u : /^[\p{Lu}.]+$/u).test(text.slice(start, end)))
      .map(({ start, end, meaning }) => ({ start, end, label: meaning, score: KNOWN.includes(meaning) && /^\p{Lu}/u.test(text.slice(start, end)) && !isGiven(text.slice(start, end)) && !isFamily(text.slice(start, end)) ? 0.9 : 0.7 }))
  },
}
