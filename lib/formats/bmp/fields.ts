import { trailingZeros, type Masks } from './header.js'

/**
 * Pixels whose channels are fields of 16 or 32 bits. A channel of n bits becomes a sample of 8, 16 or 32 bits, the least that
 * hold the widest; scaling up and back down is exact.
 */
export class Fields {
  /** Of a sample in the raster. */
  readonly bits: 8 | 16 | 32
  readonly channels: 3 | 4
  private readonly fields: { shift: number, top: number }[]
  private readonly most: number

  constructor(masks: Masks) {
    this.fields = masks.map(mask => mask === 0 ? { shift: 0, top: 0 } : { shift: trailingZeros(mask), top: mask >>> trailingZeros(mask) })
    const widest = Math.max(...this.fields.map(({ top }) => top))
    this.bits = widest < 256 ? 8 : widest < 65536 ? 16 : 32
    this.most = 2 ** this.bits - 1
    this.channels = masks[3] === 0 ? 3 : 4
  }

  /** `n` pixels of `bytes` bytes each to samples, little-endian. */
  unpack(row: Uint8Array, bytes: 2 | 4, n: number, into: Uint8Array): void {
    const { channels, bits, most, fields } = this
    const out = new DataView(into.buffer, into.byteOffset, into.byteLength)
    for (let i = 0, at = 0, to = 0; i < n; i++, at += bytes) {
      const pixel = bytes === 2 ? row[at] | row[at + 1] << 8 : row[at] | row[at + 1] << 8 | row[at + 2] << 16 | row[at + 3] << 24
      for (let c = 0; c < channels; c++, to += bits >> 3) {
        const { shift, top } = fields[c]
        const value = top === 0 ? 0 : pixel >>> shift & top
        const sample = top === most || top === 0 ? value : Math.round((value >>> 0) * most / top)
        if (bits === 8) into[to] = sample
        else if (bits === 16) out.setUint16(to, sample, true)
        else out.setUint32(to, sample, true)
      }
    }
  }

  /** The inverse. Bits of no channel are zero. */
  pack(samples: Uint8Array, n: number, row: Uint8Array, bytes: 2 | 4): void {
    const { channels, bits, most, fields } = this
    const view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength)
    for (let i = 0, at = 0, from = 0; i < n; i++, at += bytes) {
      let pixel = 0
      for (let c = 0; c < channels; c++, from += bits >> 3) {
        const { shift, top } = fields[c]
        const sample = bits === 8 ? samples[from] : bits === 16 ? view.getUint16(from, true) : view.getUint32(from, true)
        pixel |= (top === most ? sample : Math.round(sample * top / most)) << shift
      }
      for (let b = 0; b < bytes; b++) row[at + b] = pixel >>> (b * 8)
    }
  }
}
