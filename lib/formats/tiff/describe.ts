import { limitExceeded, malformed, unsupported } from '../../core/errors.js'
import type { Limits } from '../../core/limits.js'
import { rasterBytes } from '../../core/raster.js'
import type { ColourModel, RasterLayout } from '../../core/types.js'
import { strippedIcc } from '../icc.js'
import { CENTIMETRE, INCH, isAspect, isResolution } from '../numbers.js'
import type { Header, Ifd } from './ifd.js'
import type { TiffPage } from './page.js'
import { Compression, Photometric, Tag, Type, passedOn, rationals, shorts, type RawTag } from './tags.js'

const MAX_SAMPLES = 64
const MAX_ICC = 16 << 20
const MAX_JPEG_TABLES = 1 << 16
const known = new Set<number>(Object.values(Compression))

export interface Description { layout: RasterLayout, info: TiffPage, orientation: number, dpi?: number, pixelAspect?: number }

/** Reads what a directory says of its page, all but where the segments are, and checks it against the limits. */
export async function describe(ifd: Ifd, header: Header, limits: Limits): Promise<Description> {
  const get = async (tag: number, fallback: number): Promise<number> => await ifd.number(tag) ?? fallback
  const { width, height } = await sizeOf(ifd, limits)
  const compression = await get(Tag.Compression, Compression.None)
  if (!known.has(compression)) throw unsupported(`TIFF compression ${compression}`)
  if (await get(Tag.ImageDepth, 1) > 1 || await get(Tag.TileDepth, 1) > 1) throw unsupported('TIFF pages of several layers')
  const samples = await get(Tag.SamplesPerPixel, 1)
  if (samples < 1) throw malformed('A TIFF page has no samples')
  if (samples > MAX_SAMPLES) throw unsupported(`A TIFF page of ${samples} samples a pixel`)
  let sampleFormat = await get(Tag.SampleFormat, 1)
  let bits = await bitsPerSample(ifd, samples)
  let photometric = await photometricOf(ifd, compression, samples)
  if (isSgiLog(compression)) {
    if (photometric !== (samples === 1 ? Photometric.LogL : Photometric.LogLuv) || (samples !== 1 && samples !== 3)) throw unsupported('TIFF SGILog of other colours')
    // They are decoded to, and written as, floats.
    photometric = samples === 1 ? Photometric.BlackIsZero : Photometric.RGB
    bits = bits.map(() => 32)
    sampleFormat = 3
  }
  const planar = samples > 1 && await get(Tag.PlanarConfig, 1) === 2
  if (planar && isSgiLog(compression)) throw unsupported('TIFF SGILog in planes')
  // Whatever is no alpha is something that is not said.
  const extra = (await ifd.numbers(Tag.ExtraSamples, samples)).slice(0, samples).map(kind => kind === 1 || kind === 2 ? kind : 0)
  const [h = 2, v = 2] = photometric === Photometric.YCbCr ? await ifd.numbers(Tag.YCbCrSubSampling, 2) : [1, 1]
  if (![1, 2, 4].includes(h) || ![1, 2, 4].includes(v)) throw malformed('A TIFF page has an impossible chroma subsampling')

  const segments = await segmentsOf(ifd, width, height, limits)
  const resolution = await resolutionOf(ifd)
  const info: TiffPage = {
    little: header.little, big: header.big, compression, photometric, bits, samples, planar,
    predictor: await get(Tag.Predictor, 1),
    fillOrder: await get(Tag.FillOrder, 1) === 2 ? 2 : 1,
    ...segments, lengths: [],
    subsampling: { h, v },
    t4Options: await get(Tag.T4Options, 0),
    subfileType: await get(Tag.NewSubfileType, 0) & 7,
    extra, sampleFormat, passedOn: [...await tagsPassedOn(ifd), ...resolution ? resolutionTags(resolution) : []],
  }
  if (compression === Compression.JPEG && ifd.has(Tag.JPEGTables)) info.jpegTables = await ifd.bytes(Tag.JPEGTables, MAX_JPEG_TABLES)
  if (photometric === Photometric.Palette) info.colorMap = await colorMap(ifd, bits[0])
  const icc = ifd.count(Tag.ICCProfile) <= MAX_ICC ? await ifd.bytes(Tag.ICCProfile, MAX_ICC) : undefined
  if (icc) info.icc = strippedIcc(icc)

  const layout = layoutOf(width, height, info)
  // A pixel of a raster takes four bytes on average over everything that is usual.
  if (rasterBytes(layout) > limits.pixelsPerFrame * 4) throw limitExceeded('pixelsPerFrame', limits.pixelsPerFrame, Math.ceil(rasterBytes(layout) / 4))
  const turn = await get(Tag.Orientation, 1)
  const orientation = turn >= 1 && turn <= 8 ? turn : 1
  return { layout, info, orientation, ...resolution && { dpi: dpiOf(resolution), pixelAspect: resolution.y / resolution.x } }
}

async function sizeOf(ifd: Ifd, limits: Limits): Promise<{ width: number, height: number }> {
  const width = await ifd.number(Tag.ImageWidth) ?? 0
  const height = await ifd.number(Tag.ImageLength) ?? 0
  // The tags may be of any type, floats included.
  if (!(Number.isInteger(width) && width > 0 && Number.isInteger(height) && height > 0)) throw malformed('A TIFF page has no size')
  if (width * height > limits.pixelsPerFrame) throw limitExceeded('pixelsPerFrame', limits.pixelsPerFrame, width * height)
  return { width, height }
}

/** The size of a strip or tile. */
async function segmentsOf(ifd: Ifd, width: number, height: number, limits: Limits): Promise<Pick<TiffPage, 'segmentWidth' | 'segmentHeight' | 'tiled'>> {
  const tiled = ifd.has(Tag.TileWidth)
  const rows = await ifd.number(Tag.RowsPerStrip) ?? height
  const segmentWidth = tiled ? await ifd.number(Tag.TileWidth) ?? 0 : width
  const segmentHeight = tiled ? await ifd.number(Tag.TileLength) ?? 0 : Math.min(rows || height, height)
  if (!(Number.isInteger(segmentWidth) && segmentWidth > 0 && Number.isInteger(segmentHeight) && segmentHeight > 0)) throw malformed('A TIFF page has strips or tiles of no size')
  const pixels = segmentWidth * segmentHeight
  if (pixels > Math.max(limits.pixelsPerFrame, 65536)) throw limitExceeded('pixelsPerFrame', limits.pixelsPerFrame, pixels)
  return { segmentWidth, segmentHeight, tiled }
}

async function bitsPerSample(ifd: Ifd, samples: number): Promise<number[]> {
  const bits = await ifd.numbers(Tag.BitsPerSample, samples)
  if (bits.length === 0) bits.push(1)
  while (bits.length < samples) bits.push(bits[0])
  for (const b of bits) {
    if (b < 1) throw malformed('A TIFF page has samples of no bits')
    if (b > 64 || (b > 32 && b !== 64)) throw unsupported(`TIFF samples of ${b} bits`)
  }
  return bits
}

async function photometricOf(ifd: Ifd, compression: number, samples: number): Promise<number> {
  const stated = await ifd.number(Tag.Photometric)
  if (stated !== undefined) return stated
  // Left out by some writers: what libtiff's readers take for granted then.
  if (compression === Compression.OldJPEG) return samples === 1 ? Photometric.BlackIsZero : Photometric.YCbCr
  if (samples >= 3) return Photometric.RGB
  return isFax(compression) ? Photometric.WhiteIsZero : Photometric.BlackIsZero
}

/** Compressions 2, 3 and 4: CCITT RLE, T.4 and T.6. */
export function isFax(compression: number): boolean {
  return compression === Compression.RLE || compression === Compression.RLEW || compression === Compression.G3 || compression === Compression.G4
}

/** High dynamic range on a logarithmic scale. */
export function isSgiLog(compression: number): boolean {
  return compression === Compression.SGILog || compression === Compression.SGILog24
}

/** Codecs that bring their own colour conversion: what comes out of them is RGB where the page says YCbCr. */
export function isPicture(compression: number): boolean {
  return compression === Compression.JPEG || compression === Compression.OldJPEG || compression === Compression.WebP
}

const models: Readonly<Record<number, [model: ColourModel, colours: number]>> = {
  [Photometric.WhiteIsZero]: ['grey-inverted', 1],
  [Photometric.BlackIsZero]: ['grey', 1],
  [Photometric.RGB]: ['rgb', 3],
  [Photometric.Palette]: ['palette', 1],
  [Photometric.Mask]: ['grey', 1],
  [Photometric.Separated]: ['cmyk', 4],
  [Photometric.YCbCr]: ['ycbcr', 3],
  [Photometric.CIELab]: ['lab', 3],
  [Photometric.ICCLab]: ['lab', 3],
}

function layoutOf(width: number, height: number, info: TiffPage): RasterLayout {
  const { photometric, samples, bits, extra, sampleFormat, compression } = info
  const found = models[photometric]
  if (!found) throw unsupported(`TIFF photometric interpretation ${photometric}`)
  let [model, colours] = found
  if (model === 'ycbcr' && isPicture(compression)) model = 'rgb'
  if (model === 'lab' && samples < 3) [model, colours] = ['grey', 1]
  if (samples < colours) throw malformed(`A TIFF page has ${samples} samples a pixel where its colours need ${colours}`)
  if (model === 'ycbcr' && (samples !== 3 || bits.some(b => b !== bits[0] || b < 8 || b > 16))) throw unsupported('TIFF YCbCr of other than three samples of 8 to 16 bits')
  const { h, v } = info.subsampling
  const subsampled = model === 'ycbcr' && (h > 1 || v > 1)
  if (subsampled && (info.planar || info.predictor !== 1 || bits[0] !== 8)) throw unsupported('TIFF YCbCr with less chroma, in planes, predicted or of more than 8 bits')
  if (isFax(compression) && bits.some(b => b !== 1)) throw malformed('A TIFF fax page is not bilevel')
  if (isFax(compression) && samples > 1 && !info.planar) throw unsupported('A TIFF fax page of several samples a pixel')
  if (isPicture(compression) && bits.some(b => b !== 8)) throw unsupported('TIFF JPEG of other than 8 bits')
  const layout: RasterLayout = { width, height, model, channels: samples, bits: rasterBits(info), sample: 'uint' }
  if (sampleFormat === 3) {
    if (bits.some(b => b !== bits[0] || ![16, 24, 32, 64].includes(b))) throw unsupported('TIFF floats of an unknown size')
    layout.sample = 'float'
  } else if (sampleFormat === 2) {
    if (model !== 'lab') layout.sample = 'int'
  } else if (sampleFormat !== 1 && sampleFormat !== 4) {
    throw unsupported(`TIFF sample format ${sampleFormat}`)
  }
  const first = extra[0] ?? (model === 'rgb' && samples === 4 && compression === Compression.WebP ? 2 : 0)
  if (samples > colours && (first === 1 || first === 2)) layout.alpha = first === 1 ? 'premultiplied' : 'straight'
  if (model === 'palette') layout.palette = paletteOf(info.colorMap)
  return layout
}

function rasterBits({ bits }: TiffPage): RasterLayout['bits'] {
  const most = Math.max(...bits)
  if (bits.every(b => b === most) && (most === 1 || most === 2 || most === 4)) return most
  return most <= 8 ? 8 : most <= 16 ? 16 : most <= 32 ? 32 : 64
}

async function colorMap(ifd: Ifd, bits: number): Promise<Uint16Array> {
  if (bits > 16) throw unsupported(`A TIFF palette of ${bits} bits`)
  const values = await ifd.numbers(Tag.ColorMap, 3 << bits)
  if (values.length < 3 << bits) throw malformed('A TIFF palette is missing or too short')
  return Uint16Array.from(values)
}

function paletteOf(map: Uint16Array | undefined): Uint8Array {
  if (!map) throw malformed('A TIFF palette is missing')
  const entries = map.length / 3
  // Some writers put 8-bit values where 16-bit ones belong.
  const shift = map.some(v => v > 255) ? 8 : 0
  const out = new Uint8Array(entries * 4).fill(255)
  for (let i = 0; i < entries; i++) {
    for (let c = 0; c < 3; c++) out[i * 4 + c] = map[c * entries + i] >> shift
  }
  return out
}

async function tagsPassedOn(ifd: Ifd): Promise<RawTag[]> {
  const out: RawTag[] = []
  for (const [tag, { types, count, meant }] of passedOn) {
    const type = ifd.type(tag)
    if (ifd.count(tag) !== count || !types.includes(type)) continue
    // None of these is worth refusing a page for.
    const values = await ifd.numbers(tag, count).catch(() => [])
    if (values.length === count && meant(values)) out.push(type === Type.Short ? shorts(tag, values) : rationals(tag, values))
  }
  return out
}

interface Resolution { x: number, y: number, unit: number }

async function resolutionOf(ifd: Ifd): Promise<Resolution | undefined> {
  const value = async (tag: number): Promise<number | undefined> =>
    ifd.type(tag) === Type.Rational && ifd.count(tag) === 1 ? await ifd.number(tag).catch(() => undefined) : undefined
  const x = await value(Tag.XResolution) ?? await value(Tag.YResolution)
  const y = await value(Tag.YResolution) ?? x
  const unit = await ifd.number(Tag.ResolutionUnit).catch(() => undefined) ?? 2
  if (x === undefined || y === undefined) return undefined
  const meant = unit === 1 ? isAspect(x, y) : (unit === 2 || unit === 3) && isResolution(x, y, unit === 2 ? INCH : CENTIMETRE)
  return meant ? { x, y, unit } : undefined
}

function resolutionTags({ x, y, unit }: Resolution): RawTag[] {
  return [rationals(Tag.XResolution, [x]), rationals(Tag.YResolution, [y]), shorts(Tag.ResolutionUnit, [unit])]
}

function dpiOf({ x, unit }: Resolution): number | undefined { return unit === 1 ? undefined : unit === 3 ? x * 2.54 : x }
