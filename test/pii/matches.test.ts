import t from 'tap'
import { matches } from '../../lib/pii/matches.js'
import { prefilterOf } from '../../lib/pii/prefilter.js'
import { idRules } from '../../lib/pii/recognizers/ids.js'
import { numbers } from './cases/numbers.js'

const TEXT = [
  'Seen by Ada Byron on 04/07/1981 and 04.07.81, card 4111-1111-1111-1112, #4417, A12 3456 B, ada_b@example.org.', 'SSN536-90-4399, 11.11.11; x1, 1x, 1é2, é12, 12é',
  'naïve 𝔄da 𝔄1 1𝔄 12𝔄34 ſection Kelvin, STRASSE, straße', '', 'aaa aab abab a1a1 (1) ((2)) {3} [4] 5% $6 7^8 9_0 =1 +1 &1 |1 *1', '\n\n12\n34', 'twenty-two of the 22 things; “9”', '0',
].join('\n')

/** Of each kind of thing that a source may have. */
const PATTERNS = [
  /a/g, /a|b/g, /a?b/g, /a*b/g, /a+b?1/gi, /(?:ab){2}/g, /(?:a1){1,2}/g, /a{0,2}1/g, /[^a]1/g, /.1/g, /\d/g, /\d{2,}/g, /\d+(?=%)/g, /(?<=\$)\d/g, /(?<!\d)\d\d(?!\d)/g, /(?<!\p{L}|\d[.,/-])\d+/gu,
  /(?<![\p{L}\p{N}-]|\p{N}[.,/])(?:\d{2}|[A-Z]\d{2})(?![\p{L}\p{N}])/giu, /(\d\d)([./])(\d\d)\2\d+/g, /(?<a>[ab])\k<a>/g, /(a)?\1b/g, /\p{Lu}\p{Ll}+/gu, /\p{L}\d/gu, /\d\p{L}/gu, /\p{L}{2}/gu, /s/giu, /k/giu,
  /(?=[a-z]{0,3}\d)[a-z\d]{2,4}/gi, /(?=\d)[a-z\d]+/g, /(?!1)\d/g, /(?:(?<!a)b|a(?!b))/g, /\bon\b|^S\w+/gm, /$/gm, /x?/g, /@\w+/g, /\w+@(?:\w+\.)+\w{2,3}/g, /#\d{4}|\(\d\)/g, /[\d-]{4,}/g, /[-0-9]/g, /\{\d\}|\[\d\]/g, /\n\d/g, /\u{1d504}\d/gu,
  /\u0065\u0078/g, /(?:\d|twenty)(?:-two| of)?/g, /(?<=(?<!\p{L})of (?:the )?)\d+/gu, /[|=+&*]\d/g,
]

t.test('finds what the pattern finds when it looks for itself', t => {
  const texts = [TEXT, ...TEXT.split('\n'), numbers.map(({ rule, valid }) => `${rule}: ${valid.join(', ')}`).join('\n')]
  const plain = (match: RegExpExecArray): unknown => [match.index, ...match]
  for (const pattern of [...PATTERNS, ...idRules.map(rule => rule.pattern)]) {
    const itself = texts.map(text => [...text.matchAll(new RegExp(pattern.source, pattern.flags))].map(plain))
    t.strictSame(texts.map(text => matches(text, pattern).map(plain)), itself, pattern.source)
  }
  t.end()
})

t.test('of what a source says', t => {
  const digits = prefilterOf(/(?<![\p{L}\p{N}-]|\p{N}[.,])(?:[A-Z]{2} ?\d{7}|\d{9})(?!\d)/giu)!
  t.equal(digits.depth, 8)
  t.strictSame(digits.needs, [{ sign: '0', within: 3 }])
  const is = (table: Uint8Array, k: number): string => [...'aZ0 -.'].filter(char => table[char.charCodeAt(0)] >> k & 1).join('')
  t.equal(is(digits.head, 0), 'aZ0')
  t.equal(is(digits.head, 2), '0 ')
  t.equal(is(digits.barred, 0), 'aZ0-', 'what bars together with another character is not told')
  t.strictSame(prefilterOf(/[\w.]{1,20}@\w+/g)?.needs, [{ sign: '@', within: 20 }])
  t.equal(prefilterOf(/a*/g), undefined, 'may be nothing at all')
  t.equal(prefilterOf(/a]/g), undefined, 'is not read')
  t.end()
})
