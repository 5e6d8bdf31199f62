import { rasterBytes, rowBytes } from '../core/raster.js'
import { StoredPieces, readStored, type StoredBytes } from '../core/private-file.js'
import type { Box, EncodedPage, Raster, RasterLayout } from '../core/types.js'
import { viewLayout } from '../core/view.js'

/** Pages that take more, raster and view together, are not held in memory where that can be spared. 64 megapixels of RGB. */
export const LARGE = 192 << 20
/** About so much of a raster is one band. */
const BAND = 8 << 20

export function isLarge(page: Pick<EncodedPage, 'layout' | 'orientation'>): boolean {
  const view = viewLayout(page)
  return rasterBytes(page.layout) + (view.aliases ? 0 : view.width * view.height * view.channels) > LARGE
}

/** Rows of a band: as many `unit`s as make it about 8 MiB, one at least. */
export function bandRows(layout: RasterLayout, unit = 1): number {
  return unit * Math.max(1, Math.floor(BAND / (rowBytes(layout) * unit)))
}

/** Rows `y` .. `y + rows` of a stored raster. */
export function readRows(pixels: StoredBytes, layout: RasterLayout, y: number, rows: number): Uint8Array {
  const stride = rowBytes(layout)
  return readStored(pixels, y * stride, new Uint8Array(rows * stride))
}

/** All rows of a stored raster, some at a time. */
export function * bandsOf(layout: RasterLayout, pixels: StoredBytes): Generator<Raster> {
  const rows = bandRows(layout)
  for (let y = 0; y < layout.height; y += rows) {
    const height = Math.min(rows, layout.height - y)
    yield { ...layout, height, data: readRows(pixels, layout, y, height) }
  }
}

/** The encoded bytes of a page, wherever they are. */
export interface EncodedBytes { length: number, read(at: number, into: Uint8Array): Uint8Array, parts(): Iterable<Uint8Array> }

export function encodedBytes({ data, stored }: Pick<EncodedPage, 'data' | 'stored'>): EncodedBytes {
  if (stored) return new StoredPieces(stored)
  return {
    length: data.length,
    read(at, into) {
      into.set(data.subarray(at, at + into.length))
      return into
    },
    parts: () => [data],
  }
}

/** The parts of the boxes that lie in rows `y` .. `y + rows`, in pixels of the band. */
export function inBand<B extends Box>(boxes: readonly B[], y: number, rows: number): B[] {
  return boxes.flatMap(box => {
    const top = Math.max(box.y, y)
    const bottom = Math.min(box.y + box.h, y + rows)
    return bottom > top ? [{ ...box, y: top - y, h: bottom - top }] : []
  })
}
