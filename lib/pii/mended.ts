import { viewsOf, type TextViews } from './views.js'

/** A text whose spaces were mended, its views, and where each of its units stood: of unit i at[i], at[length] the end. */
export interface Mended { views: TextViews, at: Int32Array }

/** Spaces that OCR puts into numbers ("536- 90 -4399"), e-mail and web addresses ("ada@example. org", "www. example.org"). */
const PUT_IN = /(?<=\p{N}) (?=[-/.] ?\p{N})|(?<=\p{N} ?[-/]) (?=\p{N})|(?<=(?<!\p{N})\p{N}{1,2} ?\.) (?=\p{N})|(?<=@[\w-]{1,40}\.?) (?=\.?[a-z]{2,12}(?:[\s.]|$))|(?<=@[\w-]{1,40}\.) (?=[a-z])|(?<=\bwww\.) (?=\w)|(?<=https?:) (?=\/\/)/gu
/** Labels that OCR leaves no space behind ("SSN536-90-4399"). */
const LEFT_OUT = /(?<![\p{L}\p{N}])(?:SSN|DOB|TEL|FAX|PHONE|MOBILE?|CELL|MRN|NPI|DEA|NHS|IBAN|VAT|TIN|EIN|ITIN|ACCT|DATE|CARD|PLZ|CAP|CEP|CPF|CNPJ|NIF|NIE|DNI|BSN|BTW|IVA|SIRET|SIREN|VIN|PIN|NIN|ABN|TFN|PESEL|EMAIL|MAIL)[.:]?(?=\p{N})/giu
/** A text of this many units and more is mended line by line only where it needs to be. */
const CLUE = /\p{N} [-/.]|[-/.] \p{N}|\p{N}[-/.] \p{N}|@[\w.-]{1,40} |www\. |https?: |[A-Za-z]{3}\p{N}/u

/**
 * The text as it would be if its spaces stood where they belong, or undefined if they do.
 *
 * @example mend('SSN: 536- 90 -4399')?.views.raw // 'SSN: 536-90-4399'
 */
export function mend(text: string): Mended | undefined {
  if (!CLUE.test(text)) return
  const cuts = [...text.matchAll(PUT_IN)].map(({ index }) => ({ index, gap: -1 }))
  const gaps = [...text.matchAll(LEFT_OUT)].map(({ index, 0: word }) => ({ index: index + word.length, gap: 1 }))
  const changes = [...cuts, ...gaps].sort((a, b) => a.index - b.index)
  if (changes.length === 0) return
  let mended = ''
  const at: number[] = []
  let from = 0
  const keep = (to: number): void => {
    for (let i = from; i < to; i++) at.push(i)
    mended += text.slice(from, to)
    from = to
  }
  for (const { index, gap } of changes) {
    if (index < from) continue
    keep(index)
    if (gap > 0) {
      at.push(index)
      mended += ' '
    } else from++
  }
  keep(text.length)
  at.push(text.length)
  return { views: viewsOf(mended), at: Int32Array.from(at) }
}
