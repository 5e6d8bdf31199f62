import { arePrimaries, decimalFraction, isWhite } from '../numbers.js'

/** TIFF tag numbers that this codec knows. Whatever is not named here is never read. */
export const Tag = {
  NewSubfileType: 254, SubfileType: 255, ImageWidth: 256, ImageLength: 257, BitsPerSample: 258, Compression: 259, Photometric: 262,
  FillOrder: 266, StripOffsets: 273, Orientation: 274, SamplesPerPixel: 277, RowsPerStrip: 278, StripByteCounts: 279,
  XResolution: 282, YResolution: 283, PlanarConfig: 284, GrayResponseUnit: 290, GrayResponseCurve: 291, T4Options: 292, T6Options: 293,
  ResolutionUnit: 296, PageNumber: 297, TransferFunction: 301, Predictor: 317, WhitePoint: 318, PrimaryChromaticities: 319, ColorMap: 320,
  TileWidth: 322, TileLength: 323, TileOffsets: 324, TileByteCounts: 325, InkSet: 332, NumberOfInks: 334, DotRange: 336, ExtraSamples: 338,
  SampleFormat: 339, JPEGTables: 347, JPEGProc: 512, JPEGInterchangeFormat: 513, JPEGInterchangeFormatLength: 514, JPEGRestartInterval: 515,
  JPEGQTables: 519, JPEGDCTables: 520, JPEGACTables: 521, YCbCrCoefficients: 529, YCbCrSubSampling: 530, YCbCrPositioning: 531,
  ReferenceBlackWhite: 532, ImageDepth: 32997, TileDepth: 32998, ICCProfile: 34675,
} as const

export const Compression = {
  None: 1, RLE: 2, G3: 3, G4: 4, LZW: 5, OldJPEG: 6, JPEG: 7, Deflate: 8, NeXT: 32766, RLEW: 32771, PackBits: 32773, ThunderScan: 32809,
  OldDeflate: 32946, SGILog: 34676, SGILog24: 34677, Zstd: 50000, WebP: 50001,
} as const

export const Photometric = {
  WhiteIsZero: 0, BlackIsZero: 1, RGB: 2, Palette: 3, Mask: 4, Separated: 5, YCbCr: 6, CIELab: 8, ICCLab: 9, LogL: 32844, LogLuv: 32845,
} as const

export const Type = {
  Byte: 1, Ascii: 2, Short: 3, Long: 4, Rational: 5, SByte: 6, Undefined: 7, SShort: 8, SLong: 9, SRational: 10, Float: 11, Double: 12,
  Ifd: 13, Long8: 16, SLong8: 17, Ifd8: 18,
} as const

/** Bytes of one value of a type; index is the type, 0 where there is none. */
export const typeSize: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8]

/** Bytes of the unit that byte order acts on: a rational is two units of four. */
export const unitSize: readonly number[] = [0, 1, 1, 2, 4, 4, 1, 1, 2, 4, 4, 4, 8, 4, 0, 0, 8, 8, 8]

/** A tag that goes out with the value it came in with, written anew, where that can mean what it should. */
interface PassedOn { types: readonly number[], count: number, meant: (values: readonly number[]) => boolean }

const oneOf = (...choices: readonly number[]): PassedOn => ({ types: [Type.Short], count: 1, meant: ([value]) => choices.includes(value) })
const fractions = (count: number, meant: PassedOn['meant']): PassedOn => ({ types: [Type.Rational], count, meant })

/** All say how the picture is to be shown; none can hold a text. Resolution is passed on besides: its numbers belong together. */
export const passedOn: ReadonlyMap<number, PassedOn> = new Map<number, PassedOn>([
  [Tag.Orientation, oneOf(1, 2, 3, 4, 5, 6, 7, 8)],
  [Tag.PageNumber, { types: [Type.Short], count: 2, meant: ([page, pages]) => page < MOST_PAGES && pages < MOST_PAGES && (pages === 0 || page < pages) }],
  [Tag.WhitePoint, fractions(2, ([x, y]) => isWhite([x, y]))],
  [Tag.PrimaryChromaticities, fractions(6, ([rx, ry, gx, gy, bx, by]) => arePrimaries([rx, ry], [gx, gy], [bx, by]))],
  [Tag.GrayResponseUnit, oneOf(1, 2, 3, 4, 5)],
  [Tag.YCbCrCoefficients, fractions(3, ([red, green, blue]) => red > 0.05 && green > 0.5 && blue > 0.05 && Math.abs(red + green + blue - 1) < 0.01)],
  [Tag.YCbCrPositioning, oneOf(1, 2)],
  [Tag.ReferenceBlackWhite, {
    types: [Type.Rational, Type.Long], count: 6,
    // Between black and white lies most of what there is: fewer levels would be stretched by viewers that know of the tag.
    meant: levels => levels.every((level, i) => Number.isInteger(level) && level < 256 && (i % 2 === 0 || level - levels[i - 1] >= (i === 1 ? 200 : 100))),
  }],
  [Tag.InkSet, oneOf(1, 2)],
  [Tag.NumberOfInks, oneOf(...Array.from({ length: 64 }, (_, i) => i + 1))],
])

const MOST_PAGES = 10_000

/** Those of {@link passedOn} that mean something on YCbCr pages only. */
export const ycbcrTags: readonly number[] = [Tag.YCbCrCoefficients, Tag.YCbCrPositioning, Tag.ReferenceBlackWhite]

/** A tag as it goes into the output: `bytes` are its values, little-endian. */
export interface RawTag { tag: number, type: number, count: number, bytes: Uint8Array }

/** A tag of 16-bit values. */
export function shorts(tag: number, values: ArrayLike<number>): RawTag {
  const bytes = new Uint8Array(values.length * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < values.length; i++) view.setUint16(i * 2, values[i], true)
  return { tag, type: Type.Short, count: values.length, bytes }
}

/** Each as the decimal fraction that it is. */
export function rationals(tag: number, values: readonly number[]): RawTag {
  const bytes = new Uint8Array(values.length * 8)
  const view = new DataView(bytes.buffer)
  values.flatMap(decimalFraction).forEach((n, i) => view.setUint32(i * 4, n, true))
  return { tag, type: Type.Rational, count: values.length, bytes }
}

/** A tag of one 32-bit value. */
export function long(tag: number, value: number): RawTag {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return { tag, type: Type.Long, count: 1, bytes }
}
