import { rules } from '../rule.js'

const WHO = "(?:i am|i'm|i’m|he is|he's|he’s|she is|she's|she’s|they are|they're|they’re|(?:brother|sister|son|daughter|husband|wife|friend|colleague|father|mother|patient|client) is)"
const STILL = '(?: (?:now|just|still|also|recently|openly|not))?'
/** Stems of international nonproprietary names: what ends in one of them is a drug. */
const STEMS = '(?:azepam|azolam|prazole?|sartan|vastatin|olol|cillin|mycin|floxacin|cycline|gliptin|gliflozin|glutide|triptan|setron|dipine|umab|ximab|zumab|tinib|[bln]avir|buvir|fovir|ciclovir|oxetine|alopram|ocaine|barbital|thiazide|dronate|parin|conazole|nidazole|denafil|lukast|profen|tidine|terol|xaban|gatran|gabalin)'

/** What somebody says of a person in passing: a word that means it only after "he is" and the like. */
export const persons = rules([
  { label: 'SEXUALITY', pattern: new RegExp(`(?<=(?<!\\p{L})${WHO}${STILL} )(?:straight|bi|gay)(?= (?:and|but|or)(?!\\p{L})|[.,;!?)]|\\s*$)`, 'gimu'), score: 0.7 },
  { label: 'MARITAL_STATUS', pattern: new RegExp(`(?<=(?<!\\p{L})(?:${WHO}|we are|we're|got|they were)${STILL} )engaged(?!\\p{L}| (?:in|with|by|as|on|at))`, 'giu'), score: 0.65 },
  { label: 'ZODIAC_SIGN', pattern: /(?<=(?<!\p{L})(?:am|is|[’']m|[’']s|was|a typical|are) (?:an? )?)(?:Libra|Leo|Cancer|Aries|Taurus|Gemini|Virgo)(?![\p{L}]|[’']s| \p{Lu})/gu, score: 0.6 },
  { label: 'ZODIAC_SIGN', pattern: /(?<!\p{L})(?:Aries|Taurus|Gemini|Cancer|Leo|Virgo|Libra|Scorpio|Sagittarius|Capricorn|Aquarius|Pisces)(?= (?:rising|moon|sun|ascendant|season)(?!\p{L}))|(?<=(?<!\p{L})(?:moon|sun|rising|ascendant|Venus|Mars|Mercury) (?:is |are )?in )(?:Aries|Taurus|Gemini|Cancer|Leo|Virgo|Libra|Scorpio|Sagittarius|Capricorn|Aquarius|Pisces)(?!\p{L})/gu, score: 0.75 },
  { label: 'POLITICAL_AFFILIATION', pattern: /(?<=(?<!\p{L})(?:votes?|voted|voting|registered|canvass(?:es|ed)) (?:as (?:an? )?|for (?:the )?)?)(?:independent|conservatives?|liberals?|labour|greens?|republicans?|democrats?|socialists?|reform)(?!\p{L}| (?:contractors?|practitioners?|schools?|nurses?|firms?))/giu, score: 0.65 },
  { label: 'DRUG', pattern: new RegExp(`(?<!\\p{L})\\p{L}{2,14}${STEMS}(?!\\p{L})`, 'giu'), score: 0.65 },
])
