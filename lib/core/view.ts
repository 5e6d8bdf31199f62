import { Pixels } from './pixels.js'
import { rowBytes } from './raster.js'
import { rendererOf } from './renderings.js'
import type { Box, EncodedPage, Orientation, Raster, RasterLayout, Rendering, View } from './types.js'

/** What a page's view will look like, known before the page is decoded. */
export interface ViewLayout {
  width: number
  height: number
  channels: 1 | 3
  /** The raster itself, as stored, is the view: no memory of its own is needed. */
  aliases: boolean
}

/** Width, height (upright, in pixels) and channels of the view that a page will have, before anything of it is decoded. */
export function viewLayout({ layout, orientation }: Pick<EncodedPage, 'layout' | 'orientation'>): ViewLayout {
  const { width, height, model, bits, channels, sample, alpha } = layout
  const grey = model === 'grey' || model === 'grey-inverted' || (model === 'palette' && isGrey(layout.palette))
  const viewChannels = grey ? 1 : 3
  const plain = bits === 8 && sample === 'uint' && alpha === undefined && (model === 'rgb' || model === 'grey')
  const turned = orientation > 4
  return {
    width: turned ? height : width,
    height: turned ? width : height,
    channels: viewChannels,
    aliases: plain && channels === viewChannels && orientation === 1,
  }
}

/**
 * Writes the upright 8-bit view of a raster, alpha flattened on white or as `rendering` says, into memory of `width * height * channels`
 * bytes (see {@link viewLayout}); left out, the raster's own where the two alias, else new memory.
 */
export function fillView(raster: Raster, orientation: Orientation, into?: Uint8Array, rendering?: Rendering): View {
  const { width, height, channels, aliases: alias } = viewLayout({ layout: raster, orientation })
  const aliases = alias && !rendering
  into ??= aliases ? raster.data : new Uint8Array(width * height * channels)
  const view: View = { width, height, channels, data: into.subarray(0, width * height * channels) }
  if (aliases) {
    if (view.data.buffer !== raster.data.buffer || view.data.byteOffset !== raster.data.byteOffset) view.data.set(raster.data.subarray(0, view.data.length))
    return view
  }
  const readRow = rendering ? renderedRows(raster, channels, rendering) : rowReader(raster, channels)
  const stride = raster.width * channels
  if (orientation === 1) {
    for (let y = 0; y < raster.height; y++) readRow(y, view.data.subarray(y * stride, (y + 1) * stride))
    return view
  }
  // Bands of rows, so that turning by a quarter writes runs of neighbours and not one pixel a cache line.
  const BAND = 32
  const band = new Uint8Array(stride * BAND)
  for (let top = 0; top < raster.height; top += BAND) {
    const rows = Math.min(BAND, raster.height - top)
    for (let i = 0; i < rows; i++) readRow(top + i, band.subarray(i * stride, (i + 1) * stride))
    turnBand(band, raster, top, rows, orientation, view)
  }
  return view
}

function turnBand(band: Uint8Array, { width: w, height: h }: Raster, top: number, rows: number, orientation: Orientation, view: View): void {
  const { channels, data, width } = view
  // Where stored pixel (0, top) goes, and how far one step in x and in y moves it.
  const swap = orientation > 4
  const mirrorX = orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8
  const mirrorY = orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7
  const stepX = (swap ? width : 1) * (mirrorX ? -1 : 1) * channels
  const stepY = (swap ? 1 : width) * (mirrorY ? -1 : 1) * channels
  const x0 = mirrorX ? w - 1 : 0
  const y0 = mirrorY ? h - 1 - top : top
  const origin = (swap ? x0 * width + y0 : y0 * width + x0) * channels
  if (swap) {
    for (let x = 0; x < w; x++) {
      for (let i = 0; i < rows; i++) {
        const to = origin + x * stepX + i * stepY
        const from = (i * w + x) * channels
        data[to] = band[from]
        if (channels === 3) {
          data[to + 1] = band[from + 1]
          data[to + 2] = band[from + 2]
        }
      }
    }
    return
  }
  for (let i = 0; i < rows; i++) {
    let to = origin + i * stepY
    let from = i * w * channels
    for (let x = 0; x < w; x++, to += stepX, from += channels) {
      data[to] = band[from]
      if (channels === 3) {
        data[to + 1] = band[from + 1]
        data[to + 2] = band[from + 2]
      }
    }
  }
}

type RowReader = (y: number, into: Uint8Array) => void

function rowReader(raster: Raster, channels: 1 | 3): RowReader {
  const { width, model, bits, sample, data } = raster
  const stride = rowBytes(raster)
  if (raster.channels === 1 && sample === 'uint' && bits <= 8 && (model === 'grey' || model === 'grey-inverted' || model === 'palette')) {
    const table = greyOrColour(raster, channels)
    return bits === 8 ? lookUp8(data, stride, table, channels) : lookUpPacked(raster, stride, table, channels)
  }
  const pixels = new Pixels(raster)
  if (raster.alpha === undefined && (model === 'rgb' || model === 'grey') && raster.channels === channels) {
    return (y, into) => { into.set(pixels.unpack(0, y, width).subarray(0, width * channels)) }
  }
  if (raster.alpha === 'straight' && (model === 'rgb' || model === 'grey')) {
    const step = raster.channels
    return (y, into) => {
      const samples = pixels.unpack(0, y, width)
      for (let x = 0, s = 0, d = 0; x < width; x++, s += step, d += channels) {
        const a = samples[s + channels]
        for (let c = 0; c < channels; c++) into[d + c] = a === 255 ? samples[s + c] : onWhite(samples[s + c], a)
      }
    }
  }
  const rgba = new Uint8Array(width * 4)
  return (y, into) => {
    pixels.read(0, y, width, rgba)
    for (let x = 0, s = 0, d = 0; x < width; x++, s += 4, d += channels) {
      const a = rgba[s + 3]
      for (let c = 0; c < channels; c++) into[d + c] = a === 255 ? rgba[s + c] : onWhite(rgba[s + c], a)
    }
  }
}

function renderedRows(raster: Raster, channels: 1 | 3, rendering: Rendering): RowReader {
  const render = rendererOf(raster, rendering)
  const rgba = new Uint8Array(raster.width * 4)
  return (y, into) => {
    render(y, rgba)
    for (let s = 0, d = 0; d < into.length; s += 4, d += channels) for (let c = 0; c < channels; c++) into[d + c] = rgba[s + c]
  }
}

function onWhite(value: number, alpha: number): number {
  return 255 - Math.round((255 - value) * alpha / 255)
}

/** View pixels by sample value, `channels` bytes each. */
function greyOrColour({ model, bits, palette }: RasterLayout, channels: 1 | 3): Uint8Array {
  const values = 1 << bits
  const table = new Uint8Array(values * channels)
  for (let v = 0; v < values; v++) {
    if (model === 'palette') {
      for (let c = 0; c < channels; c++) table[v * channels + c] = v * 4 < palette!.length ? onWhite(palette![v * 4 + c], palette![v * 4 + 3]) : 0
    } else {
      const grey = v * 255 / (values - 1)
      table[v] = model === 'grey' ? grey : 255 - grey
    }
  }
  return table
}

function lookUp8(data: Uint8Array, stride: number, table: Uint8Array, channels: 1 | 3): RowReader {
  if (channels === 1) {
    return (y, into) => {
      for (let x = 0, at = y * stride; x < into.length; x++, at++) into[x] = table[data[at]]
    }
  }
  return (y, into) => {
    for (let d = 0, at = y * stride; d < into.length; d += 3, at++) {
      const entry = data[at] * 3
      into[d] = table[entry]
      into[d + 1] = table[entry + 1]
      into[d + 2] = table[entry + 2]
    }
  }
}

/** A whole byte at a time: its 2, 4 or 8 pixels are in a table. */
function lookUpPacked({ data, bits }: Raster, stride: number, table: Uint8Array, channels: 1 | 3): RowReader {
  const perByte = 8 / bits
  const size = perByte * channels
  const bytes = new Uint8Array(256 * size)
  for (let byte = 0; byte < 256; byte++) {
    for (let i = 0; i < perByte; i++) {
      const value = byte >> (8 - bits * (i + 1)) & ((1 << bits) - 1)
      for (let c = 0; c < channels; c++) bytes[byte * size + i * channels + c] = table[value * channels + c]
    }
  }
  return (y, into) => {
    let at = y * stride
    let d = 0
    for (const whole = into.length - into.length % size; d < whole; d += size) {
      const from = data[at++] * size
      for (let i = 0; i < size; i++) into[d + i] = bytes[from + i]
    }
    for (let from = data[at] * size; d < into.length; d++) into[d] = bytes[from++]
  }
}

function isGrey(palette: Uint8Array | undefined): boolean {
  if (palette === undefined) return false
  for (let i = 0; i < palette.length; i += 4) {
    if (palette[i] !== palette[i + 1] || palette[i] !== palette[i + 2]) return false
  }
  return true
}

/** A box of the stored raster (`width` × `height` pixels as stored), as it lies in the upright frame. */
export function toUpright<B extends Box>(box: B, orientation: Orientation, width: number, height: number): B {
  const { x, y, w, h } = box
  const right = width - x - w
  const bottom = height - y - h
  switch (orientation) {
    case 1: return { ...box }
    case 2: return { ...box, x: right }
    case 3: return { ...box, x: right, y: bottom }
    case 4: return { ...box, y: bottom }
    case 5: return { ...box, x: y, y: x, w: h, h: w }
    case 6: return { ...box, x: bottom, y: x, w: h, h: w }
    case 7: return { ...box, x: bottom, y: right, w: h, h: w }
    case 8: return { ...box, x: y, y: right, w: h, h: w }
  }
}

/** The inverse of {@link toUpright}: a box of the upright frame, as it lies in the stored raster of `width` × `height` pixels. */
export function toStored<B extends Box>(box: B, orientation: Orientation, width: number, height: number): B {
  // All turns are their own inverse but the quarter turns, which are each other's.
  const inverse: Orientation = orientation === 6 ? 8 : orientation === 8 ? 6 : orientation
  return orientation > 4 ? toUpright(box, inverse, height, width) : toUpright(box, inverse, width, height)
}
