import { colourSamples, fromRgba, toRgba } from './colour.js'
import { floatRange, type SampleRange } from './floats.js'
import { rowBytes } from './raster.js'
import { packSamples, rawSample, setRawSample, unpackSamples } from './samples.js'
import type { Raster } from './types.js'

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
