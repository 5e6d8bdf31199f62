import type { ByteSource } from './byte-source.js'
import type { SpooledBytes } from './private-file.js'

/** Bytes on their way out, for a walker that reads along. Held are those that it may still ask for. */
export class PassingSource implements ByteSource {
  /** Pieces one behind the other, the first at `#start`. */
  readonly #pieces: Uint8Array[] = []
  #start = 0
  #length = 0
  #released = 0
  #ended = false
  readonly #waiting: (() => void)[] = []
  /** The farthest that was asked for. */
  farthest = 0

  push(bytes: Uint8Array): void {
    this.#pieces.push(bytes)
    this.#length += bytes.length
    this.#drop()
    this.#wake()
  }

  end(): void {
    this.#ended = true
    this.#wake()
  }

  get length(): number { return this.#length }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const end = await this.#arrived(offset, length)
    if (offset < this.#start) throw new Error('Bytes were asked for that have passed')
    let at = this.#start
    for (const piece of this.#pieces) {
      if (offset >= at && end <= at + piece.length) return piece.subarray(offset - at, Math.max(offset, end) - at)
      at += piece.length
    }
    const out = new Uint8Array(Math.max(0, end - offset))
    at = this.#start
    for (const piece of this.#pieces) {
      const from = Math.max(offset, at)
      const to = Math.min(end, at + piece.length)
      if (to > from) out.set(piece.subarray(from - at, to - at), from - offset)
      at += piece.length
    }
    return out
  }

  async size(): Promise<number> {
    while (!this.#ended) await this.#more()
    return this.#length
  }

  release(offset: number): void {
    this.#released = Math.max(this.#released, offset)
    this.#drop()
  }

  /** Of a page too large for memory it is enough that its bytes come. */
  async keep(offset: number, length: number): Promise<SpooledBytes> {
    const end = await this.#arrived(offset, length, true)
    return { offset, length: Math.max(0, end - offset) } as SpooledBytes
  }

  lend(): void {}

  async #arrived(offset: number, length: number, passing = false): Promise<number> {
    this.farthest = Math.max(this.farthest, offset + length)
    while (!this.#ended && this.#length < offset + length) {
      if (passing) this.release(this.#length)
      await this.#more()
    }
    return Math.min(offset + length, this.#length)
  }

  async #more(): Promise<void> { await new Promise<void>(resolve => this.#waiting.push(resolve)) }
  #wake(): void { for (const wake of this.#waiting.splice(0)) wake() }

  #drop(): void {
    let whole = 0
    while (whole < this.#pieces.length && this.#start + this.#pieces[whole].length <= this.#released) this.#start += this.#pieces[whole++].length
    if (whole > 0) this.#pieces.splice(0, whole)
  }
}
