import { near, documentOf } from '../document.js'
import type { Recognizer, TextContext } from '../../core/types.js'
import type { FoundSpan } from '../merge.js'
import { matches } from '../matches.js'

const TITLE = '(?:MR|MRS|MS|MISS|MSTR|MASTER|DR|PROF|CHD|INF)'
/** SUMMERS/HOPE MRS: as airlines write passengers; the title may be glued to the name. */
const IATA = new RegExp(`(?<![\\p{L}\\p{N}/])\\p{Lu}[\\p{Lu}'-]{1,29}/\\p{Lu}{1,30}(?:(?: \\p{Lu}{1,20}){0,2}? ?${TITLE}|(?: \\p{Lu}{1,20})?)(?![\\p{L}\\p{N}/])`, 'gu')
const TITLED = new RegExp(`[\\p{Lu} ]${TITLE}$`, 'u')
/** SUMMERS^HOPE^ANNE^^MRS: as DICOM and HL7 write people. */
const DICOM = /(?<![\p{L}\p{N}^])\p{L}[\p{L}\p{M}'’. -]{1,40}?(?:\^[\p{L}\p{M}'’.-]{0,30}){1,4}(?<=\^\p{L}[^^]{1,30}\^{0,3}(?:\p{L}{1,6}\.?)?)(?![\p{L}\p{N}^])/gu
const PASSENGER = /\b(?:passenger|pax|name|traveller|traveler|ticket|guest|fluggast|passager|pasajero)\b/i

/** Names as airlines and hospitals' machines write them. */
export const tickets: Recognizer = {
  labels: ['NAME'],
  find(text: string, context: TextContext): FoundSpan[] {
    const spans: FoundSpan[] = []
    for (const { index, 0: value } of matches(text, IATA)) {
      const titled = TITLED.test(value)
      const keyed = near(documentOf(text, context), index, index + value.length, ['name']) || PASSENGER.test(text.slice(Math.max(0, index - 40), index))
      if (titled || keyed) spans.push({ start: index, end: index + value.length, label: 'NAME', score: 0.85, captioned: true })
    }
    if (text.includes('^')) for (const { index, 0: value } of matches(text, DICOM)) spans.push({ start: index, end: index + value.length, label: 'NAME', score: 0.8 })
    return spans
  },
}
