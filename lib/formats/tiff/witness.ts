import type { Sharp } from 'sharp'
import type { IFD } from 'utif'
import { malformed } from '../../core/errors.js'
import { NO_LIMITS } from '../../core/limits.js'
import { MemorySource } from '../../core/memory-source.js'
import { clearSpareBits, rasterBytes } from '../../core/raster.js'
import type { Box, EncodedPage, Orientation, Raster, RasterLayout } from '../../core/types.js'
import { joinAlone, type Alone, type Seen, type Witness, type WrittenPage } from '../codec.js'
import { toleranceOf } from '../jpeg/index.js'
import { libvips, orientationOf } from '../sharp.js'
import { decodePage } from './decode.js'
import { encodeRows } from './encode.js'
import { headerOfJpegs } from './jpeg.js'
import { isPackedYcbcr, type TiffPage, type WrittenTiff } from './page.js'
import { pixelsOf } from './planes.js'
import { readerOf } from './readers.js'
import { join } from './splice.js'
import { Compression, Photometric, shorts, Tag } from './tags.js'
import { pages } from './walk.js'

export const witness: Witness = {
  async read(page, written, alone) {
    const info = alone.page.info as TiffPage
    if ((written.info as WrittenTiff).jpeg) return await readByLibjpeg(page, alone)
    if (isPackedYcbcr(info)) return undefined
    switch (readerOf(info)) {
      case 'utif': return await readByUtif(written, alone)
      case 'sharp': return await readByLibtiff(alone)
      default: return undefined
    }
  },

  tolerance({ layout, info }, { info: written }) {
    return (written as WrittenTiff | undefined)?.jpeg ? toleranceOf(headerOfJpegs(info as TiffPage, layout)) : 0
  },

  cell({ info }) {
    const { subsampling: { h, v } } = info as TiffPage
    return isPackedYcbcr(info as TiffPage) ? { width: h, height: v } : undefined
  },

  /** Depths between those of rasters are stored with fewer bits, and floats of 24 bits with shorter fractions. */
  rounding: ({ layout, info }) => (info as TiffPage).bits.some(bits => bits !== layout.bits) ? 255 / (2 ** Math.min(8, ...(info as TiffPage).bits) - 1) + 1 : 0,

  async encodeAnew(page, raster) {
    const whole: Box = { x: 0, y: 0, w: raster.width, h: raster.height }
    return encodeRows(page, raster, [whole], undefined, true)
  },
}

/** The JPEGs of a page, which are made of our reading of its coefficients. */
async function readByLibjpeg({ layout }: EncodedPage, { page: { info, data }, file }: Alone): Promise<Seen> {
  const into = new Uint8Array(rasterBytes(layout))
  await decodePage({ layout, info, data }, into)
  return { by: 'sharp', raster: { ...layout, data: into }, orientation: await orientationOf(file) }
}

/** UTIF takes off the compression; how samples become pixels is the same in all. It knows no planes: it is given each as a page. */
async function readByUtif(written: WrittenPage, alone: Alone): Promise<Seen | undefined> {
  const page = alone.page.info as TiffPage
  if (!page.planar) return await pageByUtif(written, alone)
  const layout: RasterLayout = { ...alone.page.layout, model: 'grey', channels: 1 }
  const planes: Uint8Array[] = []
  for (let sample = 0, from = 0; sample < page.samples; sample++) {
    const strips = page.lengths.length / page.samples
    const lengths = page.lengths.slice(sample * strips, (sample + 1) * strips)
    const length = lengths.reduce((sum, one) => sum + one, 0)
    const info: TiffPage = { ...page, lengths, samples: 1, bits: [page.bits[0]], planar: false, photometric: Photometric.BlackIsZero }
    const plane = planeAlone(written, info, written.data.subarray(from, from + length))
    const parts: Uint8Array[] = []
    for await (const part of joinAlone({ join }, plane)) parts.push(part)
    const seen = await pageByUtif(plane, { ...alone, file: Buffer.concat(parts), page: { ...alone.page, layout, info } })
    if (!seen) return undefined
    planes.push(seen.raster.data.subarray(0, rasterBytes(layout)))
    from += length
  }
  return { by: 'utif', raster: { ...alone.page.layout, data: pixelsOf(planes, page.bits[0]) } }
}

/** A plane as a page of grey. */
function planeAlone(written: WrittenPage, { bits, sampleFormat, lengths }: TiffPage, data: Uint8Array): WrittenPage {
  const info = written.info as WrittenTiff
  const own = [
    shorts(Tag.BitsPerSample, bits), shorts(Tag.SamplesPerPixel, [1]), shorts(Tag.Photometric, [Photometric.BlackIsZero]),
    shorts(Tag.PlanarConfig, [1]), shorts(Tag.SampleFormat, [sampleFormat]),
  ]
  const others = info.tags.filter(({ tag }) => tag !== Tag.ExtraSamples && !own.some(one => one.tag === tag))
  return { ...written, data, info: { ...info, lengths, tags: [...own, ...others] } satisfies WrittenTiff }
}

async function pageByUtif(written: WrittenPage, { file: alone, page: { layout, info } }: Alone): Promise<Seen | undefined> {
  const page = info as TiffPage
  const { width, height } = layout
  const rows = page.bits.reduce((sum, bits) => sum + bits, 0) * width + 7 >> 3
  // It takes a strip that is as long as the whole page for one without compression.
  if (page.compression !== Compression.None && page.lengths.includes(rows * height)) return undefined
  const file = (page.big ? await asClassic(written) : new Uint8Array(alone)).buffer
  // Loaded where it is used: in workers.
  const { default: UTIF } = await import('utif')
  const images = UTIF.decode(file)
  if (images.length !== 1) throw malformed('A TIFF page was written as several')
  const [image] = images as (IFD & Record<string, number[] | undefined>)[]
  UTIF.decodeImage(file, image)
  if (image.width !== width || image.height !== height || image.data.length < rows * height) throw malformed('A TIFF page is not as large as its directory says')
  const seen = { by: 'utif', orientation: (image.t274?.[0] ?? 1) as Orientation } as const
  if (page.bits[0] === layout.bits && page.photometric !== Photometric.ICCLab) return { ...seen, raster: { ...layout, data: image.data } }
  const into = new Uint8Array(rasterBytes(layout))
  const stored: TiffPage = {
    ...page, compression: Compression.None, predictor: 1, fillOrder: 1, little: true, planar: false, tiled: false,
    segmentWidth: width, segmentHeight: height, lengths: [rows * height],
  }
  await decodePage({ layout, info: stored, data: image.data }, into)
  return { ...seen, raster: { ...layout, data: into } }
}

/** UTIF knows no BigTIFF. */
async function asClassic(written: WrittenPage): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  const classic = { ...written, info: { ...written.info as WrittenTiff, big: false } }
  for await (const part of joinAlone({ join }, classic)) parts.push(part)
  return new Uint8Array(Buffer.concat(parts))
}

/** Grey and RGB of 1 and 8 bits: what libvips makes of them is what they are. */
async function readByLibtiff({ file, page: { layout } }: Alone): Promise<Seen> {
  const space = layout.channels === 1 ? 'b-w' : 'srgb'
  const source = (await libvips(file, { failOn: 'truncated', limitInputPixels: false, ignoreIcc: true, sequentialRead: true })).toColourspace(space)
  const seen = { by: 'sharp', orientation: await orientationOf(file) } as const
  if (layout.bits === 1) return { ...seen, raster: await bitsOf(source, layout) }
  const { data, info } = await source.raw().toBuffer({ resolveWithObject: true })
  if (info.channels !== layout.channels) throw malformed('A TIFF page has other samples than its directory says')
  const raster: Raster = { width: info.width, height: info.height, model: layout.channels === 1 ? 'grey' : 'rgb', channels: info.channels, bits: 8, sample: 'uint', data }
  return { ...seen, raster }
}

/** Samples that are black or white, as bits: libvips has bytes of them, but it can write them as a TIFF without compression. */
async function bitsOf(source: Sharp, { model }: RasterLayout): Promise<Raster> {
  const file = await source.tiff({ compression: 'none', bitdepth: 1 }).toBuffer()
  for await (const { layout, info, data } of pages(new MemorySource(file), { limits: NO_LIMITS })) {
    const raster: Raster = { ...layout, model, data: new Uint8Array(rasterBytes(layout)) }
    await decodePage({ layout, info, data }, raster.data)
    if (layout.model !== model) invert(raster)
    return raster
  }
  throw malformed('A TIFF page cannot be read')
}

function invert({ data, ...layout }: Raster): void {
  for (let i = 0; i < data.length; i++) data[i] ^= 255
  clearSpareBits(layout, data)
}
