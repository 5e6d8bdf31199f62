/** A fleet of workers on one queue, by discrete events: what happens, and when, without doing it. All times in seconds. */

/** A kind of document: its share of the load, and what a page of it costs. */
export interface DocumentKind { name: string, share: number, pages: readonly [least: number, most: number], secondsAPage: number }

export interface FleetOptions {
  /** Processes of one thread. */
  workers: number
  documents: number
  kinds: readonly DocumentKind[]
  /** Documents that arrive in an hour; Infinity: all are there at the start. */
  arrivalsAnHour?: number
  /** Mean seconds until a worker dies, and from then until it is back; Infinity: none does. */
  meanLife?: number
  restart?: number
  /** Seconds after which a document of a dead worker is given to another. */
  stalled?: number
  /** Of all starts, how many fail for what passes: a store that is busy, a full disk. They wait, and are tried again. */
  passing?: number
  backoff?: number
  attempts?: number
  /** Seconds beside the work: the job taken, the input opened, the output published. */
  overhead?: number
  /** Times of pages vary log-normally, by this standard deviation of their logarithm. */
  spread?: number
  seed?: number
  /** Seconds between two samples of the queue. */
  sample?: number
}

export interface Sample { at: number, waiting: number, working: number, done: number }

export interface FleetResult {
  samples: Sample[]
  /** Until the last document was done or given up. */
  seconds: number
  done: number
  pages: number
  givenUp: number
  deaths: number
  failures: number
  /** Seconds from arrival to completion, of half the documents and of 99 in 100. */
  median: number
  percentile99: number
  /** Of the time that workers lived, how much went into documents that came to an end. */
  busy: number
}

type Event = { at: number, worker?: Worker, life?: number, document?: Document, what: 'arrives' | 'ends' | 'fails' | 'dies' | 'returns' | 'requeued' }
interface Document { arrived: number, pages: number, seconds: number, attempts: number }
interface Worker { document?: Document, since: number, life: number }

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = state + 0x6d2b79f5 >>> 0
    let n = Math.imul(state ^ state >>> 15, 1 | state)
    n = n + Math.imul(n ^ n >>> 7, 61 | n) ^ n
    return ((n ^ n >>> 14) >>> 0) / 2 ** 32
  }
}

/** The earliest event first. */
class Agenda {
  readonly #heap: Event[] = []

  get size(): number { return this.#heap.length }

  add(event: Event): void {
    const heap = this.#heap
    let i = heap.push(event) - 1
    for (; i > 0 && heap[i - 1 >> 1].at > event.at; i = i - 1 >> 1) heap[i] = heap[i - 1 >> 1]
    heap[i] = event
  }

  next(): Event {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()!
    if (heap.length === 0) return first
    let i = 0
    for (let child = 1; child < heap.length; child = 2 * i + 1) {
      if (child + 1 < heap.length && heap[child + 1].at < heap[child].at) child++
      if (heap[child].at >= last.at) break
      heap[i] = heap[child]
      i = child
    }
    heap[i] = last
    return first
  }
}

/** Runs until every document is done or given up. */
export function simulate(options: FleetOptions): FleetResult { return new Fleet(options).run() }

class Fleet {
  readonly #options: Required<FleetOptions>
  readonly #random: () => number
  readonly #agenda = new Agenda()
  readonly #idle: Worker[] = []
  /** First come, first served; what is before `#first` has gone. */
  readonly #queue: Document[] = []
  #first = 0
  readonly #times: number[] = []
  readonly #result: FleetResult = {
    samples: [], seconds: 0, done: 0, pages: 0, givenUp: 0, deaths: 0, failures: 0, median: 0, percentile99: 0, busy: 0,
  }
  #useful = 0
  #working = 0
  #arrived = 0
  #nextSample = 0

  constructor(options: FleetOptions) {
    this.#options = {
      arrivalsAnHour: Infinity, meanLife: Infinity, restart: 30, stalled: 30, passing: 0, backoff: 30, attempts: 5, overhead: 0.1, spread: 0.5,
      seed: 1, sample: 60, ...options,
    }
    this.#random = random(this.#options.seed)
    for (let i = 0; i < this.#options.workers; i++) this.#born({ since: 0, life: 0 }, 0)
    this.#agenda.add({ at: 0, what: 'arrives' })
  }

  run(): FleetResult {
    const { documents, workers } = this.#options
    const result = this.#result
    while (result.done + result.givenUp < documents) {
      const event = this.#agenda.next()
      this.#sampleUntil(event.at)
      result.seconds = event.at
      this.#happen(event)
    }
    this.#sampleUntil(result.seconds + this.#options.sample)
    this.#times.sort((a, b) => a - b)
    const at = (share: number): number => this.#times[Math.min(this.#times.length - 1, Math.floor(share * this.#times.length))] ?? 0
    return Object.assign(result, { median: at(0.5), percentile99: at(0.99), busy: this.#useful / (workers * result.seconds) })
  }

  #happen(event: Event): void {
    const { at, worker, document } = event
    if (event.what === 'arrives') return this.#arrive(at)
    if (event.what === 'requeued') return this.#put(document!, at)
    // What was to become of a worker that has died meanwhile does not.
    if (worker!.life !== event.life) return
    if (event.what === 'dies') return this.#die(worker!, at)
    if (event.what === 'returns') return this.#born(worker!, at)
    this.#working--
    delete worker!.document
    if (event.what === 'ends') this.#end(document!, at)
    else {
      this.#result.failures++
      this.#again(document!, at, this.#options.backoff * 2 ** (document!.attempts - 1))
    }
    this.#offer(worker!, at)
  }

  #arrive(at: number): void {
    const { arrivalsAnHour, documents } = this.#options
    do this.#put(this.#document(at), at)
    while (++this.#arrived < documents && arrivalsAnHour === Infinity)
    if (this.#arrived < documents) this.#agenda.add({ at: at + this.#exponential(3600 / arrivalsAnHour), what: 'arrives' })
  }

  #document(at: number): Document {
    const { kinds, spread } = this.#options
    let left = this.#random() * kinds.reduce((sum, { share }) => sum + share, 0)
    const kind = kinds.find(({ share }) => (left -= share) < 0) ?? kinds.at(-1)!
    const [least, most] = kind.pages
    const pages = least + Math.floor(this.#random() * (most - least + 1))
    // Of mean 1, so that the measured mean is kept.
    const factor = Math.exp(spread * this.#normal() - spread ** 2 / 2)
    return { arrived: at, pages, seconds: pages * kind.secondsAPage * factor, attempts: 0 }
  }

  #put(document: Document, at: number): void {
    this.#queue.push(document)
    const worker = this.#idle.pop()
    if (worker) this.#offer(worker, at)
  }

  /** A worker that is free takes what has waited longest. */
  #offer(worker: Worker, at: number): void {
    if (this.#first === this.#queue.length) return void this.#idle.push(worker)
    const document = this.#queue[this.#first++]
    if (this.#first > 10_000 && this.#first * 2 > this.#queue.length) this.#first -= this.#queue.splice(0, this.#first).length
    document.attempts++
    worker.document = document
    this.#working++
    const fails = this.#random() < this.#options.passing
    const seconds = this.#options.overhead + document.seconds * (fails ? this.#random() : 1)
    this.#agenda.add({ at: at + seconds, worker, life: worker.life, document, what: fails ? 'fails' : 'ends' })
  }

  #end(document: Document, at: number): void {
    this.#result.done++
    this.#result.pages += document.pages
    this.#useful += document.seconds
    this.#times.push(at - document.arrived)
  }

  #again(document: Document, at: number, wait: number): void {
    if (document.attempts >= this.#options.attempts) this.#result.givenUp++
    else this.#agenda.add({ at: at + wait, document, what: 'requeued' })
  }

  #die(worker: Worker, at: number): void {
    this.#result.deaths++
    worker.life++
    if (worker.document) {
      this.#working--
      this.#again(worker.document, at, this.#options.stalled)
      delete worker.document
    } else this.#idle.splice(this.#idle.indexOf(worker), 1)
    this.#agenda.add({ at: at + this.#options.restart, worker, life: worker.life, what: 'returns' })
  }

  #born(worker: Worker, at: number): void {
    const { meanLife } = this.#options
    if (meanLife < Infinity) this.#agenda.add({ at: at + this.#exponential(meanLife), worker, life: worker.life, what: 'dies' })
    this.#offer(worker, at)
  }

  #sampleUntil(at: number): void {
    for (; this.#nextSample < at; this.#nextSample += this.#options.sample) {
      this.#result.samples.push({ at: this.#nextSample, waiting: this.#queue.length - this.#first, working: this.#working, done: this.#result.done })
    }
  }

  #exponential(mean: number): number { return -Math.log(1 - this.#random()) * mean }
  #normal(): number { return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random()) }
}
