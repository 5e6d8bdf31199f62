import { crc32 } from 'node:zlib'
import { EffaceError, malformed } from '../core/errors.js'
import { FORMATS } from '../core/formats.js'
import { NO_LIMITS } from '../core/limits.js'
import { MemorySource } from '../core/memory-source.js'
import { rasterBytes } from '../core/raster.js'
import type { EncodedPage, PaintBox, Raster } from '../core/types.js'
import { joinAlone, type Alone, type Codec, type CodecState, type PageMark, type Seen, type WrittenPage } from '../formats/codec.js'
import { showsExactly, showsNearly, showsPainted } from './compare.js'

interface Encoded { page: WrittenPage, state?: CodecState }

/** What the encoder and the witness carry from one page to the next. */
interface Carried { encoder?: CodecState, witness?: CodecState }

/**
 * Encodes a page and has it read by a decoder that is not ours, which must see the raster: outside the painted boxes the very pixels that
 * were inspected, inside them what was painted. So no reading of the page's own bytes can show one picture to detectors and another to people.
 * A page in which the two differ is encoded anew from its pixels, where its codec can.
 *
 * @throws EffaceError ERR_REDACTION_UNVERIFIED where it still differs
 */
export async function encodeWitnessed(codec: Codec, page: EncodedPage, raster: Raster, painted: readonly PaintBox[], state?: CodecState): Promise<Encoded> {
  const { encoder, witness } = state as Carried | undefined ?? {}
  const encoded = await codec.encodePage(page, raster, painted, encoder)
  const first = await readBack(codec, page, encoded.page, witness).catch(unreadable)
  if (!isUnread(first) && agrees(codec, page, encoded.page, first.seen, raster, painted)) return witnessed(encoded, first)
  if (!codec.witness?.encodeAnew) throw unverified(page, first)
  const anew = await codec.witness.encodeAnew(page, raster, encoder)
  const again = await readBack(codec, page, anew.page, witness).catch(unreadable)
  if (isUnread(again) || !agrees(codec, page, anew.page, again.seen, raster, [], !anew.page.anew)) throw unverified(page, again)
  return witnessed(anew, again)
}

function witnessed({ page, state }: Encoded, { seen, mark }: ReadBack): Encoded {
  const carried: Carried = { encoder: state, witness: seen.state }
  return { page: { ...page, seen: { by: seen.by, mark } }, ...(state ?? seen.state) !== undefined && { state: carried } }
}

interface ReadBack { seen: Seen, mark: PageMark }

/** Our walker first: a witness never sees bytes that it has not validated. */
async function readBack(codec: Codec, page: EncodedPage, written: WrittenPage, state: CodecState): Promise<ReadBack> {
  const alone = await pageAlone(codec, written)
  if (alone.page.orientation !== page.orientation) throw malformed('The page is turned otherwise')
  const seen = await codec.witness?.read(page, written, alone, state) ?? await readByOurselves(codec, alone)
  const mark = markOf(codec, page, seen.raster)
  if (page.total === 1 && alone.whole && !FORMATS[codec.format].pages) mark.file = { sum: crc32(alone.file), length: alone.file.length }
  else mark.sum = crc32(alone.page.data)
  return { seen, mark }
}

/** What the container must hold of any page. */
export function markOf(codec: Codec, page: EncodedPage, { width, height }: Pick<Raster, 'width' | 'height'>): PageMark {
  return { width, height, orientation: page.orientation, timing: codec.timing?.(page) ?? '' }
}

async function pageAlone(codec: Codec, written: WrittenPage): Promise<Alone> {
  const own = codec.alone?.(written) ?? written
  const parts: Uint8Array[] = []
  for await (const part of joinAlone({ join: codec.join }, own)) parts.push(part)
  const file = Buffer.concat(parts)
  const pages: EncodedPage[] = []
  for await (const page of codec.pages(new MemorySource(file), { limits: NO_LIMITS })) pages.push(page)
  if (pages.length !== 1) throw malformed(`A page was written as ${pages.length}`)
  return { file, page: pages[0], whole: own === written }
}

async function readByOurselves(codec: Codec, { page }: Alone): Promise<Seen> {
  const data = new Uint8Array(rasterBytes(page.layout))
  await codec.decodePage(page, data)
  return { by: 'own', raster: { ...page.layout, data } }
}

/** A page that a decoder cannot read. */
interface Unread { cause: unknown }
const unreadable = (cause: unknown): Unread => ({ cause })
const isUnread = (read: ReadBack | Unread): read is Unread => 'cause' in read

export function unverified({ index }: Pick<EncodedPage, 'index'>, read: object = {}): EffaceError {
  const { cause } = read as Partial<Unread>
  return new EffaceError('ERR_REDACTION_UNVERIFIED', 'What was written does not show what was inspected and painted', { stage: 'encode', frame: index, cause })
}

function agrees(
  { witness }: Codec, page: EncodedPage, written: WrittenPage, seen: Seen, raster: Raster, painted: readonly PaintBox[], exactly = false,
): boolean {
  if (seen.raster.width !== raster.width || seen.raster.height !== raster.height) return false
  if (seen.orientation !== undefined && seen.orientation !== page.orientation) return false
  if (seen.allows) return seen.allows(raster)
  const tolerance = exactly ? 0 : witness?.tolerance?.(page, written) ?? 0
  if (tolerance === 0) return showsExactly(seen.raster, raster, painted, { cell: witness?.cell?.(page), rounding: witness?.rounding?.(page) })
  if (written.anew || seen.nearly) return showsNearly(seen.raster, raster, painted, tolerance)
  return showsPainted(seen.raster, raster, { page, painted, rounded: written.rounded, tolerance })
}
