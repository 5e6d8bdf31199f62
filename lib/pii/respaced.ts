import { viewsOf, type TextViews } from './views.js'
import { matches } from './matches.js'

/** Lines whose spaces were put right, their views, and where each of their units stood in the text: of unit i at[i]. */
export interface Respaced { views: TextViews, at: Int32Array }

/**
 * Dashes set twice, and spaces that OCR and people put into numbers ("536- 90 -4399"), e-mail and web addresses
 * ("ada@example. org", "ada@example.o rg", "ada. byron@example.org", "www. example.org").
 */
const PUT_IN = /(?<=\p{N})-(?=-\p{N})|(?<=\p{N}) (?=[-/.] ?\p{N})|(?<=\p{N} ?[-/]) (?=\p{N})|(?<=(?<!\p{N})\p{N}{1,2} ?\.) (?=\p{N})|(?<=@[\w-]{1,40}\.?) (?=\.?[a-z]{2,12}(?:[\s.]|$))|(?<=@[\w-]{1,40}\.) (?=[a-z])|(?<=@[\w.-]{1,40}\.[a-z]) (?=[a-z]{1,3}(?:[\s.,;)]|$))|(?<=(?<!\S)\p{Ll}{2,20}\.) (?=\p{Ll}[\w.]{1,40}@)|(?<=\bwww\.) (?=\w)|(?<=https?:) (?=\/\/)/gu
/** Labels that OCR leaves no space behind ("SSN536-90-4399"). */
const LEFT_OUT = /(?<![\p{L}\p{N}])(?:SSN|DOB|TEL|FAX|PHONE|MOBILE?|CELL|MRN|NPI|DEA|NHS|IBAN|VAT|TIN|EIN|ITIN|ACCT|DATE|CARD|PLZ|CAP|CEP|CPF|CNPJ|NIF|NIE|DNI|BSN|BTW|IVA|SIRET|SIREN|VIN|PIN|NIN|ABN|TFN|PESEL|EMAIL|MAIL)[.:]?(?=\p{N})/giu
/** A line without any of this is as it should be. */
const CLUE = /\p{N}--|\p{N} [-/.]|[-/.] \p{N}|@[\w.-]{1,40} |www\. |https?: |\. \p{Ll}[\w.]{1,40}@|[A-Za-z]{3}\p{N}/u

/**
 * The lines whose spaces do not stand where they belong, as they would be if they did; undefined if there are none.
 *
 * @example respace('SSN: 536- 90 -4399')?.views.raw // 'SSN: 536-90-4399'
 */
export function respace(text: string): Respaced | undefined {
  let respaced = ''
  const at: number[] = []
  let start = 0
  for (const line of text.split('\n')) {
    const changes = CLUE.test(line) ? changesOf(line) : []
    if (changes.length > 0) {
      if (respaced !== '') {
        respaced += '\n'
        at.push(start)
      }
      let from = 0
      const keep = (to: number): void => {
        for (let i = from; i < to; i++) at.push(start + i)
        respaced += line.slice(from, to)
        from = to
      }
      for (const { index, cut } of changes) {
        if (index < from) continue
        keep(index)
        if (cut) from++
        else {
          at.push(start + index)
          respaced += ' '
        }
      }
      keep(line.length)
    }
    start += line.length + 1
  }
  if (respaced === '') return
  at.push(text.length)
  return { views: viewsOf(respaced), at: Int32Array.from(at) }
}

function changesOf(line: string): { index: number, cut: boolean }[] {
  const cuts = matches(line, PUT_IN).map(({ index }) => ({ index, cut: true }))
  const gaps = matches(line, LEFT_OUT).map(({ index, 0: word }) => ({ index: index + word.length, cut: false }))
  return [...cuts, ...gaps].sort((a, b) => a.index - b.index)
}
