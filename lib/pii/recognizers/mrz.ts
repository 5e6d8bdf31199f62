import { findMrz, type Mrz } from '../mrz.js'
import type { Recognizer, Span } from '../../core/types.js'
import { matches } from '../matches.js'

const LABEL = { name: 'NAME', document: 'PASSPORT_NUMBER', birth: 'DOB', expiry: 'DATE', nationality: 'ORIGIN', sex: 'GENDER', personal: 'NUMERICAL_PII' } as const

/** Machine-readable zones of passports, visas and identity cards. Everything in one is personal. */
export const mrz: Recognizer = {
  labels: [...new Set(Object.values(LABEL))],
  find(text: string): Span[] {
    if (!/<|«/.test(text)) return []
    const read = findMrz(text).flatMap((zone: Mrz): Span[] => zone.fields.map(({ kind, start, end, valid }) => ({
      start, end, label: kind === 'document' && zone.format[0] === 'T' && zone.format !== 'TD3' ? 'NUMERICAL_PII' : LABEL[kind], score: valid ? 0.98 : 0.85,
    })))
    return [...read, ...damagedLines(text, read)]
  },
}

/** A line of capitals, digits and much filler is part of a zone, also where its neighbours were misread and nothing can be checked. */
const DAMAGED = /^(?=(?:.*<){5})[A-Z\d<«‹ ]{20,}$/gm

function damagedLines(text: string, read: readonly Span[]): Span[] {
  const spans: Span[] = []
  for (const line of matches(text, DAMAGED)) {
    const end = line.index + line[0].length
    if (read.some(span => span.start >= line.index && span.end <= end)) continue
    for (const { 0: part, index } of line[0].matchAll(/[A-Z\d]+(?:[< ][A-Z\d]+)*/g)) {
      const start = line.index + index
      spans.push({ start, end: start + part.length, label: /\d/.test(part) ? 'NUMERICAL_PII' : 'NAME', score: 0.7 })
    }
  }
  return spans
}
