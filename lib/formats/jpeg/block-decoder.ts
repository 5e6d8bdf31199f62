import { malformed } from '../../core/errors.js'
import type { BitReader } from './bits.js'
import type { DecodingTable } from './huffman.js'
import type { Plane } from './planes.js'

/** One scan of a file: some frequencies of some components, from the bit `high` down to `low`. */
export interface Scan { planes: Plane[], dc: DecodingTable[], ac: DecodingTable[], start: number, end: number, high: number, low: number }

/** Huffman-coded blocks to coefficients, one after the other. */
export class BlockDecoder {
  readonly #scan: Scan
  readonly #reader: BitReader
  readonly #predicted: number[]
  readonly #kind: 0 | 1 | 2 | 3 | 4
  /** Blocks to come that hold nothing more in this band. */
  #empty = 0

  constructor(scan: Scan, reader: BitReader, progressive: boolean) {
    this.#scan = scan
    this.#reader = reader
    this.#predicted = scan.planes.map(() => 0)
    this.#kind = !progressive ? 0 : scan.start === 0 ? scan.high === 0 ? 1 : 2 : scan.high === 0 ? 3 : 4
  }

  restart(): void {
    this.#predicted.fill(0)
    this.#empty = 0
  }

  block(c: Int16Array, at: number, i: number): void {
    switch (this.#kind) {
      case 0: return this.#sequential(c, at, i)
      case 1: c[at] = this.#dc(i) << this.#scan.low; return
      case 2: c[at] |= this.#reader.bits(1) << this.#scan.low; return
      case 3: return this.#acFirst(c, at)
      case 4: return this.#acRefine(c, at)
    }
  }

  #dc(i: number): number {
    const size = this.#reader.symbol(this.#scan.dc[i])
    if (size > 15) throw malformed('The JPEG image data hold an impossible code')
    return size > 0 ? this.#predicted[i] += this.#reader.signed(size) : this.#predicted[i]
  }

  #sequential(c: Int16Array, at: number, i: number): void {
    const reader = this.#reader
    const table = this.#scan.ac[i]
    c[at] = this.#dc(i)
    for (let k = 1; k < 64; k++) {
      const symbol = reader.symbol(table)
      const size = symbol & 15
      const run = symbol >> 4
      if (size === 0) {
        if (run < 15) return
        k += 15
        continue
      }
      k += run
      if (k > 63) throw malformed('The JPEG image data hold an impossible code')
      c[at + k] = reader.signed(size)
    }
  }

  #acFirst(c: Int16Array, at: number): void {
    const reader = this.#reader
    const { ac: [table], start, end, low } = this.#scan
    if (this.#empty > 0) {
      this.#empty--
      return
    }
    for (let k = start; k <= end; k++) {
      const symbol = reader.symbol(table)
      const size = symbol & 15
      const run = symbol >> 4
      if (size === 0) {
        if (run < 15) {
          this.#empty = (1 << run) - 1 + reader.bits(run)
          return
        }
        k += 15
        continue
      }
      k += run
      if (k > end) throw malformed('The JPEG image data hold an impossible code')
      c[at + k] = reader.signed(size) << low
    }
  }

  /** One more bit for each coefficient that is not zero so far; new ones of that size stand between them. */
  #acRefine(c: Int16Array, at: number): void {
    const reader = this.#reader
    const { ac: [table], start, end, low } = this.#scan
    const one = 1 << low
    let k = start
    if (this.#empty === 0) {
      for (; k <= end; k++) {
        const symbol = reader.symbol(table)
        let run = symbol >> 4
        let fresh = 0
        if ((symbol & 15) !== 0) fresh = reader.bits(1) ? one : -one
        else if (run < 15) {
          this.#empty = (1 << run) + reader.bits(run)
          break
        }
        for (; k <= end; k++) {
          if (c[at + k] !== 0) this.#refine(c, at + k, one)
          else if (--run < 0) break
        }
        if (fresh !== 0) {
          if (k > end) throw malformed('The JPEG image data hold an impossible code')
          c[at + k] = fresh
        }
      }
    }
    if (this.#empty > 0) {
      for (; k <= end; k++) if (c[at + k] !== 0) this.#refine(c, at + k, one)
      this.#empty--
    }
  }

  #refine(c: Int16Array, at: number, one: number): void {
    if (this.#reader.bits(1) && (Math.abs(c[at]) & one) === 0) c[at] += c[at] > 0 ? one : -one
  }
}
