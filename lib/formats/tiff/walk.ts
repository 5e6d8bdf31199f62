import { limitExceeded, malformed, unsupported } from '../../core/errors.js'
import type { Limits } from '../../core/limits.js'
import { rasterBytes } from '../../core/raster.js'
import type { EncodedPage, Orientation } from '../../core/types.js'
import type { SpooledBytes } from '../../core/private-file.js'
import type { ByteSource } from '../../core/byte-source.js'
import type { WalkContext } from '../codec.js'
import { isLarge } from '../large.js'
import { lossyBlocks } from '../webp/blocks.js'
import { bands } from './bands.js'
import { describe, isFax } from './describe.js'
import { handsOn } from './encode.js'
import { Ifd, readHeader, type Header } from './ifd.js'
import { blocksOfJpegs, headerOfJpegs } from './jpeg.js'
import { gridOf, segmentBytes, segmentRows, type Grid, type TiffPage } from './page.js'
import { gatherOldJpeg } from './old-jpeg.js'
import { Compression, Tag } from './tags.js'

/** Decoded pages below this size are not held to the decompression ratio. */
const RATIO_FREE = 1 << 20
/** Arrays of more offsets than this are not read: 4 M tiles of 16 × 16 are a gigapixel. */
const MAX_SEGMENTS = 1 << 22
/** Segments together may take this many times their decoded bytes: the worst case is a fax of single pixels, or else LZW of noise. */
const MAX_GROWTH = { fax: 8, other: 2 } as const
const GROWTH_FREE = 1 << 20
const growth = (info: TiffPage): number => isFax(info.compression) ? MAX_GROWTH.fax : MAX_GROWTH.other
/** A classic file that reaches this far is written as a BigTIFF, since what comes out may be a little longer. */
const NEARLY_4_GIB = 3 * 2 ** 30

/**
 * The pages of the main chain of directories, each as soon as its own bytes can be read. SubIFDs are not followed, so what
 * they hold is not passed on.
 */
export async function * pages(source: ByteSource, { limits }: WalkContext): AsyncGenerator<EncodedPage> {
  const header = await readHeader(source)
  const seen = new Set<number>()
  let offset = header.firstIfd
  let pixels = 0
  let big = header.big || offset > NEARLY_4_GIB
  for (let index = 0; offset !== 0; index++) {
    if (seen.has(offset)) throw malformed('The TIFF directories form a loop', { frame: index })
    seen.add(offset)
    if (index >= limits.frames) throw limitExceeded('frames', limits.frames, index + 1, { frame: index })
    const ifd = await Ifd.read(source, header, offset, limits.ifdEntries)
    const page = await readPage(source, header, ifd, index, limits)
    pixels += page.layout.width * page.layout.height
    if (pixels > limits.pixelsTotal) throw limitExceeded('pixelsTotal', limits.pixelsTotal, pixels, { frame: index })
    const info = page.info as TiffPage
    big = info.big = big || info.big
    yield page
    offset = ifd.next
  }
  if (seen.size === 0) throw malformed('The TIFF file holds no directory')
}

/** The length of that chain. */
export async function count(source: ByteSource, { limits }: WalkContext): Promise<number> {
  const header = await readHeader(source)
  const seen = new Set<number>()
  for (let offset = header.firstIfd; offset !== 0;) {
    if (seen.has(offset) || seen.size >= limits.frames) throw malformed('The TIFF directories form a loop, or are too many')
    seen.add(offset)
    offset = (await Ifd.read(source, header, offset, limits.ifdEntries)).next
  }
  return seen.size
}

async function readPage(source: ByteSource, header: Header, ifd: Ifd, index: number, limits: Limits): Promise<EncodedPage> {
  const { layout, info, orientation, dpi, pixelAspect } = await describe(ifd, header, limits)
  const grid = gridOf(layout, info)
  const count = grid.across * grid.down * grid.planes
  let decoded = 0
  for (let plane = 0; plane < grid.planes; plane++) {
    decoded += grid.across * ((grid.down - 1) * segmentBytes(info, plane, info.segmentHeight)
      + segmentBytes(info, plane, segmentRows(info, layout.height, grid.down - 1)))
  }
  if (decoded > 4 * rasterBytes(layout) + (64 << 20)) throw malformed('A TIFF page has tiles far larger than itself', { frame: index })

  const located = async (): Promise<{ offsets: number[], lengths: number[], total: number }> => {
    const { offsets, lengths } = await locate(source, ifd, info, count, layout.height, grid)
    let total = 0
    let farthest = 0
    for (let i = 0; i < count; i++) {
      total += lengths[i]
      farthest = Math.max(farthest, offsets[i])
    }
    if (total > decoded * growth(info) + GROWTH_FREE) throw malformed('The segments of a TIFF page are far longer than its pixels', { frame: index })
    info.big ||= farthest > NEARLY_4_GIB
    return { offsets, lengths, total }
  }
  const readSegments = async (): Promise<{ data: Uint8Array, lengths: number[] }> => {
    const { offsets, lengths, total } = await located()
    return { data: await gather(source, offsets, lengths, total), lengths }
  }
  const base: EncodedPage = { index, format: 'tiff', orientation: orientation as Orientation, layout, data: new Uint8Array(0), info }
  if (dpi !== undefined) base.dpi = dpi
  if (pixelAspect !== undefined) base.pixelAspect = pixelAspect
  const inRatio = (encoded: number): void => {
    if (decoded <= RATIO_FREE || decoded <= encoded * limits.decompressionRatio) return
    throw limitExceeded('decompressionRatio', limits.decompressionRatio, Math.ceil(decoded / Math.max(1, encoded)), { frame: index })
  }
  if (source.keep && isLarge(base) && bands.can(base)) {
    const { offsets, lengths, total } = await located()
    inRatio(total)
    info.lengths = lengths
    const spooled = await keep(source, offsets, lengths)
    source.lend!(spooled)
    return { ...base, large: true, spooled }
  }
  let data: Uint8Array
  if (info.compression === Compression.OldJPEG) data = await gatherOldJpeg(source, ifd, layout, info, readSegments)
  else ({ data, lengths: info.lengths } = await readSegments())
  if (info.compression === Compression.OldJPEG || info.compression === Compression.JPEG) data = info.jpegs = shared(data)
  inRatio(data.length)
  if (handsOn(info, layout)) info.whole = new Uint8Array(new SharedArrayBuffer(count))
  const page: EncodedPage = { ...base, data }
  // Those without loss are written with another code that loses nothing.
  if (info.jpegs && headerOfJpegs(info, layout).coding === 'lossless') delete info.jpegs
  if (info.jpegs) page.blocks = blocksOfJpegs(info, layout)
  // Of WebP it is not told whether it was lossless.
  else if (info.compression === Compression.WebP) page.blocks = lossyBlocks
  return page
}

/** Leaves the segments where they lie, neighbours as one piece. */
async function keep(source: ByteSource, offsets: readonly number[], lengths: readonly number[]): Promise<SpooledBytes[]> {
  const spooled: SpooledBytes[] = []
  for (let i = 0; i < offsets.length;) {
    let length = lengths[i]
    let n = 1
    while (i + n < offsets.length && offsets[i + n] === offsets[i] + length) length += lengths[i + n++]
    const piece = await source.keep!(offsets[i], length)
    if (piece.length < length) throw malformed('A TIFF strip or tile lies beyond the end of the file')
    spooled.push(piece)
    i += n
  }
  return spooled
}

/** On memory that a page takes along to any thread without a copy. */
function shared(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(new SharedArrayBuffer(bytes.length))
  out.set(bytes)
  return out
}

async function locate(source: ByteSource, ifd: Ifd, info: TiffPage, count: number, height: number, { across, down }: Grid):
Promise<{ offsets: number[], lengths: number[] }> {
  if (count > MAX_SEGMENTS) throw unsupported(`A TIFF page of ${count} strips or tiles`)
  const tiled = ifd.has(Tag.TileOffsets)
  const offsets = await ifd.numbers(tiled ? Tag.TileOffsets : Tag.StripOffsets, count)
  const lengths = await ifd.numbers(ifd.has(Tag.TileByteCounts) ? Tag.TileByteCounts : Tag.StripByteCounts, count)
  if (offsets.length < count) throw malformed(`A TIFF page has ${offsets.length} strips or tiles instead of ${count}`)
  for (let i = 0; i < count; i++) {
    const plane = Math.floor(i / (across * down))
    const whole = segmentBytes(info, plane, segmentRows(info, height, Math.floor(i / across) % down))
    if (info.compression === Compression.None) lengths[i] = Math.min(lengths[i] || whole, whole)
    else if (!lengths[i]) lengths[i] = await untilEnd(source, offsets, i, whole, info)
    if (!(lengths[i] > 0)) throw malformed('A TIFF strip or tile is empty')
  }
  return { offsets, lengths }
}

/** The length of a segment whose byte count is missing: up to the segment behind it in the file, or to the end. */
async function untilEnd(source: ByteSource, offsets: number[], i: number, whole: number, info: TiffPage): Promise<number> {
  const next = offsets[i + 1] > offsets[i] ? offsets[i + 1] : await source.size()
  return Math.min(next - offsets[i], whole * growth(info) + 1024)
}

/** The segments one behind the other, perhaps as a view. Memory is taken only as the bytes are found to be there. */
async function gather(source: ByteSource, offsets: number[], lengths: number[], total: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (let i = 0; i < offsets.length;) {
    // Neighbouring segments are read at once.
    let n = 1
    let length = lengths[i]
    while (i + n < offsets.length && offsets[i + n] === offsets[i] + length) length += lengths[i + n++]
    const bytes = await source.read(offsets[i], length)
    if (bytes.length < length) throw malformed('A TIFF strip or tile lies beyond the end of the file')
    if (n === offsets.length) return bytes
    parts.push(bytes.slice())
    i += n
  }
  const out = new Uint8Array(total)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
