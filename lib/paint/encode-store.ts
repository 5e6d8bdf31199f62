import { inMemory } from '../core/pixel-store.js'
import { readStored, writeStored, type StoredFile } from '../core/private-file.js'
import type { EncodedPage, PaintBox, PixelStore } from '../core/types.js'
import type { Codec, CodecState, WrittenPage } from '../formats/codec.js'
import { encodeWitnessed, witnessStored } from './witness.js'

/**
 * The painted page, encoded like its original and read back: what lies in memory as a whole, what lies in a file in bands of rows.
 *
 * @param file where the bytes of what lies in a file go
 */
export async function encodeStore(
  codec: Codec, page: EncodedPage, store: PixelStore, painted: readonly PaintBox[], { state, file }: { state?: CodecState, file?: StoredFile },
): Promise<{ page: WrittenPage, state?: CodecState }> {
  if (inMemory(store)) return await encodeWitnessed(codec, page, store, painted, state)
  const stored = { ...file!, offset: 0, length: 0 }
  const info = await codec.bands!.encode(page, store, painted, bytes => {
    writeStored(stored, stored.length, bytes)
    stored.length += bytes.length
  })
  await witnessStored(codec, page, store, painted, () => readStored(stored, 0, new Uint8Array(stored.length)))
  return { page: { data: new Uint8Array(0), stored, info }, state }
}
