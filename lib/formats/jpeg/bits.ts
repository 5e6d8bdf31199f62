import { malformed } from '../../core/errors.js'
import type { DecodingTable, EncodingTable } from './huffman.js'

/** The entropy-coded bytes of one scan, freed of stuffing, in parts between restart markers. */
export interface ScanData {
  bytes: Uint8Array
  /** Where each part ends. */
  ends: number[]
  /** Offset in the file of what follows. */
  next: number
}

/** The entropy-coded bytes of a scan that begins at `start`, stuffing taken out, up to the marker that ends it, and where restart markers stood. */
export function scanData(file: Uint8Array, start: number): ScanData {
  let end = start
  const stops: { at: number, restart: boolean }[] = []
  for (;;) {
    end = file.indexOf(0xff, end)
    if (end < 0 || end + 1 >= file.length) {
      end = file.length
      break
    }
    const byte = file[end + 1]
    if (byte === 0) stops.push({ at: end + 1, restart: false })
    else if (byte >= 0xd0 && byte <= 0xd7) stops.push({ at: end, restart: true })
    else if (byte !== 0xff) break
    end += byte === 0xff ? 1 : 2
  }
  // Room for a reader that looks ahead.
  const bytes = new Uint8Array(end - start + 16)
  const ends: number[] = []
  let from = start
  let to = 0
  for (const { at, restart } of stops) {
    bytes.set(file.subarray(from, at), to)
    to += at - from
    from = at + (restart ? 2 : 1)
    if (restart) ends.push(to)
  }
  bytes.set(file.subarray(from, end), to)
  ends.push(to + end - from)
  return { bytes, ends, next: end }
}

/** Reads a scan bit by bit. The bits to come stand at the top of `#bits`. */
export class BitReader {
  readonly #data: ScanData
  readonly #bytes: Uint8Array
  #part = 0
  #at = 0
  #bits = 0
  #held = 0

  constructor(data: ScanData) {
    this.#data = data
    this.#bytes = data.bytes
  }

  #fill(): void {
    do {
      this.#bits |= this.#bytes[this.#at++] << 24 - this.#held
      this.#held += 8
    } while (this.#held <= 24)
  }

  symbol(table: DecodingTable): number {
    if (this.#held < 16) this.#fill()
    const found = table.look[this.#bits >>> 23] || table.long(this.#bits)
    this.#bits <<= found >> 8
    this.#held -= found >> 8
    return found & 0xff
  }

  /** `count`: 0..16 */
  bits(count: number): number {
    if (count === 0) return 0
    if (this.#held < count) this.#fill()
    const value = this.#bits >>> 32 - count
    this.#bits <<= count
    this.#held -= count
    return value
  }

  /** A signed number of `count` bits as JPEG codes it. */
  signed(count: number): number {
    const value = this.bits(count)
    return value < 1 << count - 1 ? value - (1 << count) + 1 : value
  }

  /** Throws when more was read than there is; to be called often enough to stop soon. */
  check(): void {
    if (this.#at - (this.#held >> 3) > this.#data.ends[this.#part]) throw malformed('The JPEG image data end before the image is complete')
  }

  restart(): void {
    this.check()
    if (this.#part + 1 >= this.#data.ends.length) throw malformed('A JPEG restart marker is missing')
    this.#at = this.#data.ends[this.#part++]
    this.#bits = this.#held = 0
  }
}

/** Counts symbols, then, once their tables are settled, writes them. */
export class BitWriter {
  #counting = true
  #bytes = new Uint8Array(1 << 16)
  #at = 0
  #bits = 0
  #held = 0

  /** From now on codes are written. */
  write(): void { this.#counting = false }

  symbol(table: EncodingTable, symbol: number): void {
    if (this.#counting) table.counts[symbol]++
    else this.bits(table.codes[symbol], table.lengths[symbol])
  }

  /** The lowest `count` bits, 0..16, of `value`. */
  bits(value: number, count: number): void {
    if (this.#counting) return
    this.#bits = this.#bits << count | value & (1 << count) - 1
    this.#held += count
    if (this.#held >= 8) this.#wholeBytes()
  }

  #wholeBytes(): void {
    if (this.#at + 8 > this.#bytes.length) {
      const wider = new Uint8Array(this.#bytes.length * 2)
      wider.set(this.#bytes)
      this.#bytes = wider
    }
    const bytes = this.#bytes
    let at = this.#at
    do {
      this.#held -= 8
      const byte = this.#bits >>> this.#held & 0xff
      bytes[at++] = byte
      if (byte === 0xff) bytes[at++] = 0
    } while (this.#held >= 8)
    this.#at = at
  }

  /** What has been written since the last call, whole bytes. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#at)
    this.#at = 0
    return taken
  }

  /** Fills the last byte with ones. */
  align(): void { this.bits(0x7f, 8 - this.#held & 7) }

  restart(number: number): void {
    if (this.#counting) return
    this.align()
    this.#bytes[this.#at++] = 0xff
    this.#bytes[this.#at++] = 0xd0 + number % 8
  }

  finish(): Uint8Array {
    this.align()
    return this.#bytes.subarray(0, this.#at)
  }
}
