import type { Plan } from '../../api/plan.js'

/** What the page is told when a plan was made or read. */
export interface Reviewed {
  plan: Plan
  /** Every label that a box may get, with its colour. */
  labels: Record<string, string>
}

/** A line of the answer while a file is looked through. */
export type Progress =
  | { page: number, total?: number }
  | Reviewed & { id: string }
  | { detail: unknown, code?: string }
