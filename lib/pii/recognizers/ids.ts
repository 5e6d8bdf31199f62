import { stdnum } from 'stdnum'
import { nric, snils, ssn } from '../checks.js'
import { rules, type Rule } from '../rule.js'
import { worldIdRules } from './ids-world.js'
import { any, B, E, number, std } from './number.js'

const COMPANY = 'NUMERICAL_PII'

/** Value added tax numbers of Europe: prefix, what follows, and where its check digits are checked. */
const VAT = ([
  ['AT', 'U\\d{8}', 'uid'], ['BE', '[01]\\d{9}', 'vat'], ['BG', '\\d{9,10}', 'vat'], ['CY', '\\d{8}[A-Z]', 'vat'], ['CZ', '\\d{8,10}', 'dic'], ['DE', '\\d{3} ?\\d{3} ?\\d{3}', 'vat'], ['DK', '\\d{8}', 'cvr'],
  ['EE', '\\d{9}', 'kmkr'], ['ES', '[A-Z\\d]\\d{7}[A-Z\\d]', 'nif'], ['FI', '\\d{8}', 'alv'], ['FR', '[A-Z\\d]{2} ?\\d{3} ?\\d{3} ?\\d{3}', 'tva'], ['GB', '\\d{3} ?\\d{4} ?\\d{2}', 'vat'], ['IE', '\\d[A-Z\\d+*]\\d{5}[A-Z]{1,2}', 'vat'],
  ['IT', '\\d{11}', 'iva'], ['LT', '\\d{9}(?:\\d{3})?', 'pvm'], ['LU', '\\d{8}', 'tva'], ['LV', '\\d{11}', 'pvn'], ['NL', '\\d{9}B\\d{2}', 'btw'], ['PL', '\\d{10}', 'nip'], ['PT', '\\d{9}', 'nif'],
  ['SE', '\\d{12}', 'vat'], ['SI', '\\d{8}', 'ddv'], ['SK', '\\d{10}', 'dph'], ['CH', 'E-?\\d{3}\\.?\\d{3}\\.?\\d{3}(?: ?(?:MWST|TVA|IVA))?', 'uid'],
] as const).map(([country, look, kind]): Rule => {
  // Capitals only: "be 0123456789" are two words.
  const check = (value: string): boolean => stdnum[country][kind].validate(value).isValid || stdnum[country][kind].validate(value.slice(2)).isValid
  return {
    name: `${country.toLowerCase()}.vat`, label: COMPANY, pattern: new RegExp(`${B}${country}[ -]?${look}${E}`, 'gu'),
    validate: value => check(value.replace(/[ .-]|MWST|TVA|IVA/g, '')), score: 0.85, context: ['taxid'], contextScore: 0.9,
  }
})

/** Identity, tax and social security numbers, by country. */
export const idRules: readonly Rule[] = [
  // United States
  number('us.ssn', '\\d{3}([ .-])\\d{2}\\1\\d{4}', ssn, 0.85),
  number('us.ssn.plain', '\\d{9}|\\d{5}-\\d{4}|\\d{3}-\\d{6}', ssn, 0.1, 'SSN', ['ssn']),
  number('us.itin', '9\\d{2}[ -](?:5\\d|6[0-5]|7\\d|8[0-8]|9[0-2]|9[4-9])[ -]\\d{4}', any, 0.7),
  number('us.itin.plain', '9\\d{2}[ -]?(?:5\\d|6[0-5]|7\\d|8[0-8]|9[0-2]|9[4-9])[ -]?\\d{4}', any, 0.2, 'SSN', ['taxid', 'ssn']),
  number('us.ein', '\\d{2}-\\d{7}', std('US', 'ein'), 0.3, COMPANY, ['taxid']),
  // United Kingdom
  number('gb.nino', '[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?-?\\d ?\\d ?-?\\d ?\\d ?-?\\d ?\\d ?-?[A-D]', v => std('GB', 'nino')(v.replace(/[ -]/g, '')), 0.8),
  number('gb.utr', '\\d{5} ?\\d{5}', std('GB', 'utr'), 0.1, 'SSN', ['taxid']),
  // Germany
  number('de.idnr', '\\d{2} ?\\d{3} ?\\d{3} ?\\d{3}', std('DE', 'idnr'), 0.5),
  number('de.stnr', '\\d{2,3}/\\d{3,4}/\\d{4,5}|\\d{1,2}/\\d{3}/\\d{4}/\\d{4}|\\d{10,13}', any, 0.3, 'SSN', ['taxid']),
  number('de.svnr', '\\d{2} ?\\d{6} ?[A-Z] ?\\d{3}', std('DE', 'svnr'), 0.8),
  number('de.hr', 'HR[AB] ?\\d{1,6}(?: ?[A-Z]{1,2})?', any, 0.6, COMPANY, ['taxid']),
  // France
  number('fr.nir', '[12] ?\\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\\d) ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2}', std('FR', 'nir'), 0.85),
  number('fr.nif', '[0-3]\\d ?\\d{2} ?\\d{3} ?\\d{3} ?\\d{3}', std('FR', 'nif'), 0.5, 'SSN', ['taxid']),
  number('fr.siret', '\\d{3} ?\\d{3} ?\\d{3} ?\\d{5}', std('FR', 'siret'), 0.55, COMPANY, ['taxid']),
  number('fr.siren', '\\d{3} ?\\d{3} ?\\d{3}', std('FR', 'siren'), 0.15, COMPANY, ['taxid']),
  // Spain
  number('es.dni', '\\d{7,8}[ -]?[A-HJ-NP-TV-Z]', v => std('ES', 'dni')(v.replace(/[ -]/g, '').padStart(9, '0')), 0.8),
  number('es.nie', '[XYZ][ -]?\\d{7}[ -]?[A-Z]', v => std('ES', 'nie')(v.replace(/[ -]/g, '')), 0.8),
  number('es.cif', '[A-HJNP-SUVW][ -]?\\d{7}[ -]?[\\dA-J]', std('ES', 'cif'), 0.65, COMPANY, ['taxid']),
  number('es.nss', '\\d{2}[ /-]?\\d{8}[ /-]?\\d{2}', std('ES', 'nss'), 0.4),
  // Italy
  number('it.codicefiscale', '[A-Z]{6}[\\dLMNPQRSTUV]{2}[A-Z][\\dLMNPQRSTUV]{2}[A-Z][\\dLMNPQRSTUV]{3}[A-Z]', std('IT', 'codicefiscale'), 0.9),
  number('it.iva', '\\d{11}', std('IT', 'iva'), 0.3, COMPANY, ['taxid']),
  // Poland
  number('pl.pesel', '\\d{11}', std('PL', 'pesel'), 0.55),
  number('pl.nip', '\\d{3}-?\\d{3}-?\\d{2}-?\\d{2}|\\d{3}-\\d{2}-\\d{2}-\\d{3}', std('PL', 'nip'), 0.3, 'SSN', ['taxid']),
  number('pl.regon', '\\d{9}(?:\\d{5})?', std('PL', 'regon'), 0.1, COMPANY, ['taxid']),
  // Finland, Sweden, Norway, Denmark
  number('fi.hetu', '\\d{6}[-+A-FU-Y]\\d{3}[\\dA-FHJ-NPR-Y]', std('FI', 'hetu'), 0.85),
  number('fi.ytunnus', '\\d{7}-\\d', std('FI', 'ytunnus'), 0.55, COMPANY, ['taxid']),
  number('se.personnummer', '(?:\\d{2})?\\d{6}[-+]\\d{4}', std('SE', 'personnummer'), 0.8),
  number('se.personnummer.plain', '(?:\\d{2})?\\d{10}', std('SE', 'personnummer'), 0.5),
  number('se.orgnr', '\\d{6}-\\d{4}', std('SE', 'orgnr'), 0.6, COMPANY, ['taxid']),
  number('no.fodselsnummer', '\\d{6} ?\\d{5}', std('NO', 'fodselsnummer'), 0.6),
  number('dk.cpr', '\\d{6}-\\d{4}', std('DK', 'cpr'), 0.6),
  // Australia
  number('au.tfn', '\\d{3} \\d{3} \\d{3}', std('AU', 'tfn'), 0.5),
  number('au.tfn.plain', '\\d{8,9}', std('AU', 'tfn'), 0.1),
  number('au.abn', '\\d{2}[ -]?\\d{3}[ -]?\\d{3}[ -]?\\d{3}', v => std('AU', 'abn')(v.replace(/-/g, '')), 0.5, COMPANY, ['taxid']),
  number('au.acn', '\\d{3} ?\\d{3} ?\\d{3}', std('AU', 'acn'), 0.3, COMPANY, ['taxid']),
  // Canada
  number('ca.sin', '\\d{3}[ -]\\d{3}[ -]\\d{3}', std('CA', 'sin'), 0.65),
  number('ca.sin.plain', '\\d{9}', std('CA', 'sin'), 0.2),
  // India
  number('in.aadhaar', '\\d{4}[ -]\\d{4}[ -]\\d{4}', std('IN', 'aadhaar'), 0.75),
  number('in.aadhaar.plain', '\\d{12}', std('IN', 'aadhaar'), 0.5),
  number('in.pan', '[A-Z]{3}[ABCFGHJLPT][A-Z]\\d{4}[A-Z]', any, 0.8),
  number('in.pan.loose', '[A-Z]{5}\\d{4}[A-Z]', any, 0.3, 'SSN', ['taxid']),
  number('in.epic', '[A-Z]{3}\\d{7}', any, 0.3),
  number('in.gstin', '\\d{2}[A-Z]{5}\\d{4}[A-Z][1-9A-Z]Z[\\dA-Z]', std('IN', 'gstin'), 0.9, COMPANY, ['taxid']),
  // Singapore, Korea, Thailand
  number('sg.nric', '[STFGM]\\d{7}[A-Z]', nric, 0.85),
  number('sg.uen', '\\d{8,9}[A-Z]|[TSR]\\d{2}[A-Z]{2}\\d{4}[A-Z]', std('SG', 'uen'), 0.6, COMPANY, ['taxid']),
  number('kr.rrn', '\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])-[1-8]\\d{6}', any, 0.75),
  number('kr.rrn.plain', '\\d{6}[1-8]\\d{6}', std('KR', 'rrn'), 0.6),
  number('kr.brn', '\\d{3}-\\d{2}-\\d{5}', std('KR', 'brn'), 0.65, COMPANY, ['taxid']),
  number('th.idnr', '[1-8][ -]?\\d{4}[ -]?\\d{5}[ -]?\\d{2}[ -]?\\d', std('TH', 'idnr'), 0.6),
  // Turkey, South Africa, Nigeria, Philippines
  number('tr.tckimlik', '[1-9]\\d{10}', std('TR', 'tckimlik'), 0.6),
  number('tr.vkn', '\\d{10}', std('TR', 'vkn'), 0.1, COMPANY, ['taxid']),
  number('za.idnr', '\\d{6} ?\\d{4} ?[012]\\d ?\\d', std('ZA', 'idnr'), 0.65),
  number('za.company', '(?:19|20)\\d{2}/\\d{6}/\\d{2}', any, 0.75, COMPANY, ['taxid']),
  number('ng.nin', '\\d{11}|\\d{4}[ -]\\d{4}[ -]\\d{3}', any, 0.1),
  number('ph.sss', '\\d{2}-\\d{7}-\\d|\\d{4}-\\d{7}-\\d', any, 0.6),
  number('ph.tin', '\\d{3}-\\d{3}-\\d{3}(?:-\\d{3,5})?|\\d{9}(?:\\d{3,5})?', any, 0.3, 'SSN', ['taxid']),
  number('ph.psn', '\\d{4}-\\d{4}-\\d{4}-\\d{4}', any, 0.3),
  // Latin America
  number('br.cpf', '\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}', std('BR', 'cpf'), 0.9),
  number('br.cpf.plain', '\\d{11}', std('BR', 'cpf'), 0.55),
  number('br.cnpj', '\\d{2}\\.\\d{3}\\.\\d{3}/\\d{4}-\\d{2}', std('BR', 'cnpj'), 0.9, COMPANY, ['taxid']),
  number('br.cnpj.plain', '\\d{14}', std('BR', 'cnpj'), 0.55, COMPANY, ['taxid']),
  number('mx.curp', '[A-Z]{4}\\d{6}[HM][A-Z]{5}[A-Z\\d]\\d', std('MX', 'curp'), 0.9),
  number('ar.cuit', '\\d{2}-\\d{8}-\\d', std('AR', 'cuit'), 0.75),
  number('cl.rut', '\\d{1,2}\\.\\d{3}\\.\\d{3}-[\\dkK]', std('CL', 'rut'), 0.85),
  // Russia
  number('ru.inn', '\\d{10}|\\d{12}', std('RU', 'inn'), 0.3),
  number('ru.snils', '\\d{3}-\\d{3}-\\d{3}[ -]\\d{2}|\\d{11}', snils, 0.6),
  // Portugal, Netherlands, Belgium, Switzerland, Austria, Ireland, Czechia, China
  number('pt.cc', '\\d{8} ?\\d ?[A-Z\\d]{2}\\d', std('PT', 'cc'), 0.75),
  number('pt.nif', '[1-9]\\d{2} ?\\d{3} ?\\d{3}', std('PT', 'nif'), 0.25),
  number('nl.bsn', '\\d{9}|\\d{4}\\.\\d{2}\\.\\d{3}', std('NL', 'bsn'), 0.25),
  number('be.nn', '\\d{2}\\.\\d{2}\\.\\d{2}-\\d{3}\\.\\d{2}', std('BE', 'nn'), 0.9),
  number('be.nn.plain', '\\d{11}', std('BE', 'nn'), 0.5),
  number('ch.ssn', '756\\.\\d{4}\\.\\d{4}\\.\\d{2}|756\\d{10}', std('CH', 'ssn'), 0.9),
  number('at.vnr', '\\d{4} ?\\d{6}', std('AT', 'vnr'), 0.4),
  number('ie.pps', '\\d{7}[A-W][A-IW]?', std('IE', 'pps'), 0.75),
  number('cz.rc', '\\d{6}/\\d{3,4}', std('CZ', 'rc'), 0.75),
  number('cn.ric', '\\d{17}[\\dX]', std('CN', 'ric'), 0.85),
  ...VAT,
  ...worldIdRules,
]

export const ids = rules(idRules)
