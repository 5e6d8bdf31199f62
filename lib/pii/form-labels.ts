import { firstIndex } from './cells.js'
import type { TextDocument } from './document.js'
import type { FoundSpan } from './merge.js'

/** No label of a form is longer. */
const LONGEST = 80

/** Whether a word of a form label stands in [start, end). */
export function hasFormLabel({ formLabels }: TextDocument, start: number, end: number): boolean {
  for (let i = firstIndex(formLabels, label => label.start >= start - LONGEST); i < formLabels.length && formLabels[i].start < end; i++) {
    if (formLabels[i].end > start) return true
  }
  return false
}

/** Spans without the words of form labels: "Employer" is none, and of "Physician: Dr. Hall" only what stands behind. */
export function withoutFormLabels({ formLabels }: TextDocument, spans: readonly FoundSpan[]): FoundSpan[] {
  return spans.flatMap(span => {
    let { start, end } = span
    // The value of a caption is what it is as a whole, though its words may be captions, too: "Patient: Will Price".
    if (span.captioned) return [span]
    for (let i = firstIndex(formLabels, label => label.start >= start - LONGEST); i < formLabels.length && formLabels[i].start < end; i++) {
      const label = formLabels[i]
      if (label.end <= start || (!label.sure && span.label === 'OCCUPATION')) continue
      if (label.start <= start) start = label.end
      else if (label.end >= end) end = label.start
    }
    return start < end ? [{ ...span, start, end }] : []
  })
}
