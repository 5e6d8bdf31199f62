import { idCardPL, passportPL } from '../checks.js'
import { rules, type Rule } from '../rule.js'
import { digits, document, std } from './document.js'

const PASSPORT = ['passport'] as const
const CARD = ['id', 'ssn', 'passport'] as const
/** Letters of German document numbers: no vowels, nothing that looks like a digit. */
const DE = 'CFGHJKLMNPRTVWXYZ'

/** Passports and identity cards. Most have no check digits and count beside a keyword only. */
const passportRules: readonly Rule[] = [
  document('PASSPORT_NUMBER', '\\d{9}|[A-Z]\\d{8}', PASSPORT, { name: 'us.passport' }),
  document('PASSPORT_NUMBER', '\\d{9}|[A-Z]{2}\\d{7}', PASSPORT, { name: 'gb.passport' }),
  document('PASSPORT_NUMBER', `[CFGHJK][${DE}\\d]{8}`, PASSPORT, { name: 'de.passport', check: digits(2) }),
  document('PASSPORT_NUMBER', `[CFGHJK][${DE}\\d]{8}\\d`, PASSPORT, { name: 'de.passport.check', score: 0.3, check: v => digits(3)(v) && std('DE', 'passport')(v) }),
  document('PASSPORT_NUMBER', '\\d{2}[A-Z]{2}\\d{5}', PASSPORT, { name: 'fr.passport' }),
  document('PASSPORT_NUMBER', '[A-Z]{3}\\d{6}[A-Z]?', PASSPORT, { name: 'es.passport' }),
  document('PASSPORT_NUMBER', '[A-Z]{2} ?\\d{7}', PASSPORT, { name: 'it.passport' }),
  document('PASSPORT_NUMBER', '[A-Z]{2} ?\\d{7}', CARD, { name: 'pl.passport', score: 0.55, check: passportPL }),
  document('PASSPORT_NUMBER', '[A-PR-WY][1-9]\\d ?\\d{4}[1-9]', PASSPORT, { name: 'in.passport' }),
  document('PASSPORT_NUMBER', '[MSRODG](?:\\d{8}|\\d{3}[A-Z]\\d{4})', PASSPORT, { name: 'kr.passport' }),
  document('PASSPORT_NUMBER', '[A-Z]\\d{7}[A-Z]', PASSPORT, { name: 'ph.passport' }),
  document('PASSPORT_NUMBER', '[A-Z]{1,2}\\d{6,7}|[A-NP-Z]{2}[A-NP-Z\\d]{6}\\d', PASSPORT, { name: 'world.passport', check: digits(3) }),
  document('PASSPORT_NUMBER', '\\d{2} ?\\d{2} ?\\d{6}', PASSPORT, { name: 'ru.passport' }),
  document('NUMERICAL_PII', `[LMNPRTVWXYCFGHJK][${DE}\\d]{8}\\d`, CARD, { name: 'de.idcard', score: 0.35, check: v => digits(3)(v) && std('DE', 'pwnr')(v) }),
  document('NUMERICAL_PII', `[LMNPRTVWXY][${DE}\\d]{8}|T\\d{8}`, CARD, { name: 'de.idcard.short', check: digits(2) }),
  document('NUMERICAL_PII', '[A-Z]{3} ?\\d{6}', CARD, { name: 'pl.idcard', score: 0.35, check: idCardPL }),
  document('NUMERICAL_PII', 'C[A-Z]\\d{5}[A-Z]{2}|[A-Z]{2} ?\\d{7}|\\d{7}[A-Z]{2}', CARD, { name: 'it.idcard' }),
]

export const passports = rules(passportRules)
