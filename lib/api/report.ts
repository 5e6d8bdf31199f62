import type { ProcessedTextOptions } from '../core/option-types.js'
import { Numbering, processText } from '../pii/markers.js'
import type { WitnessName } from '../core/witnesses.js'
import type { Box, Frame, FrameFailure, ModelUse, ProviderUse } from '../core/types.js'

/** Limina's form of a box: fractions of the upright page's width and height, pages from 0. */
export interface Location { page: number, x0: number, y0: number, x1: number, y1: number }

/** A piece of personal text, without the text unless it was asked for. */
export interface ReportEntity {
  /** The marker that stands for the entity, NAME_1. Only with `report.text`. */
  processed_text?: string
  /** As read. Only with `report.text`. */
  text?: string
  location: Location
  /** All boxes, where an entity has more than one (one a line). */
  locations?: Location[]
  /** The most specific of the likely labels. */
  best_label: string
  /** label → score 0..1 */
  labels: Record<string, number>
}

/** An object that was seen; `score` is 0..1. */
export interface ReportObject { type: string, score: number, location: Location }

/** One page or frame. */
export interface ReportFrame {
  /** From 0. */
  index: number
  /** Of the upright frame, in pixels. */
  width: number
  height: number
  /** Milliseconds of work, by stage. */
  ms: Record<string, number>
  /** How many boxes were painted. */
  painted: number
  /** Regions where text was seen that could not be read. */
  unread: Location[]
  /** Who read it back as it was written: 'gifuct-js', 'utif', 'sharp' or 'own'. Absent with `witness: false`. */
  witness?: WitnessName
  /** With `onError: 'skip'`: what failed on this page, which was blacked as a whole. */
  failed?: FrameFailure
}

/** What was found and done. Limina's answer without the file, plus `frames`, `models` and `skipped`. */
export interface Report {
  entities: ReportEntity[]
  entities_present: boolean
  objects: ReportObject[]
  objects_present: boolean
  page_count: number
  /** ISO 639-1 code → share of the text. */
  languages_detected: Record<string, number>
  /** The text of all pages with entities replaced by their markers. Only with `report.text`. */
  processed_text?: string
  frames: ReportFrame[]
  /** The weights that were at work: file and sha256. */
  models: ModelUse[]
  /** With the option `providers`: what nets ran on, and what could not be started. */
  providers?: ProviderUse
  /** What was left out or written otherwise than it came in, in words: 'page 3: ccittg3 written as ccittg4'. */
  skipped: string[]
}

/** Collects a report, frame by frame. */
export class ReportBuilder {
  readonly #text: boolean
  readonly #report: Report = {
    entities: [], entities_present: false, objects: [], objects_present: false, page_count: 0,
    languages_detected: {}, frames: [], models: [], skipped: [],
  }

  readonly #pages: string[] = []
  readonly #numbering: Numbering
  readonly #models = new ModelList()
  #characters = 0

  constructor({ text = false, processedText = {} }: { text?: boolean, processedText?: ProcessedTextOptions } = {}) {
    this.#text = text
    this.#numbering = new Numbering(processedText)
  }

  add(frame: Frame): void {
    const report = this.#report
    const at = (box: Box): Location => toLocation(box, frame)
    for (const entity of frame.entities) {
      const locations = entity.boxes.map(at)
      if (locations.length === 0) continue
      const entry: ReportEntity = { location: locations[0]!, best_label: entity.bestLabel, labels: entity.labels }
      if (locations.length > 1) entry.locations = locations
      report.entities.push(this.#text ? { processed_text: entity.processedText, text: entity.text, ...entry } : entry)
    }
    for (const { type, score, ...box } of frame.objects) report.objects.push({ type, score, location: at(box) })
    report.page_count++
    const { index, width, height, ms } = frame
    report.frames.push({
      index, width, height, ms, painted: frame.painted.length, unread: frame.unread.map(at),
      ...frame.witness && { witness: frame.witness }, ...frame.failed && { failed: frame.failed },
    })
    if (frame.failed) this.skip(`page ${index}: blacked as a whole (${frame.failed.code}${frame.failed.stage === undefined ? '' : ` in the ${frame.failed.stage} stage`})`)
    for (const note of frame.notes ?? []) this.skip(`page ${index}: ${note}`)
    this.#models.add(frame.models)
    if (frame.ran) this.#addUse(frame.ran)
    if (this.#text) this.#pages.push(processText(frame.text, frame.entities.filter(({ held }) => !held), this.#numbering))
    for (const [language, share] of Object.entries(frame.languages)) {
      report.languages_detected[language] = (report.languages_detected[language] ?? 0) + share * frame.text.length
    }
    if (Object.keys(frame.languages).length > 0) this.#characters += frame.text.length
  }

  #addUse({ used, fallbacks }: ProviderUse): void {
    const use = this.#report.providers ??= { used: [], fallbacks: [] }
    for (const name of used) if (!use.used.includes(name)) use.used.push(name)
    for (const text of fallbacks) {
      if (use.fallbacks.includes(text)) continue
      use.fallbacks.push(text)
      this.skip(text)
    }
  }

  skip(what: string): void { this.#report.skipped.push(what) }

  finish(): Report {
    const report = this.#report
    report.entities_present = report.entities.length > 0
    report.objects_present = report.objects.length > 0
    for (const [language, weight] of Object.entries(report.languages_detected)) report.languages_detected[language] = round(weight / this.#characters)
    if (this.#text) report.processed_text = this.#pages.join('\n\n')
    report.models = this.#models.list
    return report
  }
}

/** Weights that have been at work, each once. */
export class ModelList {
  readonly #models = new Map<string, ModelUse>()
  add(models: readonly ModelUse[]): void { for (const model of models) this.#models.set(`${model.file} ${model.sha256}`, model) }
  get list(): ModelUse[] { return [...this.#models.values()] }
}

/** A box in pixels of a frame as fractions of it, clipped to it. */
export function toLocation(box: Box, frame: { index: number, width: number, height: number }): Location {
  const clip = (v: number): number => round(Math.min(1, Math.max(0, v)))
  return {
    page: frame.index,
    x0: clip(box.x / frame.width), y0: clip(box.y / frame.height),
    x1: clip((box.x + box.w) / frame.width), y1: clip((box.y + box.h) / frame.height),
  }
}

const round = (v: number): number => Math.round(v * 1e6) / 1e6
