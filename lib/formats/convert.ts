import { unsupported } from '../core/errors.js'
import { formatNames, FORMATS, type Format } from '../core/formats.js'
import { Pixels } from '../core/pixels.js'
import { hasAlpha } from '../core/renderings.js'
import type { ColourModel, EncodedPage, Raster, RasterLayout } from '../core/types.js'
import { fillView, viewLayout } from '../core/view.js'
import { codecOf } from './index.js'

/**
 * A page of one format as a page of another: upright, 8-bit grey or RGB, with alpha where source and target have it. The
 * new page is one that nothing was painted on: all of its pixels come from the raster.
 *
 * @throws EffaceError ERR_UNSUPPORTED_FORMAT for the second page, where the other format holds but one
 */
export function convert(page: EncodedPage, raster: Raster, format: Format): { page: EncodedPage, raster: Raster } {
  const { index, total, dpi } = page
  if (index > 0 && !FORMATS[format].pages) {
    throw unsupported(`The document has more than one page, and ${format} is written with one: choose ${formatNames.filter(name => FORMATS[name].pages).join(' or ')}`, { stage: 'encode', frame: index })
  }
  const target = uprightRaster(raster, page, format)
  const { data, ...layout } = target
  const info = codecOf(format).infoOf?.(target, dpi)
  return { page: { index, total, format, orientation: 1, layout, dpi, data: new Uint8Array(0), info }, raster: { ...layout, data } }
}

function uprightRaster(raster: Raster, page: EncodedPage, format: Format): Raster {
  const { alpha: alphas, grey } = FORMATS[format]
  const transparent = hasAlpha(raster) && alphas !== 'none'
  const view = viewLayout({ layout: raster, orientation: page.orientation })
  const { width, height } = view
  const colour = !grey || view.channels === 3
  const model: ColourModel = colour ? 'rgb' : 'grey'
  const colours = colour ? 3 : 1
  const alpha = transparent || alphas === 'always'
  const channels = colours + (alpha ? 1 : 0)
  const layout: RasterLayout = { width, height, model, channels, bits: 8, sample: 'uint', ...alpha && { alpha: 'straight' } }
  // The view is flattened on white: whatever alpha stays behind must lie beside colours that were not.
  const source = transparent ? opaque(raster) : raster
  const seen = fillView(source, page.orientation)
  if (!alpha && seen.channels === colours) return { ...layout, data: seen.data }
  const opacity = transparent ? fillView(alphaOf(raster), page.orientation).data : undefined
  const data = new Uint8Array(width * height * channels)
  for (let i = 0, s = 0, d = 0; i < width * height; i++, s += seen.channels, d += channels) {
    for (let c = 0; c < colours; c++) data[d + c] = seen.data[seen.channels === 3 ? s + c : s]
    if (!alpha) continue
    const a = opacity ? opacity[i] : 255
    data[d + colours] = a
    // What is wholly transparent shows no colour, and shall hide none.
    if (a === 0) data.fill(0, d, d + colours)
  }
  return { ...layout, data }
}

/** The stored raster as RGB, its alpha left out. */
function opaque(raster: Raster): Raster {
  return samplesOf(raster, 3, (rgba, out) => {
    for (let s = 0, d = 0; s < rgba.length; s += 4, d += 3) out.set(rgba.subarray(s, s + 3), d)
  })
}

/** The stored raster's alpha, as grey. */
function alphaOf(raster: Raster): Raster {
  return samplesOf(raster, 1, (rgba, out) => {
    for (let s = 3, d = 0; s < rgba.length; s += 4, d++) out[d] = rgba[s]
  })
}

function samplesOf(raster: Raster, channels: 1 | 3, take: (rgba: Uint8Array, out: Uint8Array) => void): Raster {
  const { width, height } = raster
  const data = new Uint8Array(width * height * channels)
  const pixels = new Pixels(raster)
  const rgba = new Uint8Array(width * 4)
  for (let y = 0; y < height; y++) {
    pixels.read(0, y, width, rgba)
    take(rgba, data.subarray(y * width * channels, (y + 1) * width * channels))
  }
  return { width, height, model: channels === 1 ? 'grey' : 'rgb', channels, bits: 8, sample: 'uint', data }
}
