import type { Plan } from '../../api/plan.js'
import type { MethodInfo } from '../../core/methods.js'
import type { Method } from '../../core/types.js'

/** What stands in the page itself: ways to paint, and the extension of a file's name by its MIME type. */
export interface PageTables {
  methods: Readonly<Record<Method, MethodInfo>>
  extensions: Readonly<Record<string, string>>
}

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
