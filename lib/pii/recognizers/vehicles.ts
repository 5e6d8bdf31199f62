import { vin } from '../checks.js'
import { rules, type Rule } from '../rule.js'
import { document } from './document.js'

const CAR = ['vehicle'] as const
const VIN = '(?=[A-Z\\d]{0,16}\\d)(?=\\d{0,16}[A-Z])[A-HJ-NPR-Z\\d]{17}'
const IN = '(?:AN|AP|AR|AS|BR|CG|CH|DD|DL|DN|GA|GJ|HP|HR|JH|JK|KA|KL|LA|LD|MH|ML|MN|MP|MZ|NL|OD|OR|PB|PY|RJ|SK|TN|TR|TS|UK|UP|WB)'

/** Chassis numbers and plates. Plates are written in capitals. */
const vehicleRules: readonly Rule[] = [
  document('VEHICLE_ID', VIN, CAR, { name: 'vin', score: 0.85, valid: vin }),
  document('VEHICLE_ID', VIN, CAR, { name: 'vin.unchecked', score: 0.3 }),
  document('VEHICLE_ID', '[A-HJ-PR-Y][A-HJ-PR-Y](?:0[2-9]|[1-7]\\d) ?[A-HJ-PR-Z]{3}', CAR, { name: 'gb.plate', score: 0.7, capitals: true }),
  document('VEHICLE_ID', '[A-HJ-NPR-Y]\\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\\d{1,3}[A-HJ-NPR-Y]', CAR, { name: 'gb.plate.old', score: 0.3, capitals: true }),
  document('VEHICLE_ID', '[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\\d{1,4}[EH]?', CAR, { name: 'de.plate', score: 0.5, capitals: true, check: v => /\d{2}/.test(v) }),
  document('VEHICLE_ID', '[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[ -]?\\d{1,4}[EH]?', CAR, { name: 'de.plate.loose', score: 0.3, capitals: true }),
  document('VEHICLE_ID', `${IN}[ -]?\\d{1,2}[A-Z]?[ -]?[A-Z]{1,3}[ -]?\\d{4}`, CAR, { name: 'in.plate', score: 0.65 }),
  document('VEHICLE_ID', '\\d{2}[ -]?BH[ -]?\\d{4}[ -]?[A-Z]{1,2}', CAR, { name: 'in.plate.bharat', score: 0.7 }),
  document('VEHICLE_ID', '(?:0[1-9]|[1-7]\\d|8[01]) ?(?:[A-Z] ?\\d{4,5}|[A-Z]{2} ?\\d{3,4}|[A-Z]{3} ?\\d{2,3})', CAR, { name: 'tr.plate', score: 0.55, capitals: true }),
  document('VEHICLE_ID', '[A-Z]{3}[- ]?\\d{3}[- ]?[A-Z]{2}', CAR, { name: 'ng.plate', score: 0.55, capitals: true }),
  document('VEHICLE_ID', '[A-Z]{2}[- ]\\d{3}[- ][A-Z]{2}', CAR, { name: 'fr.plate', score: 0.65, capitals: true }),
  document('VEHICLE_ID', '\\d{4} ?[BCDFGHJ-NP-TV-Z]{3}', CAR, { name: 'es.plate', score: 0.5, capitals: true }),
  document('VEHICLE_ID', '[A-Z]{3}[- ]?\\d[A-Z\\d]\\d{2}|[A-Z]{3} ?\\d{3,4}', CAR, { name: 'br.plate', score: 0.35, capitals: true }),
  document('VEHICLE_ID', '(?=[A-Z]{0,4}[ -]?\\d)(?:[A-Z\\d]{1,4}[ -]?){1,3}', CAR, { name: 'world.plate', score: 0.05, check: v => v.length >= 5 && v.length <= 10 && /\d/.test(v) && /[A-Z]/.test(v), capitals: true }),
]

export const vehicles = rules(vehicleRules)
