import { malformed } from '../../core/errors.js'
import type { ScanData } from './bits.js'
import type { Scan } from './block-decoder.js'
import { heightsOf, ROOM } from './clipping.js'
import { signed } from './huffman.js'
import type { Plane, Sampling } from './planes.js'
import { RESTART, tableOf, type Tokens } from './tokens.js'

/** A block of each MCU: of which plane, where it lies in the planes' row, and how far on the next MCU's does. */
interface Place { plane: number, at: number, step: number }

/**
 * The one scan of a sequential file, a row of MCUs at a time: to coefficients, and to the tokens that an encoder with the same tables
 * would say. It is most of what a JPEG costs, so one loop does it all, without calls.
 */
export class SequentialDecoder {
  readonly down: number
  readonly across: number
  /** Blocks of an MCU. */
  readonly places: readonly Place[]
  /** The DC that came last, of each plane. */
  readonly predicted: Int32Array
  /** Of the last row: something was said otherwise than an encoder would. */
  odd = false
  /** Of the last row: blocks that may hold more than they show, as their plane's number and where they begin. */
  suspects: { plane: number, at: number }[] = []
  /** Of the last row: by plane, the frequencies that are not all zero. */
  readonly used: readonly Uint8Array[]
  readonly #planes: readonly Plane[]
  readonly #scan: Scan
  readonly #data: ScanData
  readonly #view: DataView
  readonly #interval: number
  readonly #heights: readonly Float64Array[]
  readonly #tables: readonly number[]
  #part = 0
  /** In bits. */
  #at = 0
  #count = 0

  /** @param tables of each plane, those that its tokens are to name: 0 (luma) or 1 */
  constructor(scan: Scan, data: ScanData, { mcusAcross, mcusDown }: Sampling, interval: number, tables: readonly number[]) {
    const { planes } = scan
    const alone = planes.length === 1
    this.across = alone ? planes[0].columns : mcusAcross
    this.down = alone ? planes[0].rows : mcusDown
    this.places = alone ? [{ plane: 0, at: 0, step: 64 }] : planes.flatMap(({ stride, component: { h, v } }, plane) =>
      Array.from({ length: h * v }, (_, i) => ({ plane, at: (Math.floor(i / h) * stride + i % h) * 64, step: h * 64 })))
    this.predicted = new Int32Array(planes.length)
    this.used = planes.map(() => new Uint8Array(64))
    this.#planes = planes
    this.#scan = scan
    this.#data = data
    this.#view = new DataView(data.bytes.buffer, data.bytes.byteOffset, data.bytes.length)
    this.#interval = interval
    this.#heights = planes.map(heightsOf)
    this.#tables = tables
  }

  /** The next row: its coefficients into the planes, its tokens behind those that are there; room must be reserved. */
  row(tokens: Tokens): void {
    this.odd = false
    this.suspects = []
    for (const used of this.used) used.fill(0)
    for (const { coefficients } of this.#planes) coefficients.fill(0)
    for (let x = 0; x < this.across; x++) {
      if (this.#interval > 0 && this.#count > 0 && this.#count % this.#interval === 0) {
        this.#restart()
        tokens.data[tokens.at++] = RESTART | this.#count / this.#interval - 1 & 7
      }
      this.#count++
      for (const place of this.places) this.#block(place, place.at + x * place.step, tokens)
      this.#check()
    }
  }

  /** The first coefficient of a block at `o`. */
  #dc(plane: number, o: number, tokens: Tokens): number {
    const table = this.#scan.dc[plane]
    const bits = this.#view.getUint32(this.#at >>> 3) << (this.#at & 7)
    const found = table.look[bits >>> 23] || table.long(bits)
    const size = found & 0xff
    if (size > 15) throw malformed('The JPEG image data hold an impossible code')
    this.#at += found >> 8
    const behind = size > 0 ? this.#view.getUint32(this.#at >>> 3) << (this.#at & 7) >>> 32 - size : 0
    this.#at += size
    tokens.data[tokens.at++] = tableOf(this.#tables[plane], 0) | size << 16 | behind
    const c = this.#planes[plane].coefficients
    const level = this.predicted[plane] += signed(behind, size)
    c[o] = level
    if (c[o] !== level) this.odd = true
    return c[o]
  }

  /** A block at `o`, which holds nothing but zeros so far. */
  #block({ plane }: Place, o: number, tokens: Tokens): void {
    const heights = this.#heights[plane]
    let room = ROOM - Math.abs(this.#dc(plane, o, tokens) * heights[0])
    const c = this.#planes[plane].coefficients
    const table = this.#scan.ac[plane]
    const { look, ahead: { said, tokens: sayings } } = table
    const used = this.used[plane]
    const id = tableOf(this.#tables[plane], 1)
    const view = this.#view
    const out = tokens.data
    let n = tokens.at
    let at = this.#at
    let afterZeros = -1
    for (let k = 1; k < 64; k++) {
      const bits = view.getUint32(at >>> 3) << (at & 7)
      const saying = said[bits >>> 22]
      let value = saying >> 16
      if (saying !== 0) {
        k += saying >> 8 & 15
        at += saying & 0xff
        out[n++] = id | sayings[bits >>> 22]
      } else {
        const found = look[bits >>> 23] || table.long(bits)
        const symbol = found & 0xff
        const size = symbol & 15
        k += symbol >> 4
        at += found >> 8
        if (size === 0) {
          if (symbol < 0xf0 && (symbol > 0 || n === afterZeros)) this.odd = true
          out[n++] = id | symbol << 16
          if (symbol < 0xf0) break
          afterZeros = n
          continue
        }
        const behind = view.getUint32(at >>> 3) << (at & 7) >>> 32 - size
        at += size
        value = signed(behind, size)
        out[n++] = id | symbol << 16 | behind
      }
      if (k > 63) throw malformed('The JPEG image data hold an impossible code')
      c[o + k] = value
      used[k] = 1
      // Without a branch that goes either way as often.
      room -= Math.abs(value * heights[k])
    }
    if (afterZeros === n) this.odd = true
    if (room < 0) this.suspects.push({ plane, at: o })
    this.#at = at
    tokens.at = n
  }

  /** Throws when more was read than there is. */
  #check(): void {
    if (this.#at > this.#data.ends[this.#part] * 8) throw malformed('The JPEG image data end before the image is complete')
  }

  #restart(): void {
    if (this.#part + 1 >= this.#data.ends.length) throw malformed('A JPEG restart marker is missing')
    this.#at = this.#data.ends[this.#part++] * 8
    this.predicted.fill(0)
  }
}
