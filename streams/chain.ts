import { Duplex, finished } from 'node:stream'

/**
 * Ends what a Duplex gives, but not before what it takes has ended: whoever iterates over a Duplex destroys it at the end of its output, and with an error
 * where it has still to finish (findings/node-duplex-before-a-function.sh).
 */
export function endOutput(duplex: Duplex): void {
  if (duplex.writableFinished) duplex.push(null)
  else duplex.once('finish', () => duplex.push(null))
}

/**
 * Several Duplexes as one: writes go to the first, reads come from the last, backpressure runs through all of them, and
 * an error anywhere destroys everything with that error.
 *
 * @example
 * const pixels = new Chain([decode(), split()]) // bytes in, frames out
 * source.pipe(pixels).on('data', frame => frame.memory?.release())
 */
export class Chain extends Duplex {
  readonly #links: readonly Duplex[]
  readonly #first: Duplex
  readonly #last: Duplex
  #wanted = false

  /** `links`: one at least. The chain owns them from now on. */
  constructor(links: readonly Duplex[]) {
    const first = links[0]!
    const last = links[links.length - 1]!
    super({
      writableObjectMode: first.writableObjectMode, writableHighWaterMark: first.writableHighWaterMark,
      readableObjectMode: last.readableObjectMode, readableHighWaterMark: last.readableHighWaterMark,
    })
    this.#links = links
    this.#first = first
    this.#last = last
    for (const link of links) finished(link, error => { if (error) this.destroy(error) })
    for (let i = 1; i < links.length; i++) links[i - 1]!.pipe(links[i]!)
    last.on('readable', () => this.#pump())
    last.on('end', () => endOutput(this))
  }

  /** @internal */
  override _write(chunk: unknown, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    if (this.#first.write(chunk, encoding)) callback()
    else this.#first.once('drain', callback)
  }

  /** @internal */
  override _final(callback: (error?: Error | null) => void): void {
    this.#first.end()
    callback()
  }

  /** @internal */
  override _read(): void {
    this.#wanted = true
    this.#pump()
  }

  #pump(): void {
    while (this.#wanted) {
      const chunk = this.#last.read() as unknown
      if (chunk === null) return
      this.#wanted = this.push(chunk)
    }
  }

  /** @internal */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    for (const link of this.#links) {
      link.destroy(error ?? undefined)
      // A link that has ended does not hear of it, but a frame that it lent may be lost on its way through the others.
      if (!this.readableEnded) (link as { abandon?: () => void }).abandon?.()
    }
    callback(error)
  }
}
