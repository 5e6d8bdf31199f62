import { rules, type Rule } from '../rule.js'
import { digits, document } from './document.js'

const DL = ['licence'] as const

/** Driving licences: by their keyword, but for those that spell out a name or a year. */
const licenceRules: readonly Rule[] = [
  // The states' formats: https://ntsi.com/drivers-license-format/
  document('DRIVER_LICENSE', '[A-Z]\\d{3,14}R?|[A-Z]\\d{18}|[A-Z]{2}\\d{2,7}[A-Z]?|[A-Z]{3}\\d{6}|\\d{6,14}|\\d{16}|\\d{3}[A-Z]{2}\\d{4}|[A-Z]\\d[A-Z]\\d[A-Z]|\\d{7,9}[A-Z]{1,2}|\\d{2}[A-Z]{3}\\d{5}', DL, { name: 'us.licence' }),
  document('DRIVER_LICENSE', '[A-Z]\\d{4}[- ]\\d{5}[- ]\\d{5}|[A-Z]\\d{2}[- ]\\d{2}[- ]\\d{4}|\\d{3}[- ]\\d{3}[- ]\\d{3}|[A-Z]\\d{3}-\\d{3}-\\d{2}-\\d{3}-\\d|\\d{4}-\\d{2}-\\d{4}|\\d{3}-\\d{2}-\\d{4}|\\d{2}-\\d{3}-\\d{3}', DL, { name: 'us.licence.parted' }),
  // Washington: name padded with stars
  document('DRIVER_LICENSE', '(?=[A-Z*]{0,11}\\d)[A-Z](?:[A-Z\\d]|\\*){11}', DL, { name: 'us.licence.wa', check: v => digits(3)(v) || (v.includes('*') && digits(1)(v)) }),
  // Name, decade, month (plus 50 for women), day, year, initials
  document('DRIVER_LICENSE', '(?:[A-Z]{5}|[A-Z]{4}9|[A-Z]{3}9{2}|[A-Z]{2}9{3})\\d(?:[05][1-9]|[16][0-2])(?:0[1-9]|[12]\\d|3[01])\\d(?:[A-Z][A-Z9]|9{2})[\\dA-Z][A-Z]{2}(?: ?\\d{2})?', DL, { name: 'gb.licence', score: 0.85 }),
  document('DRIVER_LICENSE', '[A-Z\\d]\\d{2}[A-Z\\d]{6}\\d[A-Z\\d]', DL, { name: 'de.licence' }),
  document('DRIVER_LICENSE', 'U1[A-Z\\d]\\d{6}[A-Z]|[A-Z]{2}\\d{7}[A-Z]', DL, { name: 'it.licence', score: 0.5 }),
  document('DRIVER_LICENSE', '[A-Z]{2}[- ]?\\d{2}[- ]?(?:19|20)\\d{2}[- ]?\\d{7}', DL, { name: 'in.licence', score: 0.75 }),
  document('DRIVER_LICENSE', '(?:1[1-9]|2[0-68])-\\d{2}-\\d{6}-\\d{2}', DL, { name: 'kr.licence', score: 0.75 }),
  document('DRIVER_LICENSE', '(?:1[1-9]|2[0-68])\\d{10}', DL, { name: 'kr.licence.plain' }),
]

export const licences = rules(licenceRules)
