import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Report } from '../api/report.js'
import type { Gate } from './gate.js'

/** What `/metrics` tells: numbers only, nothing that was read. */
export class Metrics {
  readonly registry = new Registry()
  readonly #requests = new Counter({ name: 'efface_requests_total', help: 'Answered requests', labelNames: ['route', 'status'], registers: [this.registry] })
  readonly #errors = new Counter({ name: 'efface_errors_total', help: 'Failed requests by code', labelNames: ['code'], registers: [this.registry] })
  readonly #pages = new Counter({ name: 'efface_pages_total', help: 'Pages and frames redacted', registers: [this.registry] })
  readonly #bytes = new Counter({ name: 'efface_bytes_total', help: 'Bytes of images', labelNames: ['direction'], registers: [this.registry] })
  readonly #stages = new Histogram({
    name: 'efface_stage_seconds', help: 'Seconds of work on a frame, by stage', labelNames: ['stage'], registers: [this.registry],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
  })

  constructor(gate: Gate) {
    const queue = new Gauge({ name: 'efface_queue_depth', help: 'Requests that wait', registers: [this.registry], collect() { this.set(gate.waiting) } })
    const active = new Gauge({ name: 'efface_requests_active', help: 'Requests being worked on', registers: [this.registry], collect() { this.set(gate.working) } })
    void queue
    void active
    collectDefaultMetrics({ register: this.registry })
  }

  request(route: string, status: number): void { this.#requests.inc({ route, status }) }
  error(code: string): void { this.#errors.inc({ code }) }
  bytes(direction: 'in' | 'out', count: number): void { this.#bytes.inc({ direction }, count) }

  report({ frames }: Report): void {
    this.#pages.inc(frames.length)
    for (const { ms } of frames) for (const [stage, time] of Object.entries(ms)) this.#stages.observe({ stage }, time / 1000)
  }
}
