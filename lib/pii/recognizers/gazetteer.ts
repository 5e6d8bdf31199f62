import { decode } from '../data/decode.js'
import { cities, family, given } from '../data/lists.js'
import { fold } from '../views.js'

const lazy = <T>(make: () => T): () => T => {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

const givenNames = lazy(() => decode(given))
const familyNames = lazy(() => decode(family))
const cityNames = lazy(() => decode(cities))

/** Names of countries and territories in seven languages, folded. */
export const countryNames = lazy(() => {
  const names = new Set(['USA', 'U.S.A.', 'U.S.', 'UK', 'U.K.', 'UAE', 'England', 'Scotland', 'Wales', 'Northern Ireland', 'Great Britain', 'Czech Republic',
    'Korea', 'Holland', 'Ivory Coast', 'Burma', 'Turkey', 'United States of America', 'Republic of Ireland', 'Macedonia', 'Swaziland', 'Congo', 'Russian Federation'])
  for (const language of ['en', 'fr', 'de', 'es', 'it', 'pt', 'nl']) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    for (let a = 65; a <= 90; a++) {
      for (let b = 65; b <= 90; b++) {
        const code = String.fromCharCode(a, b)
        if (NO_COUNTRY.test(code)) continue
        const name = display.of(code)?.replace(/ \(.*\)/, '')
        if (name && name.length > 3) names.add(name)
      }
    }
  }
  return new Set([...names].map(fold))
})

/** Codes of unions, reserves and uninhabited isles. */
const NO_COUNTRY = /^(?:EU|EZ|UN|QO|XA|XB|ZZ|AC|CP|DG|EA|IC|TA|AQ|BV|HM|TF)$/

/** All take words in any case, with or without accents. */
export const isGiven = (word: string): boolean => givenNames().has(fold(word))
export const isFamily = (word: string): boolean => familyNames().has(fold(word))
export const isCity = (name: string): boolean => cityNames().has(fold(name).replace(/ ?\(.*/, ''))
export const isCountry = (name: string): boolean => countryNames().has(fold(name).replace(/ ?\(.*/, ''))
