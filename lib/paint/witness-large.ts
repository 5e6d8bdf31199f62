import { rowBytes } from '../core/raster.js'
import type { StoredBytes } from '../core/private-file.js'
import type { EncodedPage, PaintBox, Raster, RasterLayout } from '../core/types.js'
import type { Codec } from '../formats/codec.js'
import { inBand, readRows } from '../formats/large.js'
import { sameOutside, shows, touchedBy } from './compare.js'
import { unverified } from './witness.js'

/**
 * As encodeWitnessed(), for a page too large for memory, which is never encoded anew.
 *
 * @param written reads all of its bytes
 */
export async function witnessStored(
  codec: Codec, page: EncodedPage, layout: RasterLayout, pixels: StoredBytes, painted: readonly PaintBox[], written: () => Uint8Array,
): Promise<void> {
  const { witness, bands } = codec
  // What has no coded blocks is made of the pixels themselves.
  if (!witness || !bands || !page.blocks) return
  const tolerance = witness.tolerance!(page, { data: new Uint8Array(), info: undefined })
  const stride = rowBytes(layout)
  let y = 0
  let rest = new Uint8Array(0)
  await bands.decode({ ...page, data: written() }, bytes => {
    const seen = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
    const rows = Math.floor(seen.length / stride)
    if (y + rows > layout.height) throw unverified(page)
    const raster: Raster = { ...layout, height: rows, data: readRows(pixels, layout, y, rows) }
    const touched = inBand(touchedBy(painted, page.blocks, layout), y, rows)
    if (!sameOutside(seen, raster, touched) || !shows(seen, raster, inBand(painted, y, rows), tolerance)) throw unverified(page)
    y += rows
    rest = seen.slice(rows * stride)
  })
  if (y < layout.height) throw unverified(page)
}
