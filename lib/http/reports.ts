import { randomBytes } from 'node:crypto'

export interface ReportLimits {
  /** Reports kept at a time. */
  reports: number
  /** Bytes of all of them. */
  bytes: number
  /** Milliseconds for which one is kept. */
  keepMs: number
}

const LIMITS: ReportLimits = { reports: 1000, bytes: 64 * 2 ** 20, keepMs: 10 * 60_000 }

/** Reports of streamed answers, for clients that read no trailers: kept for some minutes, and no more of them than the limits say. */
export class Reports {
  readonly #limits: ReportLimits
  /** In the order they came. */
  readonly #kept = new Map<string, { body: string, timer: NodeJS.Timeout }>()
  #bytes = 0

  constructor(limits: Partial<ReportLimits> = {}) { this.#limits = { ...LIMITS, ...limits } }

  /** An id that nobody guesses. The report comes later. */
  reserve(): string { return randomBytes(18).toString('base64url') }

  /** Keeps a report, and drops the oldest ones where there are too many. One that is larger than all may be is not kept. */
  keep(id: string, report: unknown): void {
    const body = JSON.stringify(report)
    if (body.length > this.#limits.bytes) return
    this.#kept.set(id, { body, timer: setTimeout(() => this.#drop(id), this.#limits.keepMs).unref() })
    this.#bytes += body.length
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#limits.reports && this.#bytes <= this.#limits.bytes) break
      this.#drop(oldest)
    }
  }

  get(id: string): string | undefined { return this.#kept.get(id)?.body }

  clear(): void { for (const id of [...this.#kept.keys()]) this.#drop(id) }

  #drop(id: string): void {
    const kept = this.#kept.get(id)
    if (!kept) return
    clearTimeout(kept.timer)
    this.#kept.delete(id)
    this.#bytes -= kept.body.length
  }
}
