import { malformed } from '../../core/errors.js'
import { endOfBlock, fours, type Plane } from './planes.js'
import { RESTART, tableOf, type Tokens } from './tokens.js'

/** One scan of an output: some frequencies of some components. `tables`: of each, 0 (luma) or 1. */
export interface WrittenScan { planes: Plane[], start: number, end: number, progressive: boolean, tables: number[] }

/** Tokens that a block takes at most: its coefficients, and what was held back before it. */
export const MOST_TOKENS = 66

/** Coefficients to tokens, block by block. */
export class BlockEncoder {
  readonly #scan: WrittenScan
  readonly #tokens: Tokens
  /** The coefficients at work, of each plane, and the same four at a time. */
  readonly #coded: Int16Array[] = []
  readonly #fours: Float64Array[] = []
  /** The DC that came last, of each plane. */
  readonly predicted: Int32Array
  /** Blocks that hold nothing in this band and are not written yet. */
  #empty = 0

  constructor(scan: WrittenScan, tokens: Tokens) {
    this.#scan = scan
    this.#tokens = tokens
    this.predicted = new Int32Array(scan.planes.length)
  }

  restart(number: number): void {
    this.reset()
    this.#tokens.data[this.#tokens.at++] = RESTART | number & 7
  }

  /** At the beginning, at restarts and at the end. */
  reset(): void {
    this.#flush(tableOf(this.#scan.tables[0], 1))
    this.predicted.fill(0)
  }

  /** Room must be reserved for it. */
  block(c: Int16Array, at: number, i: number): void {
    const { start, end, tables, progressive } = this.#scan
    const { data } = this.#tokens
    let n = this.#tokens.at
    if (start === 0) {
      const value = c[at] - this.predicted[i]
      this.predicted[i] = c[at]
      const size = sizeOf(value)
      data[n++] = tableOf(tables[i], 0) | size << 16 | bitsOf(value, size)
      if (end === 0) {
        this.#tokens.at = n
        return
      }
    }
    const table = tableOf(tables[i], 1)
    let run = 0
    if (this.#coded[i] !== c) {
      this.#coded[i] = c
      this.#fours[i] = fours(c)
    }
    let last = Math.min(at + end, endOfBlock(this.#fours[i], at) - 1)
    while (last >= at && c[last] === 0) last--
    const first = at + Math.max(1, start)
    if (this.#empty > 0 && last >= first) {
      this.#tokens.at = n
      this.#flush(table)
      n = this.#tokens.at
    }
    for (let k = first; k <= last; k++) {
      const value = c[k]
      if (value === 0) {
        run++
        continue
      }
      for (; run > 15; run -= 16) data[n++] = table | 0xf0 << 16
      const size = sizeOf(value)
      data[n++] = table | (run << 4 | size) << 16 | bitsOf(value, size)
      run = 0
    }
    if (last !== at + end && !progressive) data[n++] = table
    this.#tokens.at = n
    if (last !== at + end && progressive && ++this.#empty === 0x7fff) this.#flush(table)
  }

  #flush(table: number): void {
    if (this.#empty === 0) return
    const size = 31 - Math.clz32(this.#empty)
    this.#tokens.data[this.#tokens.at++] = table | size << 20 | this.#empty & (1 << size) - 1
    this.#empty = 0
  }
}

/** Bits of a number without its sign. */
function sizeOf(value: number): number {
  const size = 32 - Math.clz32(value < 0 ? -value : value)
  if (size > 15) throw malformed('A JPEG coefficient is out of range')
  return size
}

/** A signed number of so many bits as JPEG codes it. */
const bitsOf = (value: number, size: number): number => (value < 0 ? value - 1 : value) & (1 << size) - 1
