import { malformed } from '../../core/errors.js'
import type { ByteSource } from '../../core/byte-source.js'

/** So many bytes are looked at at once, where they are there already: a GIF is made of very small blocks. */
const WINDOW = 1 << 16

/** No promise where none is needed: an animation has dozens of fields a frame, and thousands of blocks. */
type Soon<T> = T | Promise<T>

/** Reads on from a place in a GIF. All but the end of the last frame's data must be there. */
export class Cursor {
  offset = 0
  readonly #source: ByteSource
  /** Bytes of the file; those from `#at` on lie at `offset`. */
  #window: Uint8Array = new Uint8Array(0)
  #at = 0
  #inBlocks = false

  constructor(source: ByteSource) { this.#source = source }

  release(): void { this.#source.release(this.offset) }

  take(length: number): Soon<Uint8Array> {
    return this.#left < length ? this.#fill(length).then(() => this.#take(length)) : this.#take(length)
  }

  byte(): Soon<number> {
    return this.#left < 1 ? this.#fill(1).then(() => this.#byte()) : this.#byte()
  }

  byteOrEnd(): Soon<number | undefined> {
    return this.#left < 1 ? this.#fill(1).then(() => this.#left < 1 ? undefined : this.#byte()) : this.#byte()
  }

  /** The next sub-block; empty at and after the terminator of an extension. */
  async block(): Promise<Uint8Array> {
    const length = await this.byte()
    this.#inBlocks = length > 0
    return await this.take(length)
  }

  /** Whatever is left of an extension. */
  async skipBlocks(): Promise<void> { while (this.#inBlocks) await this.block() }

  /** Shows where the sub-blocks lie, up to the terminator or to the end of a file that stops short. */
  async blocks(show: (window: Uint8Array, from: number, to: number) => void): Promise<void> {
    for (;;) {
      if (this.#left < 1) await this.#fill(1)
      if (this.#left < 1) return
      const length = this.#byte()
      if (length === 0) return
      if (this.#left < length) {
        this.release()
        await this.#fill(length)
      }
      const from = this.#at
      this.#step(Math.min(length, this.#left))
      show(this.#window, from, this.#at)
    }
  }

  get #left(): number { return this.#window.length - this.#at }

  /** At least so many bytes in the window, or all that there are. */
  async #fill(length: number): Promise<void> {
    this.#window = await this.#source.read(this.offset, length, WINDOW)
    this.#at = 0
  }

  #take(length: number): Uint8Array {
    this.#step(length)
    return this.#window.subarray(this.#at - length, this.#at)
  }

  #byte(): number {
    this.#step(1)
    return this.#window[this.#at - 1]
  }

  #step(length: number): void {
    if (this.#left < length) throw malformed('The GIF file is truncated')
    this.#at += length
    this.offset += length
  }
}
