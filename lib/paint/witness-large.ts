import { inBand, rowsOf } from '../core/pixel-store.js'
import { rowBytes } from '../core/raster.js'
import type { WitnessName } from '../core/witnesses.js'
import type { EncodedPage, PaintBox, PixelStore } from '../core/types.js'
import type { Codec } from '../formats/codec.js'
import { sameOutside, shows, touchedBy } from './compare.js'
import { unverified } from './witness.js'

/**
 * As encodeWitnessed(), for a page too large for memory, which is never encoded anew. Its pixels are read back where its own coded blocks were kept; what is
 * made of the pixels alone is not, but for its place in the container.
 *
 * @param written reads all of its bytes
 * @returns by whom it was read
 */
export async function witnessStored(
  codec: Codec, page: EncodedPage, store: PixelStore, painted: readonly PaintBox[], written: () => Uint8Array,
): Promise<WitnessName | undefined> {
  const { witness, bands } = codec
  if (!witness || !bands || !page.blocks) return undefined
  const tolerance = witness.tolerance!(page, { data: new Uint8Array(), info: undefined })
  const stride = rowBytes(store)
  let y = 0
  let rest = new Uint8Array(0)
  await bands.decode({ ...page, data: written() }, bytes => {
    const seen = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
    const rows = Math.floor(seen.length / stride)
    if (y + rows > store.height) throw unverified(page)
    const raster = rowsOf(store, y, rows)
    const touched = inBand(touchedBy(painted, page.blocks, store), y, rows)
    if (!sameOutside(seen, raster, touched) || !shows(seen, raster, inBand(painted, y, rows), tolerance)) throw unverified(page)
    y += rows
    rest = seen.slice(rows * stride)
  })
  if (y < store.height) throw unverified(page)
  return 'sharp' // of pages with coded blocks only JPEGs can be large, and libvips decodes them
}
