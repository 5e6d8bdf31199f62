import { isValidIBAN, isValidBIC, countrySpecs } from 'ibantools'
import { aba, luhn, uniform } from '../checks.js'
import { base58check, bech32 } from '../crypto.js'
import { pictured, type TextDocument } from '../document.js'
import { repairable } from '../repair.js'
import { rules } from '../rule.js'

const strip = (value: string): string => value.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()

/** Lengths and leading digits of the card networks. */
const NETWORKS = /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}(?:\d{2,5})?|6(?:011|5\d\d|4[4-9]\d|2\d\d)\d{12}(?:\d{1,3})?|(?:2131|1800)\d{11}|35\d{14}|(?:5[0678]|6\d)\d{10,17})$/

/** As cards are embossed: four by four, or four, six and five. */
const EMBOSSED = /^(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}|3[47]\d{2}([ -])\d{6}\2\d{5})$/

/** Whether wrong check digits rule a number out: they do not where it may have been misread or mistyped. */
const evident = (document: TextDocument): boolean => document.context.checksums !== 'required'

function card(value: string, document: TextDocument): boolean | number {
  const digits = strip(value)
  if (uniform(digits)) return false
  if (luhn(digits)) return NETWORKS.test(digits) ? 0.95 : 0.35
  // One digit wrong: what a network gives out and what was written in groups.
  if (!NETWORKS.test(digits)) return false
  if (evident(document)) return EMBOSSED.test(value) ? 0.6 : 0.3
  return pictured(document) && EMBOSSED.test(value) && repairable(digits, luhn) ? 0.6 : false
}

function iban(value: string, document: TextDocument): boolean | number {
  const code = strip(value)
  if (countrySpecs[code.slice(0, 2)]?.chars !== code.length) return false
  if (isValidIBAN(code)) return true
  if (evident(document) && /\d{4}$|(?:^|[ -])\w{4}[ -]\w{4}/.test(value) && /\d.*\d.*\d.*\d.*\d.*\d/.test(value)) return /[ -]/.test(value) ? 0.65 : 0.6
  return pictured(document) && repairable(code, other => isValidIBAN(other)) && 0.8
}

/** The edge of a picture may cut a number: then there is no checksum, but the groups are a sign. */
const cutIban = (value: string, document: TextDocument): boolean => pictured(document) && strip(value).length < (countrySpecs[value.slice(0, 2)]?.chars ?? 0)
const cutCard = (value: string, document: TextDocument): boolean => pictured(document) && !uniform(strip(value))

const PAYMENT = /(?<!\p{L})(?:visa|master ?card|maestro|amex|american express|discover|diners|jcb|union ?pay|interac|eftpos|girocard|(?:sub)?total|merchant|terminal|tid|mid|aid|emv|contactless|tender(?:ed)?|receipt|sale|approved|card (?:type|no|number|ending))(?!\p{L})/iu

/** Whether a text tells of a payment by card. */
export const isPayment = ({ views }: TextDocument): boolean => PAYMENT.test(views.raw)

/** What stands between the caption of an authorisation number and the number. */
const AUTHORISED = '\\.? ?[#:=]{0,2}\\s?(?<v>(?=[A-Z\\d]{0,7}\\d)[A-Z\\d]{4,8})(?![\\p{L}\\p{N}]|[-./]\\d)'
const NUMBER_OF = '(?:code|no|num|number|nbr|id|#)'

/** Payment cards, bank accounts, routing numbers, amounts; numbers that banks authorise a payment by, which lead to whose card it was. */
export const finance = rules([
  { label: 'CREDIT_CARD', view: 'digits', pattern: /(?<![\d-])(?:\d{12,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})(?![\d]|-\d)/g, validate: card, score: 0.95, context: ['card'], contextScore: 0.98, bare: 0 },
  { label: 'CREDIT_CARD', view: 'digits', pattern: /(?<![\d-])(?<!\d[ .])\d(?:[ -]{0,2}\d){11,18}(?![\d]|-\d)/g, validate: card, score: 0.95, context: ['card'], contextScore: 0.98, bare: 0 },
  { label: 'CREDIT_CARD', view: 'digits', pattern: /(?<![\d-])(?<!\d )(?:[2-6]\d{3}([ -])\d{4}\1\d{4}\1\d{1,3}|\d{1,3}([ -])\d{4}\2\d{4}\2\d{4})(?![\d]|[ -]\d)/g, validate: cutCard, score: 0.6 },
  { label: 'CREDIT_CARD', pattern: /(?<![\w*])(?:[xX*•#]{4}[ -]?){2,3}\d{4}(?!\d)/g, score: 0.8 },
  { label: 'CREDIT_CARD_EXPIRATION', view: 'digits', pattern: /(?<![\d/-])(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?\d{2}(?![\d/-])/g, score: 0.1, context: ['expiry'], contextScore: 0.85 },
  { label: 'CREDIT_CARD_EXPIRATION', view: 'digits', pattern: /(?<![\d/-])[1-9]\/\d{2}(?![\d/-])/g, score: 0.05, context: ['expiry'], contextScore: 0.6, bare: 0 },
  // Behind the number of the card; exp 0527; expires Aug 2027
  { label: 'CREDIT_CARD_EXPIRATION', view: 'digits', pattern: /(?<=\d{4} )(?:0[1-9]|1[0-2])\/\d{2}(?![\d/-])/g, score: 0.1, context: ['card'], contextScore: 0.75, bare: 0 },
  { label: 'CREDIT_CARD_EXPIRATION', view: 'digits', pattern: /(?<=(?<!\p{L})exp(?:iry|iration|ires)?(?: date)?[.: ]{1,3})(?:0[1-9]|1[0-2])[2-4]\d(?!\d)/giu, score: 0.75 },
  { label: 'CREDIT_CARD_EXPIRATION', pattern: /(?<=(?<!\p{L})(?:card|visa|mastercard|amex)(?:'s)? (?:is )?(?:exp|expir\p{L}{1,6}|valid)(?: date)?(?: on| in| thru| until| to)?[.: ]{1,3})(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}{0,6}\.? (?:20)?\d{2}(?!\d)/giu, score: 0.85 },
  // card ending in 4417
  { label: 'CREDIT_CARD', view: 'digits', pattern: /(?<!\p{L})(?:card|visa|mastercard|amex|maestro)(?: number| no\.?)? (?:that )?(?:end(?:s|ing)(?: in| with)?|\(?last four(?: digits)?:?) (?<v>\d{4})(?!\d)/dgiu, score: 0.75 },
  { label: 'NUMERICAL_PII', pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:(?:authori[sz]ation|approval|appr)\\.? ?${NUMBER_OF}|auth\\.? ?(?:no|num|number|nbr|#))${AUTHORISED}`, 'dgiu'), score: 0.75, captioned: true },
  { label: 'NUMERICAL_PII', pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:auth|appr)\\.? ?${NUMBER_OF}?${AUTHORISED}`, 'dgiu'), validate: (_, document) => isPayment(document), score: 0.75, captioned: true },
  { label: 'CVV', view: 'digits', pattern: /(?<![\d/.,-])\d{3,4}(?![\d/]|[.,]\d)/g, score: 0.05, context: ['cvv'], contextScore: 0.85 },
  { label: 'BANK_ACCOUNT', pattern: /(?<![\p{L}\p{N}])[A-Z]{2}[\dOIlSB]{2}(?:[ -]?[A-Z\dl]{1,6}){3,9}(?![\p{L}\p{N}])/gu, validate: iban, score: 0.97 },
  { label: 'BANK_ACCOUNT', pattern: /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?: ?[a-z\d]{4}){2,7}(?: ?[a-z\d]{1,3})?(?![\p{L}\p{N}])/giu, validate: iban, score: 0.97 },
  { label: 'BANK_ACCOUNT', pattern: /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: [A-Z\d]{4}){2,7}(?: [A-Z\d]{1,3})?(?![\p{L}\p{N}])/gu, validate: cutIban, score: 0.6 },
  { label: 'BANK_ACCOUNT', view: 'digits', pattern: /(?<![\p{L}\d-])\d{2,6}(?:[ -]?\d{2,6}){1,3}(?![\p{L}\d-])/gu, validate: v => /^\d{6,17}$/.test(strip(v)), score: 0.05, bare: 0, context: ['bank'], contextScore: 0.75 },
  { label: 'BANK_ACCOUNT', view: 'digits', pattern: /(?<![\p{L}\d-])\d{8,17}(?![\p{L}\d-])/gu, validate: v => !uniform(v), score: 0.1, context: ['bank'], contextScore: 0.75 },
  { label: 'ROUTING_NUMBER', view: 'digits', pattern: /(?<![\d-])\d{9}(?![\d-])|(?<![\d-])\d{4}-\d{4}-\d(?![\d-])/g, validate: v => !uniform(v), check: aba, score: 0.15, context: ['routing'], contextScore: 0.9 },
  { label: 'ROUTING_NUMBER', pattern: /(?<![\d-])\d{2}-\d{2}-\d{2}(?![\d-])|(?<![\d-])\d{3}-\d{3}(?![\d-])|(?<![\w])[A-Z]{4}0[A-Z\d]{6}(?![\w])|(?<!\d)\d{5}-\d{3}(?!\d)/g, score: 0.1, context: ['routing'], contextScore: 0.85 },
  { label: 'ROUTING_NUMBER', view: 'digits', pattern: /(?<![\d-])(?<!\d )\d{3} \d{3} \d{2,3}(?![\d-]| \d)/g, score: 0.1, context: ['routing'], contextScore: 0.8, bare: 0 },
  { label: 'ROUTING_NUMBER', pattern: /(?<![\p{L}\p{N}])[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?(?![\p{L}\p{N}])/gu, validate: v => isValidBIC(v), score: 0.1, context: ['routing'], contextScore: 0.85 },
  { label: 'MONEY', pattern: /(?<![\p{L}\p{N}])(?:US|CA|AU|NZ|HK|S)?[$€£¥₹₩₺₽] ?\d(?:[\d.,' ]{0,20}\d)?(?: ?(?:million|billion|[kKmM]|bn)(?!\p{L}))?|(?<![\p{L}\p{N}.,])\d(?:[\d.,']{0,20}\d)? ?(?:€|£|¥|₹|(?:USD|EUR|GBP|CHF|CAD|AUD|JPY|INR|SEK|NOK|DKK|PLN|BRL|dollars?|euros?|pounds|cents|francs|rupees|yen|pesos|rubles|roubles|kroner|kronor|crowns|zloty|reais|rand|shekels|dirhams|naira|quid|bucks|grand)(?!\p{L}))|(?<!\p{L})(?:USD|EUR|GBP|CHF|CAD|AUD|JPY|INR) ?\d(?:[\d.,']{0,20}\d)?/giu, score: 0.85 },
  { label: 'MONEY', pattern: /(?<!\p{L})(?:(?:half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|\d{1,3}(?:[.,]\d{1,3})?) )(?:(?:hundred|thousand|million|billion) )?(?:hundred |thousand |million |billion )?(?:dollars|euros|pounds|francs|rupees|yen|pesos|kroner|kronor|bucks|quid)(?!\p{L})/giu, score: 0.75 },
  // Wallets: Bitcoin with its checksums, Ethereum
  { label: 'ACCOUNT_NUMBER', pattern: /(?<![\p{L}\p{N}])[13mn2][a-km-zA-HJ-NP-Z1-9]{25,34}(?![\p{L}\p{N}])/gu, validate: (v, document) => base58check(v) || (pictured(document) && v.length > 30 && 0.6), score: 0.95 },
  { label: 'ACCOUNT_NUMBER', pattern: /(?<![\p{L}\p{N}])(?:bc1|tb1)[a-z\d]{11,87}(?![\p{L}\p{N}])/giu, validate: (v, document) => bech32(v) || (pictured(document) && 0.6), score: 0.95 },
  { label: 'ACCOUNT_NUMBER', pattern: /(?<![\p{L}\p{N}])0x[\da-fA-F]{40}(?![\p{L}\p{N}])/gu, score: 0.85 },
])
