import { luhn } from '../checks.js'
import { rules, type Rule } from '../rule.js'
import { document } from './document.js'

const ID = ['id'] as const

/** Numbers of devices and of whoever holds them. */
const deviceRules: readonly Rule[] = [
  { name: 'mac', label: 'NUMERICAL_PII', pattern: /(?<![\da-f:-])(?:[\da-f]{2}([:-]))(?:[\da-f]{2}\1){4}[\da-f]{2}(?![\da-f:-])|(?<![\da-f.])[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}(?![\da-f.])/gi, validate: value => !/^(?:0+|f+)$/i.test(value.replace(/\W/g, '')), score: 0.85 },
  { name: 'uuid', label: 'NUMERICAL_PII', pattern: /(?<![\da-f-])[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}(?![\da-f-])/gi, score: 0.7 },
  document('NUMERICAL_PII', '\\d{2}-\\d{6}-\\d{6}-\\d|\\d{6} \\d{2} \\d{6} \\d', ID, { name: 'imei', score: 0.85, check: luhn }),
  document('NUMERICAL_PII', '\\d{15}', ID, { name: 'imei.plain', score: 0.3, check: luhn }),
  document('NUMERICAL_PII', '(?=[A-Z-]{0,6}\\d)[A-Z\\d](?:[A-Z\\d]|-(?=[A-Z\\d])){4,19}', ID, { name: 'world.id', score: 0.05, check: v => /\d{3}/.test(v) }),
]

export const devices = rules(deviceRules)
