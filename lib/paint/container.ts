import { crc32 } from 'node:zlib'
import { PassingSource } from '../core/passing-source.js'
import { FORMATS } from '../core/formats.js'
import { NO_LIMITS } from '../core/limits.js'
import type { Codec, PageMark } from '../formats/codec.js'
import { unverified } from './witness.js'

const HELD = 1 << 20

/**
 * Looks for every page in the container as it leaves: as many as were meant, in their order, each of its size, turned as it should be, shown
 * as long, and with the very bytes that the witness has seen.
 */
export class ContainerWitness {
  readonly #source = new PassingSource()
  readonly #marks: PageMark[] = []
  readonly #walked: Promise<void>
  #failed: unknown
  #found = 0
  readonly #whole?: { sum: number, length: number }

  /** @param first the first page, which may be the only one: its bytes have then been walked already */
  constructor(private readonly codec: Codec, first?: PageMark) {
    if (first && (first.file || first.sum === undefined) && !FORMATS[codec.format].pages) this.#whole = { sum: 0, length: 0 }
    this.#walked = this.#whole ? Promise.resolve() : this.#walk()
    this.#walked.catch((error: unknown) => { this.#failed = error })
  }

  /** The next page that is to come. Told before its bytes pass. */
  expect(mark: PageMark): void { this.#marks.push(mark) }

  /** @throws EffaceError ERR_REDACTION_UNVERIFIED once it is known that something is wrong */
  pass(bytes: Uint8Array): void {
    if (this.#failed !== undefined) throw this.#failed as Error
    if (this.#whole) {
      this.#whole.sum = crc32(bytes, this.#whole.sum)
      this.#whole.length += bytes.length
    } else this.#source.push(bytes)
  }

  /** @throws EffaceError ERR_REDACTION_UNVERIFIED */
  async end(): Promise<void> {
    if (this.#whole) {
      const [{ file }, another] = this.#marks
      if (another || (file && (file.sum !== this.#whole.sum || file.length !== this.#whole.length))) throw unverified({ index: 0 })
      return
    }
    this.#source.end()
    await this.#walked
    if (this.#found !== this.#marks.length) throw unverified({ index: this.#found })
  }

  async #walk(): Promise<void> {
    try {
      for await (const page of this.codec.pages(this.#source, { limits: NO_LIMITS })) {
        const mark = this.#marks[this.#found] as PageMark | undefined
        const { layout: { width, height }, orientation, data, large } = page
        if (!mark || width !== mark.width || height !== mark.height || orientation !== mark.orientation) throw unverified(page)
        if ((this.codec.timing?.(page) ?? '') !== mark.timing) throw unverified(page)
        if (!large && mark.sum !== undefined && crc32(data) !== mark.sum) throw unverified(page)
        this.#found++
        // Pages are written one behind the other; walkers may ask for a little more than they use.
        this.#source.release(this.#source.farthest - HELD)
      }
    } catch {
      throw unverified({ index: this.#found })
    }
  }
}
