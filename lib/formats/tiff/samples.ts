/** Stored samples ↔ raster samples, one at a time: for depths that a raster does not have, and planes of packed bits. */

const isWord = (bits: number): boolean => bits === 16 || bits === 32 || bits === 64

/** Reads samples of any number of bits, most significant bit first. */
export class SampleReader {
  private at = 0

  constructor(private readonly data: Uint8Array, private readonly little: boolean) {}

  seek(byte: number): void { this.at = byte * 8 }

  skip(bits: number): void { this.at += bits }

  /** The next `n` bits as an unsigned number: in byte order where they are 16, 32 or 64, or else the most significant bit first. */
  read(n: number): number {
    const { data } = this
    if (isWord(n)) {
      const first = this.at >> 3
      const size = n >> 3
      this.at += n
      let value = 0
      for (let i = 0; i < size; i++) value = value * 256 + data[this.little ? first + size - 1 - i : first + i]
      return value
    }
    let value = 0
    let left = n
    while (left > 0) {
      const free = 8 - (this.at & 7)
      const take = Math.min(free, left)
      value = value * 2 ** take + (data[this.at >> 3] >> (free - take) & ((1 << take) - 1))
      this.at += take
      left -= take
    }
    return value
  }
}

/** Writes them. */
export class SampleWriter {
  private at = 0

  constructor(private readonly data: Uint8Array) {}

  seek(byte: number): void { this.at = byte * 8 }

  skip(bits: number): void { this.at += bits }

  /** What {@link SampleReader} reads as little-endian; the bits that are written to must be zero before. */
  write(value: number, n: number): void {
    const { data } = this
    if (isWord(n)) {
      for (let i = 0, first = this.at >> 3; i < n >> 3; i++) {
        data[first + i] = value % 256
        value = Math.floor(value / 256)
      }
      this.at += n
      return
    }
    let left = n
    while (left > 0) {
      const free = 8 - (this.at & 7)
      const take = Math.min(free, left)
      data[this.at >> 3] |= (Math.floor(value / 2 ** (left - take)) & ((1 << take) - 1)) << (free - take)
      this.at += take
      left -= take
    }
  }
}

/** A sample of `from` bits in the wider `to`, its bits repeated so that full stays full; `narrow` gives back the exact sample. */
export function widen(value: number, from: number, to: number): number {
  let out = value * 2 ** (to - from)
  for (let filled = from; filled < to; filled += from) out += Math.floor(value * 2 ** (to - from - filled))
  return out
}

/** A sample of `from` bits in the narrower `to`: the lowest bits fall off. */
export function narrow(value: number, from: number, to: number): number {
  return Math.floor(value / 2 ** (from - to))
}

const float = new Float32Array(1)
const floatBits = new Uint32Array(float.buffer)

/** Bits of a 24-bit float (7 bits of exponent, 16 of fraction) as those of a 32-bit one; nothing is lost. */
export function float24To32(bits: number): number {
  const sign = bits >>> 23 << 31
  const exponent = bits >>> 16 & 0x7f
  const fraction = bits & 0xffff
  if (exponent === 0x7f) return (sign | 0x7f800000 | fraction << 7) >>> 0
  if (exponent === 0) {
    float[0] = fraction * 2 ** -78
    return (sign | floatBits[0]) >>> 0
  }
  return (sign | (exponent + 64) << 23 | fraction << 7) >>> 0
}

/** The inverse, cut off where the fraction or the range is too small. */
export function float32To24(bits: number): number {
  const sign = bits >>> 31 << 23
  const exponent = (bits >>> 23 & 0xff) - 64
  const fraction = bits & 0x7fffff
  if (exponent + 64 === 0xff) return sign | 0x7f0000 | fraction >>> 7
  if (exponent >= 0x7f) return sign | 0x7f0000
  if (exponent > 0) return sign | exponent << 16 | fraction >>> 7
  floatBits[0] = bits & 0x7fffffff
  return sign | Math.floor(float[0] * 2 ** 78)
}
