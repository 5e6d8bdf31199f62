import { HttpError } from './errors.js'
import { draining } from './gate.js'

/** Milliseconds in which a client may be as slow as it likes: connections begin slowly, and some stumble. */
const GRACE_MS = 10_000
/** Milliseconds that a client may keep a server waiting that is closing. */
const CLOSING_MS = 1000

export interface PatienceOptions {
  /** Milliseconds without any byte. */
  idleMs: number
  /** Bytes a second, on average, beyond the grace. */
  minRate: number
}

/** How long clients may keep the server waiting. */
export class Patience {
  readonly #options: PatienceOptions
  readonly #waits = new Set<Wait>()
  #closing = false

  constructor(options: PatienceOptions) { this.#options = options }

  /** From now on, nobody is waited for longer than a moment. */
  close(): void {
    this.#closing = true
    for (const wait of this.#waits) wait.limit(CLOSING_MS, draining())
  }

  /** One direction of one client's connection. */
  client(): Client {
    const { idleMs, minRate } = this.#options
    const start = (wait: Wait, ms: number): void => {
      this.#waits.add(wait)
      if (this.#closing) wait.limit(CLOSING_MS, draining())
      else wait.limit(Math.min(ms, idleMs), tooSlow())
    }
    return new Client(minRate, start, wait => this.#waits.delete(wait))
  }
}

/** Waits for a client, and counts what it brings. The time in which nobody waits for it is not its own. */
export class Client {
  readonly #minRate: number
  readonly #start: (wait: Wait, ms: number) => void
  readonly #end: (wait: Wait) => void
  #waited = 0
  #bytes = 0

  constructor(minRate: number, start: (wait: Wait, ms: number) => void, end: (wait: Wait) => void) {
    this.#minRate = minRate
    this.#start = start
    this.#end = end
  }

  got(bytes: number): void { this.#bytes += bytes }

  /** @throws HttpError 408 when it is not waited for any longer, 503 when the server closes */
  async wait<T>(promise: Promise<T>): Promise<T> {
    const began = performance.now()
    const wait = new Wait()
    const allowed = this.#minRate > 0 ? GRACE_MS + this.#bytes / this.#minRate * 1000 - this.#waited : Infinity
    this.#start(wait, Math.max(0, allowed))
    promise.catch(() => {})
    try {
      return await Promise.race([promise, wait.over])
    } finally {
      wait.clear()
      this.#end(wait)
      this.#waited += performance.now() - began
    }
  }
}

class Wait {
  readonly over: Promise<never>
  #fail!: (error: Error) => void
  #timer: NodeJS.Timeout | undefined

  constructor() {
    this.over = new Promise<never>((_resolve, reject) => { this.#fail = reject })
    this.over.catch(() => {})
  }

  limit(ms: number, error: Error): void {
    this.clear()
    this.#timer = setTimeout(() => this.#fail(error), ms)
  }

  clear(): void { clearTimeout(this.#timer) }
}

const tooSlow = (): HttpError => new HttpError(408, 'The upload came in too slowly', { connection: 'close' }, 'ERR_TOO_SLOW')
