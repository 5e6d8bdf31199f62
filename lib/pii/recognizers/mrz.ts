import { findMrz, type Mrz } from '../mrz.js'
import type { Recognizer, Span } from '../../types.js'

const LABEL = { name: 'NAME', document: 'PASSPORT_NUMBER', birth: 'DOB', expiry: 'DATE', nationality: 'ORIGIN', sex: 'GENDER', personal: 'NUMERICAL_PII' } as const

/** Machine-readable zones of passports, visas and identity cards. Everything in one is personal. */
export const mrz: Recognizer = {
  labels: [...new Set(Object.values(LABEL))],
  find(text: string): Span[] {
    if (!/<|«/.test(text)) return []
    return findMrz(text).flatMap((zone: Mrz) => zone.fields.map(({ kind, start, end, valid }) => ({
      start, end, label: kind === 'document' && zone.format[0] === 'T' && zone.format !== 'TD3' ? 'NUMERICAL_PII' : LABEL[kind], score: valid ? 0.98 : 0.85,
    })))
  },
}
