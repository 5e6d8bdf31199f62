import { Transform, type TransformCallback } from 'node:stream'

/** How {@link ordered} works on its items. */
export interface OrderedOptions<In, Out> {
  /** Items worked on at a time, from 1. */
  concurrency: number
  /** The work on one item. The signal is aborted when the stream is destroyed. */
  run: (item: In, signal: AbortSignal) => Promise<Out>
  /** Called for each result in the order of the input, just before it is passed on. */
  inOrder?: (result: Out) => void
  /** Called when the stream, or the chain it is a link of, is destroyed before its end; perhaps more than once. */
  abandoned?: () => void
}

/**
 * The one stream under all stages that compute: works on several items at a time, passes them on in the order they came,
 * and takes no new item while `concurrency` of them are unfinished or not yet taken by the next stage.
 *
 * @example
 * source.pipe(ordered({ concurrency: 2, run: async (n: number) => n * 2 }))
 */
export function ordered<In, Out>(options: OrderedOptions<In, Out>): Transform {
  return new Ordered(options)
}

class Ordered<In, Out> extends Transform {
  readonly #options: OrderedOptions<In, Out>
  readonly #abort = new AbortController()
  /** Results in the order of the input; each settles to the item, never rejects. */
  readonly #queue: Promise<void>[] = []
  #last: Promise<void> = Promise.resolve()
  /** The callback itself: a closure made for each item would in some builds of V8 keep the ones before it alive through scavenges. */
  #room: TransformCallback | undefined

  constructor(options: OrderedOptions<In, Out>) {
    super({ objectMode: true, writableHighWaterMark: 1, readableHighWaterMark: 1 })
    this.#options = options
  }

  override _transform(item: In, _encoding: BufferEncoding, callback: TransformCallback): void {
    const work = this.#options.run(item, this.#abort.signal)
    work.catch(() => {})
    const passedOn = this.#last.then(async () => {
      const result = await work
      if (this.destroyed) return
      this.#options.inOrder?.(result)
      if (!this.push(result)) await this.#drained()
    })
    this.#last = passedOn
    this.#queue.push(passedOn)
    passedOn.then(() => {
      void this.#queue.shift()
      const room = this.#room
      this.#room = undefined
      room?.()
    }, (error: Error) => this.destroy(error))
    if (this.#queue.length < this.#options.concurrency) callback()
    else this.#room = callback
  }

  override _flush(callback: TransformCallback): void {
    this.#last.then(() => callback(), callback)
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#abort.abort(error ?? undefined)
    this.#taken?.()
    if (!this.readableEnded) this.abandon()
    callback(error)
  }

  /** What this stream lent to others is asked back, also after its own end: see Chain. */
  abandon(): void { this.#options.abandoned?.() }

  #taken: (() => void) | undefined
  /** Resolves when the next stage asks for more, or this stream is gone. */
  #drained(): Promise<void> {
    return new Promise(resolve => { this.#taken = resolve })
  }

  override _read(size: number): void {
    const taken = this.#taken
    this.#taken = undefined
    taken?.()
    super._read(size)
  }
}
