import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { QueueStatus } from './queue.js'

/** How a start of a job can end. */
export type Ending = 'done' | 'failed' | 'given back' | 'taken over' | 'split'

/** Numbers of a worker, for Prometheus: nothing that was read, and no names. */
export class QueueMetrics {
  readonly registry = new Registry()
  readonly #jobs = new Counter({ name: 'efface_jobs_total', help: 'Starts of jobs by how they ended', labelNames: ['job', 'ending'], registers: [this.registry] })
  readonly #failures = new Counter({ name: 'efface_job_failures_total', help: 'Failed starts by code', labelNames: ['code'], registers: [this.registry] })
  readonly #pages = new Counter({ name: 'efface_pages_total', help: 'Pages and frames redacted', registers: [this.registry] })
  readonly #seconds = new Histogram({
    name: 'efface_job_seconds', help: 'Seconds from start to end', labelNames: ['job'], registers: [this.registry], buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900],
  })

  constructor(active: () => number, status: () => Promise<QueueStatus>) {
    const now = new Gauge({ name: 'efface_jobs_active', help: 'Jobs of this worker under way', registers: [this.registry], collect() { this.set(active()) } })
    const queue = new Gauge({
      name: 'efface_queue_jobs', help: 'Jobs of the queue by state', labelNames: ['state'], registers: [this.registry],
      async collect() {
        const { paused: _paused, workers: _workers, ...counts } = await status()
        for (const [state, count] of Object.entries(counts)) this.set({ state }, count)
      },
    })
    void now
    void queue
    collectDefaultMetrics({ register: this.registry })
  }

  end(job: string, ending: Ending, ms: number): void {
    this.#jobs.inc({ job, ending })
    this.#seconds.observe({ job }, ms / 1000)
  }

  failure(code: string): void { this.#failures.inc({ code }) }
  pages(count: number): void { this.#pages.inc(count) }
}
