import { malformed } from '../../core/errors.js'
import { signed, type DecodingTable } from './huffman.js'

/** The entropy-coded bytes of one scan, freed of stuffing, in parts between restart markers. */
export interface ScanData {
  bytes: Uint8Array
  /** Where each part ends. */
  ends: number[]
  /** Offset in the file of what follows. */
  next: number
}

/** Bytes that an MCU of ten blocks takes at most: readers look whether there was so much when they have read it. */
const BEYOND = 10 * 64 * 4 + 16

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
  const bytes = new Uint8Array(end - start + BEYOND)
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
  signed(count: number): number { return signed(this.bits(count), count) }

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
