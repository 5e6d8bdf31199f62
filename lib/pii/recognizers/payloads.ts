import type { Recognizer, Span } from '../../core/types.js'
import { matches } from '../matches.js'

const SCORE = 0.95

/** What the fields of vCards, MeCards and Wi-Fi codes hold. */
const CARD: Readonly<Record<string, string>> = {
  N: 'NAME', FN: 'NAME', NICKNAME: 'NAME', SOUND: 'NAME', TEL: 'PHONE_NUMBER', 'TEL-AV': 'PHONE_NUMBER', EMAIL: 'EMAIL_ADDRESS', ADR: 'LOCATION_ADDRESS', LABEL: 'LOCATION_ADDRESS', ORG: 'ORGANIZATION', TITLE: 'OCCUPATION', ROLE: 'OCCUPATION',
  BDAY: 'DOB', ANNIVERSARY: 'DATE', GENDER: 'GENDER', GEO: 'LOCATION_COORDINATE', URL: 'URL', IMPP: 'USERNAME', UID: 'NUMERICAL_PII',
}
const WIFI: Readonly<Record<string, string>> = { S: 'USERNAME', P: 'PASSWORD', I: 'USERNAME', A: 'USERNAME' }
/** Elements of driver licences (AAMVA DL/ID card design standard, annex D). */
const LICENCE: Readonly<Record<string, string>> = {
  DAA: 'NAME', DAB: 'NAME_FAMILY', DAC: 'NAME_GIVEN', DAD: 'NAME_GIVEN', DAE: 'NAME', DAF: 'NAME', DAG: 'LOCATION_ADDRESS_STREET', DAH: 'LOCATION_ADDRESS_STREET', DAI: 'LOCATION_CITY', DAJ: 'LOCATION_STATE', DAK: 'LOCATION_ZIP',
  DAL: 'LOCATION_ADDRESS_STREET', DAM: 'LOCATION_ADDRESS_STREET', DAN: 'LOCATION_CITY', DAO: 'LOCATION_STATE', DAP: 'LOCATION_ZIP', DAQ: 'DRIVER_LICENSE', DAU: 'PHYSICAL_ATTRIBUTE', DAV: 'PHYSICAL_ATTRIBUTE', DAW: 'PHYSICAL_ATTRIBUTE', DAX: 'PHYSICAL_ATTRIBUTE',
  DAY: 'PHYSICAL_ATTRIBUTE', DAZ: 'PHYSICAL_ATTRIBUTE', DBA: 'DATE', DBB: 'DOB', DBC: 'GENDER', DBD: 'DATE', DBE: 'DATE', DBF: 'NUMERICAL_PII', DBG: 'NAME_GIVEN', DBI: 'NAME', DBJ: 'NUMERICAL_PII', DBK: 'SSN', DBM: 'SSN', DBN: 'NAME_FAMILY', DBO: 'NAME_FAMILY',
  DBP: 'NAME_GIVEN', DBQ: 'NAME_GIVEN', DBR: 'NAME', DBS: 'NAME', DCF: 'NUMERICAL_PII', DCI: 'LOCATION', DCJ: 'NUMERICAL_PII', DCK: 'NUMERICAL_PII', DCL: 'ORIGIN', DCS: 'NAME_FAMILY', DCT: 'NAME_GIVEN', DCU: 'NAME',
}
const EPC = ['', '', '', '', 'ROUTING_NUMBER', 'NAME', 'BANK_ACCOUNT', '', '', 'ACCOUNT_NUMBER', 'ACCOUNT_NUMBER']
const PARTY = ['', 'NAME', 'LOCATION_ADDRESS_STREET', 'LOCATION_ADDRESS_STREET', 'LOCATION_ZIP', 'LOCATION_CITY', '']
const SWISS = ['', '', '', 'BANK_ACCOUNT', ...PARTY, ...PARTY, '', '', ...PARTY, '', 'ACCOUNT_NUMBER', 'ACCOUNT_NUMBER']
/** Parameters of links that say who somebody is. */
const PARAMETER: Readonly<Record<string, string>> = {
  pn: 'NAME', name: 'NAME', fullname: 'NAME', firstname: 'NAME_GIVEN', first_name: 'NAME_GIVEN', lastname: 'NAME_FAMILY', last_name: 'NAME_FAMILY', pa: 'ACCOUNT_NUMBER', email: 'EMAIL_ADDRESS', mail: 'EMAIL_ADDRESS', phone: 'PHONE_NUMBER', tel: 'PHONE_NUMBER', mobile: 'PHONE_NUMBER',
  dob: 'DOB', birthdate: 'DOB', ssn: 'SSN', secret: 'PASSWORD', password: 'PASSWORD', token: 'PASSWORD', patient: 'HEALTHCARE_NUMBER', mrn: 'HEALTHCARE_NUMBER', user: 'USERNAME', username: 'USERNAME',
}

type Add = (start: number, value: string, label: string | undefined) => void

/** Fields of "key:value" with a sign between. */
function pairs(text: string, pattern: RegExp, labels: Readonly<Record<string, string>>, add: Add): void {
  for (const match of matches(text, pattern)) {
    const { key, value } = match.groups!
    add(match.index + match[0].length - value.length, value, labels[key.toUpperCase()])
  }
}

function lines(text: string, labels: readonly string[], add: Add): void {
  let at = 0
  text.split('\n').forEach((line, i) => {
    add(at, line, labels[i] || undefined)
    at += line.length + 1
  })
}

function boardingPass(text: string, add: Add): void {
  const pass = /^(?<head>M[1-9])(?<name>[A-Z][A-Z /.'-]{5,24}?) ?(?<e>[E ])(?<pnr>[A-Z\d]{5,7}) {0,2}[A-Z]{6}/d.exec(text)
  if (!pass) return
  for (const [group, label] of [['name', 'NAME'], ['pnr', 'ACCOUNT_NUMBER']] as const) add(pass.indices!.groups![group][0], pass.groups![group], label)
  // The number of the ticket, and of the frequent flyer.
  for (const { index, 0: value } of text.slice(58).matchAll(/[A-Z\d]{8,20}/g)) add(58 + index, value, 'ACCOUNT_NUMBER')
}

/**
 * What machines write for machines: the contents of codes on cards, tickets, bills and doors, whose fields have no captions. A text is one when
 * it begins as one.
 */
export const payloads: Recognizer = {
  labels: [...new Set([CARD, WIFI, LICENCE, PARAMETER].flatMap(table => Object.values(table)))],
  find(text: string): Span[] {
    const spans: Span[] = []
    const add: Add = (start, value, label) => {
      const lead = value.length - value.trimStart().length
      const body = value.trim()
      if (label && /[\p{L}\p{N}]/u.test(body)) spans.push({ start: start + lead, end: start + lead + body.length, label, score: SCORE })
    }
    const head = text.slice(0, 40)
    if (/^BEGIN:VCARD/i.test(head)) pairs(text, /^(?:item\d\.)?(?<key>[A-Z-]{1,12})(?:;[^:\n]{0,80})?:(?<value>[^\n\r]{1,400})/gim, CARD, add)
    else if (/^(?:MECARD|BIZCARD):/i.test(head)) pairs(text, /(?<=^MECARD:|^BIZCARD:|;)(?<key>[A-Z-]{1,8}):(?<value>(?:\\.|[^;\\]){1,400})/gi, CARD, add)
    else if (/^WIFI:/i.test(head)) pairs(text, /(?<=^WIFI:|;)(?<key>[A-Z]):(?<value>(?:\\.|[^;\\]){1,200})/gi, WIFI, add)
    else if (/^BCD\r?\n/.test(head)) lines(text, EPC, add)
    else if (/^SPC\r?\n/.test(head)) lines(text, SWISS, add)
    else if (/^M[1-9][A-Z]/.test(head)) boardingPass(text, add)
    else if (/ANSI ?\d{6}|^AAMVA|^@\s{0,3}\S?\s{0,3}ANSI/.test(head)) pairs(text, /(?<=^|[\n\r]|\d(?:DL|ID))(?<key>D[A-D][A-Z])(?<value>[^\n\r]{1,120})/g, LICENCE, add)
    else if (/^[\w.+-]{2,16}:\/\/|^www\./i.test(head)) pairs(text, /[?&](?<key>[a-z_]{2,12})=(?<value>[^&\s#]{1,200})/gi, upper(PARAMETER), add)
    // GS1: who gives and who gets care
    for (const { index, 0: found } of text.matchAll(/(?:(?<![\p{L}\p{N}])\(801[78]\)|^(?:\]C1)?801[78])\d{18}(?!\d)/gu)) {
      add(index + found.length - 18, found.slice(-18), 'HEALTHCARE_NUMBER')
    }
    return spans
  },
}

const upper = (table: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(table).map(([key, label]) => [key.toUpperCase(), label]))
