import type { Recognizer, Span } from '../../core/types.js'
import { isCity, isFamily, isGiven } from './gazetteer.js'
import { matches } from '../matches.js'

const CAP = '\\p{Lu}[\\p{L}\\p{N}&.\'’-]{0,30}'
const COMPANY = `${CAP}(?: (?:&|and|of|de|für|y) ${CAP}| ${CAP}){0,4}`

/** Words that say that a company follows, in seven languages. */
const CUES = [
  '(?:work(?:s|ed|ing)?|job|position|career|shift|internship|interview(?:ed)?|hired|employed|employee|recruited) (?:for|at|by|with|of)',
  '(?:CEO|CFO|CTO|COO|president|director|chairman|founder|co-founder|owner|manager|head|partner|spokesperson|spokesman|spokeswoman|employees?|customers?|clients?|shareholders?) (?:of|at|for)',
  '(?:subsidiary|division|branch|headquarters|offices?|shares?) of', '(?:address|headquarters) of', 'acquired by', 'which later became', 'on behalf of', 'resigned from', 'spent (?:a|an|one|two|three|several|many|\\d{1,2})(?: [a-z]+)? (?:days?|weeks?|months?|years?) (?:at|with)', 'retired from', 'invoice from', 'account with',
  '(?:travaille|travaillé|employée?|embauchée?|stagiaire) (?:chez|à|pour|par)', '(?:arbeite[nt]?|arbeitete|angestellt|beschäftigt|tätig|Mitarbeiter(?:in)?) (?:bei der|bei|für)',
  '(?:trabaj[aoó]|trabajaba|emplead[oa]|contratad[oa]) (?:en|para|por)', '(?:lavor[aoò]|lavorava|impiegat[oa]|dipendente|assunt[oa]) (?:presso|per|da|alla|di)',
  '(?:trabalh[aou]|trabalhou|empregad[oa]|contratad[oa]) (?:na|no|para|pela|pelo|em)', '(?:werkt?|werkte|werkzaam|in dienst) (?:bij|voor)',
]
const CUED = new RegExp(`(?<!\\p{L})(?:${CUES.join('|')}) (?:the |la |le |der |die |den |het |de )?(?<v>${COMPANY})`, 'dgu')
/** Department of Work and Pensions */
const OFFICE = new RegExp(`(?<![\\p{L}\\p{N}])(?:Department|Ministry|Office|Bureau|Board|Institute|Directorate|Secretariat|Chamber) (?:of|for) (?:the )?${CAP}(?: ${CAP}){0,2}(?:(?:,? and| &) ${CAP}(?: ${CAP})?)?`, 'gu')
/** Smith, Jones and Brown; Smith, Jones & Brown LLP */
const PARTNERS = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}'’-]{1,24}(?:, \p{Lu}[\p{L}'’-]{1,24}){1,3},? (?:and|&|und|et|y|e|en) \p{Lu}[\p{L}'’-]{1,24}(?![\p{L}\p{N}]| \p{Lu}\p{L})/gu
/** The same as all of a line, in small letters, too. */
const PARTNERS_LINE = /(?<=(?:^|\n)[ \t>|?*-]{0,6})\p{L}[\p{L}'’-]{1,24}(?:, \p{L}[\p{L}'’-]{1,24}){1,3},? (?:and|&|und|et|y|e|en) \p{L}[\p{L}'’-]{1,24}(?=[ \t]*(?:\n|$))/gu
/** The Acme office; Acme is a company. */
const NAMED = new RegExp(`(?<!\\p{L})(?:[Tt]he |[Hh]er |[Hh]is |[Oo]ur |[Mm]y )(?<v>${COMPANY}) (?:offices?|website|headquarters|app|stores?|branch|staff|employees?|brand|customers?|customer service|team|resignation|merger|acquisition|lawsuit|account)(?!\\p{L})`, 'dgu')
const DEFINED = new RegExp(`(?<=^|[.!?,\\n] {0,2})(?<v>${COMPANY}) (?:is|was) an? (?:[\\p{L}-]{2,20} ){0,4}(?:company|firm|agency|start-?up|bank|corporation|multinational|manufacturer|non-?profit|organi[sz]ation|provider|subsidiary|retailer|publisher|charity|insurer|airline|501)(?!\\p{L})`, 'dgu')
/** Of these the names are those of persons. */
const FOUNDERS = /(?:founders?|authors?|partners|friends|children|colleagues|students|members|directors|brothers|sisters|players|band):? $/i
/** What follows such words and is no company. */
const OTHER = /^(?:I|It|He|She|They|We|You|This|That|The|A|An|My|Our|Your|Mr|Mrs|Ms|Dr|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December)$/

/** Companies by the words before them ("works for Acme"), and by the names of their partners ("Smith, Jones and Brown"). */
export const employers: Recognizer = {
  labels: ['ORGANIZATION'],
  find(text: string): Span[] {
    const spans: Span[] = []
    for (const match of [CUED, NAMED, DEFINED].flatMap(pattern => matches(text, pattern))) {
      const [start, stop] = match.indices!.groups!.v
      const value = match.groups!.v.replace(/(?<=\p{L}{3})\..*$/u, '')
      if (OTHER.test(value.split(' ')[0]) || isGiven(value.split(' ')[0]) || isCity(value)) continue
      spans.push({ start, end: Math.min(stop, start + value.length), label: 'ORGANIZATION', score: 0.9 })
    }
    for (const { index, 0: value } of matches(text, OFFICE)) spans.push({ start: index, end: index + value.replace(/[.’']+$/u, '').length, label: 'ORGANIZATION', score: 0.65 })
    // On a line of their own one listed name is enough; elsewhere friends may be named so.
    for (const [pattern, enough] of [[PARTNERS, Infinity], [PARTNERS_LINE, 1]] as const) {
      for (const { index, 0: value } of matches(text, pattern)) {
        const names = value.split(/,? (?:and|&|und|et|y|e|en) |, /)
        const known = names.filter(isFamily).length
        if (FOUNDERS.test(text.slice(Math.max(0, index - 24), index)) || known < Math.min(enough, names.length) || names.every(isGiven)) continue
        spans.push({ start: index, end: index + value.length, label: 'ORGANIZATION', score: 0.9 })
      }
    }
    return spans
  },
}
