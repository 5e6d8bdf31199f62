import { inMemory } from '../core/pixel-store.js'
import { writeSpooled, type SpooledFile } from '../core/private-file.js'
import type { EncodedPage, PaintBox, PixelStore } from '../core/types.js'
import type { Codec, CodecState, WrittenPage } from '../formats/codec.js'
import { encodeWitnessed, markOf } from './witness.js'
import { witnessSpooled } from './witness-large.js'

export interface EncodeOptions {
  state?: CodecState
  /** Where the bytes of what lies in a file go. */
  file?: SpooledFile
  /** Whether it is read back. */
  witness: boolean
}

/** The painted page, encoded like its original and read back: what lies in memory as a whole, what lies in a file in bands of rows. */
export async function encodeStore(
  codec: Codec, page: EncodedPage, store: PixelStore, painted: readonly PaintBox[], { state, file, witness }: EncodeOptions,
): Promise<{ page: WrittenPage, state?: CodecState }> {
  if (inMemory(store)) return await (witness ? encodeWitnessed : encodeUnread)(codec, page, store, painted, state)
  const spooled = { ...file!, offset: 0, length: 0 }
  const info = await codec.bands!.encode(page, store, painted, bytes => {
    writeSpooled(spooled, spooled.length, bytes)
    spooled.length += bytes.length
  })
  const written: WrittenPage = { data: new Uint8Array(0), spooled, info }
  if (witness) {
    const by = await witnessSpooled(codec, page, store, painted, written)
    written.seen = { by, mark: markOf(codec, page, store) }
  }
  return { page: written, state }
}

const encodeUnread: typeof encodeWitnessed = async (codec, ...page) => await codec.encodePage(...page)
