import { colourSamples, toRgba } from './colour.js'
import { floatReader, Pixels, rowBytes } from './raster.js'
import type { Raster, RasterLayout, Rendering } from './types.js'

// Viewers differ: in the ground under transparent pixels, in whether they know of alpha at all, in what they do with samples that no colour
// model explains, in whether they stretch levels. A view is what most of them show; these are the others, looked at where they differ from it.

/** A row of the raster as opaque RGBA, four bytes a pixel. */
export type RowRenderer = (y: number, rgba: Uint8Array) => void

/**
 * The ways other than on white in which a viewer may show the raster, and which show something else.
 *
 * @param bands the raster, whole or in bands of rows
 */
export function otherRenderings(layout: RasterLayout, bands: Iterable<Raster>): Rendering[] {
  const spare = spareSamples(layout).map(sample => ({ sample, min: 255, max: 0 }))
  const alpha = hasAlpha(layout)
  const range = isDeep(layout) ? { min: Infinity, max: -Infinity } : undefined
  let clear = false
  let coloured = false
  for (const band of alpha || spare.length > 0 || range ? bands : []) {
    const pixels = new Pixels(band)
    for (let y = 0; y < band.height; y++) {
      if (alpha && !(clear && coloured)) {
        const rgba = pixels.read(0, y, band.width)
        for (let i = 0; i < rgba.length; i += 4) {
          if (rgba[i + 3] === 255) continue
          clear = true
          if ((rgba[i] | rgba[i + 1] | rgba[i + 2]) !== 0) coloured = true
        }
      }
      if (spare.length > 0) widenSpare(spare, pixels.unpack(0, y, band.width), band)
    }
    if (range) widenRange(range, band)
  }
  const others: Rendering[] = []
  if (clear) others.push({ on: 'black' })
  // Without colours under it, what alpha leaves out is black anyway.
  if (coloured) others.push({ on: 'nothing' })
  for (const { sample, min, max } of spare) if (max > min) others.push({ sample })
  if (range && range.max > range.min && range.max - range.min < fullRange(layout) / 2) others.push({ stretched: range })
  return others
}

/** Reads a raster as a viewer of this kind would show it. */
export function rendererOf(raster: Raster, rendering: Rendering): RowRenderer {
  const pixels = new Pixels(raster)
  const { width } = raster
  if ('sample' in rendering) return sampleRenderer(raster, pixels, rendering.sample)
  if ('stretched' in rendering) return stretchedRenderer(raster, rendering.stretched)
  const ground = rendering.on === 'white' ? 255 : 0
  return (y, rgba) => {
    pixels.read(0, y, width, rgba)
    for (let i = 0; i < rgba.length; i += 4) {
      const a = rendering.on === 'nothing' ? 255 : rgba[i + 3]
      if (a < 255) for (let c = i; c < i + 3; c++) rgba[c] = ground + Math.round((rgba[c] - ground) * a / 255)
      rgba[i + 3] = 255
    }
  }
}

export function hasAlpha({ alpha, model, palette }: RasterLayout): boolean {
  if (alpha !== undefined) return true
  if (model !== 'palette' || !palette) return false
  for (let i = 3; i < palette.length; i += 4) if (palette[i] !== 255) return true
  return false
}

/** Numbers of the samples that are neither colour nor alpha. */
function spareSamples({ model, channels, alpha }: RasterLayout): number[] {
  const first = colourSamples[model] + (alpha === undefined ? 0 : 1)
  return Array.from({ length: Math.max(0, channels - first) }, (_, i) => first + i)
}

function widenSpare(spare: { sample: number, min: number, max: number }[], samples: Uint8Array, { width, channels }: RasterLayout): void {
  for (const one of spare) {
    for (let s = one.sample; s < width * channels; s += channels) {
      if (samples[s] < one.min) one.min = samples[s]
      if (samples[s] > one.max) one.max = samples[s]
    }
  }
}

function sampleRenderer({ width, channels }: Raster, pixels: Pixels, sample: number): RowRenderer {
  return (y, rgba) => {
    const samples = pixels.unpack(0, y, width)
    for (let i = 0, s = sample; i < width * 4; i += 4, s += channels) {
      rgba[i] = rgba[i + 1] = rgba[i + 2] = samples[s]
      rgba[i + 3] = 255
    }
  }
}

/** Levels that viewers may stretch: 8 bits are shown as they are. */
const isDeep = ({ bits, model }: RasterLayout): boolean => bits > 8 && (model === 'grey' || model === 'grey-inverted' || model === 'rgb' || model === 'cmyk')

const fullRange = ({ bits, sample }: RasterLayout): number => sample === 'float' ? 1 : 2 ** bits

/** Sample `n` of a row as the number it is. */
function numberReader(raster: Raster, y: number): (n: number) => number {
  const { data, bits, sample } = raster
  const row = y * rowBytes(raster)
  if (sample === 'float') return floatReader(raster, row)
  const view = new DataView(data.buffer, data.byteOffset + row, rowBytes(raster))
  const signed = sample === 'int'
  if (bits === 16) return n => signed ? view.getInt16(n * 2, true) : view.getUint16(n * 2, true)
  if (bits === 32) return n => signed ? view.getInt32(n * 4, true) : view.getUint32(n * 4, true)
  return n => Number(signed ? view.getBigInt64(n * 8, true) : view.getBigUint64(n * 8, true))
}

/** Stops as soon as half of all levels lie between the two. */
function widenRange(range: { min: number, max: number }, raster: Raster): void {
  const { width, height, channels, model } = raster
  const enough = fullRange(raster) / 2
  for (let y = 0; y < height && !(range.max - range.min >= enough); y++) {
    const at = numberReader(raster, y)
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < colourSamples[model]; c++) {
        const value = at(x * channels + c)
        if (!Number.isFinite(value)) continue
        if (value < range.min) range.min = value
        if (value > range.max) range.max = value
      }
    }
  }
}

function stretchedRenderer(raster: Raster, { min, max }: { min: number, max: number }): RowRenderer {
  const { width, channels, model } = raster
  const colours = colourSamples[model]
  const samples = new Uint8Array(width * channels)
  return (y, rgba) => {
    const at = numberReader(raster, y)
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < colours; c++) samples[x * channels + c] = Math.max(0, Math.min(255, (at(x * channels + c) - min) * 255 / (max - min)))
    }
    toRgba(model as 'rgb', samples, channels, width, rgba)
  }
}
