import { malformed } from '../core/errors.js'
import { SpooledPieces } from '../core/private-file.js'
import { inMemory, RowWriter } from '../core/pixel-store.js'
import { rasterBytes } from '../core/raster.js'
import type { EncodedPage, PixelStore } from '../core/types.js'
import { viewLayout } from '../core/view.js'
import type { Codec, CodecState } from './codec.js'

/** Pages that take more, raster and view together, are not held in memory where that can be spared. 64 megapixels of RGB. */
export const LARGE = 192 << 20

export function isLarge(page: Pick<EncodedPage, 'layout' | 'orientation'>): boolean {
  const view = viewLayout(page)
  return rasterBytes(page.layout) + (view.aliases ? 0 : view.width * view.height * view.channels) > LARGE
}

/** The encoded bytes of a page, wherever they are. */
export interface EncodedBytes { length: number, read(at: number, into: Uint8Array): Uint8Array, parts(): Iterable<Uint8Array> }

export function encodedBytes({ data, spooled }: Pick<EncodedPage, 'data' | 'spooled'>): EncodedBytes {
  if (spooled) return new SpooledPieces(spooled)
  return {
    length: data.length,
    read(at, into) {
      into.set(data.subarray(at, at + into.length))
      return into
    },
    parts: () => [data],
  }
}

/** Decodes a page into where its pixels are to lie. */
export async function decodeInto(
  store: PixelStore, codec: Codec, page: EncodedPage, state?: CodecState, tell?: (note: string) => void,
): Promise<CodecState | void> {
  if (inMemory(store)) return await codec.decodePage(page, store.data, state, tell)
  const writer = new RowWriter(store)
  await codec.bands!.decode(page, rows => writer.write(rows), tell)
  if (!writer.filled) throw malformed('The page is not as large as its header says')
  return state
}
