import { cnic, hkid, myKad, nissBE, personasKods } from '../checks.js'
import type { Rule } from '../rule.js'
import { any, bareStd, number } from './number.js'

/** A date as numbers begin with it: yymmdd, of a month and a day that there are. */
const YMD = '\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])'

/** Numbers as they are written beside their usual form (dots, slashes, spaces, a century), and those of further countries. */
export const worldIdRules: readonly Rule[] = [
  // Spain, France, Finland, Sweden
  number('es.dni.dotted', '\\d{1,2}\\.\\d{3}\\.\\d{3}[ -]?[A-HJ-NP-TV-Z]', v => bareStd('ES', 'dni')(v.replace(/\W/g, '').padStart(9, '0')), 0.85),
  number('es.nie.dashed', '[XYZ][ .-](?:\\d{7}|\\d\\.\\d{3}\\.\\d{3})[ .-]?[A-Z]', bareStd('ES', 'nie'), 0.85),
  number('fr.nir.dotted', '[12][. ]\\d{2}[. ](?:0[1-9]|1[0-2]|[2-9]\\d)[. ](?:\\d{2}|2[AB])[. ]\\d{3}[. ]\\d{3}(?:[. ]\\d{2})?', any, 0.8),
  number('fr.nir.plain', '[12]\\d{2}(?:0[1-9]|1[0-2])(?:\\d{2}|2[AB])\\d{6}(?:\\d{2})?', any, 0.2, 'SSN', ['ssn', 'health']),
  number('se.personnummer.century', '(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[-+ ]\\d{4}', bareStd('SE', 'personnummer'), 0.85),
  number('se.personnummer.dated', `(?:(?:19|20)?${YMD})-\\d{4}`, any, 0.6),
  // Belgium (bis numbers have a month over 20), Latvia old and new
  number('be.nn.bis', '\\d{2}\\.[0-5]\\d\\.[0-3]\\d-\\d{3}\\.\\d{2}', nissBE, 0.9),
  number('be.nn.spaced', '\\d{2}[ .-]?[0-5]\\d[ .-]?[0-3]\\d[ .-]\\d{3}[ .-]\\d{2}', nissBE, 0.6),
  number('be.nn.bis.plain', '\\d{11}', nissBE, 0.45),
  number('lv.pk', '\\d{6}-\\d{5}', personasKods, 0.6),
  number('lv.pk.plain', '\\d{11}', personasKods, 0.2),
  // Hong Kong, Malaysia, Pakistan, Saudi Arabia, Emirates, Indonesia, Vietnam, Japan, Sri Lanka, Taiwan
  number('hk.hkid', '[A-Z]{1,2} ?\\d{6} ?\\([\\dA]\\)', hkid, 0.85),
  number('my.nric', `${YMD}-\\d{2}-\\d{4}`, myKad, 0.8),
  number('my.nric.plain', `${YMD} ?\\d{2} ?\\d{4}`, any, 0.2),
  number('pk.cnic', '\\d{5}-\\d{7}-\\d', cnic, 0.8),
  number('pk.cnic.plain', '\\d{13}', cnic, 0.2),
  number('sa.iqama', '[12] ?\\d{3} ?\\d{3} ?\\d{3}', any, 0.1),
  number('ae.id', '784[- ]?\\d{4}[- ]?\\d{7}[- ]?\\d', any, 0.85),
  number('id.nik', '\\d{6}[ .-]?(?:[0-6]\\d|7[01])(?:0[1-9]|1[0-2])\\d{2}[ .-]?\\d{4}|\\d{4} \\d{4} \\d{4} \\d{4}', any, 0.1),
  number('vn.cccd', '0\\d{11}', any, 0.1),
  number('jp.my', '\\d{4}[ -]?\\d{4}[ -]?\\d{4}', any, 0.1),
  number('lk.nic', '\\d{9} ?[VX]', any, 0.6),
  number('tw.id', '[A-Z][1289]\\d{8}', bareStd('TW', 'natid'), 0.6),
  number('il.id', '\\d{8,9}|\\d{7}-\\d', bareStd('IL', 'idnr'), 0.1),
  number('in.vid', '\\d{4}[ -]\\d{4}[ -]\\d{4}[ -]\\d{4}|\\d{16}', bareStd('IN', 'vid'), 0.4),
  number('in.pan.spaced', '[A-Z]{5} ?\\d{4} ?[A-Z]', any, 0.3, 'SSN', ['taxid', 'ssn']),
  // Mexico, Argentina, Chile, Colombia, Venezuela, Ecuador, El Salvador, Dominican Republic, Uruguay
  number('mx.rfc', '[A-ZÑ&]{3,4}[- ]?\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[- ]?[A-Z\\d]{2}[\\dA]', bareStd('MX', 'rfc'), 0.85),
  number('cl.rut.plain', '\\d{7,8}-[\\dkK]', bareStd('CL', 'rut'), 0.6),
  number('ve.cedula', '[VEJG]-?\\d{1,2}\\.?\\d{3}\\.?\\d{3}(?:-?\\d)?', any, 0.3),
  number('co.cedula', '\\d{1,3}(?:\\.\\d{3}){2,3}', any, 0.1),
  number('sv.dui', '\\d{8}-\\d', any, 0.2),
  number('do.cedula', '\\d{3}-\\d{7}-\\d', bareStd('DO', 'cedula'), 0.7),
  number('ec.ci', '\\d{9}-?\\d', bareStd('EC', 'ci'), 0.1),
  number('uy.ci', '\\d\\.\\d{3}\\.\\d{3}-\\d', bareStd('UY', 'cedula'), 0.75),
  // The rest of Europe
  number('rs.jmbg', '(?:0[1-9]|[12]\\d|3[01])(?:0[1-9]|1[0-2])\\d{9}', bareStd('RS', 'jmbg'), 0.6),
  number('hr.oib', '\\d{11}', bareStd('HR', 'oib'), 0.2),
  number('bg.egn', '\\d{10}', bareStd('BG', 'egn'), 0.2),
  number('ro.cnp', '[1-8]\\d{12}', bareStd('RO', 'cnp'), 0.5),
  number('lt.asmens', '[3-6]\\d{10}', bareStd('LT', 'asmens'), 0.4),
  number('ee.ik', '[1-6]\\d{10}', bareStd('EE', 'ik'), 0.4),
  number('is.kennitala', '\\d{6}-\\d{4}', bareStd('IS', 'kennitala'), 0.6),
  number('gr.amka', '\\d{11}', bareStd('GR', 'amka'), 0.2),
  number('sk.rc', '\\d{6}/\\d{3,4}', any, 0.7),
  number('dk.cpr.spaced', '\\d{6} \\d{4}', any, 0.1, 'SSN', ['ssn']),
  number('no.fodselsnummer.loose', '\\d{6}[ -]?\\d{5}', any, 0.1, 'SSN', ['ssn']),
  number('ie.pps.spaced', '\\d{7} ?[A-W][A-IW]?', bareStd('IE', 'pps'), 0.6),
  number('gb.nino.loose', '[A-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]', any, 0.75),
  number('ua.rntrc', '\\d{10}', bareStd('UA', 'rntrc'), 0.1),
  number('nz.ird', '\\d{2,3}-\\d{3}-\\d{3}', bareStd('NZ', 'ird'), 0.3, 'SSN', ['taxid', 'ssn']),
  number('ch.ssn.spaced', '756[. ]\\d{4}[. ]\\d{4}[. ]\\d{2}', bareStd('CH', 'ssn'), 0.85),
]
