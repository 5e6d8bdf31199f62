import { stdnum } from 'stdnum'
import { dea, idCardPL, kvnr, lanr, luhn, medicareAU, nhs, npi, passportPL, uniform, vin } from '../checks.js'
import type { Meaning } from '../lexicon/index.js'
import { rules, type Rule } from '../rule.js'

const B = '(?<![\\p{L}\\p{N}/.:-])'
const E = '(?![\\p{L}\\p{N}]|-\\p{N})'

const document = (label: string, look: string, context: readonly Meaning[], score = 0.1, validate?: (value: string) => boolean): Rule => ({
  label, pattern: new RegExp(`${B}${look}${E}`, 'gu'), validate: v => !uniform(v) && (validate?.(v) ?? true), score, context, contextScore: 0.88,
})

const std = (country: string, kind: string) => (value: string): boolean => stdnum[country][kind].validate(value.toUpperCase()).isValid
const ICAO = ['passport'] as const
const DL = ['licence'] as const
const CARE = ['health'] as const
const CAR = ['vehicle'] as const

/** Passports, driving licences, health cards and plates: many have no check digits and count beside a keyword only. */
export const documents = rules([
  // US (letter and 8 digits, or 9), UK, DE, FR (12AB34567), ES (ABC123456), IT, IN, KR, NL, CA, AU, …
  document('PASSPORT_NUMBER', '(?:\\d{9}|[A-Z]\\d{7,8}|[A-Z]{2}\\d{6,7}|\\d{2}[A-Z]{2}\\d{5}|[A-Z]{3}\\d{6}|[A-Z]\\d{3}[A-Z]\\d{4}|[A-Z]{2}[A-Z\\d]{6}\\d|[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ\\d]{8})', ICAO),
  document('PASSPORT_NUMBER', '[CFGHJK][CFGHJKLMNPRTVWXYZ\\d]{8}\\d?', ICAO, 0.3, v => /\d.*\d/.test(v) && v.length === 10 && std('DE', 'passport')(v)),
  document('PASSPORT_NUMBER', '[A-Z]{2} ?\\d{7}', ['passport', 'id'], 0.55, passportPL),
  // Identity cards
  document('NUMERICAL_PII', '[LMNPRTVWXYCFGHJK][CFGHJKLMNPRTVWXYZ\\d]{8}\\d', ['id', 'ssn', 'passport'], 0.35, v => /\d.*\d/.test(v) && std('DE', 'pwnr')(v)),
  document('NUMERICAL_PII', '[A-Z]{3} ?\\d{6}', ['id', 'ssn', 'passport'], 0.35, idCardPL),
  document('NUMERICAL_PII', 'C[A-Z]\\d{5}[A-Z]{2}|A[A-Z]\\d{7}', ['id', 'ssn'], 0.35),
  // Driving licences: US states, UK (with name letters and date), IT, IN, KR, CA
  document('DRIVER_LICENSE', '(?:[A-Z]\\d{3,14}|[A-Z]{1,2}\\d{2,7}|\\d{7,10}|[A-Z]\\d{4}[- ]?\\d{5}[- ]?\\d{5}|[A-Z]\\d{2}-?\\d{2}-?\\d{4}|\\d{3}[- ]\\d{3}[- ]\\d{3}|[A-Z]{3}\\*{2}[A-Z\\d]{7}|[A-Z]\\d{3}-\\d{3}-\\d{2}-\\d{3}-\\d|\\d{2}[A-Z]{3}\\d{5}|[A-Z]{7}\\d{3}[A-Z\\d]{2}\\d?|\\d{4}-\\d{2}-\\d{4}|\\d{3}-\\d{2}-\\d{4}|\\d{2}-\\d{3}-\\d{3}|\\d{12})', DL),
  document('DRIVER_LICENSE', '(?:[A-Z]{5}|[A-Z]{4}9|[A-Z]{3}9{2}|[A-Z]{2}9{3})\\d(?:[05][1-9]|[16][0-2])(?:0[1-9]|[12]\\d|3[01])\\d(?:[A-Z][A-Z9]|9{2})[\\dA-Z][A-Z]{2}(?: ?\\d{2})?', DL, 0.85),
  document('DRIVER_LICENSE', 'U1[A-Z\\d]\\d{6}[A-Z]|[A-Z]{2}\\d{7}[A-Z]', DL, 0.5),
  document('DRIVER_LICENSE', '[A-Z]{2}[- ]?\\d{2}[- ]?(?:19|20)\\d{2}[- ]?\\d{7}', DL, 0.75),
  document('DRIVER_LICENSE', '(?:1[1-9]|2[0-68])-\\d{2}-\\d{6}-\\d{2}', DL, 0.75),
  // Health: UK NHS, US MBI, NPI, DEA, AU Medicare, DE insurance and physician numbers, CA health cards
  document('HEALTHCARE_NUMBER', '\\d{3}[ -]\\d{3}[ -]\\d{4}', CARE, 0.6, nhs),
  document('HEALTHCARE_NUMBER', '\\d{10}', CARE, 0.45, nhs),
  document('HEALTHCARE_NUMBER', '[1-9][AC-HJKMNP-RT-Yac-hjkmnp-rt-y][\\dAC-HJKMNP-RT-Yac-hjkmnp-rt-y]\\d-?[AC-HJKMNP-RT-Yac-hjkmnp-rt-y][\\dAC-HJKMNP-RT-Yac-hjkmnp-rt-y]\\d-?[AC-HJKMNP-RT-Yac-hjkmnp-rt-y]{2}\\d{2}', CARE, 0.75),
  document('HEALTHCARE_NUMBER', '[12]\\d{9}', CARE, 0.45, npi),
  document('HEALTHCARE_NUMBER', '[ABCDEFGHJKLMPRSTUXabcdefghjklmprstux][A-Za-z9]\\d{7}', CARE, 0.6, dea),
  document('HEALTHCARE_NUMBER', '[2-6]\\d{3}[ -]?\\d{5}[ -]?\\d(?:[ /-]?\\d)?', CARE, 0.5, medicareAU),
  document('HEALTHCARE_NUMBER', '[A-Z]\\d{9}', CARE, 0.6, kvnr),
  document('HEALTHCARE_NUMBER', '\\d{9}', CARE, 0.1, lanr),
  document('HEALTHCARE_NUMBER', '\\d{4}[ -]\\d{3}[ -]\\d{3}(?:[ -][A-Z]{2})?', CARE, 0.3, v => luhn(v.replace(/[^\d]/g, ''))),
  document('HEALTHCARE_NUMBER', '(?=[A-Z-]{0,6}\\d)[A-Z\\d][A-Z\\d-]{4,14}', CARE, 0.05, v => /\d{3}/.test(v)),
  // Vehicles
  document('VEHICLE_ID', '(?=[A-Z\\d]{0,16}\\d)(?=\\d{0,16}[A-Z])[A-HJ-NPR-Z\\d]{17}', CAR, 0.85, vin),
  document('VEHICLE_ID', '(?=[A-Z\\d]{0,16}\\d)(?=\\d{0,16}[A-Z])[A-HJ-NPR-Z\\d]{17}', CAR, 0.3),
  document('VEHICLE_ID', '[A-HJ-PR-Y][A-HJ-PR-Y](?:0[2-9]|[1-7]\\d) ?[A-HJ-PR-Z]{3}', CAR, 0.7),
  document('VEHICLE_ID', '(?:[A-HJ-NPR-Y]\\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\\d{1,3}[A-HJ-NPR-Y])', CAR, 0.3),
  document('VEHICLE_ID', '[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} ?\\d{1,4}[EH]?', CAR, 0.3, v => /-/.test(v)),
  document('VEHICLE_ID', '(?:AN|AP|AR|AS|BR|CG|CH|DD|DL|DN|GA|GJ|HP|HR|JH|JK|KA|KL|LA|LD|MH|ML|MN|MP|MZ|NL|OD|OR|PB|PY|RJ|SK|TN|TR|TS|UK|UP|WB)[ -]?\\d{1,2}[ -]?[A-Z]{1,3}[ -]?\\d{4}', CAR, 0.65),
  document('VEHICLE_ID', '\\d{2}[ -]?BH[ -]?\\d{4}[ -]?[A-Z]{1,2}', CAR, 0.7),
  document('VEHICLE_ID', '(?:0[1-9]|[1-7]\\d|8[01]) ?(?:[A-Z] ?\\d{4,5}|[A-Z]{2} ?\\d{3,4}|[A-Z]{3} ?\\d{2,3})', CAR, 0.55),
  document('VEHICLE_ID', '[A-Z]{3}[- ]?\\d{3}[- ]?[A-Z]{2}', CAR, 0.55),
  document('VEHICLE_ID', '[A-Z]{2}[- ]\\d{3}[- ][A-Z]{2}', CAR, 0.65),
  document('VEHICLE_ID', '\\d{4} ?[BCDFGHJ-NP-TV-Z]{3}', CAR, 0.5),
  document('VEHICLE_ID', '[A-Z]{3}[- ]?\\d[A-Z\\d]\\d{2}', CAR, 0.35),
  document('VEHICLE_ID', '(?=[A-Z]{0,4}[ -]?\\d)(?:[A-Z\\d]{1,4}[ -]?){1,3}', CAR, 0.05, v => v.length >= 5 && v.length <= 10 && /\d/.test(v) && /[A-Z]/.test(v)),
])
