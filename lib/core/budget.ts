import type { PrivateFile } from './private-file.js'
import type { FrameMemory } from './types.js'

/**
 * Pixel memory. Frames lie on SharedArrayBuffers, so that several workers can look at one frame at the same time and
 * nothing is copied on the way. The garbage collector does not feel the weight of shared memory; therefore slabs are
 * lent, counted and used again here, and never left for it to find.
 */

/** Slabs are made in sizes of eight steps to the doubling, so that pages of nearly the same size share them. */
export function slabSize(bytes: number): number {
  if (bytes <= 4096) return 4096
  const step = 2 ** Math.max(0, Math.floor(Math.log2(bytes)) - 3)
  return Math.ceil(bytes / step) * step
}

/** Milliseconds. */
const MOMENT = 200

/** Free slabs of a process, kept for the next frame up to a bound. */
export class SlabStore {
  readonly #free: SharedArrayBuffer[] = []
  readonly #keep: number
  #freeBytes = 0

  constructor(keep: number) { this.#keep = keep }

  /**
   * A zeroed slab of at least that size: nothing of the frame that had it before is left in it.
   *
   * @param overwritten so many bytes from the first on will be written to before anybody else sees them
   */
  take(bytes: number, overwritten = 0): SharedArrayBuffer {
    const size = slabSize(bytes)
    let best = -1
    this.#free.forEach((slab, i) => {
      const fits = slab.byteLength >= size && slab.byteLength <= size * 2
      if (fits && (best < 0 || slab.byteLength < this.#free[best]!.byteLength)) best = i
    })
    if (best < 0) return new SharedArrayBuffer(size)
    const slab = this.#free.splice(best, 1)[0]!
    this.#freeBytes -= slab.byteLength
    new Uint8Array(slab).fill(0, overwritten)
    return slab
  }

  give(slab: SharedArrayBuffer): void {
    this.#free.push(slab)
    this.#freeBytes += slab.byteLength
    this.#trim(1)
    // One that alone is larger than the bound stays for a moment: the next frame of its animation is as large.
    if (this.#freeBytes > this.#keep) this.#late ??= setTimeout(() => { this.#late = undefined; this.#trim(0) }, MOMENT).unref()
  }

  #late: NodeJS.Timeout | undefined
  #trim(least: number): void {
    while (this.#freeBytes > this.#keep && this.#free.length > least) this.#freeBytes -= this.#free.shift()!.byteLength
  }

  get freeBytes(): number { return this.#freeBytes }
}

/**
 * A slab on loan. Whoever lets a worker touch it holds it meanwhile; it goes back to the store when the loan has ended
 * and no holder is left, so a slab is never lent anew while a task may still be writing to it.
 */
export class Lease implements FrameMemory {
  readonly buffer: SharedArrayBuffer
  /** What it takes of the budget. */
  readonly bytes: number
  /** For pixels that lie in a file. */
  readonly file: PrivateFile | undefined
  readonly #budget: Budget
  #holders = 0
  #ended = false
  #spoilt = false
  #finished = false

  constructor(budget: Budget, bytes: number, buffer: SharedArrayBuffer, file?: PrivateFile) {
    this.#budget = budget
    this.bytes = bytes
    this.buffer = buffer
    this.file = file
  }

  /** Starts work that uses the slab and keeps the slab out of the store until it has settled. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    if (this.#ended) throw new Error('The frame was released')
    this.#holders++
    try {
      return await work()
    } finally {
      this.#holders--
      this.#settle()
    }
  }

  /** The slab must not be used again: its last user was killed, and may still have been writing. */
  spoil(): void { this.#spoilt = true }

  get spoilt(): boolean { return this.#spoilt }

  /** Ends the loan. May be called more than once. */
  release(): void {
    this.#ended = true
    this.#settle()
  }

  #settle(): void {
    if (!this.#ended || this.#holders > 0 || this.#finished) return
    this.#finished = true
    this.#budget.takeBack(this)
  }
}

const NO_SLAB = new SharedArrayBuffer(0)

/** The bytes of pixels that one pipeline may have in flight. Waiting here is what backpressure is made of. */
export class Budget {
  readonly limit: number
  readonly #frames: number
  readonly #store: SlabStore
  readonly #waiting: { bytes: number, least: number, start: () => void, fail: (reason: Error) => void }[] = []
  /** Few, and in no Set: the tables that a Set leaves behind as members come and go keep old members alive through scavenges. */
  readonly #leases: Lease[] = []
  #used = 0
  #reserved = 0
  #loans = 0
  #closed = false

  /** @param frames so many loans at a time at most, however small they are */
  constructor(limit: number, store: SlabStore, frames = Infinity) {
    this.limit = limit
    this.#frames = frames
    this.#store = store
  }

  get used(): number { return this.#used }

  /** Bytes that are taken beside the loans as long as the pipeline runs; of several the most. */
  reserve(bytes: number): void { this.#reserved = Math.max(this.#reserved, bytes) }

  /**
   * Waits, first come first served, until the bytes are free. So many loans (`least`) are granted whatever their size: a
   * frame larger than the whole budget gets its turn alone, and a stage that holds frames back is not starved.
   */
  async lease(bytes: number, least = 1): Promise<Lease> {
    await this.#turn(bytes, least)
    return this.#lend(new Lease(this, bytes, this.#store.take(bytes)))
  }

  /** The same for pixels that lie in a file, which is closed when the loan has ended. It takes the whole budget: such pages pass one at a time. */
  async leaseFile(file: PrivateFile): Promise<Lease> {
    try {
      await this.#turn(this.limit, 1)
    } catch (error) {
      await file.close()
      throw error
    }
    return this.#lend(new Lease(this, this.limit, NO_SLAB, file))
  }

  /** Bytes for a worker to read while `use` is under way: copied onto a slab, where a message would leave two copies for the collector. */
  async sharing<T>(bytes: Uint8Array, use: (shared: Uint8Array) => Promise<T>): Promise<T> {
    if (bytes.buffer instanceof SharedArrayBuffer) return await use(bytes)
    const slab = this.#store.take(bytes.length, bytes.length)
    const shared = new Uint8Array(slab, 0, bytes.length)
    shared.set(bytes)
    try {
      return await use(shared)
    } finally {
      this.#store.give(slab)
    }
  }

  /** Memory for one step's own use, of a frame that has its loan already: it must not wait for others that wait as well. */
  async withSlab<T>(bytes: number, use: (memory: Uint8Array) => Promise<T>): Promise<T> {
    const slab = this.#store.take(bytes)
    const value = await use(new Uint8Array(slab, 0, bytes))
    // After an error a worker may still be writing to it: it is left to the collector.
    this.#store.give(slab)
    return value
  }

  async #turn(bytes: number, least: number): Promise<void> {
    if (this.#closed) throw new Error('The pipeline was closed')
    if (this.#waiting.length === 0 && this.#fits(bytes, least)) this.#grant(bytes)
    else await new Promise<void>((start, fail) => this.#waiting.push({ bytes, least, start, fail }))
  }

  #lend(lease: Lease): Lease {
    this.#leases.push(lease)
    return lease
  }

  /** Called by a lease whose loan has ended. */
  takeBack(lease: Lease): void {
    this.#leases.splice(this.#leases.indexOf(lease), 1)
    if (!lease.file) {
      if (!lease.spoilt) this.#store.give(lease.buffer)
    } else if (lease.spoilt) lease.file.closeLater()
    else void lease.file.close()
    this.#used -= lease.bytes
    this.#loans--
    this.#wake()
  }

  /** Ends every loan and refuses new ones. */
  close(): void {
    this.#closed = true
    for (const { fail } of this.#waiting.splice(0)) fail(new Error('The pipeline was closed'))
    for (const lease of [...this.#leases]) lease.release()
  }

  #fits(bytes: number, least: number): boolean {
    return this.#loans < least || (this.#loans < this.#frames && this.#used + bytes <= this.limit - this.#reserved)
  }

  #grant(bytes: number): void {
    this.#used += bytes
    this.#loans++
  }

  #wake(): void {
    while (this.#waiting.length > 0 && this.#fits(this.#waiting[0]!.bytes, this.#waiting[0]!.least)) {
      const { bytes, start } = this.#waiting.shift()!
      this.#grant(bytes)
      start()
    }
  }
}
