import type { CodedBlocks } from '../../types.js'

/**
 * The quality, 0 to 100 on libwebp's scale, that a lossy image (a VP8 key frame) was encoded with, as far as its
 * quantiser tells. 90 where the header is damaged: the decoder will say so.
 */
export function qualityOf(frame: Uint8Array): number {
  const bits = new BoolReader(frame.subarray(10))
  bits.flags(2) // colour space, clamping
  const levels = bits.flags(1) ? segmentLevels(bits) : undefined
  bits.flags(1 + 6 + 3) // loop filter: type, level, sharpness
  // Changes of the filter for reference frames and modes: two times four, each of six bits and a sign where there is one.
  if (bits.flags(1) && bits.flags(1)) for (let i = 0; i < 8; i++) if (bits.flags(1)) bits.flags(7)
  bits.flags(2) // number of partitions
  const base = bits.flags(7)
  const index = !levels ? base : levels.absolute ? levels.mean : base + levels.mean
  if (!(index >= 0 && index <= 127)) return 90
  // libwebp takes the cube root of a quality bent at 75.
  const linear = (1 - index / 127) ** 3
  return Math.round(100 * (linear < 0.5 ? linear * 1.5 : (linear + 1) / 2))
}

/** Quantisers of the four segments, which stand for the image or are added to it. */
function segmentLevels(bits: BoolReader): { absolute: boolean, mean: number } | undefined {
  const map = bits.flags(1)
  let levels: { absolute: boolean, mean: number } | undefined
  if (bits.flags(1)) {
    const absolute = bits.flags(1) === 1
    let sum = 0
    for (let i = 0; i < 4; i++) sum += bits.signed(7)
    for (let i = 0; i < 4; i++) bits.signed(6)
    levels = { absolute, mean: sum / 4 }
  }
  if (map) for (let i = 0; i < 3; i++) if (bits.flags(1)) bits.flags(8)
  return levels
}

/** VP8's arithmetic decoder, for bits that are as likely 0 as 1 (RFC 6386, 7.3). */
class BoolReader {
  readonly #bytes: Uint8Array
  #at = 2
  #value: number
  #range = 255
  #shifted = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#value = bytes[0] << 8 | bytes[1]
  }

  #bit(): number {
    const split = 1 + ((this.#range - 1) * 128 >> 8)
    const bit = this.#value >= split << 8 ? 1 : 0
    if (bit) {
      this.#range -= split
      this.#value -= split << 8
    } else {
      this.#range = split
    }
    for (; this.#range < 128; this.#range <<= 1) {
      this.#value <<= 1
      if (++this.#shifted === 8) {
        this.#shifted = 0
        this.#value |= this.#bytes[this.#at++] ?? 0
      }
    }
    return bit
  }

  /** A number of `count` bits, the highest first. */
  flags(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) value = value << 1 | this.#bit()
    return value
  }

  /** A flag, and where it is set a number of `count` bits and its sign. */
  signed(count: number): number {
    if (!this.#bit()) return 0
    const value = this.flags(count)
    return this.#bit() ? -value : value
  }
}

/** Macroblocks of a lossy picture, and the pixels beside them that the loop filter makes from theirs. */
export const lossyBlocks: CodedBlocks = { width: 16, height: 16, reach: 4, kept: false }

/** Frames of an animation begin anywhere on the screen, and so do their macroblocks. */
export const lossyFrameBlocks: CodedBlocks = { width: 1, height: 1, reach: 19, kept: false }
