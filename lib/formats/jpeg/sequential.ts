import { malformed } from '../../core/errors.js'
import type { ScanData } from './bits.js'
import type { Scan } from './block-decoder.js'
import { heightsOf, ROOM } from './clipping.js'
import { END_OF_BLOCK, FAR, signed } from './huffman.js'
import type { Plane, Sampling } from './planes.js'
import { tableOf, type SymbolCounts } from './tokens.js'

/** A block of each MCU: of which plane, where it lies in the planes' row, in blocks, and how far on the next MCU's does. */
interface Place { plane: number, block: number, step: number }

/** Where a decoder stands: in which part between restarts, at which bit of the data, behind how many MCUs and which DCs. */
export interface Position { part: number, at: number, count: number, predicted: Int32Array }

/**
 * The one scan of a sequential file, a row of MCUs at a time. A survey looks at every code, and notes where blocks lie, so that those that are
 * asked for can be decoded. It is most of what a JPEG costs, so one loop does it all, without calls.
 */
export class SequentialDecoder {
  readonly down: number
  readonly across: number
  /** Blocks of an MCU. */
  readonly places: readonly Place[]
  /** The DC that came last, of each plane. */
  readonly predicted: Int32Array
  /** Of the row: something was said otherwise than an encoder would. */
  odd = false
  /** Of the row: blocks that may hold more than they show. */
  suspects: { plane: number, block: number }[] = []
  /** Of the row: by plane, the frequencies that are not all zero. */
  readonly used: readonly Uint8Array[]
  /** By part, behind which bit its last MCU ends; what follows fills a byte. */
  readonly stops: number[] = []
  readonly #planes: readonly Plane[]
  readonly #scan: Scan
  readonly #data: ScanData
  readonly #view: DataView
  readonly #interval: number
  readonly #heights: readonly Float64Array[]
  /** By plane, of each block of the row: the bit behind its DC, or -1 where none is coded; and its DC. */
  readonly #starts: readonly Float64Array[]
  readonly #levels: readonly Int32Array[]
  /** By plane, how often what was seen when looking ahead, each symbol of AC beside that, and each of DC. */
  readonly #seen: readonly Int32Array[]
  readonly #ac: readonly Int32Array[]
  readonly #dc: readonly Int32Array[]
  #used: readonly Uint8Array[]
  readonly #ignored: readonly Uint8Array[]
  /** The next MCU of the row. */
  #x = 0
  #part = 0
  /** In bits. */
  #at = 0
  #count = 0

  constructor(scan: Scan, data: ScanData, { mcusAcross, mcusDown }: Sampling, interval: number) {
    const { planes } = scan
    const alone = planes.length === 1
    this.across = alone ? planes[0].columns : mcusAcross
    this.down = alone ? planes[0].rows : mcusDown
    this.places = alone ? [{ plane: 0, block: 0, step: 1 }] : planes.flatMap(({ stride, component: { h, v } }, plane) =>
      Array.from({ length: h * v }, (_, i) => ({ plane, block: Math.floor(i / h) * stride + i % h, step: h })))
    this.predicted = new Int32Array(planes.length)
    this.used = this.#used = planes.map(() => new Uint8Array(64))
    this.#ignored = planes.map(() => new Uint8Array(64))
    this.#planes = planes
    this.#scan = scan
    this.#data = data
    this.#view = new DataView(data.bytes.buffer, data.bytes.byteOffset, data.bytes.length)
    this.#interval = interval
    this.#heights = planes.map(heightsOf)
    this.#starts = planes.map(({ coefficients }) => new Float64Array(coefficients.length / 64).fill(-1))
    this.#levels = planes.map(({ coefficients }) => new Int32Array(coefficients.length / 64))
    this.#seen = planes.map(() => new Int32Array(1 << FAR))
    this.#ac = planes.map(() => new Int32Array(256))
    this.#dc = planes.map(() => new Int32Array(256))
  }

  position(): Position { return { part: this.#part, at: this.#at, count: this.#count, predicted: this.predicted.slice() } }

  seek({ part, at, count, predicted }: Position): void {
    this.#part = part
    this.#at = at
    this.#count = count
    this.predicted.set(predicted)
  }

  /** At the beginning of a row. */
  begin(): void {
    this.odd = false
    this.suspects = []
    this.#x = 0
    for (const used of this.used) used.fill(0)
  }

  /**
   * Looks through the next MCUs of a row.
   *
   * @param weight how often their symbols are to count; 0: they will not be taken over, and nothing is to be said of them
   * @throws EffaceError ERR_MALFORMED_INPUT
   */
  survey(mcus: number, weight: number): void {
    const { odd, suspects: { length } } = this
    this.#used = weight === 0 ? this.#ignored : this.used
    for (const end = this.#x + mcus; this.#x < end; this.#x++) {
      if (this.#interval > 0 && this.#count > 0 && this.#count % this.#interval === 0) this.#restart()
      this.#count++
      for (let i = 0; i < this.places.length; i++) {
        const place = this.places[i]
        this.#block(place.plane, place.block + this.#x * place.step, weight)
      }
      if (this.#at > this.#data.ends[this.#part] * 8) throw malformed('The JPEG image data end before the image is complete')
      this.stops[this.#part] = this.#at
    }
    if (weight !== 0) return
    this.odd = odd
    this.suspects.length = length
  }

  #block(plane: number, block: number, weight: number): void {
    const heights = this.#heights[plane]
    let room = ROOM - Math.abs(this.#readDc(plane, block, weight) * heights[0])
    const table = this.#scan.ac[plane]
    const { look, ahead: { said } } = table
    const seen = this.#seen[plane]
    const used = this.#used[plane]
    const view = this.#view
    let at = this.#at
    let k = 1
    let afterZeros = -1
    for (; k < 64; k++) {
      const bits = view.getUint32(at >>> 3) << (at & 7)
      const ahead = bits >>> 32 - FAR
      const saying = said[ahead]
      let value = saying >> 16
      if (saying !== 0) {
        k += saying >> 8 & 127
        at += saying & 0xff
        seen[ahead] += weight
      } else {
        const found = look[bits >>> 23] || table.long(bits)
        const symbol = found & 0xff
        const size = symbol & 15
        k += size === 0 && symbol < 0xf0 ? END_OF_BLOCK : symbol >> 4
        at += found >> 8
        this.#ac[plane][symbol] += weight
        if (symbol === 0xf0) {
          afterZeros = k + 1
          continue
        }
        if (size === 0 && symbol > 0) this.odd = true
        value = size === 0 ? 0 : signed(view.getUint32(at >>> 3) << (at & 7) >>> 32 - size, size)
        at += size
      }
      if (k > 63) {
        if (value !== 0) throw malformed('The JPEG image data hold an impossible code')
        if (k - END_OF_BLOCK === afterZeros) this.odd = true
        break
      }
      used[k] = 1
      // Without a branch that goes either way as often.
      room -= Math.abs(value * heights[k])
    }
    if (k === afterZeros) this.odd = true
    if (room < 0) this.suspects.push({ plane, block })
    this.#at = at
  }

  /** The first coefficient of a block. */
  #readDc(plane: number, block: number, weight: number): number {
    const table = this.#scan.dc[plane]
    const bits = this.#view.getUint32(this.#at >>> 3) << (this.#at & 7)
    const found = table.look[bits >>> 23] || table.long(bits)
    const size = found & 0xff
    if (size > 15) throw malformed('The JPEG image data hold an impossible code')
    this.#at += found >> 8
    const behind = size > 0 ? this.#view.getUint32(this.#at >>> 3) << (this.#at & 7) >>> 32 - size : 0
    this.#at += size
    this.#dc[plane][size] += weight
    const level = this.predicted[plane] += signed(behind, size)
    if (level << 16 >> 16 !== level) this.odd = true
    this.#starts[plane][block] = this.#at
    this.#levels[plane][block] = level
    return level
  }

  /** Brings the coefficients of a block of the row that was looked through last into the planes. */
  load(plane: number, block: number): void {
    const c = this.#planes[plane].coefficients
    const o = block * 64
    c.fill(0, o, o + 64)
    let at = this.#starts[plane][block]
    if (at < 0) return
    c[o] = this.#levels[plane][block]
    const table = this.#scan.ac[plane]
    const view = this.#view
    for (let k = 1; k < 64; k++) {
      const bits = view.getUint32(at >>> 3) << (at & 7)
      const found = table.look[bits >>> 23] || table.long(bits)
      const size = found & 15
      at += found >> 8
      if (size === 0 && (found & 0xff) < 0xf0) break
      k += found >> 4 & 15
      if (size === 0) continue
      c[o + k] = signed(view.getUint32(at >>> 3) << (at & 7) >>> 32 - size, size)
      at += size
    }
  }

  /** The same of all blocks of some MCUs of the row, from one up to another. */
  loadMcus(from: number, to: number): void {
    for (let x = from; x < to; x++) for (const { plane, block, step } of this.places) this.load(plane, block + x * step)
  }

  /** Adds what was said so far, as tokens with these tables would say it. */
  countInto(counts: SymbolCounts, tables: readonly number[]): void {
    tables.forEach((table, plane) => {
      const { symbols } = this.#scan.ac[plane].ahead
      this.#seen[plane].forEach((count, ahead) => { counts.add(tableOf(table, 1), symbols[ahead], count) })
      this.#ac[plane].forEach((count, symbol) => { counts.add(tableOf(table, 1), symbol, count) })
      this.#dc[plane].forEach((count, symbol) => { counts.add(tableOf(table, 0), symbol, count) })
    })
  }

  #restart(): void {
    if (this.#part + 1 >= this.#data.ends.length) throw malformed('A JPEG restart marker is missing')
    this.#at = this.#data.ends[this.#part++] * 8
    this.predicted.fill(0)
  }
}
