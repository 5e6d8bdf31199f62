import type { Box, RasterLayout } from '../../core/types.js'
import type { RawTag } from './tags.js'

/** Chroma is stored once for `h` × `v` pixels. */
export interface Subsampling { h: number, v: number }

/**
 * What must be known of a page to read its segments and to write it again. A segment is a strip or a tile; all planes of a
 * page have the same grid of them. `EncodedPage.data` is the segments one behind the other, and nothing else.
 */
export interface TiffPage {
  /** Byte order of samples in uncompressed and byte-oriented data. */
  little: boolean
  /** The output is to be a BigTIFF. */
  big: boolean
  compression: number
  photometric: number
  /** Bits of each sample as stored; those of the raster may be more. */
  bits: number[]
  samples: number
  /** Samples are stored plane by plane. */
  planar: boolean
  predictor: number
  fillOrder: 1 | 2
  segmentWidth: number
  segmentHeight: number
  tiled: boolean
  /** Encoded bytes of each segment, plane after plane. */
  lengths: number[]
  /**
   * Of strips that can be handed on as they are, on shared memory, as decoding finds it: 1 where one holds its pixels and nothing else.
   * Absent: all are made anew.
   */
  whole?: Uint8Array
  subsampling: Subsampling
  jpegTables?: Uint8Array
  /** The page's data where they are JPEGs, on shared memory: their coefficients are taken over into the output. */
  jpegs?: Uint8Array
  t4Options: number
  /** Bits 0 and 1 of NewSubfileType: reduced resolution, page of several. Bit 2: transparency mask. */
  subfileType: number
  /** What ExtraSamples says of each sample after the colours. */
  extra: number[]
  sampleFormat: number
  /** ColorMap as it was: 3 × 2^bits values of 16 bits. */
  colorMap?: Uint16Array
  icc?: Uint8Array
  passedOn: RawTag[]
}

/** Where the segments of a page lie. */
export interface Grid {
  across: number
  down: number
  planes: number
  /** Samples a pixel in one segment. */
  samples: number
}

/** One segment's place in the page; `columns` and `rows` are those that lie on it. */
export interface Place { plane: number, x: number, y: number, columns: number, rows: number }

/** How strips or tiles lie on the page. */
export function gridOf({ width, height }: Pick<RasterLayout, 'width' | 'height'>, page: TiffPage): Grid {
  return {
    across: Math.ceil(width / page.segmentWidth),
    down: Math.ceil(height / page.segmentHeight),
    planes: page.planar ? page.samples : 1,
    samples: page.planar ? 1 : page.samples,
  }
}

/** The segments in the order in which their bytes lie in the data: [from, to). */
export function * segmentsOf(size: Pick<RasterLayout, 'width' | 'height'>, page: TiffPage): Generator<{ place: Place, line: number, from: number, to: number }> {
  const { across, down } = gridOf(size, page)
  let from = 0
  for (const [i, length] of page.lengths.entries()) {
    const line = Math.floor(i / across) % down
    const x = i % across * page.segmentWidth
    const y = line * page.segmentHeight
    const columns = Math.min(page.segmentWidth, size.width - x)
    const rows = Math.min(page.segmentHeight, size.height - y)
    yield { place: { plane: Math.floor(i / (across * down)), x, y, columns, rows }, line, from, to: from + length }
    from += length
  }
}

/** Rows that a segment in this line of the grid holds: strips end with the page, tiles are always whole. */
export function segmentRows(page: TiffPage, height: number, line: number): number {
  return page.tiled ? page.segmentHeight : Math.min(page.segmentHeight, height - line * page.segmentHeight)
}

/** Bits of one pixel in a segment of this plane. */
export function pixelBits(page: TiffPage, plane: number): number {
  return page.planar ? page.bits[plane] : page.bits.reduce((sum, bits) => sum + bits, 0)
}

/** True where chroma is subsampled in the stored bytes themselves: everywhere but inside a codec that has its own colour. */
export function isPackedYcbcr(page: TiffPage): boolean {
  const { h, v } = page.subsampling
  return page.photometric === 6 && (h > 1 || v > 1) && !page.planar && ![6, 7, 50001].includes(page.compression)
}

/** Decoded bytes of a segment of `rows` rows. */
export function segmentBytes(page: TiffPage, plane: number, rows: number): number {
  if (isPackedYcbcr(page)) {
    const { h, v } = page.subsampling
    return Math.ceil(page.segmentWidth / h) * Math.ceil(rows / v) * (h * v + 2)
  }
  return Math.ceil(page.segmentWidth * pixelBits(page, plane) / 8) * rows
}

/** The encoded strips or tiles, the tags that say how they divide the page, and where what nobody painted was rounded once more. */
export interface Segments { tags: RawTag[], segments: Uint8Array[], rounded?: Box[] }

/** What the joiner must know of a page: its tags but for those that place the strips, and the strips' lengths. */
export interface WrittenTiff {
  big: boolean
  /** Its strips or tiles are JPEGs. */
  jpeg: boolean
  tiled: boolean
  tags: RawTag[]
  lengths: number[]
  /** Where something could not be written as it was: 'zstd -> deflate'. */
  substituted?: string
}
