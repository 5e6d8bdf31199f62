import type { Recognizer, Span, TextContext } from '../../types.js'

/** A dot belongs to initials and to Jr., Sr., St. only: after others the sentence ends. */
const WORD = "\\p{Lu}(?:[rt]?\\.|[\\p{L}'’-]*)"
const PARTICLE = '(?:de|da|di|del|della|dos|du|van|von|der|den|ten|la|le|bin|al|el)'
const TITLED = new RegExp(`(?<!\\p{L})(?<t>Mr|Mrs|Ms|Miss|Mx|Messrs|Sir|Madam|Mme|M|Mlle|Herr|Frau|Hr|Fr|Sr|Sra|Srta|Don|Doña|Sig|Signor|Signora|Dhr|Mevr|Dr|Drs|Prof|Professor|Doctor|Nurse|Rev|Capt|Judge|Officer)\\b\\.? ?(?<v>${WORD}(?: (?:${PARTICLE} ){0,2}${WORD}){0,3})`, 'dgu')
const SAID = new RegExp(`(?:[Mm]y name is|[Nn]ame's|I am called|I'm called|[Tt]his is|[Dd]ear|[Ss]incerely,|[Rr]egards,|[Jj]e m'appelle|[Mm]ein Name ist|[Ii]ch heiße|[Mm]e llamo|[Mm]i chiamo|[Mm]eu nome é|[Mm]ijn naam is)\\s+(?:(?:Mr|Mrs|Ms|Dr|Prof)\\.? )?(?<v>${WORD}(?: (?:${PARTICLE} ){0,2}${WORD}){0,3})`, 'dgu')

/** Names after a title or a set phrase. */
export const titledNames: Recognizer = {
  labels: ['NAME', 'NAME_MEDICAL_PROFESSIONAL'],
  find(text: string, _context: TextContext): Span[] {
    const spans: Span[] = []
    for (const match of text.matchAll(TITLED)) {
      const [start, end] = match.indices!.groups!.v
      if (match.groups!.t === 'M' && !/^M\. ?/.test(match[0])) continue
      spans.push({ start, end, label: /^(?:Dr|Doctor|Nurse)/.test(match.groups!.t) ? 'NAME_MEDICAL_PROFESSIONAL' : 'NAME', score: 0.85 })
    }
    for (const match of text.matchAll(SAID)) {
      const [start, end] = match.indices!.groups!.v
      spans.push({ start, end, label: 'NAME', score: 0.75 })
    }
    return spans
  },
}
