import { firstIndex } from './cells.js'
import type { Page } from './document.js'
import type { FoundSpan } from './merge.js'

/** No label of a form is longer. */
const LONGEST = 80

/** Whether a word of a form label stands in [start, end). */
export function hasCaption({ captions }: Page, start: number, end: number): boolean {
  for (let i = firstIndex(captions, caption => caption.start >= start - LONGEST); i < captions.length && captions[i].start < end; i++) {
    if (captions[i].end > start) return true
  }
  return false
}

/** Spans without the words of form labels: "Employer" is none, and of "Physician: Dr. Hall" only what stands behind. */
export function withoutCaptions({ captions }: Page, spans: readonly FoundSpan[]): FoundSpan[] {
  return spans.flatMap(span => {
    let { start, end } = span
    // The value of a caption is what it is as a whole, though its words may be captions, too: "Patient: Will Price".
    if (span.captioned) return [span]
    for (let i = firstIndex(captions, caption => caption.start >= start - LONGEST); i < captions.length && captions[i].start < end; i++) {
      const caption = captions[i]
      if (caption.end <= start || (!caption.sure && span.label === 'OCCUPATION')) continue
      if (caption.start <= start) start = caption.end
      else if (caption.end >= end) end = caption.start
    }
    return start < end ? [{ ...span, start, end }] : []
  })
}
