import { integer, matching, shape, text, type Check } from '../core/check.js'
import { invalidOption, isObject } from '../core/is.js'
import { fillOptions } from '../core/options.js'
import type { AnyOptions, EffaceOptions } from '../core/option-types.js'
import { plainOptions, readPlan, type Plan } from '../api/plan.js'
import type { Report } from '../api/report.js'
import { canonicalPlace } from '../storage/names.js'
import type { Fingerprint } from '../storage/transfer.js'

/** One document to redact: a job of the queue. */
export interface QueuedDocument {
  /** A path or URL that every worker can read: `s3://in/scan.tif`. */
  source: string
  /** Where the redacted document goes. What is there is replaced. */
  target: string
  /** Plain data alone: plug-ins and pools are the workers' own. */
  options?: EffaceOptions<string>
  /** Paint what this says, without any model. */
  plan?: Plan
  /** Which content of the source is meant, where that is known (an entity tag): it is then not asked for. */
  version?: string
  /** From 1, which comes first, to 2,097,151. Documents without one come before all of them. */
  priority?: number
}

/** What became of a document: counts, and no text that was read. */
export interface ReportLine {
  source: string
  target: string
  pages: number
  /** label → how many */
  entities: Record<string, number>
  objects: Record<string, number>
  /** As in a {@link Report}. */
  skipped: string[]
  input: Fingerprint
  output: Fingerprint
  /** Milliseconds of work, in all threads and workers. */
  ms: number
}

/** What a job holds. */
export interface DocumentData extends Omit<QueuedDocument, 'priority'> {
  /** Of a document that is done in page ranges: how many pages it has, how many a range, and how often ranges had to be begun anew. */
  parts?: { pages: number, size: number, round: number }
  /** It is complete, and is being published. */
  done?: ReportLine
}

/** What a job of some pages of a document holds. `parent`: the document's job. */
export interface PagesData { source: string, options?: AnyOptions, parent: string, from: number, to: number }

const place = matching(/^[^\0]+$/, 'a path or URL')

const fields = shape<QueuedDocument>({
  source: place, target: place, version: text, priority: integer(1, 2 ** 21 - 1),
  options: (value, at) => checkedOptions(value, at),
  plan: value => readPlan(value),
}, ['source', 'target'])

/** @throws EffaceError ERR_INVALID_OPTION, ERR_LIMIT_EXCEEDED */
export const checkDocument: Check<QueuedDocument> = (value, at) => {
  const document = fields(value, at)
  if (canonicalPlace(document.source) === canonicalPlace(document.target)) throw invalidOption('target', 'another place than the source (a document that is begun again must find it)', document.target)
  return document
}

/** Documents often share their options: they are looked at once. */
const known = new WeakMap<object, AnyOptions>()

function checkedOptions(value: unknown, at: string): AnyOptions {
  if (!isObject(value)) throw invalidOption(at, 'an object', value)
  let plain = known.get(value)
  if (!plain) {
    const { filters } = fillOptions(value as AnyOptions)
    plain = plainOptions(value as AnyOptions) as AnyOptions
    const lost = Object.keys(value).find(name => value[name] !== undefined && !(name in plain!)) ?? (isObject(value.ocr) ? 'ocr' : undefined)
    if (lost !== undefined) throw invalidOption(`${at}.${lost}`, 'plain data (what is a program is given to the workers)', value[lost])
    if (filters.some(({ pattern }) => typeof pattern !== 'string')) throw invalidOption(`${at}.filters`, 'patterns that are texts', filters)
    fillOptions(plain) // JSON has no Infinity
    known.set(value, plain)
  }
  return plain
}

/** Counts of a report. */
export function lineOf({ source, target }: Pick<QueuedDocument, 'source' | 'target'>, report: Report, files: Pick<ReportLine, 'input' | 'output'>): ReportLine {
  const count = (labels: readonly string[]): Record<string, number> => {
    const counts: Record<string, number> = {}
    for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
    return counts
  }
  return {
    source, target, pages: report.page_count,
    entities: count(report.entities.map(({ best_label }) => best_label)), objects: count(report.objects.map(({ type }) => type)),
    skipped: report.skipped, ...files, ms: Math.round(report.frames.flatMap(({ ms }) => Object.values(ms)).reduce((sum, ms) => sum + ms, 0)),
  }
}
