import type { Recognizer, TextContext } from '../../core/types.js'
import { firstIndex, type Field } from '../cells.js'
import { luhn } from '../checks.js'
import type { Meaning } from '../lexicon/index.js'
import { documentOf, pictured, type TextDocument } from '../document.js'
import type { FoundSpan } from '../merge.js'
import { ordinaryNames } from '../data/ordinary-names.js'
import { isTitle } from '../titles.js'
import { isFamily, isGiven } from './gazetteer.js'

interface Shape {
  label: string
  score: number
  /** Sticky. */
  value: RegExp
  /** Beside the label without colon or gap, too: the value's look leaves no doubt. */
  plain?: boolean
  check?: (value: string, document: TextDocument, field: Field) => boolean
}

const CODE = /(?=[\p{L}./*: -]{0,14}\d)[\p{L}\p{N}*#](?:[\p{L}\p{N}*]|[-./](?=[\p{L}\p{N}])| ?[-./] ?(?=\p{N})| (?=[\p{N}*]|\p{Lu}(?![\p{L}\p{N}'’]))){2,40}(?![\p{L}\p{N}])/uy
const LOOSE = /(?=[\p{L}./-]{0,14}\d)[\p{L}\p{N}](?:[\p{L}\p{N}]|[-./](?=[\p{L}\p{N}])){3,40}(?![\p{L}\p{N}])/uy
const PERSON = /(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? )?(?:\p{L}[\p{L}\p{M}'’-]*\.?)(?:,? (?:\p{L}[\p{L}\p{M}'’-]*\.?)){0,5}/uy
/** Where the words of a name end and a sentence goes on: a small word after large ones, a full stop, or a word that joins. */
const PERSON_ENDS = /(?<=\p{L}{3})\. |,? (?:and|but|or|who|is|was|with|i|i'm|from|of|at|in|on|to|for)(?!\p{L})|(?<=^\p{Lu}.*) (?!(?:de|da|di|del|della|dos|du|van|von|der|den|ten|la|le|bin|al|el|y|e|zu|af)(?!\p{L}))(?=\p{Ll}{2})/u
/** Words that all begin large, as a name beside its label does where no colon parts the two. */
const PROPER = /(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? )?\p{Lu}[\p{L}\p{M}'’-]*\.?(?: (?:(?:de|da|di|del|van|von|der|den|la|le|bin|al|el) ){0,2}\p{Lu}[\p{L}\p{M}'’-]*\.?){1,4}(?![\p{L}\p{N}])/uy
/** One to three words that begin large and end the line. */
const LAST = /\p{Lu}[\p{L}\p{M}'’-]{1,30}(?: \p{Lu}[\p{L}\p{M}'’-]{0,30}){0,3}(?=[ \t]*(?:\n|$))/uy
/** Labels that stand before nobody but a person. */
const PERSONAL = /^(?:card ?holder|card holder name|cardholder name|account holder|payee|payer|tenant|landlord|landlady|lessee|lessor|driver|passenger|name of passenger|cashier|guest|guest name|next of kin|spouse|full name|full legal name|legal name|print(?:ed)? name|notary public|first name|given names?|fn|nickname|patient name|patients name|name of (?:child|patient|insured|driver|owner|spouse|tenant))$/
/** Labels before which, or words with which, it is no name. */
const NO_PERSON = /^(?:to|from|cc|dear|call|text|child|parent|holder|author|reporter|contact|sincerely|regards|judge|resident|officer|secretary|principal|member|manager|representative|agent)$/
const NO_NAME = /(?<!\p{L})(?:name|number|no|id|signature|date|address|phone|service|services|department|care|support|relations|information|statement|report|agreement|handbook|loan|card|safety|center|centre|office|portal|account|copy|use|only|details|section|form|page|type|status|class|license|licence|fee|the|and|of|for)(?!\p{L})/iu
/** Any sign of a secret: up to the end of the value. */
const SECRET = /\S[^\n|\t]{2,63}/uy
const PHRASE = /[\p{L}\p{N}(#][^\n:;|\t]{1,80}/uy
const WORDS = /\p{L}[\p{L}\p{M}'’. ,/&-]{1,60}/uy

const shape = (label: string, score: number, value: RegExp, plain = false, check?: Shape['check']): Shape => ({ label, score, value, plain, check })
/** A digit may be misread or mistyped, unless check digits are required. */
const cardLike = (value: string, document: TextDocument): boolean => document.context.checksums !== 'required' || pictured(document) || /[xX*•]/.test(value) || luhn(value)

/** Someone's name, as some of its words are in the lists of names. */
function properName(value: string, _page: TextDocument, { caption }: Field): boolean {
  return !NO_NAME.test(value) && (PERSONAL.test(caption) || value.toLowerCase().split(/[ .]+/).some(word => isGiven(word) || isFamily(word) || ordinaryNames.has(word)))
}

/** After "is" only what no word is: "your code is ready". */
const secret = (value: string, _page: TextDocument, { said }: Field): boolean => !ABOUT.test(value) && (!said || /^\S*\d/.test(value))

/** What the value of a form label must look like to get the label's meaning. */
const SHAPES: Partial<Record<Meaning, readonly Shape[]>> = {
  name: [shape('NAME', 0.85, PERSON), shape('NAME', 0.75, PROPER, true, properName)],
  family: [shape('NAME_FAMILY', 0.85, PERSON), shape('NAME_FAMILY', 0.75, LAST, true)],
  given: [shape('NAME_GIVEN', 0.85, PERSON), shape('NAME_GIVEN', 0.75, LAST, true)],
  doctor: [shape('NAME_MEDICAL_PROFESSIONAL', 0.8, PERSON)],
  passport: [shape('PASSPORT_NUMBER', 0.85, LOOSE, true), shape('PASSPORT_NUMBER', 0.85, /\p{Lu}{1,3} \d{2,4} ?\d{3,5}(?![\p{L}\p{N}])/uy, true)],
  licence: [shape('DRIVER_LICENSE', 0.85, CODE, true)],
  account: [shape('ACCOUNT_NUMBER', 0.8, CODE, true)],
  parcel: [shape('TRACKING_NUMBER', 0.85, CODE, true)],
  bank: [shape('BANK_ACCOUNT', 0.75, CODE, true)],
  routing: [shape('ROUTING_NUMBER', 0.75, CODE)],
  health: [shape('HEALTHCARE_NUMBER', 0.85, CODE, true)],
  ssn: [shape('SSN', 0.8, /\d(?:[ -]{0,3}\d){8}(?![\p{L}\p{N}]|[ -]{1,3}\d)/uy, true), shape('SSN', 0.8, CODE, true)],
  taxid: [shape('SSN', 0.75, CODE, true)],
  id: [shape('NUMERICAL_PII', 0.75, CODE, true)],
  phone: [shape('PHONE_NUMBER', 0.75, /[+(]?\d[\d ()./-]{4,22}\d(?:,? ?(?:x|ext\.?) ?\d{1,6})?/uy)],
  card: [shape('CREDIT_CARD', 0.75, /[\dxX*•](?:[ -]?[\dxX*•]){11,18}/uy, true, cardLike)],
  vehicle: [shape('VEHICLE_ID', 0.8, CODE)],
  user: [shape('USERNAME', 0.8, /[\p{L}\p{N}_@][\w.@-]{2,40}/uy), shape('USERNAME', 0.7, /(?=[\p{L}._-]{0,40}[\d_])[\p{Ll}_][\w.-]{3,40}/uy, true)],
  password: [shape('PASSWORD', 0.85, SECRET, false, secret), shape('PASSWORD', 0.75, /(?=\S{0,63}\d)(?!\d{1,3}(?!\S)|\d\d?[-.:/]\d)[^\s,;:]{4,64}(?<![.])/uy, true)],
  address: [shape('LOCATION_ADDRESS', 0.8, /(?=[^\n\d]{0,60}\d)[\p{L}\p{N}(#][^\n:;|\t]{1,80}/uy)],
  street: [shape('LOCATION_ADDRESS_STREET', 0.75, PHRASE)],
  city: [shape('LOCATION_CITY', 0.8, WORDS)],
  state: [shape('LOCATION_STATE', 0.75, WORDS)],
  zip: [shape('LOCATION_ZIP', 0.85, /(?=\p{L}{0,4}[ -]?\d)[\p{L}\p{N}]{2,6}(?:[ -](?=\p{L}{0,2}\d|\p{Lu}{2}(?!\p{L}))[\p{L}\p{N}]{2,5})?(?![\p{L}\p{N}])/uy, true)],
  country: [shape('LOCATION_COUNTRY', 0.75, WORDS)],
  origin: [shape('ORIGIN', 0.8, WORDS)],
  occupation: [shape('OCCUPATION', 0.75, WORDS)],
  org: [shape('ORGANIZATION', 0.75, PHRASE)],
  hospital: [shape('ORGANIZATION_MEDICAL_FACILITY', 0.75, PHRASE)],
  religion: [shape('RELIGION', 0.8, WORDS)],
  political: [shape('POLITICAL_AFFILIATION', 0.8, WORDS)],
  sexuality: [shape('SEXUALITY', 0.8, WORDS)],
  zodiac: [shape('ZODIAC_SIGN', 0.8, WORDS)],
  language: [shape('LANGUAGE', 0.8, WORDS)],
  gender: [shape('GENDER', 0.85, /[MFXWDHV](?!\p{L})|\p{L}{3,14}/uy),
    shape('GENDER', 0.8, /(?:[MFXWDHV]|(?:fe)?male|mujer|hombre|var[oó]n|hembra|homme|femme|m[aä]nnlich|weiblich|divers|mann|frau|man|vrouw|uomo|donna|maschio|femmina|homem|mulher)(?![\p{L}\p{N}'’])/iuy, true)],
  marital: [shape('MARITAL_STATUS', 0.85, /[SMDW](?!\p{L})|\p{L}{4,14}/uy)],
  blood: [shape('BLOOD_TYPE', 0.9, /(?:AB|A|B|O|0) ?(?:\+|-|(?:rh ?)?pos(?:itive)?|(?:rh ?)?neg(?:ative)?|Rh ?[+-])?(?!\p{L})/iuy, true)],
  age: [shape('AGE', 0.85, /\d{1,3}(?: ?(?:years?|yrs?|y(?: ?o)?|months?|mo)(?: ?\d{1,2} ?m(?:o|onths?)?)?)?(?: ?[/,]? ?(?:[mf]|(?:fe)?male)(?!\p{L}))?(?![\p{L}\p{N}/.-])/iuy, true)],
  dob: [shape('DOB', 0.8, /\d{1,4}[ ./-]{1,3}(?:\d{1,2}|\p{L}{3,10})[ ./-]{1,3}\d{2,4}(?!\d)/uy, true), shape('DOB', 0.8, /\d(?: ?\d){7}(?! ?\d)|\d(?: ?\d){5}(?! ?\d)|\d{4}(?!\d)/uy)],
  expiry: [shape('CREDIT_CARD_EXPIRATION', 0.6, /(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?\d{2}(?![\d/-])/uy)],
  condition: [shape('CONDITION', 0.7, PHRASE)],
  drug: [shape('DRUG', 0.7, PHRASE)],
  dose: [shape('DOSE', 0.7, /\d[\d.,/]{0,6} ?(?:mg|g|mcg|µg|ml|iu|units?|tablets?|tabs?|caps?(?:ules)?|puffs?|drops)(?:[^\n;|]{0,40})/iuy)],
  procedure: [shape('MEDICAL_PROCESS', 0.7, PHRASE)],
  injury: [shape('INJURY', 0.7, PHRASE)],
  physical: [shape('PHYSICAL_ATTRIBUTE', 0.75, /\d[\d.,'’"″′ ]{0,7} ?(?:cm|m|kg|lbs?|ft|in|inches|feet|stone)?(?!\p{L})(?: ?\d{1,2} ?(?:"|in|lbs?))?|\p{L}{3,14}(?! ?:)/uy)],
  file: [shape('FILENAME', 0.7, /\S{4,80}/uy)],
  coordinate: [shape('LOCATION_COORDINATE', 0.75, /[-+]?\d{1,3}\.\d{2,10}°? ?[NSEW]?(?:[, /]{1,3}[-+]?\d{1,3}\.\d{2,10}°? ?[NSEW]?)?/uy)],
  event: [shape('EVENT', 0.7, PHRASE)],
  time: [shape('TIME', 0.7, /(?:[01]?\d|2[0-3])[:.h]?[0-5]\d(?: ?(?:hrs?|h|uhr|[ap]\.?m\.?))?(?![\p{L}\p{N}]|[./-]\d)/iuy)],
  money: [shape('MONEY', 0.6, /\d{1,3}(?:[,.' ]?\d{3}){0,4}(?:[.,]\d{2})?(?![\d/-])/uy)],
}

/** No name begins so. */
const LEADS = /^(?:the|a|an|this|these|that|those|all|any|each|see|please|not|if|we|you|they|it|he|she|who|must|will|shall|has|have|is|was) /

/** No value: to be filled in, or nothing there. */
const EMPTY = /^(?:an|not|so|no|it|he|she|they|we|you|who|this|that|there|here|n\/?a|none|nil|unknown|yes|no|not applicable|see (?:above|below|attached)|same(?: as .*)?|tbd|pending|and|or|of|the|is|for|please|must|will|shall|may|has|have|was|if|in|on|to|by|with|at)$/i

/** "Patient is a 38-year-old" is no number of the patient's. */
const AGED = /^(?:an? )?\d{1,3}[ -](?:years?|months?|weeks?|days?)(?!\p{L})/iu
/** Meanings of long numbers. */
const NUMBER: ReadonlySet<string> = new Set<Meaning>(['passport', 'licence', 'account', 'parcel', 'bank', 'health', 'id', 'ssn', 'taxid', 'card'])
/** What begins so is about a secret, and is none. */
const ABOUT = /^(?:see|ask|must|should|may|can|will|is|are|was|has|have|required|protected|reset|expired|policy|incorrect|wrong|too|not|never|at least|your|the|enter|please|do|don't|minimum|maximum)(?!\S)/i

/** Meanings whose values are phrases about somebody's health. */
const MEDICAL: ReadonlySet<string> = new Set<Meaning>(['condition', 'drug', 'dose', 'procedure', 'injury'])
/** Words that headings of forms have besides, and what tells whoever fills one in what to do. */
const HEADING = /^(?:of|and|or|the|for|your|current|last|referring|other|name|number|if|any|since|a|an|to|in)$/iu
const TOLD = /^(?:(?:please|describe)|(?:list|check|tick|circle|mark|explain|specify|enter|write|complete) (?:all|any|the|your|one|below|here))(?!\p{L})/iu

/** Whether what stands below a caption is the next one ("Symptoms and duration"): words of captions throughout, not all of them about health. */
function isHeading({ keywords, views }: TextDocument, { from, start }: Field, end: number): boolean {
  const text = views.raw.slice(start, end)
  if (!views.raw.slice(from, start).includes('\n') || !text.includes(' ')) return false
  if (TOLD.test(text)) return true
  const inside = keywords.filter(keyword => keyword.start >= start && keyword.end <= end)
  const isKnown = ({ 0: word, index }: RegExpMatchArray): boolean =>
    HEADING.test(word) || inside.some(keyword => keyword.start <= start + index! && start + index! < keyword.end)
  return inside.some(({ meaning }) => !MEDICAL.has(meaning)) && [...text.matchAll(/[\p{L}\p{N}]+/gu)].every(isKnown)
}

/** Between the characters of a comb: spaces, and what its ticks and the sides of its boxes are read as. */
const TICKS = /[\s,;:|!'’.]+/u
const TOOTH = /^[\p{L}\p{N}@#+×/()*-]{1,6}$/u
/** Characters a piece, on average: ticks go unread, and some are read as characters. Measured on renderings of eleven styles of combs. */
const TEETH = 2.25
/** … and the words of a sentence. */
const SMALL = /^\p{Ll}{2}/u
const MOSTLY = 0.25
const SHORTEST = 5

/** Letters without a vowel, or one that is no word of any language whose forms we read: two of them, and words have come apart. */
const NO_WORD = /^(?:[B-DF-HJ-NP-TV-XZ]|[bcdfghjlmnpqrtx]|[b-df-hj-np-tv-xz]{2,3})$|^[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,2}$/
const APART = 2

/** Length of a value of which characters stand one by one, or in twos and threes as OCR parts them, up to the end of its line; 0 where they do not. */
function combLength(value: string): number {
  const line = value.trimEnd()
  const parts = line.length > 160 || line.includes('\n') ? [] : line.split(TICKS).filter(part => part !== '')
  const characters = parts.reduce((sum, part) => sum + part.length, 0)
  if (parts.length <= 3 || characters > TEETH * parts.length || !parts.every(part => part.length <= 2 || TOOTH.test(part)) || SMALL.test(parts[0])) return 0
  return parts.filter(part => NO_WORD.test(part)).length >= APART || parts.filter(part => SMALL.test(part)).length <= MOSTLY * parts.length ? line.length : 0
}

/** The end of a value in a picture that goes on behind what may be a tick: "SU,MMERS". */
function beyondTicks(text: string, end: number, last: number): number {
  const rest = /^(?:[,;:|!][\p{L}\p{N}]{1,20}){1,20}/u.exec(text.slice(end, Math.min(last, end + 80)))
  return end + (rest?.[0].length ?? 0)
}

/** Those and others of which handwriting leaves some signs to be read. */
const MISREADABLE: ReadonlySet<string> = new Set([...NUMBER, 'phone' satisfies Meaning])
/** A number behind its caption in a picture, though a sign in it was misread. */
const MISREAD = /(?:[^\s,;]{1,2} ){0,3}[^\s,;]{0,20}\d(?:[^\s,;]{0,2}\d){2}[^\s,;]{0,20}/uy

/** Values of form labels, on the same line, to the right, below, or in the label's column. */
export const fields: Recognizer = {
  labels: [...new Set(Object.values(SHAPES).flatMap(shapes => shapes.map(({ label }) => label)))],
  find(text: string, context: TextContext): FoundSpan[] {
    const document = documentOf(text, context)
    const starts = document.keywords.filter(k => /^ ?[:=#]/.test(text.slice(k.end, k.end + 2)))
    const spans: FoundSpan[] = []
    for (const field of document.fields) {
      spans.push(...valueOf(document, text, field, starts[firstIndex(starts, k => k.start > field.start)]?.start ?? Infinity))
    }
    return spans
  },
}

/** @param next where the next label begins */
function valueOf(document: TextDocument, text: string, field: Field, next: number): FoundSpan[] {
  const shapes = SHAPES[field.meaning as Meaning]
  if (!shapes) return []
  // One character a box: whatever was read, the whole comb is the value.
  const comb = combLength(text.slice(field.start, field.end))
  const [{ label, score }] = shapes
  if (field.sure ? comb > 0 : comb > 2 * SHORTEST) return [{ start: field.start, end: field.start + comb, label, score, captioned: true }]
  const spans: FoundSpan[] = []
  for (const { label, score, value, plain, check } of shapes) {
    if ((!field.sure && !plain) || (field.said && value === PHRASE) || (value === PROPER && (field.sure || NO_PERSON.test(field.caption)))) continue
    value.lastIndex = field.start
    const match = value.exec(text)
    if (!match) continue
    const length = value === PERSON ? PERSON_ENDS.exec(match[0])?.index ?? match[0].length : match[0].length
    const last = Math.min(field.end, next)
    const stop = Math.min(field.start + length, last)
    const end = pictured(document) ? beyondTicks(text, stop, last) : stop
    const found = text.slice(field.start, end).trimEnd()
    // Beside the label only: as long as such numbers are.
    if (plain && !field.sure && NUMBER.has(field.meaning) && (found.length < 6 || !/\d.*\d.*\d/.test(found))) continue
    if (check && !check(found, document, field)) continue
    if (NUMBER.has(field.meaning) && AGED.test(found)) continue
    if (found.length === 0 || EMPTY.test(found) || (label !== 'GENDER' && isTitle(found))) continue
    if (MEDICAL.has(field.meaning) && isHeading(document, field, field.start + found.length)) continue
    if (value === PERSON && (found.length < 2 || LEADS.test(found))) continue
    if (value === PERSON && field.said && /^\p{Ll}/u.test(found) && !field.caption.includes('name')) continue
    spans.push({ start: field.start, end: field.start + found.length, label, score, ...(field.sure || value === LAST) && { captioned: true } })
  }
  if (spans.length > 0 || !field.sure || !pictured(document) || !MISREADABLE.has(field.meaning)) return spans
  MISREAD.lastIndex = field.start
  const misread = MISREAD.exec(text)
  return misread ? [{ start: field.start, end: Math.min(field.end, next, MISREAD.lastIndex), label, score: 0.6, captioned: true }] : []
}
