import { EffaceError } from '../core/errors.js'
import { NO_LIMITS } from '../core/limits.js'
import { inBand, rowsOf } from '../core/pixel-store.js'
import { rowBytes } from '../core/raster.js'
import { Spool } from '../core/spool.js'
import type { WitnessName } from '../core/witnesses.js'
import type { Box, EncodedPage, PaintBox, PixelStore, Raster } from '../core/types.js'
import { bytesOf, joinAlone, type Codec, type WrittenPage } from '../formats/codec.js'
import { sameOutside, shows, touchedBy } from './compare.js'
import { unverified } from './witness.js'

/**
 * As encodeWitnessed(), for a page too large for memory, which is never encoded anew: read in bands of rows, by libvips where it is a JPEG, else by ourselves.
 *
 * @returns by whom it was read
 */
export async function witnessSpooled(
  codec: Codec, page: EncodedPage, store: PixelStore, painted: readonly PaintBox[], written: WrittenPage,
): Promise<WitnessName> {
  const { witness, bands } = codec
  if (page.blocks && witness?.tolerance) {
    const tolerance = witness.tolerance(page, written)
    const touched = touchedBy(painted, page.blocks, store)
    const agrees = (seen: Uint8Array, meant: Raster, y: number): boolean =>
      sameOutside(seen, meant, inBand(touched, y, meant.height)) && shows(seen, meant, inBand(painted, y, meant.height), tolerance)
    await bands!.decode({ ...page, data: Buffer.concat([...bytesOf(written)]) }, comparing(page, store, agrees))
    return 'sharp'
  }
  // Depths between those of rasters round what was painted.
  const loose: readonly Box[] = witness?.rounding?.(page) ? painted : []
  await walkedAlone(codec, written, async alone => {
    if (alone.orientation !== page.orientation || rowBytes(alone.layout) !== rowBytes(store) || alone.layout.height !== store.height) throw unverified(page)
    await bands!.decode(alone, comparing(page, store, (seen, meant, y) => sameOutside(seen, meant, inBand(loose, y, meant.height))))
  }).catch((cause: unknown) => { throw cause instanceof EffaceError && cause.code === 'ERR_MALFORMED_INPUT' ? unverified(page, { cause }) : cause })
  return 'own'
}

/** Takes rows from the first on, and holds them against those of the store as soon as one is whole. */
function comparing(page: EncodedPage, store: PixelStore, agrees: (seen: Uint8Array, meant: Raster, y: number) => boolean): (bytes: Uint8Array) => void {
  const stride = rowBytes(store)
  let y = 0
  let rest = new Uint8Array(0)
  return bytes => {
    const seen = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
    const rows = Math.floor(seen.length / stride)
    if (y + rows > store.height || !agrees(seen, rowsOf(store, y, rows), y)) throw unverified(page)
    y += rows
    rest = seen.slice(rows * stride)
  }
}

/** The page as a file of nothing but itself, through a private file, as our walker gives it. */
async function walkedAlone(codec: Codec, written: WrittenPage, read: (alone: EncodedPage) => Promise<void>): Promise<void> {
  const spool = new Spool()
  const feed = async (): Promise<void> => {
    for await (const part of joinAlone(codec, written)) await spool.write(part)
    spool.end()
  }
  const walk = async (): Promise<void> => {
    let pages = 0
    for await (const alone of codec.pages(spool, { limits: NO_LIMITS })) {
      if (pages++ > 0) break
      await read(alone)
      if (alone.spooled) Spool.letGo(alone.spooled)
    }
    spool.drain()
  }
  try {
    await Promise.all([feed(), walk()])
  } finally {
    await spool.destroy()
  }
}
