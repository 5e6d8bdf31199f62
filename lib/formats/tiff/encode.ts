import { deflateSync } from 'node:zlib'
import { rowBytes } from '../../core/raster.js'
import type { Box, EncodedPage, PaintBox, Raster, RasterLayout } from '../../core/types.js'
import type { WrittenPage } from '../codec.js'
import { UsedEntries } from '../palette.js'
import { faxCoding } from './decompress.js'
import { isFax } from './describe.js'
import { flipLab, mirrored, storedPixelBits } from './decode.js'
import { encodeFax } from './fax-encode.js'
import { repaintJpegs } from './jpeg.js'
import { packLzw } from './lzw.js'
import { packBits } from './packbits.js'
import { swapped } from './ifd.js'
import { isPackedYcbcr, segmentsOf, type Segments, type TiffPage, type WrittenTiff } from './page.js'
import { planesOf, staysPlanar } from './planes.js'
import { takeDifferences, takeFloatPlanes } from './predictor.js'
import { SampleReader, SampleWriter, float32To24, narrow } from './samples.js'
import { Compression, Photometric, Tag, Type, long, shorts, ycbcrTags, type RawTag } from './tags.js'
import { packYcbcr } from './ycbcr.js'

const names: Readonly<Record<number, string>> = {
  [Compression.OldJPEG]: 'old-style jpeg', [Compression.JPEG]: 'jpeg', [Compression.NeXT]: 'next', [Compression.ThunderScan]: 'thunderscan',
  [Compression.Zstd]: 'zstd', [Compression.SGILog]: 'sgilog', [Compression.SGILog24]: 'sgilog24', [Compression.WebP]: 'webp', [Compression.Deflate]: 'deflate',
  [Compression.RLE]: 'fax', [Compression.RLEW]: 'fax', [Compression.G3]: 'ccittg3', [Compression.G4]: 'ccittg4',
}
/** Uncompressed bytes of a strip where the source had tiles, or very small strips. */
const STRIP_BYTES = 1 << 18
const MIN_STRIP_BYTES = 1 << 13

/** Strips or tiles of a raster, compressed as the page was where that can be written; `painted` in pixels of the stored raster. */
export async function encodePage(page: EncodedPage, raster: Raster, painted: readonly PaintBox[]): Promise<{ page: WrittenPage }> {
  return encodeRows(page, raster, painted, raster.model === 'palette' ? UsedEntries.of(raster) : undefined, false, handedOn(page, raster, painted))
}

/**
 * Whether strips that nobody painted can be handed on as they came: those whose every bit is accounted for, in the form in which they would be
 * written. There are none of Deflate and of faxes, which can say one thing in many ways.
 */
export function handsOn(info: TiffPage, layout: RasterLayout): boolean {
  const { compression, tiled, planar, fillOrder, predictor, bits, segmentHeight } = info
  return compression === Compression.LZW && !tiled && !planar && fillOrder === 1 && predictor === predictorOf(info, compression) && !isPackedYcbcr(info)
    && bits.every(b => b === layout.bits && b >= 8) && (info.little || layout.bits === 8) && segmentHeight === stripRows(info, layout)
}

/** The strips of a page that are: each in its place. */
function handedOn({ info: pageInfo, data, layout }: EncodedPage, raster: Raster, painted: readonly Box[]): (Uint8Array | undefined)[] {
  const info = pageInfo as TiffPage
  const strips: (Uint8Array | undefined)[] = []
  if (!info.whole || data.length === 0 || layout.model !== raster.model) return strips
  for (const { place: { y, rows }, from, to } of segmentsOf(layout, info)) {
    const touched = info.whole[strips.length] === 0 || painted.some(box => box.y < y + rows && box.y + box.h > y)
    strips.push(touched ? undefined : data.subarray(from, to))
  }
  return strips
}

/**
 * The same, of a page or some of its rows.
 *
 * @param used entries of the palette that the page's pixels use
 * @param anew nothing is taken over from the page's own JPEGs
 * @param kept strips that are taken over, by number
 */
export function encodeRows(
  page: EncodedPage, raster: Raster, painted: readonly Box[], used?: UsedEntries, anew = false, kept: readonly (Uint8Array | undefined)[] = [],
): { page: WrittenPage } {
  const info = page.info as TiffPage
  const compression = writable(info)
  const jpeg = compression === Compression.JPEG
  const parts = jpeg ? repaintJpegs(info, raster, painted, anew) : plainStrips(info, raster, compression, painted, kept)
  const tags = [...tagsOf(info, raster, compression), ...parts.tags]
  if (info.colorMap && used) tags.push(shorts(Tag.ColorMap, colorMapOf(info.colorMap, raster, page.layout, used)))
  const written: WrittenTiff = { big: info.big, jpeg, tiled: jpeg && info.tiled, tags, lengths: parts.segments.map(({ length }) => length) }
  if (compression !== info.compression) written.substituted = `${names[info.compression]} -> ${names[compression]}`
  const encoded: WrittenPage = { data: Buffer.concat(parts.segments), info: written }
  if (anew && jpeg) encoded.anew = true
  if (parts.rounded) encoded.rounded = parts.rounded
  return { page: encoded }
}

/** The page's own compression, or the nearest that can be written. */
function writable({ compression, jpegs, samples }: TiffPage): number {
  // What was in planes is written pixel by pixel, and a fax has but one sample in each.
  if (isFax(compression) && samples > 1) return Compression.Deflate
  switch (compression) {
    case Compression.JPEG: case Compression.OldJPEG: return jpegs ? Compression.JPEG : Compression.Deflate
    case Compression.SGILog: case Compression.SGILog24: case Compression.NeXT: case Compression.ThunderScan:
    case Compression.Zstd: case Compression.WebP: return Compression.Deflate
    default: return compression
  }
}

/** As many as in the source, where that makes sense; whole lines. */
function rowsPerStrip(info: TiffPage, height: number, lineRows: number, lineBytes: number): number {
  const own = info.tiled ? 0 : Math.ceil(info.segmentHeight / lineRows)
  const least = Math.ceil((own === 0 ? STRIP_BYTES : MIN_STRIP_BYTES) / lineBytes)
  return Math.min(height, Math.max(own, least) * lineRows)
}

/** Rows of the strips that a page of whole rows is written in. */
export function stripRows(info: TiffPage, layout: RasterLayout): number {
  return rowsPerStrip(info, layout.height, 1, Math.ceil(layout.width * storedPixelBits(info) / 8))
}

function plainStrips(info: TiffPage, raster: Raster, compression: number, painted: readonly Box[], kept: readonly (Uint8Array | undefined)[]): Segments {
  // A line is what cannot be parted: a row, or with subsampled chroma the rows that share it.
  const lineRows = isPackedYcbcr(info) ? info.subsampling.v : 1
  const stored = isPackedYcbcr(info) ? packYcbcr(raster, info.subsampling, painted) : storedRows(info, raster)
  const planar = staysPlanar(info)
  const planes = planar ? planesOf(stored, info.samples, info.bits[0]) : [stored]
  const own = planar ? { ...info, samples: 1, bits: [info.bits[0]] } : info
  const lines = Math.ceil(raster.height / lineRows)
  const lineBytes = planes[0].length / lines
  const rows = rowsPerStrip(info, raster.height, lineRows, lineBytes)
  const segments: Uint8Array[] = []
  for (const plane of planes) {
    for (let y = 0; y < raster.height; y += rows) {
      const asItCame = kept[segments.length]
      if (asItCame) {
        segments.push(asItCame)
        continue
      }
      const height = Math.min(rows, raster.height - y)
      const first = y / lineRows
      const strip = compress(plane.subarray(first * lineBytes, (first + Math.ceil(height / lineRows)) * lineBytes), own, raster, compression, lineBytes, height)
      segments.push(info.fillOrder === 2 ? mirrored(strip) : strip)
    }
  }
  const tags = [long(Tag.RowsPerStrip, rows), shorts(Tag.PlanarConfig, [planar ? 2 : 1])]
  if (info.photometric === Photometric.YCbCr && raster.model === 'ycbcr') tags.push(shorts(Tag.YCbCrSubSampling, [info.subsampling.h, info.subsampling.v]))
  return { tags, segments }
}

/** The rows as they are stored before compression: pixel by pixel, little-endian, samples of their own depth. */
function storedRows(info: TiffPage, raster: Raster): Uint8Array {
  if (info.photometric === Photometric.ICCLab) {
    raster = { ...raster, data: raster.data.slice() }
    flipLab(raster, raster.data)
  }
  if (info.bits.every(b => b === raster.bits)) return raster.data
  const stride = Math.ceil(raster.width * storedPixelBits(info) / 8)
  const out = new Uint8Array(stride * raster.height)
  const reader = new SampleReader(raster.data, true)
  const writer = new SampleWriter(out)
  for (let y = 0; y < raster.height; y++) {
    reader.seek(y * rowBytes(raster))
    writer.seek(y * stride)
    for (let x = 0; x < raster.width; x++) {
      for (const bits of info.bits) {
        const value = reader.read(raster.bits)
        writer.write(bits === raster.bits || raster.model === 'palette' ? value
          : raster.sample === 'float' ? float32To24(value) : narrow(value, raster.bits, bits), bits)
      }
    }
  }
  return raster.sample === 'float' ? swapped(out, 3) : out
}

function compress(stored: Uint8Array, info: TiffPage, raster: Raster, compression: number, lineBytes: number, height: number): Uint8Array {
  const predictor = predictorOf(info, compression)
  // The rows may be the raster's own, on shared memory: predictors want a copy, and zlib unshared memory.
  const rows = predictor !== 1 || isDeflate(compression) ? stored.slice() : stored
  if (predictor === 2) takeDifferences(rows, lineBytes, info.bits[0], info.samples)
  else if (predictor === 3) takeFloatPlanes(rows, lineBytes, info.bits[0], info.samples)
  switch (compression) {
    case Compression.LZW: return packLzw(rows)
    case Compression.PackBits: return packBits(rows, lineBytes)
  }
  if (isDeflate(compression)) return deflateSync(rows)
  const coding = faxCoding({ ...info, compression })
  return coding ? encodeFax(rows, coding, raster.width * info.samples, height) : rows
}

const isDeflate = (compression: number): boolean => compression === Compression.Deflate || compression === Compression.OldDeflate

function predictorOf({ predictor, bits, sampleFormat }: TiffPage, compression: number): number {
  if (compression !== Compression.LZW && !isDeflate(compression)) return 1
  if (bits.some(b => b !== bits[0])) return 1
  if (predictor === 2) return [8, 16, 32, 64].includes(bits[0]) ? 2 : 1
  return predictor === 3 && sampleFormat === 3 ? 3 : 1
}

function tagsOf(info: TiffPage, raster: Raster, compression: number): RawTag[] {
  const { width, height } = raster
  const jpeg = compression === Compression.JPEG
  const photometric = !jpeg && info.photometric === Photometric.YCbCr && raster.model === 'rgb' ? Photometric.RGB : info.photometric
  const tags: RawTag[] = [
    long(Tag.NewSubfileType, info.subfileType),
    long(Tag.ImageWidth, width),
    long(Tag.ImageLength, height),
    shorts(Tag.BitsPerSample, info.bits),
    shorts(Tag.Compression, [compression]),
    shorts(Tag.Photometric, [photometric]),
    shorts(Tag.SamplesPerPixel, [info.samples]),
    ...info.passedOn.filter(({ tag }) => photometric === Photometric.YCbCr || !ycbcrTags.includes(tag)),
  ]
  if (info.fillOrder === 2 && !jpeg) tags.push(shorts(Tag.FillOrder, [2]))
  if (info.sampleFormat !== 1) tags.push(shorts(Tag.SampleFormat, info.bits.map(() => info.sampleFormat)))
  if (info.extra.length > 0) tags.push(shorts(Tag.ExtraSamples, info.extra))
  const predictor = predictorOf(info, compression)
  if (predictor !== 1) tags.push(shorts(Tag.Predictor, [predictor]))
  if (compression === Compression.G3) tags.push(long(Tag.T4Options, info.t4Options & 1))
  if (compression === Compression.G4) tags.push(long(Tag.T6Options, 0))
  if (info.icc) tags.push({ tag: Tag.ICCProfile, type: Type.Undefined, count: info.icc.length, bytes: info.icc })
  return tags
}

/** The palette as it was, but for entries that the painting changed, and those that no pixel uses: they hold nothing. */
function colorMapOf(map: Uint16Array, { palette }: Raster, original: RasterLayout, used: UsedEntries): Uint16Array {
  const out = map.slice()
  const entries = map.length / 3
  for (let i = 0; palette && original.palette && i < entries * 4 && i < palette.length; i++) {
    if (palette[i] !== original.palette[i] && i % 4 < 3) out[i % 4 * entries + (i >> 2)] = palette[i] * 257
  }
  let unused = -1
  for (let i = 0; i < entries; i++) {
    if (used.has(i)) continue
    unused = i
    for (let c = 0; c < 3; c++) out[c * entries + i] = 0
  }
  // Readers take a map without a value above 255 for one of 8 bits.
  if (unused >= 0 && map.some(v => v > 255) && out.every(v => v < 256)) out[unused] = 65535
  return out
}
