/** VP8's arithmetic decoder (RFC 6386, 7.3). A probability is that of a 0, in 256ths. Behind the last byte there are zeros. */
export class BoolReader {
  readonly #bytes: Uint8Array
  #at = 1
  #value: number
  #range = 255
  /** Bits of the value below the eight that are compared. */
  #more = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#value = bytes[0] ?? 0
  }

  bit(probability: number): number {
    if (this.#more < 0) {
      this.#value = this.#value << 8 | (this.#at < this.#bytes.length ? this.#bytes[this.#at] : 0)
      this.#at++
      this.#more += 8
    }
    const split = 1 + ((this.#range - 1) * probability >> 8)
    const bound = split << this.#more
    const one = this.#value >= bound
    if (one) this.#value -= bound
    const range = one ? this.#range - split : split
    const shift = Math.clz32(range) - 24
    this.#range = range << shift
    this.#more -= shift
    return one ? 1 : 0
  }

  /** A number of `count` bits that are as likely 0 as 1, the highest first. */
  flags(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) value = value << 1 | this.bit(128)
    return value
  }

  /** A flag, and where it is set a number of `count` bits and its sign. */
  signed(count: number): number {
    if (!this.bit(128)) return 0
    const value = this.flags(count)
    return this.bit(128) ? -value : value
  }
}

/** The inverse. */
export class BoolWriter {
  #bytes = new Uint8Array(1 << 12)
  #length = 0
  #low = 0
  #range = 255
  /** Bits of `low` beyond the byte that is being made; below 0 as long as that is not complete. */
  #beyond = -8
  /** Bytes of ones that wait: a carry may run through them. */
  #ones = 0

  bit(bit: number, probability: number): void {
    const split = 1 + ((this.#range - 1) * probability >> 8)
    if (bit !== 0) this.#low += split
    const range = bit !== 0 ? this.#range - split : split
    const shift = Math.clz32(range) - 24
    this.#range = range << shift
    this.#low <<= shift
    this.#beyond += shift
    if (this.#beyond > 0) this.#emit()
  }

  flags(value: number, count: number): void { for (let i = count - 1; i >= 0; i--) this.bit(value >> i & 1, 128) }

  signed(value: number, count: number): void {
    this.bit(value === 0 ? 0 : 1, 128)
    if (value === 0) return
    this.flags(Math.abs(value), count)
    this.bit(value < 0 ? 1 : 0, 128)
  }

  finish(): Uint8Array {
    this.flags(0, 9 - this.#beyond)
    this.#beyond = 0
    this.#emit()
    return this.#bytes.slice(0, this.#length)
  }

  #emit(): void {
    const width = 8 + this.#beyond
    const byte = this.#low >> width
    this.#low -= byte << width
    this.#beyond -= 8
    if ((byte & 255) === 255) {
      this.#ones++
      return
    }
    const carry = byte >> 8
    if (carry && this.#length > 0) this.#bytes[this.#length - 1]++
    for (; this.#ones > 0; this.#ones--) this.#byte(carry ? 0 : 255)
    this.#byte(byte)
  }

  #byte(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const wider = new Uint8Array(this.#bytes.length * 2)
      wider.set(this.#bytes)
      this.#bytes = wider
    }
    this.#bytes[this.#length++] = byte
  }
}
