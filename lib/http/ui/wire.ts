import type { Plan, PlanBox } from '../../api/plan.js'
import type { MethodInfo } from '../../core/methods.js'
import type { Box, Method } from '../../core/types.js'
import type { LabelGroup } from '../../paint/label-groups.js'

/** What stands in the page itself: ways to paint, the extension of a file's name by its MIME type, labels by group, and what may be chosen. */
export interface PageTables {
  methods: Readonly<Record<Method, MethodInfo>>
  extensions: Readonly<Record<string, string>>
  /** In the order in which they are shown. A label that stands in none belongs to the last. */
  groups: readonly LabelGroup[]
  choices: PageChoices
}

/** What somebody may choose in the page, by option. */
export interface PageChoices {
  objects: readonly string[]
  /** Groups of labels of personal text. */
  entities: readonly string[]
  ocr: readonly string[]
  accuracy: readonly string[]
  sensitivity: readonly string[]
  onUnread: readonly string[]
}

/** A box of a page under review. */
export interface ReviewBox extends PlanBox {
  /** Shown, and not painted. */
  off?: true
  /** How sure the find is, 0..1. Absent: it is none. */
  score?: number
  /** Somebody should look: the score is near the least that counts, or below it; or it was seen and could not be read. */
  doubt?: true
}

/** A page under review. */
export interface ReviewPage {
  index: number
  /** Of the upright page, in pixels. */
  width: number
  height: number
  boxes: ReviewBox[]
  /** Somebody has said that it is right. */
  reviewed?: true
}

/** What the page is told when a plan was read. */
export interface Reviewed {
  plan: Plan
  /** Every label that a box may get, with its colour. */
  labels: Record<string, string>
}

/** A line of the answer while a file is looked through. The last one has the id. */
export type Progress =
  | ReviewPage & { document: string, page: number, total?: number }
  | Reviewed & { id: string }
  | { detail: unknown, code?: string }

/** A file on the server's side that is to be reviewed. `reviewed`: of how many pages, as far as a review was begun. */
export interface QueuedFile { name: string, bytes: number, pages?: number, reviewed?: number }

/** What the page is told at the start. */
export interface Queue {
  files: QueuedFile[]
  /** Whether marks and plans outlive the server. */
  kept: boolean
  /** Whether reviewed files are written by the server. */
  written: boolean
}

/** What became of a mark: how many pages are reviewed, and whether the redacted file was written. */
export interface Marked { reviewed: number, written?: true }

/** What was read in a place. */
export interface ReadText extends Box { text: string }
