import type { Recognizer, Span, TextContext } from '../../core/types.js'
import { firstIndex } from '../cells.js'
import { hasFormLabel } from '../form-labels.js'
import { near, documentOf, type TextDocument } from '../document.js'
import { isCity, isCountry } from './gazetteer.js'
import { matches } from '../matches.js'

const B = '(?<![\\p{L}\\p{N}]|\\p{N}[.,])'
const E = '(?![\\p{L}\\p{N}])'
const CAP = '(?!(?:Apt|Apartment|Suite|Ste|Unit|Flat|Room|Floor|Rm)(?!\\p{L}))\\p{Lu}[\\p{L}\\p{M}’\'.-]{0,30}'
const SMALL = '(?:de|da|di|del|della|delle|dei|do|dos|das|du|des|la|las|los|le|les|van|von|der|den|het|am|an|im|in|of|the|y|e|zum|zur|auf)'
const ORDINAL = '\\d{1,3}(?:st|nd|rd|th)'
const NUMBER = '\\d{1,5}(?:[-/]\\d{1,4})?[A-Za-z]?'
const SUFFIX = '(?:street|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|court|circle|cir|square|sq|terrace|parkway|pkwy|highway|hwy|trail|trl|crescent|cres|turnpike|expressway|streets|st|dr|ct|pl|ter|way|close|alley|row|gardens|grove|mews|plaza|loop|run|pike|walk|hill|place|path|bend|cove|ridge|crossing|park|point)'
const UNIT = '(?:(?:apt|apartment|suite|ste|unit|floor|room|rm|flat|appt|wohnung|piso|interno)\\b\\.? ?#?[\\p{L}\\d-]{1,6}|#\\d{1,5}[a-z]?)'
const STREETS: readonly { pattern: RegExp, score: number }[] = [
  // Of forces abroad: USS Lorenzen, FPO AE 25990; PSC 6477, Box 2981, APO AE 83700
  { pattern: new RegExp(`${B}(?:(?:PSC|CMR|Unit) \\d{1,5},? Box \\d{1,6}|(?:USS|USNS|USCGC|USNV) \\p{L}[\\p{L}'’-]{1,24}(?: \\p{L}[\\p{L}'’-]{1,24})?)[ \\t,]{0,2}(?:\\n[ \\t>|?]*| )(?:APO|FPO|DPO),? A[AEP],? \\d{5}(?:-\\d{4})?${E}`, 'giu'), score: 0.9 },
  // 12 Elm Street, 1600 N. Pennsylvania Ave NW
  { pattern: new RegExp(`${B}${NUMBER},? (?:(?:[NSEW]{1,2}\\.?|${ORDINAL}|${NUMBER}|${CAP}|${SMALL}) ){1,5}(?:${SUFFIX}|${SUFFIX.toUpperCase()}|${SUFFIX.replace(/(?<=\(\?:|\|)[a-z]/g, c => c.toUpperCase())})${E}\\.?(?: (?:[NS][EW]?|[EW])${E})?`, 'gu'), score: 0.85 },
  { pattern: new RegExp(`${B}\\d{1,5} (?:[a-z'’]{2,20} ){1,3}(?:street|avenue|road|boulevard|lane|drive|court|st|ave|rd|blvd)${E}\\.?`, 'gu'), score: 0.7 },
  // Boxes
  { pattern: new RegExp(`${B}(?:P\\. ?O\\. ?Box|PO Box|Post(?:al)? ?box|Postfach|Apartado(?: de correos)?|Casella postale|Caixa postal|Postbus|Bo[iî]te postale|PSC|CMR|Unit \\d{2,5},? Box) ?#?\\d{1,7}(?:,? Box \\d{1,6})?${E}`, 'giu'), score: 0.85 },
  // Hauptstraße 5, Lange Gracht 12 b
  { pattern: new RegExp(`${B}(?:\\d{1,5} )?(?:${CAP} ){0,2}(?:\\p{Lu}[\\p{L}-]{0,30})?(?:str\\.|stra(?:ss|ß)e|weg|platz|allee|gasse|damm|ufer|chaussee|straat|laan|gracht|plein|kade|dijk|singel|gatan|vägen|gata|vej|vegen|veien|gade|katu|tie|utca|Str\\.|Stra(?:ss|ß)e|Weg|Platz|Allee|Ring|ul\\.|u\\.|tér|út)\\.? ?\\d{1,4} ?(?:[a-zA-Z]${E}|[-/]\\d{1,3})?(?!\\p{L}|\\d)`, 'gu'), score: 0.8 },
  { pattern: new RegExp(`${B}\\d{1,5} (?:\\p{Lu}[\\p{L}-]{0,30})(?:stra(?:ss|ß)e|straat|gatan|vägen|gata|vej|vejen|veien|katu|tie|utca)(?: \\d{1,4})?${E}`, 'gu'), score: 0.8 },
  // 12 bis, rue de la Paix; Calle Mayor 5; Via Roma, 12; ul. Miła 53
  { pattern: new RegExp(`${B}(?:\\d{1,5}(?: ?bis| ?ter)?,? )?(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]llée|[Ii]mpasse|[Qq]uai|[Cc]alle|C/|[Aa]venida|[Aa]vda\\.?|[Pp]laza|[Pp]aseo|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Vv]icolo|[Rr]ua|[Rr]úa|[Tt]ravessa|[Ll]argo|[Pp]raça|[Aa]lameda|[Uu]l\\.|[Ss]trada|[Cc]arrer|RUE|CALLE|VIA|RUA|AVENIDA) (?:(?:${SMALL}|${CAP}|[dl]['’]${CAP}) ){0,4}(?:[dl]['’])?\\p{Lu}[\\p{L}\\p{M}’'-]{1,30}(?:,? ?(?:n[º°.]? ?)?\\d{1,4}[a-z]?${E})?`, 'gu'), score: 0.7 },
  // The corner of Elm Street and 5th Avenue; Quarry Bank Lane
  { pattern: new RegExp(`(?<!\\p{L})(?:[Tt]he )?(?:[Cc]orner|[Ii]ntersection|[Jj]unction) of (?=[^\\n]{0,60}\\d|(?:\\p{Lu}|the \\p{Lu}))(?:(?!and )[\\p{L}\\d][\\p{L}\\p{M}\\d’'.-]{0,30} ){1,6}(?:and|&) (?!(?:the|a|an|her|his|my|your|their|our) \\p{Ll})(?:(?:${ORDINAL}|\\d{1,5}|${CAP}|\\p{Ll}{2,4}\\.) ){0,3}[\\p{L}][\\p{L}\\p{M}’'-]{1,30}(?: (?:${SUFFIX}s?|${CAP})${E})?(?: \\d{1,4}${E})?`, 'gu'), score: 0.8 },
  { pattern: new RegExp(`${B}(?:${ORDINAL} |${CAP} ){1,3}(?:Street|Avenue|Road|Boulevard|Lane|Highway|Parkway|Crescent|Blvd|Ave|Rd)${E}(?! \\p{Lu})`, 'gu'), score: 0.6 },
  // 6750 Koskikatu 25: proved by what follows or stands before
  { pattern: new RegExp(`${B}\\d{1,5}[a-z]?(?: \\d{1,5})? (?:(?:${CAP}|${SMALL}) ){0,4}${CAP}(?: \\d{1,4}(?![.,:/-]?\\d)[a-z]?${E})?(?! ?[:])`, 'gu'), score: 0.3 },
  { pattern: new RegExp(`${B}(?:${CAP} ){0,3}${CAP} \\d{1,4}[a-z]?${E}(?![.,:/%-]\\d| ?%)`, 'gu'), score: 0.2 },
]

const SEP = /[ \t]*[,;.]?[ \t]*(?:\r?\n[ \t>|?]*){0,2}[,;-]?[ \t]*/uy
const sticky = (source: string, flags = 'uy'): RegExp => new RegExp(source, flags)
const TAIL = {
  unit: sticky(`${UNIT}${E}`, 'iuy'),
  zip: sticky(`(?:[A-Z]{1,2}-)?(?:\\d{5}(?:-\\d{3,4})?|\\d{4}(?: ?[A-Z]{2})?|\\d{3} ?\\d{2}|\\d{6}|\\d{2}-\\d{3}|[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}|[A-Z]\\d[A-Z] ?\\d[A-Z]\\d)${E}(?![.,:/-]\\d)`),
  state: sticky(`(?:[A-Z]{2,3}|nan|[a-z]{2}(?= \\d{5}))${E}`),
  words: sticky(`(?!(?:in|of|the|at|on|am|an|im|y|e|auf|zum|zur) )(?:(?:${CAP}|${SMALL})[ -]){0,4}${CAP}(?: ?\\([^)\\n]{2,20}\\))?`),
}

/** Where the country begins with which a phrase of several words ends: "Coalville South Africa". */
function countryAtEnd(phrase: string): number {
  for (let at = phrase.indexOf(' '); at > 0; at = phrase.indexOf(' ', at + 1)) if (isCountry(phrase.slice(at + 1))) return at + 1
  return -1
}

interface Part { start: number, end: number, label?: string }

/** What belongs to the address after its street: unit, town, state, country, postal code, on this line and the next ones. */
function tail(text: string, at: number, keyed: (start: number) => boolean): { end: number, parts: Part[], proof: number } {
  let end = at
  let proof = 0
  let cursor = at
  let lines = 0
  const parts: Part[] = []
  let pending: Part[] = []
  const take = (part: Part, strength: number): void => {
    parts.push(...pending, part)
    pending = []
    end = part.end
    proof += strength
  }
  for (let step = 0; step < 8; step++) {
    SEP.lastIndex = cursor
    const sep = SEP.exec(text)![0]
    const start = cursor + sep.length
    if (sep.length === 0) break
    if (sep.includes('\n') && ++lines > 4) break
    const next = (kind: keyof typeof TAIL): number => {
      TAIL[kind].lastIndex = start
      const m = TAIL[kind].exec(text)
      return m ? start + m[0].length : -1
    }
    let stop = next('unit')
    if (stop > 0) take({ start, end: stop }, 0.4)
    else if ((stop = next('zip')) > 0) take({ start, end: stop, label: 'LOCATION_ZIP' }, parts.length > 0 || pending.length > 0 || sep.length > 1 ? 0.35 : 0.1)
    else if ((stop = next('state')) > 0 && /[,\n]|^ $/.test(sep)) pending.push({ start, end: stop, label: 'LOCATION_STATE' })
    else if ((stop = next('words')) > 0 && (/[,\n]/.test(sep) || parts.length > 0 || pending.length > 0)) {
      // The longest head of the phrase that is a place.
      let phrase = text.slice(start, stop)
      const land = countryAtEnd(phrase)
      if (land > 0) {
        stop = start + phrase.lastIndexOf(' ', land - 1) + 1
        while (/\s/.test(text[stop - 1])) stop--
        phrase = text.slice(start, stop)
      }
      const part = { start, end: stop }
      if (/^ ?:/.test(text.slice(stop, stop + 2))) break
      if (isCountry(phrase)) take({ ...part, label: 'LOCATION_COUNTRY' }, 0.4)
      else if (isCity(phrase)) take({ ...part, label: 'LOCATION_CITY' }, 0.3)
      else if (parts.at(-1)?.label === 'LOCATION_ZIP' && pending.length === 0 && !/[.\n]/.test(sep)) take({ ...part, label: 'LOCATION_CITY' }, 0.2)
      else if (keyed(start)) break
      else if (pending.length < 2) pending.push({ ...part, label: 'LOCATION_CITY' })
      else break
    } else break
    cursor = stop
  }
  // A town that no list has, right after a unit number or closing the line.
  if (pending.length > 0 && pending[0].label === 'LOCATION_CITY' && proof >= 0.4 && /^[\s,]*$/.test(text.slice(end, pending[0].start))) {
    const rest = pending[1]?.label === 'LOCATION_STATE' ? pending.slice(0, 2) : pending.slice(0, 1)
    parts.push(...rest)
    end = rest.at(-1)!.end
  }
  return { end, parts, proof }
}

const CUE = /(?:\b(?:at|on|address(?: is)?|live[sd]? (?:in|at|on)|moved to|corner of|and|to|sent to|located (?:at|on)|resid(?:es|ing) at)|>) {0,4}$/i

/** Dates, decades, flats and titled persons look like a street and its number, too. */
const NO_STREET = /\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Mrs?|Ms|Dr|Apt|Suite|Unit|Flat|Room|Page|Chapter|Section|Article)\b|\d0s$/i

/** Whether a keyword of something else stands in [start, end): "insurance number 15 070649" is no street. */
function saysOther({ keywords }: TextDocument, start: number, end: number): boolean {
  const i = firstIndex(keywords, keyword => keyword.start >= start)
  return i < keywords.length && keywords[i].end <= end && /^(?:ssn|taxid|id|passport|licence|account|bank|card|health|phone|vehicle|date|dob|money|age)$/.test(keywords[i].meaning)
}

/** Postal addresses: a street by its look, made whole by what follows it. */
export const addresses: Recognizer = {
  labels: ['LOCATION_ADDRESS', 'LOCATION_ADDRESS_STREET', 'LOCATION_CITY', 'LOCATION_STATE', 'LOCATION_ZIP', 'LOCATION_COUNTRY'],
  find: (text: string, context: TextContext) => findAddresses(documentOf(text, context)),
}

function findAddresses(document: TextDocument): Span[] {
  const text = document.views.raw
  const spans: Span[] = []
  const found: (Part & { stop: number, parts: Part[], score: number })[] = []
  for (const { pattern, score } of STREETS) {
    for (const match of matches(text, pattern)) {
      const start = match.index
      const stop = start + match[0].trimEnd().length
      if (score < 0.5 && NO_STREET.test(match[0])) continue
      const { end, parts, proof } = tail(text, stop, at => hasFormLabel(document, at, at + 1))
      const cue = CUE.test(text.slice(Math.max(0, start - 24), start)) || near(document, start, stop, ['address', 'street'])
      if (score < 0.5 && ((proof === 0 && !cue) || hasFormLabel(document, start, stop) || saysOther(document, start, stop))) continue
      found.push({ start, stop, end, parts, score: Math.min(0.95, score + proof + (cue ? 0.25 : 0)) })
    }
  }
  found.sort((a, b) => (b.end - b.start) - (a.end - a.start))
  const done: Part[] = []
  for (const { start, stop, end, parts, score } of found) {
    if (score < 0.5 || done.some(part => part.start < end && part.end > start)) continue
    done.push({ start, end })
    const street = parts.filter(part => part.label === undefined).reduce((at, part) => /^[\s,]*$/.test(text.slice(at, part.start)) ? part.end : at, stop)
    spans.push({ start, end: street, label: 'LOCATION_ADDRESS_STREET', score })
    // In running text an address is one; of a block of lines each is something by itself, and part of an address too.
    const block = /(?:^|\n)[^\p{L}\n]*$/u.test(text.slice(Math.max(0, start - 16), start)) && text.slice(start, end).includes('\n')
    if (!block && parts.some(({ label }) => label === 'LOCATION_ZIP' || label === 'LOCATION_COUNTRY')) spans.push({ start, end, label: 'LOCATION_ADDRESS', score })
    for (const part of parts) {
      if (part.start < street) continue
      spans.push({ start: part.start, end: part.end, label: 'LOCATION_ADDRESS', score: score - 0.1 })
      if (part.label) spans.push({ ...part, label: part.label, score })
    }
  }
  return spans
}
