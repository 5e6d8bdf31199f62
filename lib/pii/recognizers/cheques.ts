import { aba } from '../checks.js'
import { rules } from '../rule.js'

/** What the magnetic signs of a cheque's code line are, or are read as: transit, amount, on-us, dash. */
const SIGN = '[⑆⑇⑈⑉|!:;,.\'"´`ıIlACDBacdb]'
const ROUTE = `(?<![\\p{L}\\p{N}])${SIGN}{1,3} ?(?:\\d{9})`

/** The code line of a cheque: routing number between two signs, account, number of the cheque; and sort codes beside accounts. */
export const cheques = rules([
  { label: 'ROUTING_NUMBER', pattern: /(?<=[⑆⑇⑈⑉|!:;,'"ACDacd]{1,3} ?)\d{9}(?= ?[⑆⑇⑈⑉|!:;,'"ACDIacd1]{1,3}(?![\p{L}]))/gu, check: aba, distinct: true, score: 0.85 },
  { label: 'ROUTING_NUMBER', pattern: /(?<![\p{L}\p{N}-])\d{9}(?=[^\p{L}\n\d]{1,4}\d{6,14}[^\p{L}\n\d]{1,4}\d{3,6}(?!\d))/gu, validate: aba, score: 0.75 },
  { label: 'BANK_ACCOUNT', pattern: new RegExp(`${ROUTE} ?${SIGN}{1,3} {0,3}(?<v>\\d[\\d -]{3,18}\\d)(?= ?${SIGN}|[^\\d]|$)`, 'dgu'), score: 0.85 },
  { label: 'BANK_ACCOUNT', pattern: /(?<![\p{L}\p{N}-])\d{9}[^\p{L}\n\d]{1,4}(?<v>\d{6,14})(?=[^\p{L}\n\d]{1,4}\d{3,6}(?!\d))/dgu, validate: (_, document) => /\d{9}/.test(document.views.raw), score: 0.6 },
  { label: 'ROUTING_NUMBER', pattern: /(?<![\p{L}\d-])\d{2}([- ])\d{2}\1\d{2}(?=[ ,/]{1,3}\d{8}(?!\d))/gu, score: 0.8 },
  { label: 'BANK_ACCOUNT', pattern: /(?<=(?<![\p{L}\d-])\d{2}([- ])\d{2}\1\d{2}[ ,/]{1,3})\d{8}(?!\d)/gu, score: 0.8 },
])
