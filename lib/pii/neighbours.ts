import type { Span } from '../core/types.js'

const PLACE = /^LOCATION_(?:CITY|STATE)$/
/** What follows a town: 1021, 840 24, 02108-1234. Not a year, an amount or a measure. */
const BEHIND = /^,? (?!(?:19|20)\d{2}(?!\d))(?:\d{5}(?:-\d{4})?|\d{4}|\d{3} \d{2})(?![\p{L}\p{N}%€$]|[.,:/-]\d| (?:people|km|miles|m|kg|years?|days?|hours?|euros?|dollars?|percent))/u
/** What stands before it: 80331 München. */
const BEFORE = /(?<![\p{L}\p{N}.,/:-])(?:[A-Z]{1,2}-)?(?!(?:19|20)\d{2} )(?:\d{5}|\d{4}(?: [A-Z]{2})?|\d{2}-\d{3}) $/u
const SURE = 0.55

/** Postal codes beside the towns that were found. */
export function postcodes(text: string, spans: readonly Span[]): Span[] {
  const codes: Span[] = []
  for (const { start, end, label, score } of spans) {
    if (!PLACE.test(label) || score < SURE) continue
    const behind = BEHIND.exec(text.slice(end, end + 60))
    if (behind) {
      const lead = behind[0].length - behind[0].replace(/^,? /, '').length
      codes.push({ start: end + lead, end: end + behind[0].length, label: 'LOCATION_ZIP', score: 0.6 })
    }
    const before = label === 'LOCATION_CITY' ? BEFORE.exec(text.slice(Math.max(0, start - 12), start)) : null
    if (before) codes.push({ start: start - before[0].length, end: start - 1, label: 'LOCATION_ZIP', score: 0.6 })
  }
  return codes
}
