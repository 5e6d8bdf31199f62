import type { Span } from '../types.js'

const TITLE = /^(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Rev|Herrn?|Frau|Hr|Fr|Mme|Mlle|Sra?|Srta|Sig|Sig\.ra|Dott|Dhr|Mevr)\b\.?\s+)+/i
const PROPER = /^\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,3}$/u
const SENTENCE = /(?<=\p{L}{3})[.?!]\s|\n/u

/** What a model may take for one of these is mostly something else: it has to be surer than usual. */
const RARE: Readonly<Record<string, number>> = {
  POLITICAL_AFFILIATION: 0.97, RELIGION: 0.9, ORIGIN: 0.6, CONDITION: 0.9, INJURY: 0.97, DRUG: 0.9, MEDICAL_PROCESS: 0.9, PHYSICAL_ATTRIBUTE: 0.9,
}

/** A model's finds, without titles before names, cut at the end of a sentence or line, and without what it only guesses. */
export function tidied(text: string, spans: readonly Span[]): Span[] {
  const zips = spans.filter(span => span.label === 'LOCATION_ZIP')
  return spans.flatMap(span => {
    let { start, end } = span
    const value = text.slice(start, end)
    // A guess of a rare kind: as it is written like a name, it is one of something.
    if (span.score < (RARE[span.label] ?? 0)) return PROPER.test(value) && /[\p{L}\p{N},] $/u.test(text.slice(0, start).slice(-2)) ? [{ ...span, label: 'NAME' }] : []
    // Without a postal code, a street and a town are two things.
    if (span.label === 'LOCATION_ADDRESS' && !zips.some(zip => zip.start >= start && zip.end <= end)) return []
    const name = span.label.startsWith('NAME')
    if (name) start += TITLE.exec(text.slice(start, end))?.[0].length ?? 0
    const cut = name || span.label.startsWith('ORG') ? SENTENCE.exec(text.slice(start, end)) : null
    if (cut && cut.index > 1) end = start + cut.index
    const possessive = name ? /['’]s?$/.exec(text.slice(start, end)) : null
    if (possessive) end -= possessive[0].length
    return [{ ...span, start, end }]
  })
}
