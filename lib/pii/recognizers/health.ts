import { dea, kvnr, lanr, luhn, medicareAU, nhs, npi } from '../checks.js'
import { rules, type Rule } from '../rule.js'
import { document } from './document.js'

const CARE = ['health'] as const
/** Letters of Medicare beneficiary identifiers: none that looks like a digit. */
const MBI = 'AC-HJKMNP-RT-Y'

/** Numbers of patients, insured persons and those who treat them. */
const healthRules: readonly Rule[] = [
  document('HEALTHCARE_NUMBER', '\\d{3}[ -]\\d{3}[ -]\\d{4}', CARE, { name: 'gb.nhs', score: 0.6, valid: nhs }),
  document('HEALTHCARE_NUMBER', '\\d{10}', CARE, { name: 'gb.nhs.plain', score: 0.45, valid: nhs }),
  document('HEALTHCARE_NUMBER', `[1-9][${MBI}][\\d${MBI}]\\d-?[${MBI}][\\d${MBI}]\\d-?[${MBI}]{2}\\d{2}`, CARE, { name: 'us.mbi', score: 0.75 }),
  document('HEALTHCARE_NUMBER', '[12]\\d{9}|[12]\\d{3}[ -]\\d{3}[ -]\\d{3}', CARE, { name: 'us.npi', score: 0.45, valid: npi }),
  document('HEALTHCARE_NUMBER', '[ABCDEFGHJKLMPRSTUX][A-Z9]\\d{7}', CARE, { name: 'us.dea', score: 0.6, valid: dea }),
  document('HEALTHCARE_NUMBER', '[2-6]\\d{3}[ -]?\\d{5}[ -]?\\d(?:[ /-]?\\d)?', CARE, { name: 'au.medicare', score: 0.5, valid: medicareAU }),
  document('HEALTHCARE_NUMBER', '[A-Z]\\d{9}', CARE, { name: 'de.kvnr', score: 0.6, valid: kvnr }),
  document('HEALTHCARE_NUMBER', '\\d{9}', CARE, { name: 'de.lanr', valid: lanr }),
  document('HEALTHCARE_NUMBER', '\\d{1,2}-[A-Z\\d][A-Z\\d.-]{3,40}', CARE, { name: 'de.telematik', score: 0.05, check: v => /\d{3}/.test(v) }),
  document('HEALTHCARE_NUMBER', '\\d{4}[ -]\\d{3}[ -]\\d{3}(?:[ -][A-Z]{2})?', CARE, { name: 'ca.health', score: 0.3, valid: v => luhn(v.replace(/[^\d]/g, '')) }),
  document('HEALTHCARE_NUMBER', '\\d{2}-\\d{9}-\\d', CARE, { name: 'ph.philhealth', score: 0.5 }),
  document('HEALTHCARE_NUMBER', '\\d{3} ?\\d{4} ?\\d{4} ?\\d{4}', CARE, { name: 'br.cns', score: 0.2 }),
  document('HEALTHCARE_NUMBER', '(?=[A-Z-]{0,6}\\d)[A-Z\\d][A-Z\\d-]{4,14}', CARE, { name: 'world.health', score: 0.05, check: v => /\d{3}/.test(v) }),
]

export const health = rules(healthRules)
