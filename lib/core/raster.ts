import { colourSamples, fromRgba, toRgba } from './colour.js'
import type { Box, Raster, RasterLayout } from './types.js'

/** Bytes in one row of a raster: rows start on a byte. */
export function rowBytes(layout: RasterLayout): number {
  return Math.ceil(layout.width * layout.channels * layout.bits / 8)
}

/**
 * Pixels in a layout. Not by `{ ...layout, data }`: V8 makes a new hidden class for each such literal, and dead ones in the old
 * generation keep frames alive until the next full collection.
 */
export function rasterOf(layout: RasterLayout, data: Uint8Array): Raster { return Object.assign({ data }, layout) }

/** Bytes a whole raster takes. */
export function rasterBytes(layout: RasterLayout): number {
  return rowBytes(layout) * layout.height
}

/** Zeroes the bits behind the last pixel of each row: they belong to no pixel, but could carry something. */
export function clearSpareBits(layout: RasterLayout, data: Uint8Array): void {
  const used = layout.width * layout.channels * layout.bits % 8
  if (used === 0) return
  const stride = rowBytes(layout)
  for (let at = stride - 1; at < data.length; at += stride) data[at] &= 255 << (8 - used)
}

/** Whether all pixels in a box of a raster are grey; told of 8-bit RGB alone. */
export function isGreyIn({ data, width, channels, bits, model }: Raster, { x, y, w, h }: Box): boolean {
  if (bits !== 8 || model !== 'rgb') return false
  for (let row = y; row < y + h; row++) {
    const end = (row * width + x + w) * channels
    for (let i = (row * width + x) * channels; i < end; i += channels) if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return false
  }
  return true
}

/** Sample values that stand for black and white in a raster of floats. */
export interface SampleRange { min: number, max: number }

/**
 * Reads and writes runs of pixels of any raster as 8-bit sRGB with straight alpha (RGBA, four bytes a pixel).
 *
 * Wide samples are read by their most significant byte and written by repeating it, so 8-bit values survive the way there and
 * back. Floats are scaled from [0, 1], or from what the raster holds when it goes beyond. Palette rasters take the nearest
 * entry. Samples that are neither colour nor alpha are set to a constant when written: nothing of a written pixel survives.
 *
 * @example
 * const pixels = new Pixels(raster)
 * const rgba = pixels.read(10, 20, 4)            // 4 pixels of row 20, from column 10
 * pixels.write(10, 20, 4, rgba.fill(255))        // made opaque white
 */
export class Pixels {
  readonly range: SampleRange
  private readonly stride: number
  private samples = new Uint8Array(0)
  private readonly nearest = new Map<number, number>()

  /** @param range for rasters of floats: the range to scale by, when it is known already. */
  constructor(readonly raster: Raster, range?: SampleRange) {
    this.stride = rowBytes(raster)
    this.range = range ?? (raster.sample === 'float' ? floatRange(raster) : { min: 0, max: 1 })
  }

  /** `width` pixels of row `y` from column `x` on. */
  read(x: number, y: number, width: number, into: Uint8Array = new Uint8Array(width * 4)): Uint8Array {
    const { raster } = this
    const { channels, model, alpha } = raster
    if (model === 'palette') {
      this.readPalette(x, y, width, into)
      return into
    }
    const samples = this.unpack(x, y, width)
    toRgba(model, samples, channels, width, into)
    if (alpha === undefined) return into
    for (let i = 0, s = colourSamples[model]; i < width * 4; i += 4, s += channels) {
      const a = into[i + 3] = samples[s]
      if (alpha === 'straight' || a === 255 || a === 0) continue
      for (let c = 0; c < 3; c++) into[i + c] = Math.min(255, Math.round(into[i + c] * 255 / a))
    }
    return into
  }

  /** `width` pixels of row `y` from column `x` on, as 8-bit samples of the raster's own model (palette: not defined). */
  unpack(x: number, y: number, width: number): Uint8Array {
    const count = width * this.raster.channels
    if (this.samples.length < count) this.samples = new Uint8Array(count)
    unpackSamples(this.raster, this.range, y * this.stride, x * this.raster.channels, count, this.samples)
    return this.samples
  }

  write(x: number, y: number, width: number, rgba: Uint8Array): void {
    const { raster } = this
    const { channels, model, alpha } = raster
    if (model === 'palette') {
      this.writePalette(x, y, width, rgba)
      return
    }
    const count = width * channels
    if (this.samples.length < count) this.samples = new Uint8Array(count)
    const samples = this.samples.fill(model === 'cmyk' ? 0 : 255, 0, count)
    fromRgba(model, rgba, width, samples, channels)
    if (alpha !== undefined) {
      const colours = colourSamples[model]
      for (let i = 3, s = 0; s < count; i += 4, s += channels) {
        const a = samples[s + colours] = rgba[i]
        if (alpha === 'premultiplied' && a < 255) for (let c = 0; c < colours; c++) samples[s + c] = Math.round(samples[s + c] * a / 255)
      }
    }
    packSamples(raster, this.range, y * this.stride, x * channels, samples, count)
  }

  private readPalette(x: number, y: number, width: number, into: Uint8Array): void {
    const { raster } = this
    const palette = raster.palette!
    const row = y * this.stride
    for (let i = 0, d = 0; i < width; i++, d += 4) {
      const entry = rawSample(raster, row, (x + i) * raster.channels) * 4
      const inside = entry < palette.length
      into[d] = inside ? palette[entry] : 0
      into[d + 1] = inside ? palette[entry + 1] : 0
      into[d + 2] = inside ? palette[entry + 2] : 0
      into[d + 3] = inside ? palette[entry + 3] : 255
    }
  }

  private writePalette(x: number, y: number, width: number, rgba: Uint8Array): void {
    const { raster } = this
    const row = y * this.stride
    for (let i = 0; i < width; i++) {
      const index = this.nearestEntry(rgba[i * 4], rgba[i * 4 + 1], rgba[i * 4 + 2], rgba[i * 4 + 3])
      const first = (x + i) * raster.channels
      setRawSample(raster, row, first, index)
      for (let c = 1; c < raster.channels; c++) setRawSample(raster, row, first + c, 0)
    }
  }

  /** Opacity weighs more than colour: a painted pixel must not become see-through because its colour fits better. */
  private nearestEntry(r: number, g: number, b: number, a: number): number {
    const key = ((r << 24 | g << 16 | b << 8 | a) >>> 0)
    const known = this.nearest.get(key)
    if (known !== undefined) return known
    const palette = this.raster.palette!
    const entries = Math.min(palette.length >> 2, 2 ** this.raster.bits)
    let best = 0
    let least = Infinity
    for (let i = 0; i < entries; i++) {
      const dr = palette[i * 4] - r
      const dg = palette[i * 4 + 1] - g
      const db = palette[i * 4 + 2] - b
      const da = palette[i * 4 + 3] - a
      const distance = dr * dr * 3 + dg * dg * 6 + db * db + da * da * 40
      if (distance < least) {
        least = distance
        best = i
      }
    }
    this.nearest.set(key, best)
    return best
  }
}

/** A rectangle of pixels as RGBA, row by row. It must lie inside the raster. */
export function readRect(raster: Raster, x: number, y: number, width: number, height: number): Uint8Array {
  const pixels = new Pixels(raster)
  const rgba = new Uint8Array(width * height * 4)
  for (let row = 0; row < height; row++) pixels.read(x, y + row, width, rgba.subarray(row * width * 4, (row + 1) * width * 4))
  return rgba
}

/** Writes what {@link readRect} reads. */
export function writeRect(raster: Raster, x: number, y: number, width: number, height: number, rgba: Uint8Array): void {
  const pixels = new Pixels(raster)
  for (let row = 0; row < height; row++) pixels.write(x, y + row, width, rgba.subarray(row * width * 4, (row + 1) * width * 4))
}

// A sample is found by the byte its row starts at and its number in the row.

function rawSample({ data, bits }: Raster, row: number, n: number): number {
  if (bits === 8) return data[row + n]
  if (bits < 8) {
    const bit = n * bits
    return data[row + (bit >> 3)] >> (8 - bits - (bit & 7)) & ((1 << bits) - 1)
  }
  const at = row + n * (bits >> 3)
  return data[at] | data[at + 1] << 8
}

function setRawSample({ data, bits }: Raster, row: number, n: number, value: number): void {
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

function unpackSamples(raster: Raster, range: SampleRange, row: number, first: number, count: number, into: Uint8Array): void {
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

function packSamples(raster: Raster, range: SampleRange, row: number, first: number, samples: Uint8Array, count: number): void {
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

// Floats. Lab floats are L 0..100 and a, b in their own units; everything else is scaled by the range, alpha by [0, 1].

function floatRange(raster: Raster): SampleRange {
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

function unpackFloats(raster: Raster, range: SampleRange, row: number, first: number, count: number, into: Uint8Array): void {
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

function packFloats(raster: Raster, range: SampleRange, row: number, first: number, samples: Uint8Array, count: number): void {
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
