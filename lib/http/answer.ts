import type { Report } from '../api/report.js'
import { boolean, integer, list, named, number, object, text } from '../core/schema.js'

const location = named('Location', object({ page: integer(), x0: number(), y0: number(), x1: number(), y1: number() }))

export const answerFields = {
  processed_text: text(),
  entities: list(object({ processed_text: text(), text: text(), location, locations: list(location), best_label: text(), labels: object({}) })),
  entities_present: boolean,
  objects: list(object({ type: text(), score: number(), location })),
  objects_present: boolean,
  page_count: integer(),
  languages_detected: object({}),
  failed_pages: list(object({ page: integer(), code: text(), stage: text() })),
}

/** What {@link toAnswer} makes. */
export const answerSchema = named('Answer', object(answerFields))

/** The report as Limina answers it. Personal text is in it only when it was asked for. */
export function toAnswer(report: Report, withText: boolean): Record<string, unknown> {
  const failedPages = report.frames.flatMap(({ index, failed }) => failed ? [{ page: index, ...failed }] : [])
  return {
    processed_text: report.processed_text ?? '',
    entities: report.entities.map(({ processed_text, text, location, locations, best_label, labels }) => ({
      processed_text: processed_text ?? best_label,
      ...(withText ? { text: text ?? '' } : {}),
      location, ...(locations ? { locations } : {}), best_label, labels,
    })),
    entities_present: report.entities_present,
    objects: report.objects,
    objects_present: report.objects_present,
    page_count: report.page_count,
    languages_detected: report.languages_detected,
    ...failedPages.length > 0 ? { failed_pages: failedPages } : {},
  }
}
