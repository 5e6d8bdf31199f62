import type { Recognizer, Span, TextContext } from '../../core/types.js'
import { matches } from '../matches.js'
import { BARE_TITLES, isTitle } from '../titles.js'

/** A dot belongs to initials and to Jr., Sr., St. only: after others the sentence ends. */
const WORD = "(?!(?:Apt|Suite|Unit|Flat|Room|Box|Street|Road)(?!\\p{L}))\\p{Lu}(?:[rt]?\\.|[\\p{L}'’-]*)"
const PARTICLE = '(?:de|da|di|del|della|dos|du|van|von|der|den|ten|la|le|bin|al|el)'
const NAME = `(?<v>${WORD}(?: (?:${PARTICLE} ){0,2}${WORD}){0,3})`
const GENDERED = '(?:Mr|Mrs|Ms|Miss|Messrs|Sir|Madam|Mme|Mlle|Monsieur|Madame|Herrn?|Frau|Hr|Fr|Sr|Sra|Srta|Don|Doña|Señora?|Senhora?|Sig|Signora?|Dhr|Mevr|Mevrouw)'
const OTHERS = '(?:Mx|M|Dr|Drs|Prof|Professor|Doctor|Nurse|Rev|Capt|Judge|Officer)'
const TITLED = new RegExp(`(?<!\\p{L})(?<t>(?:${GENDERED}|${OTHERS})(?!\\p{L})\\.?)(?: (?:Dr|Prof|med|dent|phil|habil)(?!\\p{L})\\.?){0,3} ?(?!${BARE_TITLES}(?!\\p{L}))${NAME}`, 'dgu')
/** What is said or printed before the name of whoever signs, pays, serves, drives or is certified, in large letters and small. */
const FORMAL_CUES = '(?:pay(?:able)? to(?: the order of)?|to the order of|payee:?|c/o|care of|attn:?|attention:?|signature of|signed by|certif(?:y|ies) that|awarded to|presented to|served by|sold by|witnessed by|prepared (?:for|by)|issued to|your server(?: is| was|:)?|your cashier(?: is| was|:)?|notary public:?|in the matter of|estate of|on behalf of|hereby appoint|between|undersigned,?|passenger:?|name of passenger:?)'
const inAnyCase = (words: string): string => words.replace(/[a-z]/g, c => `[${c}${c.toUpperCase()}]`)
const CUED = new RegExp(`(?<![\\p{L}\\p{N}])${inAnyCase(FORMAL_CUES)} ${NAME}`, 'dgu')
/** Who is named so formally is no office, place or thing. */
const NO_ONE = /(?<!\p{L})(?:Inc|LLC|Ltd|Limited|Company|Bank|Trust|Fund|Department|Office|Court|State|County|City|Board|Committee|Service|Services|Bearer|Cash|Only|Order|Street|Road|Avenue|University|School|Details|Form)(?!\p{L})/iu
const SAID = new RegExp('(?:[Mm]y name is|[Nn]ame\'s|I am called|I\'m called|[Tt]his is|[Dd]ear|[Ss]incerely,|[Rr]egards,|[Jj]e m\'appelle|[Mm]ein Name ist|[Ii]ch heiße|[Mm]e llamo|[Mm]i chiamo' +
  `|[Mm]eu nome é|[Mm]ijn naam is|[Ii]k heet|call(?:s|ed)? (?:me|him|her|them)|\\b(?:son|daughter|child|baby|boy|girl|man|woman|brother|sister) named|née|[,!?]["”’]? ?(?:says|said|asked|replied|added|wrote|told)|(?:shouted|yelled|smiled|laughed|glanced|stared|waved|screamed|winked|nodded) (?:at|to)|said \\p{Lu}\\p{Ll}{1,20} to)\\s+(?:(?:Mr|Mrs|Ms|Dr|Prof)\\.? )?${NAME}`, 'dgu')
/** Those who treat, by what they are called before a name; small letters, too. */
const HEALER = '(?:[Pp]hysician|[Ss]urgeon|[Rr]adiologist|[Cc]ardiologist|[Pp]athologist|[Oo]ncologist|[Nn]eurologist|[Pp]sychiatrist|[Pp]sychologist|[Pp]a?ediatrician|[Dd]ermatologist|[Aa]na?esthe(?:tist|siologist)|[Gg]yna?ecologist|[Uu]rologist|[Mm]idwife|[Dd]entist|[Tt]herapist|[Pp]hysiotherapist|[Pp]harmacist' +
  '|[Pp]aramedic|[Dd]oct(?:or|ora|eur|oresse)|[Dd]ottor(?:e|essa)?|[Dd]ott(?:\\.ssa|\\.)|[Dd]ra\\.|[Dd]rssa|[Dd]outora?|[Ee]nfermer[ao]|[Ee]nfermeir[ao]|[Ii]nfirmi(?:er|ère)|[Ii]nfermier[ea]|[Aa]rzt|[Ää]rztin|[Hh]ausarzt|[Hh]ausärztin|[Mm]édecin|[Mm]édico|[Mm]édica|[Mm]edico|[Hh]uisarts|[Tt]andarts|GP|NP|RN)'
const TREATS = new RegExp(`(?<!\\p{L})${HEALER}:? (?:[Dd]r\\.? )?${NAME}`, 'dgu')
/** Only a family name follows these when it is one word. */
const FORMAL = /^(?:Mr|Mrs|Ms|Herrn?|Frau|Dhr|Mevr|Mevrouw|Monsieur|Madame|Mme)\b/
/** the Merriweather family; Mr and Mrs Merriweather */
const CLAN = /(?<=(?<!\p{L})[Tt]he )\p{Lu}\p{Ll}[\p{L}'’-]{1,24}(?= (?:family|household|siblings|brothers|sisters|twins)(?!\p{L}))/gu
const NO_CLAN = /^(?:Royal|Holy|First|Whole|Extended|Nuclear|Host|Imperial|Human|English|French|German|American|African|Asian|European|Indian|Chinese)$/
/** Price v. Summers */
const VERSUS = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}'’-]{1,24}(?: \p{Lu}[\p{L}'’-]{1,24})? (?:v\.|vs\.?) \p{Lu}[\p{L}'’-]{1,24}(?: \p{Lu}[\p{L}'’-]{1,24})?(?!\p{L})/gu
const NOBODY = /^(?:I|It|He|She|They|We|You|The|This|That|A|An|Sir|Madam|All|Team|Customers?|Colleagues?|Friends?|Members?|Customer|Hiring|Santa)$/

/** Names after a title or a set phrase; and the title before a name, which tells of gender or profession: without one it tells nothing. */
export const titledNames: Recognizer = {
  labels: ['NAME', 'NAME_FAMILY', 'NAME_MEDICAL_PROFESSIONAL', 'GENDER', 'OCCUPATION'],
  find(text: string, _context: TextContext): Span[] {
    const spans: Span[] = []
    for (const match of matches(text, TITLED)) {
      const [start, end] = match.indices!.groups!.v
      const title = match.groups!.t
      if (/^M\b/.test(title) && !title.endsWith('.')) continue
      spans.push({ start, end, label: /^(?:Dr|Doctor|Nurse)/.test(title) ? 'NAME_MEDICAL_PROFESSIONAL' : FORMAL.test(title) && !/[\s.]/.test(match.groups!.v) ? 'NAME_FAMILY' : 'NAME', score: 0.85 })
      spans.push({ start: match.index, end: match.index + title.length, label: /^(?:Mx|M\.|Dr|Prof|Doc|Nur|Rev|Capt|Jud|Off)/.test(title) ? 'OCCUPATION' : 'GENDER', score: 0.55 })
    }
    for (const match of matches(text, TREATS)) {
      const [start, end] = match.indices!.groups!.v
      if (isSomebody(match.groups!.v)) spans.push({ start, end, label: 'NAME_MEDICAL_PROFESSIONAL', score: 0.7 })
    }
    for (const { index, 0: value } of matches(text, CLAN)) {
      if (!NO_CLAN.test(value)) spans.push({ start: index, end: index + value.length, label: 'NAME_FAMILY', score: 0.65 })
    }
    for (const match of matches(text, CUED)) {
      const [start, end] = match.indices!.groups!.v
      const value = match.groups!.v
      if (!NO_ONE.test(value) && isSomebody(value)) spans.push({ start, end, label: 'NAME', score: 0.8 })
    }
    for (const { index, 0: value } of matches(text, VERSUS)) spans.push({ start: index, end: index + value.length, label: 'NAME', score: 0.7 })
    for (const match of matches(text, SAID)) {
      const [start, end] = match.indices!.groups!.v
      if (isSomebody(match.groups!.v)) spans.push({ start, end, label: 'NAME', score: 0.85 })
    }
    return spans
  },
}

const isSomebody = (name: string): boolean => !NOBODY.test(name.split(' ')[0]) && !isTitle(name)
