import type { BitWriter } from './bit-writer.js'
import type { OnlyScan } from './coefficients.js'
import { END_OF_BLOCK, FAR, type DecodingTable, type EncodingTable } from './huffman.js'
import type { Position, SequentialDecoder } from './sequential.js'

/** The tables of a plane. */
export interface PlaneTables { dc: EncodingTable, ac: EncodingTable }

/** What FAR bits of AC become, where they hold a code and all that stands behind it. */
interface Ahead {
  /** The same in the other code. */
  codes: Int32Array
  /** Bits of that << 16 | zeros before it << 8 | bits that were read; 0 where they hold less. */
  steps: Int32Array
}

/** Bytes that a block takes at most. */
const MOST = 64 * 4

/** Takes rows of MCUs over into a scan with other tables, code by code; bit by bit where the tables are the same. */
export class Transcoder {
  readonly #only: OnlyScan
  readonly #view: DataView
  readonly #tables: readonly PlaneTables[]
  readonly #same: boolean
  readonly #ahead: readonly Ahead[]

  /** @param decoder which has looked through all of the scan */
  constructor(only: OnlyScan, private readonly decoder: SequentialDecoder, tables: readonly PlaneTables[], private readonly out: BitWriter) {
    const { scan, data: { bytes } } = this.#only = only
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#tables = tables
    this.#same = tables.every(({ dc, ac }, i) => isSame(scan.dc[i], dc) && isSame(scan.ac[i], ac))
    this.#ahead = this.#same ? [] : tables.map(({ ac }, i) => aheadOf(scan.ac[i], ac))
  }

  /** What stands between two places, each the beginning or the end of a row. */
  take(from: Position, to: Position): void {
    if (this.#same) this.#copy(from, to)
    else this.#translate(from, to)
  }

  #copy({ part, at }: Position, to: Position): void {
    const { ends } = this.#only.data
    for (; part < to.part; at = ends[part++] * 8) {
      this.out.copy(this.#view, at, this.decoder.stops[part])
      this.out.restart(part & 7)
    }
    this.out.copy(this.#view, at, to.at)
  }

  #translate({ part, at, count }: Position, to: Position): void {
    const { interval, data } = this.#only
    for (; count < to.count; count++) {
      if (interval > 0 && count > 0 && count % interval === 0) {
        this.out.restart(part & 7)
        at = data.ends[part++] * 8
      }
      for (const { plane } of this.decoder.places) at = this.#block(plane, at)
    }
  }

  /** A block that begins at a bit. @returns where it ends */
  #block(plane: number, at: number): number {
    const table = this.#only.scan.ac[plane]
    const { ac: { codes, lengths } } = this.#tables[plane]
    const { codes: ahead, steps } = this.#ahead[plane]
    const { out } = this
    const view = this.#view
    out.reserve(MOST)
    at = this.#dc(plane, at)
    for (let k = 1; k < 64; k++) {
      const bits = view.getUint32(at >>> 3) << (at & 7)
      const step = steps[bits >>> 32 - FAR]
      if (step !== 0) {
        out.put(ahead[bits >>> 32 - FAR], step >> 16)
        at += step & 0xff
        k += step >> 8 & 0xff
      } else {
        const found = table.look[bits >>> 23] || table.long(bits)
        const symbol = found & 0xff
        const size = symbol & 15
        at += found >> 8
        out.put(codes[symbol] << size | (size > 0 ? view.getUint32(at >>> 3) << (at & 7) >>> 32 - size : 0), lengths[symbol] + size)
        at += size
        k += symbol === 0 ? END_OF_BLOCK : symbol >> 4
      }
    }
    return at
  }

  #dc(plane: number, at: number): number {
    const table = this.#only.scan.dc[plane]
    const { dc: { codes, lengths } } = this.#tables[plane]
    const bits = this.#view.getUint32(at >>> 3) << (at & 7)
    const found = table.look[bits >>> 23] || table.long(bits)
    const size = found & 0xff
    at += found >> 8
    this.out.put(codes[size] << size | (size > 0 ? this.#view.getUint32(at >>> 3) << (at & 7) >>> 32 - size : 0), lengths[size] + size)
    return at + size
  }
}

const isSame = (from: DecodingTable, to: EncodingTable): boolean => Buffer.compare(from.written, to.written) === 0

function aheadOf(from: DecodingTable, { codes, lengths }: EncodingTable): Ahead {
  const { said, symbols } = from.ahead
  const steps = said.map((saying, ahead) => saying === 0 ? 0 : lengths[symbols[ahead]] + (symbols[ahead] & 15) << 16 | saying & 0xffff)
  return { steps, codes: said.map((saying, ahead) => {
    const size = symbols[ahead] & 15
    return codes[symbols[ahead]] << size | ahead >> Math.max(0, FAR - (saying & 0xff)) & (1 << size) - 1
  }) }
}
