import { malformed } from '../../errors.js'
import type { ByteSource } from '../codec.js'

/** So many bytes are looked at at once, where they are there already: a GIF is made of very small blocks. */
const WINDOW = 1 << 16

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

  async take(length: number): Promise<Uint8Array> {
    await this.#fill(length)
    if (this.#left < length) throw malformed('The GIF file is truncated')
    return this.#step(length)
  }

  async byte(): Promise<number> { return (await this.take(1))[0] }

  async byteOrEnd(): Promise<number | undefined> {
    await this.#fill(1)
    return this.#step(1)[0]
  }

  /** The next sub-block; empty at and after the terminator of an extension. */
  async block(): Promise<Uint8Array> {
    const length = await this.byte()
    this.#inBlocks = length > 0
    return await this.take(length)
  }

  /** Whatever is left of an extension. */
  async skipBlocks(): Promise<void> { while (this.#inBlocks) await this.block() }

  /** Shows the sub-blocks up to the terminator, or to the end of a file that stops short. */
  async blocks(show: (block: Uint8Array) => void): Promise<void> {
    for (;;) {
      // No promise where none is needed: a large frame has thousands of these.
      if (this.#left < 1) await this.#fill(1)
      if (this.#left < 1) return
      const length = this.#window[this.#at++]
      this.offset++
      if (length === 0) return
      if (this.#left < length) {
        this.release()
        await this.#fill(length)
      }
      show(this.#step(length))
    }
  }

  get #left(): number { return this.#window.length - this.#at }

  /** At least so many bytes in the window, or all that there are. */
  async #fill(length: number): Promise<void> {
    if (this.#left >= length) return
    this.#window = await this.#source.read(this.offset, length, WINDOW)
    this.#at = 0
  }

  #step(length: number): Uint8Array {
    const bytes = this.#window.subarray(this.#at, this.#at + length)
    this.#at += bytes.length
    this.offset += bytes.length
    return bytes
  }
}
