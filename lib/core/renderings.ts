import { colourSamples, fromRgba, toRgba } from './colour.js'
import { floatReader } from './floats.js'
import { Pixels } from './pixels.js'
import { rowBytes } from './raster.js'
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
  const levels = isDeep(layout) ? new Levels(layout) : undefined
  const colours = otherColours(layout)
  let clear = false
  let coloured = false
  for (const band of alpha || spare.length > 0 || levels || colours ? bands : []) {
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
      if (colours && !colours.differ) colours.differ = colours.differs(pixels.unpack(0, y, band.width), band.width)
    }
    levels?.see(band)
  }
  const others: Rendering[] = []
  if (clear) others.push({ on: 'black' })
  // Without colours under it, what alpha leaves out is black anyway.
  if (coloured) others.push({ on: 'nothing' })
  if (colours?.differ) others.push(colours.rendering)
  for (const { sample, min, max } of spare) if (max > min) others.push({ sample })
  const few = levels?.few()
  if (few) others.push({ stretched: few })
  return others
}

interface OtherColours { rendering: Rendering, differ: boolean, differs: (samples: Uint8Array, width: number) => boolean }

/** Levels by which a picture must differ to show anything. */
const SEEN = 16

/**
 * What else colours may be taken for. Black ink hides all others: viewers that take it for paper (it stands upside down in JPEGs, and not in
 * TIFFs) show them. Lightness shows by itself where it comes with a colour that no screen has, and which is cut off.
 */
function otherColours({ model, channels }: RasterLayout): OtherColours | undefined {
  if (model === 'cmyk') {
    return { rendering: { ink: 'inverted' }, differ: false, differs: (samples, width) => {
      for (let s = 0; s < width * channels; s += channels) {
        if (samples[s + 3] * Math.max(samples[s], samples[s + 1], samples[s + 2]) >= SEEN * 255) return true
      }
      return false
    } }
  }
  if (model !== 'ycbcr' && model !== 'lab') return undefined
  return { rendering: { sample: 0 }, differ: false, differs: (samples, width) => {
    const rgba = new Uint8Array(width * 4)
    const back = new Uint8Array(width * channels)
    toRgba(model, samples, channels, width, rgba)
    fromRgba(model, rgba, width, back, channels)
    for (let s = 0; s < width * channels; s += channels) if (Math.abs(samples[s] - back[s]) >= SEEN) return true
    return false
  } }
}

/** Reads a raster as a viewer of this kind would show it. */
export function rendererOf(raster: Raster, rendering: Rendering): RowRenderer {
  const pixels = new Pixels(raster)
  const { width } = raster
  if ('sample' in rendering) return sampleRenderer(raster, pixels, rendering.sample)
  if ('stretched' in rendering) return stretchedRenderer(raster, rendering.stretched)
  if ('ink' in rendering) return invertedRenderer(raster, pixels)
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

/** Whether some pixel may be less than opaque. */
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

/** So many of a picture's samples say how they are spread. */
const SAMPLED = 1 << 16

/** The levels that a deep raster uses. */
class Levels {
  readonly #layout: RasterLayout
  readonly #step: number
  readonly #sampled: number[] = []
  #seen = 0
  #min = Infinity
  #max = -Infinity

  constructor(layout: RasterLayout) {
    this.#layout = layout
    this.#step = Math.max(1, Math.floor(layout.width * layout.height * colourSamples[layout.model] / SAMPLED))
  }

  see(raster: Raster): void {
    const { width, height, channels, model, sample } = raster
    const row = width * colourSamples[model]
    for (let y = 0; y < height; y++, this.#seen += row) {
      const at = numberReader(raster, y)
      // Floats are shown by all that they use; of others, some are enough.
      const step = sample === 'float' ? 1 : this.#step
      for (let i = step - 1 - (this.#seen + step - 1) % step; i < row; i += step) {
        const value = at(Math.floor(i / colourSamples[model]) * channels + i % colourSamples[model])
        if (!Number.isFinite(value)) continue
        if (value < this.#min) this.#min = value
        if (value > this.#max) this.#max = value
        if ((this.#seen + i) % this.#step === 0) this.#sampled.push(value)
      }
    }
  }

  /** The levels of nearly all samples, where they are few: what stands out, a dead pixel or a caption, must not keep the rest in the dark. */
  few(): { min: number, max: number } | undefined {
    if (this.#sampled.length === 0) return undefined
    const sorted = Float64Array.from(this.#sampled).sort()
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]
    const full = this.#layout.sample === 'float' ? Math.max(1, this.#max - this.#min) : 2 ** this.#layout.bits
    const [min, max] = [at(LEAST), at(MOST)]
    return max > min && max - min < full / 2 ? { min, max } : undefined
  }
}

/** Shares of the samples below which, and above which, they do not count. */
const LEAST = 0.001
const MOST = 0.98

function invertedRenderer({ width, channels, model }: Raster, pixels: Pixels): RowRenderer {
  return (y, rgba) => {
    const samples = pixels.unpack(0, y, width)
    for (let i = 0; i < width * channels; i++) samples[i] = 255 - samples[i]
    toRgba(model as 'cmyk', samples, channels, width, rgba)
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
