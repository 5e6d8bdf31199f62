import { colourSamples } from './colour.js'
import { rowBytes } from './raster.js'
import type { Raster } from './types.js'

// Floats. Lab floats are L 0..100 and a, b in their own units; everything else is scaled by the range, alpha by [0, 1].

/** Sample values that stand for black and white in a raster of floats. */
export interface SampleRange { min: number, max: number }

export function floatRange(raster: Raster): SampleRange {
  const colours = colourSamples[raster.model]
  let min = 0
  let max = 1
  for (let y = 0; y < raster.height; y++) {
    const get = floatReader(raster, y * rowBytes(raster))
    for (let x = 0; x < raster.width; x++) {
      for (let c = 0; c < colours; c++) {
        const v = get(x * raster.channels + c)
        if (v < min && v !== -Infinity) min = v
        else if (v > max && v !== Infinity) max = v
      }
    }
  }
  if (min === 0 && max === 1) return { min, max }
  return exactRange(raster)
}

function exactRange(raster: Raster): SampleRange {
  const colours = colourSamples[raster.model]
  let min = Infinity
  let max = -Infinity
  for (let y = 0; y < raster.height; y++) {
    const get = floatReader(raster, y * rowBytes(raster))
    for (let x = 0; x < raster.width; x++) {
      for (let c = 0; c < colours; c++) {
        const v = get(x * raster.channels + c)
        if (!Number.isFinite(v)) continue
        if (v < min) min = v
        if (v > max) max = v
      }
    }
  }
  return max > min ? { min, max } : { min, max: min + 1 }
}

/** Sample `n` of the row that begins at byte `row`. */
export function floatReader({ data, bits }: Raster, row: number): (n: number) => number {
  const view = new DataView(data.buffer, data.byteOffset + row, data.byteLength - row)
  if (bits === 16) return n => halfToNumber(view.getUint16(n * 2, true))
  if (bits === 64) return n => view.getFloat64(n * 8, true)
  return n => view.getFloat32(n * 4, true)
}

export function unpackFloats(raster: Raster, range: SampleRange, row: number, first: number, count: number, into: Uint8Array): void {
  const get = floatReader(raster, row)
  const { channels, model } = raster
  const colours = colourSamples[model]
  const span = range.max - range.min
  for (let i = 0; i < count; i++) {
    const c = (first + i) % channels
    const v = get(first + i)
    const scaled = c >= colours ? v * 255 : model === 'lab' ? (c === 0 ? v * 2.55 : v) : (v - range.min) / span * 255
    if (model === 'lab' && c > 0 && c < colours) into[i] = Math.max(-128, Math.min(127, Math.round(scaled))) & 255
    else into[i] = scaled > 0 ? Math.min(255, Math.round(scaled)) : 0
  }
}

export function packFloats(raster: Raster, range: SampleRange, row: number, first: number, samples: Uint8Array, count: number): void {
  const { data, bits, channels, model } = raster
  const view = new DataView(data.buffer, data.byteOffset + row, data.byteLength - row)
  const colours = colourSamples[model]
  for (let i = 0; i < count; i++) {
    const c = (first + i) % channels
    const s = samples[i]
    const v = c >= colours ? s / 255
      : model === 'lab' ? (c === 0 ? s / 2.55 : s << 24 >> 24)
        : range.min + (range.max - range.min) * s / 255
    if (bits === 16) view.setUint16((first + i) * 2, numberToHalf(v), true)
    else if (bits === 64) view.setFloat64((first + i) * 8, v, true)
    else view.setFloat32((first + i) * 4, v, true)
  }
}

function halfToNumber(half: number): number {
  const exponent = half >> 10 & 31
  const fraction = half & 1023
  const sign = half & 0x8000 ? -1 : 1
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? NaN : sign * Infinity
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

function numberToHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const v = Math.abs(value)
  if (!(v < 65520)) return sign | 0x7c00
  if (v < 2 ** -14) return sign | Math.round(v * 2 ** 24)
  const exponent = Math.floor(Math.log2(v))
  // A fraction that rounds up to 1024 carries into the exponent, as it should.
  return sign | ((exponent + 15) << 10) + Math.round((v / 2 ** exponent - 1) * 1024)
}
