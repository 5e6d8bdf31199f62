import type { FoundSpan } from './merge.js'
import { firstIndex } from './cells.js'
import { isTitle } from './titles.js'
import { isCountry, isGiven } from './recognizers/gazetteer.js'

const TITLE = /^(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Rev|Herrn?|Frau|Hr|Fr|Mme|Mlle|Sra?|Srta|Sig|Sig\.ra|Dott|Dhr|Mevr)\b\.?\s+)+/i
/** A model takes it for the beginning of what follows. */
const LEAD = /^(?:(?:on|at|in|to|from|by|with|and|or|of|near|said|called)\s+)+/i
/** "Ada Byron of Acme" is two. */
const MEMBER = /(?<=^(?<given>\p{Lu}[\p{L}-]{1,30})(?: \p{Lu}[\p{L}.'-]{0,30}){1,3}),? (?:of|from|at|with) (?=\p{Lu})/u
const PROPER = /^\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,3}$/u
const SENTENCE = /(?<=\p{L}{3})[.?!]\s|[:;]\s|\n/u
/** Kinds that are written with a capital wherever capitals are used at all. */
const CAPITAL = /^(?:NAME|ORGANIZATION|LOCATION_(?:CITY|STATE|COUNTRY)$|LOCATION$|EVENT|POLITICAL)/

/** What a model may take for one of these is mostly something else: it has to be surer than usual. */
const RARE: Readonly<Record<string, number>> = {
  POLITICAL_AFFILIATION: 0.97, RELIGION: 0.9, ORIGIN: 0.6, CONDITION: 0.9, INJURY: 0.97, DRUG: 0.9, MEDICAL_PROCESS: 0.9, PHYSICAL_ATTRIBUTE: 0.9,
}
const PLACE = /^LOCATION_(?:CITY|STATE|COUNTRY|ADDRESS_STREET)$/
/** Abbreviations of everyday that name nobody and nothing, whatever a model thinks. */
const EVERYDAY = /^(?:ASAP|ATM|FYI|FAQ|ETA|TBD|TBA|TBC|RSVP|PIN|SMS|PDF|AKA|DIY|OK|PS|NB|PTO|IMHO|BTW|Q&A|CV|TV|PC|IT|HR|URL|CC|BCC|EOD|N\/A)s?$/i
/** Networks of payment cards: as the name of a company it may be an employer, as the kind of a card it is nobody's. */
const NETWORK = /^(?:visa|v ?pay|master ?card|maestro|amex|american express|discover|diners(?: club)?|jcb|union ?pay|interac|eftpos|girocard)(?<kind>(?: (?:debit|credit|card|electron|classic|gold|platinum|business|prepaid))*)$/iu
/** What may stand between a title and the sentence that goes on. */
const SMALL_WORD = /^(?:on|at|in|to|from|by|with|and|or|of|for|who|is|was|will|has|the|an?)$/u
/** What signs and headings say of places and parts, with a letter or number: "EXIT S", "Section 4". "Page" and "Lane" would be names. */
const SIGN = /^(?:(?:no|see|the) )?(?:exit|entrance|entry|gate|section|chapter|paragraph|platform|terminal|level|zone|aisle|floor|door|column|figure|appendix|annex|exhibit|push|pull|open|closed|stop|caution|danger|warning)(?:[ \n](?:\p{L}|\d{1,4}\p{L}?))?[.:]?$/iu
/** A part of a text is no state of a person's: "Civil section". */
const PART = /(?<!\p{L})(?:section|chapter|paragraph|clause|article)(?!\p{L})/iu
/** One or two letters, apart, and figures: a size, a mark, a direction; in writing where a letter is no word. */
const LETTERS = /^[^\p{L}]*\p{L}(?:[^\p{L}]+\p{L})?[^\p{L}]*$/u
const WORDY = /^(?:NAME|ORGANIZATION|LOCATION(?!_ZIP)|OCCUPATION|ORIGIN|RELIGION|CONDITION|DRUG|INJURY|MEDICAL|MARITAL|PHYSICAL|EVENT|POLITICAL)/
/** A part of a country that has no name of its own: the country is listed. */
const QUARTER = /^(?:(?:North|South|East|West|Central|Upper|Lower|Inner|Outer)(?:ern)?|Mid)[- ]?(?=\p{Lu})/u
/** How far from a place its postal code stands. */
const BESIDE = 30
/** The same for a name written small among words that are not. */
const SMALL = 0.985

/**
 * A model's finds, without titles before names, parted at the ends of sentences and lines, and without what it only guesses.
 *
 * @param pictured the text was read from a picture
 * @example postprocess('Dr. Ada Byron', [{ start: 0, end: 13, label: 'NAME', score: 0.9 }]) // [{ start: 4, end: 13, … }]
 */
export function postprocess(text: string, spans: readonly FoundSpan[], pictured = false): FoundSpan[] {
  const cased = isCased(text)
  const places = spans.filter(({ label }) => PLACE.test(label))
  return spans.flatMap(span => {
    const { end, label, score } = span
    const start = span.start + (LEAD.exec(text.slice(span.start, end))?.[0].length ?? 0)
    const value = text.slice(start, end)
    if (EVERYDAY.test(value) || (SIGN.test(value) && !label.startsWith('LOCATION')) || (label === 'MARITAL_STATUS' && PART.test(value))) return []
    if (isTitle(value) || isCardKind(value, label)) return []
    const initial = WORDY.test(label) && LETTERS.test(value) && !/\p{Lo}/u.test(value)
    if (initial && !spans.some(other => other.start <= span.start && other.end >= end && other.end - other.start > end - span.start)) return []
    const quarter = label === 'LOCATION_COUNTRY' ? null : QUARTER.exec(value)
    if (quarter && isCountry(value.slice(quarter[0].length))) return [{ ...span, start: start + quarter[0].length, label: 'LOCATION_COUNTRY', kinds: undefined }]
    // A guess of a rare kind: as it is written like a name, it is one of something.
    if (score < (RARE[label] ?? 0)) return PROPER.test(value) && /[\p{L}\p{N},] $/u.test(text.slice(0, start).slice(-2)) ? [{ ...span, label: 'NAME', kinds: undefined }] : []
    // Of figures alone the patterns know more, unless they were misread.
    if (!pictured && /^D(?:ATE|OB)$/.test(label) && !/\p{L}/u.test(value)) return []
    if (!pictured && label === 'LOCATION_ZIP' && !places.some(place => place.start < end + BESIDE && place.end > start - BESIDE)) return []
    if (cased && (score < SMALL || label === 'POLITICAL_AFFILIATION') && CAPITAL.test(label) && !/[\p{Lu}\p{N}]/u.test(value)) return []
    if (!/^(?:NAME|ORG|LOCATION_CITY)/.test(label)) return [{ ...span, start }]
    return partsOf(text, start, end).flatMap(part => {
      const member = membership(text, spans, part)
      if (member) {
        const whole = { ...span, start: part.start, end: member.start, label: label.startsWith('NAME') ? label : 'NAME', kinds: undefined }
        return [...whole.end > whole.start ? [whole] : [], { ...span, start: member.end, end: part.end, label: 'ORGANIZATION', kinds: undefined }]
      }
      const title = label.startsWith('NAME') ? TITLE.exec(text.slice(part.start, part.end))?.[0].length ?? 0 : 0
      return title > 0 && SMALL_WORD.test(text.slice(part.start + title, part.end)) ? [] : [{ ...span, start: part.start + title, end: part.end }]
    })
  })
}

function isCardKind(value: string, label: string): boolean {
  const network = NETWORK.exec(value)
  return network !== null && (!label.startsWith('ORGANIZATION') || network.groups!.kind !== '' || value === value.toUpperCase())
}

/** Where " of " stands between a person and a company in a part of a find, though its beginning may be another part of the same name. */
function membership(text: string, spans: readonly FoundSpan[], part: { start: number, end: number }): { start: number, end: number } | undefined {
  const first = spans.find(({ label, start, end }) => /^(?:NAME|ORG)/.test(label) && start < part.start && (end >= part.end || end >= part.start - 1))
  const from = first && !text.slice(first.start, part.start).includes('\n') ? first.start : part.start
  const member = MEMBER.exec(text.slice(from, part.end))
  if (!member || !isGiven(member.groups!.given)) return
  const start = from + member.index
  return start >= part.start ? { start, end: start + member[0].length } : undefined
}

/** Whether a text is written with capitals where they belong: more of its lines and sentences begin with one than do not. */
function isCased(text: string): boolean {
  let large = 0
  let small = 0
  for (const [, first] of text.slice(0, 4000).matchAll(/(?:^|\n|[.!?] )\W{0,4}(\p{L})/gu)) {
    if (/\p{Lu}/u.test(first)) large++
    else small++
  }
  return large > small
}

function partsOf(text: string, start: number, end: number): { start: number, end: number }[] {
  const parts: { start: number, end: number }[] = []
  for (let from = start; from < end;) {
    const cut = SENTENCE.exec(text.slice(from, end))
    const to = cut && cut.index > 1 ? from + cut.index : end
    parts.push({ start: from, end: to })
    from = to + (cut?.[0].length ?? 1)
  }
  return parts
}

/** Kinds whose patterns know exactly where they begin and end. */
const EXACT = /^(?:SSN|NUMERICAL_PII|PASSPORT|DRIVER|HEALTHCARE_NUMBER|VEHICLE|CREDIT_CARD$|BANK_ACCOUNT|ROUTING|ACCOUNT|PHONE|IP_ADDRESS|EMAIL|URL|DATE$|DOB$|MONEY$)/
const CERTAIN = 0.65

/** A model's finds without those that cut through a number which a pattern is sure of. */
export function uncrossed(model: readonly FoundSpan[], found: readonly FoundSpan[]): FoundSpan[] {
  const exact = found.filter(({ label, score }) => score >= CERTAIN && EXACT.test(label)).sort((a, b) => a.start - b.start)
  return model.filter(span => {
    for (let i = firstIndex(exact, other => other.start >= span.start - LONGEST); i < exact.length && exact[i].start < span.end; i++) {
      const { start, end, label } = exact[i]
      if (label === 'MONEY' && span.label === 'LOCATION_ZIP' && span.start >= start && span.end <= end) return false
      if (end > span.start && !(start >= span.start && end <= span.end) && !(span.start >= start && span.end <= end)) return false
    }
    return true
  })
}

/** No number is longer. */
const LONGEST = 120

/** Finds without those of places in the number of a vehicle that a pattern is sure of: "Plate: CA 98765" is no state with a postal code. */
export function withoutPlacesInPlates(spans: readonly FoundSpan[]): FoundSpan[] {
  const plates = spans.filter(({ label, score }) => label === 'VEHICLE_ID' && score >= CERTAIN)
  return spans.filter(({ label, start, end }) => !label.startsWith('LOCATION') || !plates.some(plate => plate.start <= start && end <= plate.end))
}

/** Who issued a paper, before the place: "STATE OF New Harbor". */
const ISSUER = /^(?:state|commonwealth|province|county) of $/iu

/** Of finds that hold a state which its own words name ("STATE OF NEW HARBOR BOARD OF NURSING") what stands behind it, or the state alone. */
export function behindStates(text: string, spans: readonly FoundSpan[]): FoundSpan[] {
  const states = spans.filter(({ label, captioned }) => captioned && label === 'LOCATION_STATE')
  if (states.length === 0) return [...spans]
  return spans.map(span => {
    const state = states.find(({ start, end }) => start < span.end && span.start < end)
    if (!state || span.captioned || (span.start < state.start && !ISSUER.test(text.slice(span.start, state.start)))) return span
    if (span.end <= state.end) return { ...span, start: Math.max(span.start, state.start) }
    return { ...span, start: Math.min(span.end, state.end + /^\s*/.exec(text.slice(state.end))![0].length) }
  }).filter(({ start, end }) => start < end)
}
