import { packFloats, unpackFloats, type SampleRange } from './floats.js'
import type { Raster } from './types.js'

// A sample is found by the byte its row starts at and its number in the row.

export function rawSample({ data, bits }: Raster, row: number, n: number): number {
  if (bits === 8) return data[row + n]
  if (bits < 8) {
    const bit = n * bits
    return data[row + (bit >> 3)] >> (8 - bits - (bit & 7)) & ((1 << bits) - 1)
  }
  const at = row + n * (bits >> 3)
  return data[at] | data[at + 1] << 8
}

export function setRawSample({ data, bits }: Raster, row: number, n: number, value: number): void {
  if (bits === 8) data[row + n] = value
  else if (bits < 8) {
    const bit = n * bits
    const at = row + (bit >> 3)
    const shift = 8 - bits - (bit & 7)
    data[at] = data[at] & ~(((1 << bits) - 1) << shift) | value << shift
  } else {
    const at = row + n * (bits >> 3)
    data.fill(0, at, at + (bits >> 3))
    data[at] = value & 255
    data[at + 1] = value >> 8
  }
}

export function unpackSamples(raster: Raster, range: SampleRange, row: number, first: number, count: number, into: Uint8Array): void {
  const { data, bits, sample } = raster
  if (sample === 'float') {
    unpackFloats(raster, range, row, first, count, into)
  } else if (bits === 8) {
    into.set(data.subarray(row + first, row + first + count))
  } else if (bits < 8) {
    const scale = 255 / ((1 << bits) - 1)
    for (let i = 0; i < count; i++) into[i] = rawSample(raster, row, first + i) * scale
  } else {
    const bytes = bits >> 3
    for (let i = 0, at = row + first * bytes + bytes - 1; i < count; i++, at += bytes) into[i] = data[at]
  }
  if (sample === 'int') for (let i = 0; i < count; i++) into[i] ^= 128
}

export function packSamples(raster: Raster, range: SampleRange, row: number, first: number, samples: Uint8Array, count: number): void {
  const { data, bits, sample } = raster
  const bytes = bits >> 3
  if (sample === 'float') {
    packFloats(raster, range, row, first, samples, count)
  } else if (bits === 8) {
    data.set(samples.subarray(0, count), row + first)
    if (sample === 'int') for (let at = row + first; at < row + first + count; at++) data[at] ^= 128
  } else if (bits < 8) {
    const top = (1 << bits) - 1
    const flip = sample === 'int' ? 1 << (bits - 1) : 0
    for (let i = 0; i < count; i++) setRawSample(raster, row, first + i, Math.round(samples[i] * top / 255) ^ flip)
  } else {
    for (let i = 0, at = row + first * bytes; i < count; i++, at += bytes) {
      for (let b = 0; b < bytes; b++) data[at + b] = samples[i]
      if (sample === 'int') data[at + bytes - 1] ^= 128
    }
  }
}
