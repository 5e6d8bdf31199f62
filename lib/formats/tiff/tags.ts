/** TIFF tag numbers that this codec knows. Whatever is not named here is never read. */
export const Tag = {
  NewSubfileType: 254, SubfileType: 255, ImageWidth: 256, ImageLength: 257, BitsPerSample: 258, Compression: 259, Photometric: 262,
  FillOrder: 266, StripOffsets: 273, Orientation: 274, SamplesPerPixel: 277, RowsPerStrip: 278, StripByteCounts: 279,
  XResolution: 282, YResolution: 283, PlanarConfig: 284, GrayResponseUnit: 290, GrayResponseCurve: 291, T4Options: 292, T6Options: 293,
  ResolutionUnit: 296, PageNumber: 297, TransferFunction: 301, Predictor: 317, WhitePoint: 318, PrimaryChromaticities: 319, ColorMap: 320,
  TileWidth: 322, TileLength: 323, TileOffsets: 324, TileByteCounts: 325, InkSet: 332, NumberOfInks: 334, DotRange: 336, ExtraSamples: 338,
  SampleFormat: 339, JPEGTables: 347, JPEGProc: 512, JPEGInterchangeFormat: 513, JPEGInterchangeFormatLength: 514, JPEGRestartInterval: 515,
  JPEGQTables: 519, JPEGDCTables: 520, JPEGACTables: 521, YCbCrCoefficients: 529, YCbCrSubSampling: 530, YCbCrPositioning: 531,
  ReferenceBlackWhite: 532, ICCProfile: 34675,
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

/**
 * Tags that go out with the value they came in with: tag → [types, most values]. All say how the picture is to be shown;
 * none can hold a text.
 */
export const passedOn: ReadonlyMap<number, readonly [types: readonly number[], most: number]> = new Map([
  [Tag.Orientation, [[Type.Short], 1]],
  [Tag.XResolution, [[Type.Rational], 1]],
  [Tag.YResolution, [[Type.Rational], 1]],
  [Tag.ResolutionUnit, [[Type.Short], 1]],
  [Tag.PageNumber, [[Type.Short], 2]],
  [Tag.WhitePoint, [[Type.Rational], 2]],
  [Tag.PrimaryChromaticities, [[Type.Rational], 6]],
  [Tag.GrayResponseUnit, [[Type.Short], 1]],
  [Tag.YCbCrCoefficients, [[Type.Rational], 3]],
  [Tag.YCbCrPositioning, [[Type.Short], 1]],
  [Tag.ReferenceBlackWhite, [[Type.Rational, Type.Long], 6]],
  [Tag.InkSet, [[Type.Short], 1]],
  [Tag.NumberOfInks, [[Type.Short], 1]],
])

/** Those of {@link passedOn} that mean something on YCbCr pages only. */
export const ycbcrTags: readonly number[] = [Tag.YCbCrCoefficients, Tag.YCbCrPositioning, Tag.ReferenceBlackWhite]

/** A tag as it goes into the output: `bytes` are its values, little-endian. */
export interface RawTag { tag: number, type: number, count: number, bytes: Uint8Array }

export function shorts(tag: number, values: ArrayLike<number>): RawTag {
  const bytes = new Uint8Array(values.length * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < values.length; i++) view.setUint16(i * 2, values[i], true)
  return { tag, type: Type.Short, count: values.length, bytes }
}

export function long(tag: number, value: number): RawTag {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, true)
  return { tag, type: Type.Long, count: 1, bytes }
}
