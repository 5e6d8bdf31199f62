/** Check digits that no library of ours has. All take a number with or without its separators. */

const plain = (value: string): string => value.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
const digitsOf = (value: string): number[] => [...value].map(Number)
const weighted = (digits: readonly number[], weights: readonly number[]): number => weights.reduce((sum, w, i) => sum + w * digits[i], 0)
/** One digit ten times over: passes many checks and is no number of anybody. */
export const uniform = (value: string): boolean => /^(\p{N})\1*$/u.test(plain(value))

/** Russian insurance number: weights 9 to 1, modulo 101, 100 written as 00. */
export function snils(value: string): boolean {
  const d = digitsOf(plain(value))
  return d.length === 11 && !uniform(value) && weighted(d, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100 === 10 * d[9] + d[10]
}

/** ISO/IEC 7812. */
export function luhn(value: string): boolean {
  const digits = plain(value)
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    let d = digits.charCodeAt(digits.length - 1 - i) - 48
    if (i % 2 === 1 && (d *= 2) > 9) d -= 9
    sum += d
  }
  return /^\d+$/.test(digits) && sum % 10 === 0
}

/** ABA routing number: weights 3, 7, 1; first two digits name the Federal Reserve district. */
export function aba(value: string): boolean {
  const d = plain(value)
  return /^(?:0[0-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}$/.test(d) && !uniform(d) && weighted(digitsOf(d), [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0
}

/** US social security number: no area 000, 666 or 9xx, no group 00, no serial 0000, none of the well-known samples. */
export function ssn(value: string): boolean {
  const d = plain(value)
  return /^\d{9}$/.test(d) && !/^(?:000|666|9)|^\d{3}00|0000$|^(?:123456789|987654321|078051120|219099999)$/.test(d) && !uniform(d)
}

/** NHS number: modulus 11. */
export function nhs(value: string): boolean {
  const d = digitsOf(plain(value))
  const check = 11 - weighted(d, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11
  return d.length === 10 && !uniform(value) && check !== 10 && check % 11 === d[9]
}

/** US National Provider Identifier: Luhn over 80840 and the number. */
export const npi = (value: string): boolean => /^[12]\d{9}$/.test(plain(value)) && luhn(`80840${plain(value)}`) && !uniform(value)

/** DEA registration: two letters, digits 1 3 5 plus twice digits 2 4 6 end in digit 7. */
export function dea(value: string): boolean {
  const d = digitsOf(plain(value).slice(2))
  return (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 === d[6]
}

/** Australian Medicare card: weights 1 3 7 9 1 3 7 9, then check digit and issue number. */
export function medicareAU(value: string): boolean {
  const d = digitsOf(plain(value))
  return d[0] >= 2 && d[0] <= 6 && weighted(d, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === d[8]
}

/** Singapore NRIC and FIN: S and T, F and G, M. */
export function nric(value: string): boolean {
  const v = plain(value)
  const sum = weighted(digitsOf(v.slice(1, 8)), [2, 7, 6, 5, 4, 3, 2])
  switch (v[0]) {
    case 'S': return 'JZIHGFEDCBA'[sum % 11] === v[8]
    case 'T': return 'JZIHGFEDCBA'[(sum + 4) % 11] === v[8]
    case 'F': return 'XWUTRQPNMLK'[sum % 11] === v[8]
    case 'G': return 'XWUTRQPNMLK'[(sum + 4) % 11] === v[8]
    default: return 'KLJNPQRTUWX'[10 - (sum + 3) % 11] === v[8]
  }
}

/** German health insurance number: the letter as two digits, digit sums of alternating weights 1 and 2. */
export function kvnr(value: string): boolean {
  const v = plain(value)
  const letter = String(v.charCodeAt(0) - 64).padStart(2, '0')
  const sum = [...letter + v.slice(1, 9)].reduce((s, c, i) => {
    const p = Number(c) * (i % 2 + 1)
    return s + (p > 9 ? p - 9 : p)
  }, 0)
  return sum % 10 === Number(v[9])
}

/** German physician number (LANR): weights 4 and 9 over the first six digits. */
export function lanr(value: string): boolean {
  const d = digitsOf(plain(value))
  return (10 - weighted(d, [4, 9, 4, 9, 4, 9]) % 10) % 10 === d[6]
}

/** ISO 7064 mod 7-3-1 of documents: letters A = 10 … Z = 35, `<` = 0. */
export function mod731(text: string): number {
  let sum = 0
  for (let i = 0; i < text.length; i++) sum += valueOf(text[i]) * [7, 3, 1][i % 3]
  return sum % 10
}

export const valueOf = (c: string): number => /\d/.test(c) ? Number(c) : c === '<' ? 0 : c.charCodeAt(0) - 55

/** Polish identity card: three letters, then a check digit over letters and digits, weights 7 3 1. */
export const idCardPL = (value: string): boolean => {
  const v = plain(value)
  return mod731(v.slice(0, 3) + v.slice(4)) === Number(v[3])
}

/** Polish passport: two letters, check digit, six digits; weights 7 3 9 1 7 3 1 7 3 over all, a multiple of 10. */
export const passportPL = (value: string): boolean => {
  const v = plain(value)
  return weighted([...v].map(valueOf), [7, 3, 9, 1, 7, 3, 1, 7, 3]) % 10 === 0
}

/** ISO 3779 with the check digit of 49 CFR 565. */
export function vin(value: string): boolean {
  const sum = [...value].reduce((s, c, i) => s + (/\d/.test(c) ? Number(c) : 'ABCDEFGH-JKLMN-P-R--STUVWXYZ'.indexOf(c) < 19
    ? 'ABCDEFGH-JKLMN-P-R'.indexOf(c) % 9 + 1
    : 'STUVWXYZ'.indexOf(c) + 2) * [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2][i], 0) % 11
  return value[8] === (sum === 10 ? 'X' : String(sum))
}

/** Belgian national number: 97 less the rest of the first nine digits, with a 2 before them for those born since 2000. */
export function nissBE(value: string): boolean {
  const d = plain(value)
  const head = Number(d.slice(0, 9))
  const check = Number(d.slice(9))
  return d.length === 11 && (97 - head % 97 === check || 97 - (2e9 + head) % 97 === check)
}

/** Latvian personal code: since 2017 it begins with 32 to 39 and tells no birth date; before, weights and modulo 11. */
export function personasKods(value: string): boolean {
  const d = digitsOf(plain(value))
  if (d.length !== 11) return false
  if (d[0] === 3 && d[1] >= 2) return true
  return (1101 - weighted(d, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11 % 10 === d[10]
}

/** Hong Kong identity card: one or two letters, six digits, and a check character modulo 11. */
export function hkid(value: string): boolean {
  const v = plain(value)
  const body = v.slice(0, -1).padStart(8, ' ')
  const sum = [...body].reduce((s, c, i) => s + (9 - i) * (c === ' ' ? 36 : /\d/.test(c) ? Number(c) : c.charCodeAt(0) - 55), 0)
  const check = v.endsWith('A') ? 10 : Number(v.at(-1))
  return (sum + check) % 11 === 0
}

/** Malaysian identity card: birth date, place, serial. Places 00, 17 to 20 and so on are not given out. */
export const myKad = (value: string): boolean => !/^\d{6}(?:00|1[7-9]|20|6[9]|70|73|8[01]|9[4-7])/.test(plain(value))

/** Pakistani identity card: the first figure is a province. */
export const cnic = (value: string): boolean => /^[1-7]\d{12}$/.test(plain(value))

/** UPS: letters count as 2 to 9, 0 and on again; every second character of the fifteen behind "1Z" twice. */
export function ups(value: string): boolean {
  const body = plain(value).slice(2)
  const values = [...body].map(c => /\d/.test(c) ? Number(c) : (c.charCodeAt(0) - 63) % 10)
  return body.length === 16 && /\d$/.test(body) && values.slice(0, 15).reduce((sum, v, i) => sum + (i % 2 === 1 ? 2 * v : v), values[15]) % 10 === 0
}

/** Parcels between countries (UPU S10). */
export function s10(value: string): boolean {
  const d = digitsOf(plain(value).slice(2, 11))
  const rest = 11 - weighted(d.slice(0, 8), [8, 6, 4, 2, 3, 5, 9, 7]) % 11
  return d.length === 9 && d[8] === (rest === 10 ? 0 : rest === 11 ? 5 : rest)
}

/** USPS: modulo 10 with weights 3 and 1 from the right; the postal code before it does not count. */
export function usps(value: string): boolean {
  const d = digitsOf(plain(value).slice(-22)).reverse()
  return !uniform(value) && d.reduce((sum, digit, i) => sum + (i % 2 === 1 ? 3 * digit : digit), 0) % 10 === 0
}
