import type { Box, CodedBlocks, Raster, RasterLayout } from '../../core/types.js'
import { decodeCoefficients, isOfOneScan } from '../jpeg/coefficients.js'
import { blankPlanes, blocksOf, withSteps } from '../jpeg/planes.js'
import { encodeCoefficients } from '../jpeg/encode.js'
import { blankBeyond, crop } from '../jpeg/edges.js'
import { M, parseHeader, segments, type JpegHeader } from '../jpeg/parse.js'
import { dropBeyondColour } from '../jpeg/gamut.js'
import { recode, repainted, rowHeight } from '../jpeg/recode.js'
import { repaint } from '../jpeg/repaint.js'
import { segment } from '../jpeg/write.js'
import { gridOf, segmentsOf, type Place, type Segments, type TiffPage } from './page.js'
import { Photometric, Tag, long, shorts } from './tags.js'

const SOI = Uint8Array.of(0xff, M.SOI)
const EOI = Uint8Array.of(0xff, M.EOI)

/**
 * The JPEG of a strip or tile as a file by itself: with the tables of its page, without application segments and comments.
 * Which colours it has is for the page to say, not for the stream.
 */
export function standalone(data: Uint8Array, { jpegTables, photometric }: TiffPage, samples: number): Uint8Array {
  const parts: Uint8Array[] = [SOI]
  if (samples === 3) parts.push(segment(M.APP14, 'Adobe', [0, 100, 0, 0, 0, 0, photometric === Photometric.YCbCr ? 1 : 0]))
  for (const stream of jpegTables ? [Buffer.concat([jpegTables, EOI]), data] : [data]) {
    for (const { marker, body, end } of segments(stream, 2)) {
      const start = end - body.length - 4
      if (marker === M.SOS) parts.push(stream.subarray(start))
      else if (marker < M.APP0 && marker !== M.EOI) parts.push(stream.subarray(start, end))
    }
  }
  if (data.at(-2) !== 0xff || data.at(-1) !== M.EOI) parts.push(EOI)
  return Buffer.concat(parts)
}

/** What the first of a page's JPEGs says of itself. */
export function headerOfJpegs(info: TiffPage, layout: RasterLayout): JpegHeader {
  return parseHeader(standalone(info.jpegs!.subarray(0, info.lengths[0]), info, gridOf(layout, info).samples))
}

/** How a page of JPEGs was coded. Where strips do not end with a row of blocks, all of a strip counts as one. */
export function blocksOfJpegs(info: TiffPage, layout: RasterLayout): CodedBlocks {
  const header = headerOfJpegs(info, layout)
  const blocks = { ...blocksOf(header), kept: header.coding === undefined }
  const cut = (block: number, segment: number, page: number): boolean => segment < page && segment % block !== 0
  const [width, height] = [cut(blocks.width, info.segmentWidth, layout.width), cut(blocks.height, info.segmentHeight, layout.height)]
  if (!width && !height) return blocks
  return { width: width ? info.segmentWidth : blocks.width, height: height ? info.segmentHeight : blocks.height, reach: blocks.reach, kept: blocks.kept }
}

/**
 * A page's JPEGs with the boxes painted in, each where it was: blocks that no box touches keep their coefficients, but for what lies
 * beyond the page. Tools leave other pixels there, of the tile before or of the picture that was cut.
 *
 * @param anew all coefficients come from the raster
 */
export function repaintJpegs(info: TiffPage, raster: Raster, painted: readonly Box[], anew: boolean): Segments {
  const { samples } = gridOf(raster, info)
  const sampling: number[] = []
  const encoded: Uint8Array[] = []
  const rounded: Box[] = []
  for (const { place, from, to } of segmentsOf(raster, info)) {
    const file = standalone(info.jpegs!.subarray(from, to), info, samples)
    const header = parseHeader(file)
    if (place.x + place.y + place.plane === 0) sampling.push(header.components[0].h, header.components[0].v)
    const fresh = anew || header.coding !== undefined
    const boxes = fresh ? [{ x: 0, y: 0, w: place.columns, h: place.rows }] : painted.flatMap(box => clipped(box, place))
    if (!fresh && isOfOneScan(file, header) && fits(header, info, place)) {
      const size = { width: place.columns, height: place.rows }
      // Their names mean nothing in a TIFF.
      const ids = header.components.map((_, i) => i + 1)
      const { bytes, rounded: here } = recode(file, header, repainted(header, cut(raster, place, samples), boxes), { size, ids })
      encoded.push(bytes)
      rounded.push(...here.map(box => ({ ...box, x: box.x + place.x, y: box.y + place.y })))
      continue
    }
    const planes = fresh ? blankPlanes(header).map(withSteps) : decodeCoefficients(file, header)
    if (info.tiled) crop(header, planes, info.segmentWidth, info.segmentHeight)
    else crop(header, planes, place.columns, place.rows)
    const own = cut(raster, place, samples)
    repaint(header, planes, own, boxes)
    const anewHere = fresh ? [] : dropBeyondColour(header, planes, own)
    anewHere.push(...blankBeyond(header, planes, place.columns, place.rows).rounded)
    header.components.forEach((component, i) => { component.id = i + 1 })
    encoded.push(encodeCoefficients(header, planes, anewHere))
    rounded.push(...anewHere.map(box => ({ ...box, x: box.x + place.x, y: box.y + place.y })))
  }
  const tags = info.tiled
    ? [long(Tag.TileWidth, info.segmentWidth), long(Tag.TileLength, info.segmentHeight)]
    : [long(Tag.RowsPerStrip, info.segmentHeight)]
  tags.push(shorts(Tag.PlanarConfig, [info.planar ? 2 : 1]))
  // Planes are all of one size, which has to be said: less chroma is what readers take for granted.
  if (info.photometric === Photometric.YCbCr) tags.push(shorts(Tag.YCbCrSubSampling, info.planar ? [1, 1] : sampling))
  return { tags, segments: encoded, rounded }
}

/** Whether a JPEG need not be cut to its segment, and what is seen of it reaches into its last row of MCUs. */
function fits(header: JpegHeader, { tiled, segmentWidth, segmentHeight }: TiffPage, { columns, rows }: Place): boolean {
  const [width, height] = tiled ? [segmentWidth, segmentHeight] : [columns, rows]
  const step = rowHeight(header)
  return header.width <= width && header.height <= height && Math.ceil(rows / step) === Math.ceil(header.height / step)
}

function clipped(box: Box, { x, y, columns, rows }: Place): Box[] {
  const left = Math.max(box.x, x)
  const top = Math.max(box.y, y)
  const right = Math.min(box.x + box.w, x + columns)
  const bottom = Math.min(box.y + box.h, y + rows)
  return right > left && bottom > top ? [{ x: left - x, y: top - y, w: right - left, h: bottom - top }] : []
}

/** The part of a raster that a segment holds, its own plane only where planes lie apart. */
function cut(raster: Raster, { plane, x, y, columns, rows }: Place, samples: number): Raster {
  const { width, channels } = raster
  const data = new Uint8Array(columns * rows * samples)
  for (let row = 0, to = 0; row < rows; row++) {
    let from = ((y + row) * width + x) * channels
    if (samples === channels) {
      data.set(raster.data.subarray(from, from + columns * channels), to)
      to += columns * channels
    } else {
      for (let column = 0; column < columns; column++, from += channels) data[to++] = raster.data[from + plane]
    }
  }
  // Ink stands upside down in a JPEG file, but not in a TIFF.
  if (samples === 4) for (let i = 0; i < data.length; i++) data[i] ^= 255
  return { ...raster, width: columns, height: rows, channels: samples, data }
}
