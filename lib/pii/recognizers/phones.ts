import { findPhoneNumbersInText, isSupportedCountry, Metadata, type CountryCode } from 'libphonenumber-js/max'
import type { Recognizer, Span, TextContext } from '../../core/types.js'
import { near, documentOf, type TextDocument } from '../document.js'
import { matches } from '../matches.js'

/** Where a language is spoken: whose national numbers are looked for. By ISO 639 codes of two letters, and of three. */
const COUNTRIES: Record<string, readonly CountryCode[]> = {
  en: ['US', 'GB', 'AU', 'IN'], fr: ['FR', 'BE', 'CH'], de: ['DE', 'AT', 'CH'], es: ['ES', 'MX', 'AR'], it: ['IT', 'CH'], pt: ['PT', 'BR'], nl: ['NL', 'BE'], ru: ['RU', 'KZ'], uk: ['UA'], be: ['BY'], ko: ['KR'], ja: ['JP'], zh: ['CN', 'TW', 'HK'], he: ['IL'], tr: ['TR'],
  id: ['ID'], ms: ['MY'], hi: ['IN'], bn: ['BD', 'IN'], ta: ['IN'], te: ['IN'], mr: ['IN'], gu: ['IN'], ur: ['PK'], ar: ['SA', 'AE', 'EG'], fa: ['IR'], pl: ['PL'], cs: ['CZ'], sk: ['SK'], hu: ['HU'], ro: ['RO'], bg: ['BG'], el: ['GR'], sv: ['SE'], da: ['DK'], no: ['NO'], nb: ['NO'], nn: ['NO'], fi: ['FI'],
  et: ['EE'], lv: ['LV'], lt: ['LT'], hr: ['HR'], sl: ['SI'], sr: ['RS'], vi: ['VN'], th: ['TH'], tl: ['PH'], sw: ['KE', 'TZ'], af: ['ZA'], ca: ['ES'], ga: ['IE'], is: ['IS'],
}
const LONG: Record<string, string> = {
  eng: 'en', fra: 'fr', fre: 'fr', deu: 'de', ger: 'de', spa: 'es', ita: 'it', por: 'pt', nld: 'nl', dut: 'nl', rus: 'ru', ukr: 'uk', bel: 'be', kor: 'ko', jpn: 'ja', zho: 'zh', chi: 'zh', chi_sim: 'zh', chi_tra: 'zh', heb: 'he', tur: 'tr', ind: 'id', msa: 'ms', hin: 'hi', ben: 'bn', tam: 'ta', tel: 'te',
  mar: 'mr', guj: 'gu', urd: 'ur', ara: 'ar', fas: 'fa', pol: 'pl', ces: 'cs', slk: 'sk', hun: 'hu', ron: 'ro', bul: 'bg', ell: 'el', swe: 'sv', dan: 'da', nor: 'no', fin: 'fi', est: 'et', lav: 'lv', lit: 'lt', hrv: 'hr', slv: 'sl', srp: 'sr', vie: 'vi', tha: 'th', tgl: 'tl', swa: 'sw', afr: 'af', cat: 'ca', gle: 'ga', isl: 'is',
}
const isCountry = (code: string): code is CountryCode => isSupportedCountry(code as CountryCode)

/** What a telephone number, or several in a row, may look like; libphonenumber and keywords decide. */
const PHONE = /(?<![\p{L}\p{N}./$€£#-]|\p{N},)(?<v>\+?\(?\d{1,15}\)?(?:(?:[ ./-]{1,2}|(?<=\))\n?|(?=\()| \/ )\(?\d{1,12}\)?){0,15}(?: ?(?:x|ext\.?|extension) ?\d{1,6})?)(?![\p{L}\p{N}]|[-/.,]\d)/dgiu
/** With the area code in brackets, behind a slash, or after a 0, in groups. */
const NATIONAL = /^(?:(?:\+?\d{1,3} ?)?\(0?\d{2,5}\) ?\d{2,5}(?:[ -]?\d{2,5}){1,4}|0\d{1,5} ?\/ ?\d{2,9}(?:[ -]\d{1,5}){0,4}|0\d{1,4}(?:[ -]\d{2,8}){1,5})$/

/** Rows of single digits, longer than several numbers spelt out: libphonenumber would try every way of parting them, and that takes seconds a page. */
const DIGIT_ROW = /(?:\d[ .()/-]{1,3}){64,}/g
/** What parts two numbers is no extension: "020 7946 0018, 020 7946 0019". */
const LISTED = /(?<=\d),(?= ?[+(]?\d{2})/g

const SAID = /\b(?:at|on|to|registered|under|reach \w+|dial|ring|messages?) $/i

/**
 * Telephone and fax numbers: by the plans of libphonenumber for the countries named and those of the languages, by their look, or any
 * plausible grouping of 7 to 15 digits beside a keyword.
 */
export const phones: Recognizer = {
  labels: ['PHONE_NUMBER'],
  find(raw: string, context: TextContext): Span[] {
    const document = documentOf(raw, context)
    const text = document.views.digits
    const searched = text.replace(DIGIT_ROW, row => ' '.repeat(row.length)).replace(LISTED, ';')
    const groups = groupsOf(searched)
    const spans: Span[] = []
    for (const country of countriesOf(context)) {
      const enough = withEnough(searched, groups, fewestOf(country))
      for (const found of enough === undefined ? [] : findPhoneNumbersInText(enough, { defaultCountry: country })) {
        const value = text.slice(found.startsAt, found.endsAt)
        if (!plausible(value)) continue
        const keyed = near(document, found.startsAt, found.endsAt, ['phone'])
        const international = /^[+(]*(?:\+|00)/.test(value)
        const grouped = /\d[ ().-]+\d/.test(value)
        spans.push({ start: found.startsAt, end: found.endsAt, label: 'PHONE_NUMBER', score: keyed ? 0.95 : international ? 0.9 : grouped ? 0.65 : context.countries ? 0.5 : 0.4 })
      }
    }
    for (const match of matches(text, PHONE)) {
      const [start, end] = match.indices!.groups!.v
      for (const [from, to] of single(text, start, end)) {
        const score = scoreOf(text, from, to, document)
        if (score > 0) spans.push({ start: from, end: to, label: 'PHONE_NUMBER', score })
      }
    }
    return spans
  },
}

/** Figures farther apart are not of one number, its extension included. */
const APART = 24
/** No country's numbers abroad are shorter, with the code to dial out. */
const ABROAD = 8

const FIGURES = /\d+/g

interface Group { start: number, end: number, figures: number, plus: boolean }

/** Figures that stand close together on a line. */
function groupsOf(text: string): Group[] {
  const groups: Group[] = []
  let last: Group | undefined
  for (const { index, 0: figures } of matches(text, FIGURES)) {
    const plus = /[+\uff0b][^\p{L}\p{N}\n]{0,4}$/u.test(text.slice(Math.max(0, index - 5), index))
    const near = last && index - last.end <= APART && !text.slice(last.end, index).includes('\n')
    if (last && near) Object.assign(last, { end: index + figures.length, figures: last.figures + figures.length, plus: last.plus || plus })
    else groups.push(last = { start: index, end: index + figures.length, figures: figures.length, plus })
  }
  return groups
}

/** The text without groups of too few figures, which libphonenumber would look into all the same; undefined if there are no others. */
function withEnough(text: string, groups: readonly Group[], fewest: number): string | undefined {
  let found = ''
  let at = 0
  let any = false
  for (const { start, end, figures, plus } of groups) {
    if (plus || figures >= fewest) any = true
    else {
      found += text.slice(at, start) + ' '.repeat(end - start)
      at = end
    }
  }
  return any ? found + text.slice(at) : undefined
}

const fewest = new Map<CountryCode, number>()

/** How many figures a country's telephone numbers have at least. */
function fewestOf(country: CountryCode): number {
  let found = fewest.get(country)
  if (found === undefined) {
    const metadata = new Metadata()
    metadata.selectNumberingPlan(country)
    fewest.set(country, found = Math.min(ABROAD, ...metadata.numberingPlan?.possibleLengths() ?? []))
  }
  return found
}

function countriesOf({ languages = ['en'], countries = [] }: TextContext): Set<CountryCode> {
  const found = new Set<CountryCode>(languages.flatMap(language => COUNTRIES[language] ?? COUNTRIES[LONG[language]] ?? []))
  for (const country of countries) if (isCountry(country)) found.add(country)
  if (found.size === 0) found.add('US')
  return found
}

/** A telephone number has this many digits at least before the next can begin behind it. */
const COMPLETE = 9

/** Numbers in a row: a group that begins with 0, + or a bracket begins another one, once the one before is complete. */
function single(text: string, start: number, end: number): [number, number][] {
  const parts: [number, number][] = []
  let from = start
  let digits = 0
  for (const { index, 0: group } of text.slice(start, end).matchAll(/[+(]?\d+/g)) {
    if (digits >= COMPLETE && /^(?:[+(]|0\d{2})/.test(group) && digits + group.length > 11) {
      parts.push([from, start + text.slice(start, start + index).trimEnd().replace(/[ ./-]+$/, '').length])
      from = start + index
      digits = 0
    }
    digits += group.replace(/\D/g, '').length
  }
  return [...parts, [from, end]]
}

function scoreOf(text: string, start: number, end: number, document: TextDocument): number {
  const value = text.slice(start, end)
  const digits = value.replace(/(?:x|ext).*$/i, '').replace(/\D/g, '').length
  if (digits < 7 || digits > 15 || !plausible(value)) return 0
  const keyed = near(document, start, end, ['phone']) || ((digits >= 9 || /\d[ -]\d/.test(value)) && !/^ \p{Lu}\p{L}/u.test(text.slice(end, end + 3)) && SAID.test(text.slice(Math.max(0, start - 24), start)))
  if (keyed) return 0.8
  if (/^(?:\+|001|\(?\d{3}\) ?\d{3}-\d{4}|\d{3}([-. ])\d{3}\1\d{4})/.test(value)) return 0.7
  return digits >= 8 && digits <= 12 && NATIONAL.test(value) && !/^0{2,}|^(?:0\d ){6,}/.test(value) ? 0.55 : 0
}

/** Not a date, an amount, an IP address or a range of years. */
function plausible(value: string): boolean {
  return !/^\d{1,2}([./-])\d{1,2}\1\d{2,4}$|^\d{4}([./-])\d{1,2}\2\d{1,2}$|^\d{4} ?- ?\d{4}$|^\d{1,3}(?:\.\d{1,3}){3}$|^\d{3}-\d{2}-\d{4}$|^\d{5}-\d{4}$|^\d\.\d+$|\d\.\d+ ?\/ ?\d+\.\d|^\d{1,3}\.\d{3,} \d{1,3}\.\d{3,}$|^\(\d\d\)\d{6}$/.test(value)
}
