import { mod731 } from './checks.js'

/** The fields of a machine-readable zone (ICAO 9303), with their offsets in the text. */
export interface Mrz {
  format: 'TD1' | 'TD2' | 'TD3' | 'MRV-A' | 'MRV-B'
  fields: { kind: 'name' | 'document' | 'birth' | 'expiry' | 'nationality' | 'sex' | 'personal', start: number, end: number, valid: boolean }[]
  /** How many of the check digits agree, and of how many. */
  valid: number
  checks: number
}

interface Line { text: string, start: number, offsets: number[] }

type Layout = [line: number, from: number, to: number, check?: number]
interface Format { name: Mrz['format'], lines: number, length: number, starts: RegExp, fields: Record<string, Layout> }

const FORMATS: readonly Format[] = [
  { name: 'TD3', lines: 2, length: 44, starts: /^P/, fields: { name: [0, 5, 44], document: [1, 0, 9, 9], nationality: [1, 10, 13], birth: [1, 13, 19, 19], sex: [1, 20, 21], expiry: [1, 21, 27, 27], personal: [1, 28, 42, 42] } },
  { name: 'MRV-A', lines: 2, length: 44, starts: /^V/, fields: { name: [0, 5, 44], document: [1, 0, 9, 9], nationality: [1, 10, 13], birth: [1, 13, 19, 19], sex: [1, 20, 21], expiry: [1, 21, 27, 27] } },
  { name: 'TD2', lines: 2, length: 36, starts: /^[ACI]/, fields: { name: [0, 5, 36], document: [1, 0, 9, 9], nationality: [1, 10, 13], birth: [1, 13, 19, 19], sex: [1, 20, 21], expiry: [1, 21, 27, 27], personal: [1, 28, 35] } },
  { name: 'MRV-B', lines: 2, length: 36, starts: /^V/, fields: { name: [0, 5, 36], document: [1, 0, 9, 9], nationality: [1, 10, 13], birth: [1, 13, 19, 19], sex: [1, 20, 21], expiry: [1, 21, 27, 27] } },
  { name: 'TD1', lines: 3, length: 30, starts: /^[ACI]/, fields: { document: [0, 5, 14, 14], personal: [0, 15, 30], birth: [1, 0, 6, 6], sex: [1, 7, 8], expiry: [1, 8, 14, 14], nationality: [1, 15, 18], name: [2, 0, 30] } },
]

/** OCR takes filler for these, and letters for digits where only digits can stand. */
const FILLER = /[«‹＜(]/g
const NUMERAL: Record<string, string> = { O: '0', Q: '0', D: '0', I: '1', L: '1', Z: '2', S: '5', G: '6', B: '8' }
const numeral = (text: string): string => text.replace(/[OQDILZSGB]/g, c => NUMERAL[c])

/** Machine-readable zones in a text: lines of capitals, digits and `<` that fit a format and have some check digit right. */
export function findMrz(text: string): Mrz[] {
  const lines: Line[] = []
  let at = 0
  for (const row of text.split('\n')) {
    lines.push(compact(row, at))
    at += row.length + 1
  }
  const zones: Mrz[] = []
  for (let i = 0; i < lines.length; i++) {
    const zone = FORMATS.map(format => read(format, lines, i)).filter(found => found !== undefined)
      .sort((a, b) => b.valid / b.checks - a.valid / a.checks)[0]
    if (zone) zones.push(zone)
  }
  return zones
}

function compact(row: string, at: number): Line {
  let text = ''
  const offsets: number[] = []
  const plain = row.replace(FILLER, '<')
  for (let i = 0; i < plain.length; i++) {
    if (/\s/.test(plain[i])) continue
    text += plain[i].toUpperCase()
    offsets.push(at + i)
  }
  return { text, start: at, offsets }
}

function read(format: Format, lines: readonly Line[], first: number): Mrz | undefined {
  const zone = lines.slice(first, first + format.lines)
  if (zone.length < format.lines || !format.starts.test(zone[0].text)) return
  // OCR drops and doubles filler: the last run of it is as long as it must be.
  const fitted = zone.map(line => fit(line, format.length))
  if (fitted.some(line => !line || !/^[A-Z0-9<]+$/.test(line.text)) || !fitted.some(line => line!.text.includes('<'))) return
  const mrz: Mrz = { format: format.name, fields: [], valid: 0, checks: 0 }
  for (const [kind, [row, from, to, check]] of Object.entries(format.fields)) {
    const line = fitted[row]!
    const digits = line.text.slice(from, to)
    let valid = false
    if (check !== undefined && !(kind === 'personal' && /^<*$/.test(digits))) {
      mrz.checks++
      const wanted = numeral(line.text[check])
      valid = [digits, kind === 'document' || kind === 'personal' ? digits : numeral(digits)].some(d => mod731(d) === Number(wanted))
      if (valid) mrz.valid++
    }
    const body = digits.replace(/^<+|<+$/g, '')
    if (body === '') continue
    const lead = digits.length - digits.trimStart().length + (/^<+/.exec(digits)?.[0].length ?? 0)
    const start = line.offsets[from + lead]
    const end = line.offsets[from + lead + body.length - 1] + 1
    mrz.fields.push({ kind: kind as Mrz['fields'][number]['kind'], start, end, valid })
  }
  return mrz.valid >= Math.ceil(mrz.checks / 2) ? mrz : undefined
}

function fit(line: Line, length: number): Line | undefined {
  const missing = length - line.text.length
  if (missing === 0) return line
  if (Math.abs(missing) > 6) return
  const run = [...line.text.matchAll(/<+/g)].sort((a, b) => b[0].length - a[0].length)[0]
  if (!run || (missing < 0 && run[0].length + missing < 1)) return
  const { text, offsets, start } = line
  const end = run.index + run[0].length
  if (missing > 0) {
    const filler = Array<number>(missing).fill(offsets[end - 1])
    return { start, text: text.slice(0, end) + '<'.repeat(missing) + text.slice(end), offsets: [...offsets.slice(0, end), ...filler, ...offsets.slice(end)] }
  }
  return { start, text: text.slice(0, end + missing) + text.slice(end), offsets: [...offsets.slice(0, end + missing), ...offsets.slice(end)] }
}
