import { limitExceeded, malformed, unsupported } from '../../core/errors.js'
import type { EncodedPage, PaintBox, Raster, RasterLayout } from '../../core/types.js'
import type { ByteSource } from '../../core/byte-source.js'
import { orientationOf } from '../sharp.js'
import { bytesOf, type Codec, type WalkContext, type WrittenPage } from '../codec.js'
import { isLarge } from '../large.js'
import { bands } from './bands.js'
import { dropBeyondColour } from './gamut.js'
import { blankHeader } from './from-raster.js'
import { decodeCoefficients, isEnded, isOfOneScan } from './coefficients.js'
import { blankPlanes, blocksOf, withSteps } from './planes.js'
import { encodeCoefficients } from './encode.js'
import { dpiOf } from './exif.js'
import { decoding, type JpegInfo } from './info.js'
import { M, parseHeader, type JpegHeader } from './parse.js'
import { recode, repainted } from './recode.js'
import { repaint } from './repaint.js'

const QUALITY = 92
/** What was lossless is written with steps of 1: levels are off by rounding alone. */
const LOSSLESS = 100

const MOST_ACROSS = 65_535

/**
 * What `encodePage` needs for a page that comes from another format; its raster must be 8-bit grey, RGB or CMYK without alpha.
 *
 * @throws EffaceError ERR_UNSUPPORTED_FORMAT for a page larger than the format holds
 */
export function jpegInfo(layout: RasterLayout, dpi?: number): unknown {
  if (Math.max(layout.width, layout.height) > MOST_ACROSS) throw unsupported(`JPEG holds ${MOST_ACROSS} pixels across at most`, { stage: 'encode' })
  return { header: blankHeader(layout, QUALITY, dpi) } satisfies JpegInfo
}

/**
 * JPEG: one page, the stored raster in grey, RGB or CMYK. It is written from the coefficients of the input, with their
 * quantisation and sampling: blocks that no painted box touches come out bit for bit as they went in.
 */
export const jpeg: Codec = {
  format: 'jpeg',
  sequential: false,
  bands,

  async * pages(source: ByteSource, { limits }: WalkContext): AsyncGenerator<EncodedPage> {
    const size = await source.size()
    if (size > limits.inputBytes) throw limitExceeded('inputBytes', limits.inputBytes, size)
    const file = await source.read(0, size)
    const header = parseHeader(file)
    const pixels = header.width * header.height
    if (pixels > limits.pixelsPerFrame) throw limitExceeded('pixelsPerFrame', limits.pixelsPerFrame, pixels)
    const bytes = pixels * header.components.length
    const ratio = Math.round(bytes / size)
    if (bytes > SMALL && ratio > limits.decompressionRatio) throw limitExceeded('decompressionRatio', limits.decompressionRatio, ratio)
    const ended = isEnded(file, header)
    // What libjpeg fills up of these, nobody would tell.
    if (header.coding && !ended) throw malformed('The JPEG file is truncated')
    const data = new Uint8Array(new SharedArrayBuffer(ended ? size : size + 2))
    data.set(file)
    if (!ended) data.set([0xff, M.EOI], size)
    const page: EncodedPage = { index: 0, total: 1, format: 'jpeg', orientation: header.exif.orientation, layout: layoutOf(header), data, info: infoOf(header, data, ended) }
    const dpi = densityOf(header)
    if (dpi) page.dpi = dpi
    if (header.density) page.pixelAspect = header.density.y / header.density.x
    if (header.coding !== 'lossless') page.blocks = { ...blocksOf(header), kept: header.coding === undefined }
    if (isLarge(page) && bands.can(page)) page.large = true
    yield page
  },

  async decodePage(page: EncodedPage, into: Uint8Array): Promise<void> {
    const { header, file, ended } = page.info as JpegInfo
    // libjpeg fills up with grey what is missing.
    if (file && !ended) decodeCoefficients(file, header)
    into.set(await samplesOf(page.data, page.layout, header.coding && 'warning'))
  },

  async encodePage(page: EncodedPage, raster: Raster, painted: readonly PaintBox[]): Promise<{ page: WrittenPage }> {
    const { header, file } = page.info as JpegInfo
    if (!file) return encodePixels(header, raster, header.coding && `${header.coding} jpeg -> baseline jpeg`)
    if (isOfOneScan(file, header)) {
      const { bytes, rounded } = recode(file, header, repainted(header, raster, painted))
      return { page: { data: bytes, info: undefined, rounded } }
    }
    const planes = decodeCoefficients(file, header)
    repaint(header, planes, raster, painted)
    const rounded = dropBeyondColour(header, planes, raster)
    return { page: { data: encodeCoefficients(header, planes, rounded), info: undefined, rounded } }
  },

  witness: {
    read: async ({ layout }, _written, { file }) => ({
      by: 'sharp', raster: { ...layout, data: await samplesOf(file, layout) }, orientation: await orientationOf(file),
    }),
    tolerance: ({ info }) => toleranceOf((info as JpegInfo).header),
    encodeAnew: async ({ info }, raster) => encodePixels((info as JpegInfo).header, raster),
  },

  infoOf: jpegInfo,

  async * join(pages: AsyncIterable<WrittenPage>): AsyncGenerator<Uint8Array> {
    for await (const page of pages) yield * bytesOf(page)
  },
}

/** Of a file that was found. Where we cannot read its coefficients, all is taken from its pixels. */
function infoOf(header: JpegHeader, file: Uint8Array, ended: boolean): JpegInfo {
  if (!header.coding) return { header, file, ended }
  if (header.coding === 'arithmetic') return { header }
  const { density, jfif, exif, icc } = header
  return { header: { ...blankHeader(layoutOf(header), LOSSLESS), coding: 'lossless', jfif: jfif || header.components.length < 4, density, exif, icc } }
}

/** A page made of its pixels alone. */
function encodePixels(header: JpegHeader, raster: Raster, substituted?: string): { page: WrittenPage } {
  const planes = blankPlanes(header).map(withSteps)
  repaint(header, planes, raster, [{ x: 0, y: 0, w: raster.width, h: raster.height }])
  return { page: { data: encodeCoefficients(header, planes), info: { substituted }, anew: true } }
}

async function samplesOf(file: Uint8Array, layout: RasterLayout, failOn?: 'warning'): Promise<Uint8Array> {
  const { width, height, channels } = layout
  const { data, info } = await (await decoding(file, layout, failOn)).raw().toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => { throw malformed('The JPEG image data are damaged', { cause }) })
  if (info.width !== width || info.height !== height || info.channels !== channels) throw malformed('The JPEG image is not as its header says')
  return data
}

/** Rounding errs by half a step at most; what is painted is flat or smooth, and errs by less. */
export function toleranceOf({ tables, components }: JpegHeader): number {
  const steps = components.map(({ table }) => tables[table]?.reduce((sum, q) => sum + q, 0) ?? 0)
  return 4 + Math.max(...steps) / 64 / 2
}

/** Dots per inch, where the file says so. */
function densityOf({ density, exif }: JpegHeader): number | undefined {
  if (density?.unit === 1) return density.x
  if (density?.unit === 2) return Math.round(density.x * 2.54)
  return dpiOf(exif)
}

/** Pages that take less are not held to the ratio limit. */
const SMALL = 1 << 20

function layoutOf({ width, height, components }: JpegHeader): RasterLayout {
  const channels = components.length
  const model = channels < 3 ? 'grey' : channels === 3 ? 'rgb' : 'cmyk'
  // libvips shows the second of two as alpha, once it is to be a picture. With all grounds under it each of them is looked at.
  return { width, height, channels, bits: 8, sample: 'uint', model, ...channels === 2 && { alpha: 'straight' } }
}
