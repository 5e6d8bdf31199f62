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
