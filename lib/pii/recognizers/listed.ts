import type { Recognizer, Span } from '../../core/types.js'
import { fold } from '../views.js'
import { isCity, isFamily, isGiven } from './gazetteer.js'
import { matches } from '../matches.js'

interface Token { start: number, end: number, text: string, folded: string, caps: boolean }

const WORD = /(?<!\p{N})\p{L}[\p{L}\p{M}'’-]*(?![\p{L}\p{N}])\.?/gu
const ORG = new Set(('inc incorporated corp corporation co company ltd limited llc llp plc gmbh ag kg sa sas sarl srl spa nv bv oy ab as aps group holdings partners associates bank ' +
  'university college school institute academy foundation association society council ministry department committee agency insurance industries enterprises systems technologies solutions ' +
  'hospital clinic pharmacy laboratories church club union trust services consulting logistics motors airlines foods pharma capital ventures').split(' '))
const MEDICAL = /hospital|clinic|pharmacy|medical cent/i
const PARTICLES = new Set('de da di del della dos du van von der den ten la le bin al el y ter te af zu'.split(' '))

/** Capitalised words that follow a name on an envelope. */
const UNITS = new Set('apt apartment suite ste unit flat room floor box'.split(' '))

/** Words of a name or company, at most. */
const LONGEST = 10

/**
 * Names, companies and cities by lists. A listed given name followed by a capitalised word is a name; a word alone, or a
 * word of the list of family names only, is weak evidence.
 */
export const listed: Recognizer = {
  labels: ['NAME', 'LOCATION_CITY', 'ORGANIZATION', 'ORGANIZATION_MEDICAL_FACILITY'],
  find(text: string): Span[] {
    const spans: Span[] = []
    const tokens = matches(text, WORD).map((m): Token => {
      const bare = m[0].replace(/(?:['’]s?|\.)$/u, '')
      return { start: m.index, end: m.index + bare.length, text: bare, folded: fold(bare), caps: /^\p{Lu}/u.test(bare) }
    })
    // A dot goes on after an initial only.
    const spaced = (i: number): boolean => i > 0 && (tokens[i - 1].text.length < 3 ? /^(?:\.? |-)$/ : /^[ -]$/).test(text.slice(tokens[i - 1].end, tokens[i].start))
    for (let i = 0; i < tokens.length;) {
      const t = tokens[i]
      // The run of capitalised words that starts here, particles between them included.
      let end = i
      const goesOn = (k: number): boolean => k < Math.min(tokens.length, i + LONGEST) && spaced(k) &&
        ((tokens[k].caps && !UNITS.has(tokens[k].folded)) || (PARTICLES.has(tokens[k].folded) && goesOn(k + 1)))
      while (goesOn(end + 1)) end++
      if (!t.caps) {
        const next = tokens[i + 1]
        if (next && !next.caps && spaced(i + 1) && isGiven(t.folded) && isFamily(next.folded) && t.text.length > 3) spans.push({ start: t.start, end: next.end, label: 'NAME', score: 0.55 })
        i++
        continue
      }
      const run = tokens.slice(i, end + 1)
      const org = run.findLastIndex(token => ORG.has(token.folded))
      if (org > 0 && run.length <= 8) {
        const label = MEDICAL.test(text.slice(t.start, run[org].end)) ? 'ORGANIZATION_MEDICAL_FACILITY' : 'ORGANIZATION'
        spans.push({ start: t.start, end: run[org].end, label, score: 0.65 })
        i += org + 1
        continue
      }
      const shouting = run.every(token => token.text === token.text.toUpperCase())
      let length = 0
      if (isGiven(t.folded) || isGiven(t.folded.split('-')[0])) {
        length = 1
        while (length < Math.min(run.length, 4)) {
          const token = run[length]
          if (shouting && !isGiven(token.folded) && !isFamily(token.folded) && token.text.length > 1) break
          length++
        }
        while (length > 1 && PARTICLES.has(run[length - 1].folded)) length--
        spans.push({ start: t.start, end: run[length - 1].end, label: 'NAME', score: length > 1 ? 0.75 : shouting || t.text.length < 4 ? 0.4 : 0.55 })
      } else if (t.text.length === 1 && run.length > 1 && run.length <= 3 && isFamily(run[run.length - 1].folded)) {
        length = run.length
        spans.push({ start: t.start, end: run[length - 1].end, label: 'NAME', score: 0.65 })
      } else if (isFamily(t.folded) && tokens[i + 1]?.caps && text.slice(t.end, tokens[i + 1].start) === ', ' && isGiven(tokens[i + 1].folded)) {
        length = 2
        spans.push({ start: t.start, end: tokens[i + 1].end, label: 'NAME', score: 0.75 })
      }
      for (let n = Math.min(4, run.length); n > 0; n--) {
        const last = run[n - 1]
        if (!isCity(text.slice(t.start, last.end))) continue
        if (n > 1 || (last.text.length > 3 && length < 2)) spans.push({ start: t.start, end: last.end, label: 'LOCATION_CITY', score: n > 1 ? 0.7 : 0.55 })
        length = Math.max(length, n)
        break
      }
      i += Math.max(1, length)
    }
    return spans
  },
}
