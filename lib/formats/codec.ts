import type { Box, EncodedPage, Format, Orientation, PaintBox, PixelStore, Raster, RasterLayout } from '../core/types.js'
import type { WitnessName } from '../core/witnesses.js'
import type { ByteSource } from '../core/byte-source.js'
import type { Limits } from '../core/limits.js'
import { SpooledPieces, type SpooledBytes } from '../core/private-file.js'

export interface WalkContext { limits: Limits }

/** One page as it goes into the output container, and whatever the joiner must know of it. `spooled`: a large page's bytes, in the place of `data`. */
export interface WrittenPage {
  data: Uint8Array
  spooled?: SpooledBytes
  info: unknown
  /** Places, in pixels of the raster, that are the same but for rounding although nothing was painted there. */
  rounded?: readonly Box[]
  /** All of its pixels were coded once more, with loss. */
  anew?: true
  /** What is to be found of it in the container, and who read its pixels back; absent: nobody did. */
  seen?: { by?: WitnessName, mark: PageMark }
}

/** What a container must hold of a page, see paint/container.ts. */
export interface PageMark {
  width: number
  height: number
  orientation: Orientation
  /** As `Codec.timing` has it. */
  timing: string
  /** CRC-32 of the page's encoded bytes, as the walker hands them out. Absent: of a page too large for memory, or with `file`. */
  sum?: number
  /** CRC-32 and length of the whole file, where this is the only page of it, and of a format without others. */
  file?: { sum: number, length: number }
}

export const lengthOf = ({ data, spooled }: WrittenPage): number => spooled?.length ?? data.length

/** What is written of a page, from memory or from its private file, piece by piece. */
export function * bytesOf({ data, spooled }: WrittenPage): Generator<Uint8Array> {
  if (spooled) yield * new SpooledPieces([spooled]).parts()
  else yield data
}

/**
 * What a codec carries from one page to the next (a GIF's canvas). Survives a structured clone; pixels in it lie on
 * SharedArrayBuffers.
 */
export type CodecState = unknown

/**
 * How a format reads and writes a page that is too large for memory: in bands of whole rows, from top to bottom. Both run in
 * workers, and take memory for a few bands.
 */
export interface Bands {
  /** Whether this page, as the walker found it, can be taken so. */
  can(page: EncodedPage): boolean
  /** Hands over the rows of the raster, each once, in order. */
  decode(page: EncodedPage, write: (rows: Uint8Array) => void, tell?: (note: string) => void): Promise<void>
  /**
   * The painted page, encoded like its original.
   *
   * @returns what `WrittenPage.info` is to be
   */
  encode(page: EncodedPage, store: PixelStore, painted: readonly PaintBox[], write: (bytes: Uint8Array) => void): Promise<unknown>
}

/** What a decoder makes of a written page. */
export interface Seen {
  by: WitnessName
  /** In whatever layout it shows pixels in. */
  raster: Raster
  orientation?: Orientation
  /** Whether it is as near to what was meant as the format can come. Absent: it must be the same, but for the tolerance. */
  allows?: (meant: Raster) => boolean
  /** Since some page before, pixels are the same but for what a lossy code makes of them. */
  nearly?: boolean
  /** What it carries to the next page (a canvas). */
  state?: CodecState
}

/** How written pages are read by a decoder that is not ours. */
export interface Witness {
  /**
   * What others will see in a written page; undefined where no other decoder reads the form right.
   *
   * @param alone the page as a file of nothing but itself, and what our walker says of that
   * @param state as the page before had it
   */
  read(page: EncodedPage, written: WrittenPage, alone: Alone, state?: CodecState): Promise<Seen | undefined>
  /** How far the samples of a painted box may be from what was painted, as a mean over 8 × 8 pixels. Absent or 0: not at all. */
  tolerance?(page: EncodedPage, written: WrittenPage): number
  /** Levels, of 255, by which painted pixels may be off where nothing is lost, because they are stored with fewer bits. Absent: 0. */
  rounding?(page: EncodedPage): number
  /** Pixels that share samples: where a box cuts through such a cell, all of it may change. */
  cell?(page: EncodedPage): { width: number, height: number } | undefined
  /** Encodes all of the raster, keeping nothing of the page's own bytes: for pages in which the witness saw other pixels than were inspected. */
  encodeAnew?(page: EncodedPage, raster: Raster, state?: CodecState): Promise<{ page: WrittenPage, state?: CodecState }>
}

/** One written page as a file by itself, which our walker has validated. `whole`: as it leaves, had it no others beside it. */
export interface Alone { file: Uint8Array, page: EncodedPage, whole: boolean }

/** A file of one page alone, piece by piece. */
export function joinAlone({ alone, join }: Pick<Codec, 'alone' | 'join'>, page: WrittenPage): AsyncGenerator<Uint8Array> {
  return join((async function * () { yield alone?.(page) ?? page })())
}

/**
 * One image format. `pages` and `join` run on the thread of the stream, touch no pixels and are cheap; `decodePage` and
 * `encodePage` run in workers and know one page only.
 */
export interface Codec {
  readonly format: Format
  /**
   * True where a page's pixels can depend on the page before (GIF, APNG): pages are then decoded, and encoded, one after
   * the other, and the state each call returns is handed to the next.
   */
  readonly sequential: boolean
  /** Whether `encodePage` reads the page's encoded bytes once more. They then lie on the frame's memory; else they are gone once they are pixels. */
  rereads?(page: EncodedPage): boolean
  /** Bytes that decoding and encoding a page take beside its raster and view, as long as pages of the file pass: canvases, indices. Absent: few. */
  composing?(page: EncodedPage): number
  /** Absent: all pages are taken whole. */
  readonly bands?: Bands
  /**
   * Walks the container. Validates as it goes: throws EffaceError (ERR_MALFORMED_INPUT, ERR_UNSUPPORTED_FORMAT,
   * ERR_LIMIT_EXCEEDED), and checks limits before it takes memory.
   */
  pages(source: ByteSource, context: WalkContext): AsyncGenerator<EncodedPage>
  /** How many pages there are, without reading them. Absent: whoever wants to know walks through them. */
  count?(source: ByteSource, context: WalkContext): Promise<number>
  /**
   * Pixels of one page, written to `into` in the page's own layout (its length is `rasterBytes(page.layout)`). `tell` is told in words what
   * could not be read as the file says.
   */
  decodePage(page: EncodedPage, into: Uint8Array, state?: CodecState, tell?: (note: string) => void): Promise<CodecState | void>
  /** The painted page, encoded like its original. `painted`: boxes in pixels of the stored raster, integral, clipped. */
  encodePage(page: EncodedPage, raster: Raster, painted: readonly PaintBox[], state?: CodecState): Promise<{ page: WrittenPage, state?: CodecState }>
  /** How written pages are read by a decoder that is not ours, see paint/witness.ts. Absent: ours reads them. */
  readonly witness?: Witness
  /** How long and how a page is shown, as text to compare: of animations. */
  timing?(page: EncodedPage): string
  /** A written page as one that can be joined alone. Absent: any can. */
  alone?(page: WrittenPage): WrittenPage
  /** What `encodePage` needs in `info` for a page that comes from another format. Absent: it tells from the raster. */
  infoOf?(layout: RasterLayout, dpi?: number): unknown
  /** Splices pages into a container for a sink that cannot seek. */
  join(pages: AsyncIterable<WrittenPage>): AsyncGenerator<Uint8Array>
}
