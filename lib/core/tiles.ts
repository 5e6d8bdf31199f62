import { cut } from './cut.js'
import { inMemory, rowsOf, windowOf } from './pixel-store.js'
import type { Box, Frame, Orientation, PixelStore, Rendering, View } from './types.js'
import { fillView, viewLayout } from './view.js'

/** Sides of a tile on a picture in a file, and how far neighbours overlap, in pixels. Multiples of 8. */
const SIDE = 3072
export const OVERLAP = 512
/** What is as large as the overlap need not lie whole in any tile; it is looked for in the picture as a whole, made this small. */
const OVERVIEW = 2560

/** A rectangle of the stored raster whose left edge is a multiple of 8, so that its rows begin on a byte. */
export interface Tile extends Box {
  /** The part of it that lies nearer to no other tile's middle, in pixels of the stored raster. */
  core: Box
}

/** Parts that a picture is looked at in, besides as a whole: none of one in memory. */
export function tilesOf(store: PixelStore): Tile[] { return inMemory(store) ? [] : cutInTiles(store) }

export function cutInTiles({ width, height }: Pick<PixelStore, 'width' | 'height'>): Tile[] {
  const columns = spans(width)
  return spans(height).flatMap(row => columns.map(column => ({
    x: column.from, y: row.from, w: column.to - column.from, h: row.to - row.from,
    core: { x: column.coreFrom, y: row.coreFrom, w: column.coreTo - column.coreFrom, h: row.coreTo - row.coreFrom },
  })))
}

function spans(size: number): { from: number, to: number, coreFrom: number, coreTo: number }[] {
  const { starts } = cut(size, { side: SIDE, overlap: OVERLAP, round: () => SIDE, multiple: 8 })
  const ends = starts.map((from, i) => i === starts.length - 1 ? size : from + SIDE)
  const borders = [0, ...starts.slice(1).map((from, i) => (from + ends[i]) / 2), size]
  return starts.map((from, i) => ({ from, to: ends[i], coreFrom: borders[i], coreTo: borders[i + 1] }))
}

/** How a whole picture is looked at: upright; one in a file smaller, the longer side 2560 pixels at most, each of its pixels the mean of `scale` × `scale`. */
export function wholeViewLayout(store: PixelStore, orientation: Orientation): { scale: number, width: number, height: number, channels: 1 | 3 } {
  const scale = inMemory(store) ? 1 : Math.ceil(Math.max(store.width, store.height) / OVERVIEW)
  const { width, height, channels } = viewLayout({ layout: store, orientation })
  return { scale, width: Math.ceil(width / scale), height: Math.ceil(height / scale), channels }
}

/** The view of a whole picture, see {@link wholeViewLayout}; of one in memory what {@link fillView} gives. */
export function wholeView(store: PixelStore, orientation: Orientation, into?: Uint8Array, rendering?: Rendering): View {
  return inMemory(store) ? fillView(store, orientation, into, rendering) : overview(store, orientation, into, rendering)
}

/** The view that a frame has; of one in a file, which has none, {@link wholeView}. */
export function viewOfFrame({ raster, view, page: { orientation } }: Pick<Frame, 'raster' | 'view' | 'page'>): View {
  return inMemory(raster) ? view : overview(raster, orientation)
}

function overview(store: PixelStore, orientation: Orientation, into?: Uint8Array, rendering?: Rendering): View {
  const { scale, channels } = wholeViewLayout(store, orientation)
  const width = Math.ceil(store.width / scale)
  const height = Math.ceil(store.height / scale)
  const small = new Uint8Array(width * height * channels)
  const sums = new Uint32Array(width * channels)
  for (let y = 0; y < height; y++) {
    const rows = Math.min(scale, store.height - y * scale)
    const { data } = fillView(rowsOf(store, y * scale, rows), 1, undefined, rendering)
    sums.fill(0)
    for (let row = 0, at = 0; row < rows; row++) {
      for (let x = 0; x < store.width; x++) {
        const to = Math.floor(x / scale) * channels
        for (let c = 0; c < channels; c++) sums[to + c] += data[at++]
      }
    }
    for (let x = 0; x < width; x++) {
      const count = rows * Math.min(scale, store.width - x * scale)
      for (let c = 0; c < channels; c++) small[(y * width + x) * channels + c] = sums[x * channels + c] / count
    }
  }
  return fillView({ width, height, channels, bits: 8, sample: 'uint', model: channels === 1 ? 'grey' : 'rgb', data: small }, orientation, into)
}

/** The view of one tile. */
export function tileView(store: PixelStore, tile: Box, orientation: Orientation, into?: Uint8Array, rendering?: Rendering): View {
  return fillView(windowOf(store, tile), orientation, into, rendering)
}
