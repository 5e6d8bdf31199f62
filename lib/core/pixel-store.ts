import { overwriteSpooled, readSpooled, sectorsOf, writeSpooled, type SpooledFile } from './private-file.js'
import { rasterBytes, rasterOf, rowBytes } from './raster.js'
import type { Box, PixelStore, Raster, RasterFile, RasterLayout } from './types.js'

// What is done to a page's pixels wherever they lie. In memory nothing is copied but windows narrower than the picture.

/** About so much of a file is one band. */
const BAND = 8 << 20

export const inMemory = (store: PixelStore): store is Raster => store.file === undefined

/** A store in a private file, which is as long as it will be: what was never written reads as noise. */
export function storeInFile(layout: RasterLayout, file: SpooledFile): RasterFile {
  const length = rasterBytes(layout)
  return { ...layout, data: new Uint8Array(0), file: { ...file, offset: 0, length, overwritten: sectorsOf(length) } }
}

/** A raster without its pixels. */
export function layoutOf({ data: _data, file: _file, ...layout }: PixelStore): RasterLayout { return layout }

/** Rows `y` .. `y + count`, to be read only: in memory they are the store's own. */
export function rowsOf(store: PixelStore, y: number, count: number): Raster {
  const stride = rowBytes(store)
  const data = inMemory(store) ? store.data.subarray(y * stride, (y + count) * stride) : readSpooled(store.file, y * stride, new Uint8Array(count * stride))
  return rasterOf({ ...layoutOf(store), height: count }, data)
}

/** Rows of a band: as many `unit`s as make it about 8 MiB, one at least. */
export function bandRows(layout: RasterLayout, unit = 1): number {
  return unit * Math.max(1, Math.floor(BAND / (rowBytes(layout) * unit)))
}

/** All rows from top to bottom: as many at a time as are at hand. */
export function * bandsOf(store: PixelStore): Generator<Raster> {
  const count = inMemory(store) ? store.height : bandRows(store)
  for (let y = 0; y < store.height; y += count) yield inMemory(store) ? store : rowsOf(store, y, Math.min(count, store.height - y))
}

/** The parts of the boxes that lie in rows `y` .. `y + count`, in pixels of the band. */
export function inBand<B extends Box>(boxes: readonly B[], y: number, count: number): B[] {
  return boxes.flatMap(box => {
    const top = Math.max(box.y, y)
    const bottom = Math.min(box.y + box.h, y + count)
    return bottom > top ? [{ ...box, y: top - y, h: bottom - top }] : []
  })
}

/** A copy of the pixels in a box, whose left edge is a multiple of 8, so that its rows begin on a byte. */
export function windowOf(store: PixelStore, { x, y, w, h }: Box): Raster {
  const stride = rowBytes(store)
  const left = x * store.channels * store.bits / 8
  const window = rasterOf({ ...layoutOf(store), width: w, height: h }, new Uint8Array(0))
  const bytes = rowBytes(window)
  window.data = new Uint8Array(bytes * h)
  const read = (at: number, into: Uint8Array): void => {
    if (inMemory(store)) into.set(store.data.subarray(at, at + into.length))
    else readSpooled(store.file, at, into)
  }
  if (bytes === stride) read(y * stride, window.data)
  else for (let i = 0; i < h; i++) read((y + i) * stride + left, window.data.subarray(i * bytes, (i + 1) * bytes))
  return window
}

/** Writes what {@link windowOf} gave back to where it was, changed. */
export function writeWindow(store: PixelStore, { x, y }: Pick<Box, 'x' | 'y'>, window: Raster): void {
  const bytes = rowBytes(window)
  const left = x * store.channels * store.bits / 8
  for (let i = 0; i < window.height; i++) {
    const at = (y + i) * rowBytes(store) + left
    const row = window.data.subarray(i * bytes, (i + 1) * bytes)
    if (inMemory(store)) store.data.set(row, at)
    else overwriteSpooled(store.file, at, row)
  }
}

/** Fills a new file with rows as they come, from the first on. `filled` says whether they were as many as it holds. */
export class RowWriter {
  readonly #store: RasterFile
  #at = 0

  constructor(store: RasterFile) { this.#store = store }

  write(rows: Uint8Array): void {
    if (this.#at + rows.length <= this.#store.file.length) writeSpooled(this.#store.file, this.#at, rows)
    this.#at += rows.length
  }

  get filled(): boolean { return this.#at === this.#store.file.length }
}
