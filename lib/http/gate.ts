import { HttpError } from './errors.js'

/** Lets so many requests work at a time and so many more wait; whoever comes after those is told to come back. */
export class Gate {
  #working = 0
  readonly #waiting: { start: () => void, fail: (error: Error) => void }[] = []
  #closed = false

  constructor(readonly concurrency: number, readonly queue: number, readonly retrySeconds = 2) {}

  get working(): number { return this.#working }
  get waiting(): number { return this.#waiting.length }

  /** @throws HttpError 429 when the queue is full, 503 when the server is draining */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal)
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next.start()
      else this.#working--
    }
  }

  /** Refuses new work, and whoever still waits. */
  close(): void {
    this.#closed = true
    for (const { fail } of this.#waiting.splice(0)) fail(draining())
  }

  async #enter(signal: AbortSignal): Promise<void> {
    if (this.#closed) throw draining()
    if (this.#working < this.concurrency) {
      this.#working++
      return
    }
    if (this.#waiting.length >= this.queue) {
      throw new HttpError(429, 'Too many requests at a time', { 'retry-after': String(this.retrySeconds) }, 'ERR_BUSY')
    }
    await new Promise<void>((start, fail) => {
      const place = { start, fail }
      this.#waiting.push(place)
      signal.addEventListener('abort', () => {
        const at = this.#waiting.indexOf(place)
        if (at < 0) return
        this.#waiting.splice(at, 1)
        fail(new HttpError(499, 'The client went away'))
      }, { once: true })
    })
  }
}

const draining = (): HttpError => new HttpError(503, 'The server is shutting down', { 'retry-after': '5' }, 'ERR_DRAINING')
