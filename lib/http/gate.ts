import { HttpError } from './errors.js'

/** A wait that is shorter, in milliseconds, is not worth giving a place away for. */
const SHORT_MS = 50

/**
 * Lets so many requests work at a time and so many more wait; whoever comes after those is told to come back. A place is for work:
 * who has to wait for its client lets it go meanwhile, see {@link Turn}.
 */
export class Gate {
  #working = 0
  readonly #waiting: Place[] = []
  #closed = false

  constructor(readonly concurrency: number, readonly queue: number, readonly retrySeconds = 2) {}

  get working(): number { return this.#working }
  get waiting(): number { return this.#waiting.length }

  /** @throws HttpError 429 when the queue is full, 503 when the server is draining */
  async run<T>(work: (turn: Turn) => Promise<T>, signal: AbortSignal): Promise<T> {
    this.checkRoom()
    const turn = new Turn(returning => this.#enter(signal, returning), () => this.#leave())
    await turn.take()
    try {
      return await work(turn)
    } finally {
      await turn.end()
    }
  }

  /** Whether a request that comes now would be let in: to be asked before its body is read. @throws HttpError as `run` does */
  checkRoom(): void {
    if (this.#closed) throw draining()
    if (this.#working >= this.concurrency && this.#waiting.length >= this.queue) {
      throw new HttpError(429, 'Too many requests at a time', { 'retry-after': String(this.retrySeconds) }, 'ERR_BUSY')
    }
  }

  /** Refuses new work, and whoever has waited so far without having begun. */
  close(): void {
    this.#closed = true
    const fresh = this.#waiting.filter(({ returning }) => !returning)
    for (const place of fresh) {
      this.#waiting.splice(this.#waiting.indexOf(place), 1)
      place.fail(draining())
    }
  }

  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next.start()
    else this.#working--
  }

  /** `returning`: it had a place already, and comes before those that had none. */
  async #enter(signal: AbortSignal, returning: boolean): Promise<void> {
    if (signal.aborted) throw clientGone()
    if (this.#working < this.concurrency) {
      this.#working++
      return
    }
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        const at = this.#waiting.indexOf(place)
        if (at < 0) return
        this.#waiting.splice(at, 1)
        reject(clientGone())
      }
      const settled = <A extends unknown[]>(settle: (...args: A) => void) => (...args: A): void => {
        signal.removeEventListener('abort', leave)
        settle(...args)
      }
      const place: Place = { returning, start: settled(resolve), fail: settled(reject) }
      const at = returning ? this.#waiting.findIndex(other => !other.returning) : -1
      this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, place)
      signal.addEventListener('abort', leave, { once: true })
    })
  }
}

interface Place { returning: boolean, start: () => void, fail: (error: Error) => void }

/** A request's place among those at work. */
export class Turn {
  readonly #enter: (returning: boolean) => Promise<void>
  readonly #leave: () => void
  #held = false
  #begun = false
  #over = false
  #away = 0
  /** Places are taken and left one after the other. */
  #last: Promise<void> = Promise.resolve()

  constructor(enter: (returning: boolean) => Promise<void>, leave: () => void) {
    this.#enter = enter
    this.#leave = leave
  }

  take(): Promise<void> {
    return this.#next(async () => {
      if (this.#held || this.#over) return
      await this.#enter(this.#begun)
      this.#held = this.#begun = true
    })
  }

  /** Waits for the client; if that takes long, without the place, which is taken again before this resolves. */
  async without<T>(wait: Promise<T>): Promise<T> {
    if (await isShort(wait)) return await wait
    if (++this.#away === 1) void this.#leaveIt()
    try {
      return await wait
    } finally {
      if (--this.#away === 0) await this.take()
    }
  }

  /** Leaves the place for good. */
  end(): Promise<void> {
    this.#over = true
    return this.#leaveIt()
  }

  #leaveIt(): Promise<void> {
    return this.#next(async () => {
      if (this.#held) this.#leave()
      this.#held = false
    })
  }

  #next(step: () => Promise<void>): Promise<void> {
    const done = this.#last.then(step)
    this.#last = done.catch(() => {})
    return done
  }
}

async function isShort(wait: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>(resolve => { timer = setTimeout(() => resolve(false), SHORT_MS) })
  try {
    return await Promise.race([wait.then(() => true, () => true), late])
  } finally {
    clearTimeout(timer)
  }
}

export const clientGone = (): HttpError => new HttpError(499, 'The client went away', {}, 'ERR_CLIENT_GONE')
export const draining = (): HttpError => new HttpError(503, 'The server is shutting down', { 'retry-after': '5', connection: 'close' }, 'ERR_DRAINING')
