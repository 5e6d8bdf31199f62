import { malformed } from '../../errors.js'
import type { ByteSource } from '../codec.js'

/** So many bytes are looked at at once, where they are there already: a GIF is made of very small blocks. */
const WINDOW = 1 << 16

/** Reads on from a place in a GIF. All but the end of the last frame's data must be there. */
export class Cursor {
  offset = 0
  readonly #source: ByteSource
  /** Bytes from `offset` on. */
  #window: Uint8Array = new Uint8Array(0)
  #inBlocks = false

  constructor(source: ByteSource) { this.#source = source }

  release(): void { this.#source.release(this.offset) }

  async take(length: number): Promise<Uint8Array> {
    await this.#fill(length)
    if (this.#window.length < length) throw malformed('The GIF file is truncated')
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
      if (this.#window.length < 1) await this.#fill(1)
      const [length] = this.#step(1)
      if (length === undefined || length === 0) return
      if (this.#window.length < length) {
        this.release()
        await this.#fill(length)
      }
      show(this.#step(length))
    }
  }

  /** At least so many bytes in the window, or all that there are. */
  async #fill(length: number): Promise<void> {
    if (this.#window.length < length) this.#window = await this.#source.read(this.offset, length, WINDOW)
  }

  #step(length: number): Uint8Array {
    const bytes = this.#window.subarray(0, length)
    this.#window = this.#window.subarray(length)
    this.offset += bytes.length
    return bytes
  }
}
