import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { Piscina } from 'piscina'
import type { Answer, Job, TaskName } from './protocol.js'

/**
 * A thread of the pool at work: one task to Piscina, in which job after job comes over a port of its own.
 *
 * With a task of Piscina's for each job, what a job leaves behind on the caller's thread is three times as much, and chained to what the
 * next one leaves, so that it outlives scavenges: the nursery of that thread grows to its largest within a few hundred pages.
 */
export class WorkerSession {
  readonly #port: MessagePort
  readonly #killer = new AbortController()
  #resolve: ((answer: Answer) => void) | undefined
  #reject: ((reason: unknown) => void) | undefined
  #over = false

  constructor(piscina: Piscina) {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    port1.on('message', (answer: Answer) => this.#resolve?.(answer))
    port1.unref() // while the session lasts, Piscina keeps the process alive
    piscina.run(port2, { transferList: [port2], signal: this.#killer.signal }).catch((reason: unknown) => {
      this.#over = true
      this.#reject?.(reason)
      port1.close()
    })
  }

  /** No more jobs: it was ended, or the thread is gone. */
  get over(): boolean { return this.#over }

  /** One job at a time. Rejects when the thread dies. */
  async do<T extends TaskName>(job: Job<T>): Promise<Answer<T>> {
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.#resolve = resolve
        this.#reject = reject
        this.#port.postMessage(job)
      }) as Answer<T>
    } finally {
      this.#resolve = this.#reject = undefined
    }
  }

  /** After its last job. Piscina has the thread back. */
  end(): void {
    this.#over = true
    this.#port.postMessage(undefined)
  }

  /** At once, together with the thread. */
  kill(): void { this.#killer.abort() }
}
