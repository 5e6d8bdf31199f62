import { rowBytes } from './raster.js'
import { readStored, type StoredBytes } from './private-file.js'
import type { Box, Frame, Orientation, Raster, RasterLayout, Rendering, View } from './types.js'
import { fillView, viewLayout } from './view.js'

/** Sides of a tile on a picture too large for memory, and how far neighbours overlap, in pixels. Multiples of 8. */
const SIDE = 3072
export const OVERLAP = 512
/** What is as large as the overlap need not lie whole in any tile; it is looked for in the picture as a whole, made this small. */
const OVERVIEW = 2560

/** A rectangle of the stored raster whose left edge is a multiple of 8, so that its rows begin on a byte. */
export interface Tile extends Box {
  /** The part of it that lies nearer to no other tile's middle, in pixels of the stored raster. */
  core: Box
}

export function tilesOf({ width, height }: Pick<RasterLayout, 'width' | 'height'>): Tile[] {
  const columns = spans(width)
  return spans(height).flatMap(row => columns.map(column => ({
    x: column.from, y: row.from, w: column.to - column.from, h: row.to - row.from,
    core: { x: column.coreFrom, y: row.coreFrom, w: column.coreTo - column.coreFrom, h: row.coreTo - row.coreFrom },
  })))
}

function spans(size: number): { from: number, to: number, coreFrom: number, coreTo: number }[] {
  const count = Math.max(1, Math.ceil((size - OVERLAP) / (SIDE - OVERLAP)))
  const step = count === 1 ? 0 : Math.floor((size - SIDE) / (count - 1) / 8) * 8
  const starts = Array.from({ length: count }, (_, i) => i * step)
  const ends = starts.map((from, i) => i === count - 1 ? size : from + SIDE)
  const borders = [0, ...starts.slice(1).map((from, i) => (from + ends[i]) / 2), size]
  return starts.map((from, i) => ({ from, to: ends[i], coreFrom: borders[i], coreTo: borders[i + 1] }))
}

/** The pixels of a tile, as a raster. */
export function readTile(pixels: StoredBytes, layout: RasterLayout, { x, y, w, h }: Box): Raster {
  const raster: Raster = { ...layout, width: w, height: h, data: new Uint8Array(0) }
  const bytes = rowBytes(raster)
  raster.data = new Uint8Array(bytes * h)
  const left = x * layout.channels * layout.bits / 8
  const stride = rowBytes(layout)
  if (bytes === stride) readStored(pixels, y * stride, raster.data)
  else for (let i = 0; i < h; i++) readStored(pixels, (y + i) * stride + left, raster.data.subarray(i * bytes, (i + 1) * bytes))
  return raster
}

/** The whole picture, upright, each of its pixels the mean of `scale` × `scale`; the longer side has 2560 pixels at most. */
export function overviewLayout(layout: RasterLayout, orientation: Orientation): { scale: number, width: number, height: number, channels: 1 | 3 } {
  const scale = Math.ceil(Math.max(layout.width, layout.height) / OVERVIEW)
  const { width, height, channels } = viewLayout({ layout, orientation })
  return { scale, width: Math.ceil(width / scale), height: Math.ceil(height / scale), channels }
}

export function readOverview(pixels: StoredBytes, layout: RasterLayout, orientation: Orientation, into?: Uint8Array, rendering?: Rendering): View {
  const { scale, channels } = overviewLayout(layout, orientation)
  const width = Math.ceil(layout.width / scale)
  const height = Math.ceil(layout.height / scale)
  const small = new Uint8Array(width * height * channels)
  const sums = new Uint32Array(width * channels)
  for (let y = 0; y < height; y++) {
    const rows = Math.min(scale, layout.height - y * scale)
    const { data } = fillView(readTile(pixels, layout, { x: 0, y: y * scale, w: layout.width, h: rows }), 1, undefined, rendering)
    sums.fill(0)
    for (let row = 0, at = 0; row < rows; row++) {
      for (let x = 0; x < layout.width; x++) {
        const to = Math.floor(x / scale) * channels
        for (let c = 0; c < channels; c++) sums[to + c] += data[at++]
      }
    }
    for (let x = 0; x < width; x++) {
      const count = rows * Math.min(scale, layout.width - x * scale)
      for (let c = 0; c < channels; c++) small[(y * width + x) * channels + c] = sums[x * channels + c] / count
    }
  }
  return fillView({ width, height, channels, bits: 8, sample: 'uint', model: channels === 1 ? 'grey' : 'rgb', data: small }, orientation, into)
}

/** A frame's view, or of a frame too large for memory what {@link readOverview} gives. */
export function wholeView({ view, pixels, raster, page }: Pick<Frame, 'view' | 'pixels' | 'raster' | 'page'>): View {
  return pixels ? readOverview(pixels, raster, page.orientation) : view
}
