import { malformed } from '../../core/errors.js'
import type { RasterLayout } from '../../core/types.js'
import { uint16, uint32, writeChunk } from './chunks.js'

export type ColourType = 0 | 2 | 3 | 4 | 6
type Depth = 1 | 2 | 4 | 8 | 16

export interface Header { width: number, height: number, depth: Depth, colourType: ColourType, interlaced: boolean }

/** Samples per pixel as stored. */
export const samplesOf: Readonly<Record<ColourType, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const depths: Readonly<Record<ColourType, readonly number[]>> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] }
const MAX_SIDE = 2 ** 31 - 1

/** @throws EffaceError ERR_MALFORMED_INPUT for values that PNG does not have */
export function parseHeader(data: Uint8Array): Header {
  if (data.length !== 13) throw malformed('The PNG header has a wrong length')
  const [width, height] = [uint32(data, 0), uint32(data, 4)]
  const [depth, colourType, compression, filter, interlace] = data.subarray(8)
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) throw malformed('The PNG header gives an impossible size')
  if (!(colourType in depths) || !depths[colourType as ColourType].includes(depth)) throw malformed('The PNG header gives an impossible colour type or depth')
  if (compression !== 0 || filter !== 0 || interlace > 1) throw malformed('The PNG header gives an unknown compression, filter or interlace method')
  return { width, height, depth: depth as Depth, colourType: colourType as ColourType, interlaced: interlace === 1 }
}

/** The IHDR chunk of a picture that is not interlaced. */
export function writeHeader({ width, height, depth, colourType }: Header): Uint8Array {
  const data = new Uint8Array(13)
  const view = new DataView(data.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  data[8] = depth
  data[9] = colourType
  return writeChunk('IHDR', data)
}

/** Bytes of a row of `width` pixels, filter byte not counted. */
export function packedRow({ depth, colourType }: Header, width: number): number {
  return Math.ceil(width * samplesOf[colourType] * depth / 8)
}

/**
 * The samples' own layout. A colour that stands for transparency (tRNS of grey and RGB images) becomes an alpha sample of the
 * same depth, 0 or full: only so can a painted pixel of that very colour be opaque.
 */
export function layoutOf({ width, height, depth, colourType }: Header, palette?: Uint8Array, transparency?: Uint8Array): RasterLayout {
  const layout = { width, height, bits: depth, sample: 'uint' } as const
  if (colourType === 3) return { ...layout, model: 'palette', channels: 1, palette: rgbaPalette(palette!, transparency) }
  const colours = colourType === 0 || colourType === 4 ? 1 : 3
  const model = colours === 1 ? 'grey' : 'rgb'
  if (colourType < 4 && transparency === undefined) return { ...layout, model, channels: colours }
  return { ...layout, model, channels: colours + 1, alpha: 'straight' }
}

function rgbaPalette(rgb: Uint8Array, alpha: Uint8Array = new Uint8Array(0)): Uint8Array {
  const palette = new Uint8Array(rgb.length / 3 * 4)
  for (let i = 0; i < rgb.length / 3; i++) palette.set([rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2], alpha[i] ?? 255], i * 4)
  return palette
}

/** The samples of the colour that is transparent. */
function keyOf(transparency: Uint8Array, { depth }: Header): number[] {
  const top = 2 ** depth - 1
  return Array.from({ length: transparency.length / 2 }, (_, i) => uint16(transparency, i * 2) & top)
}

/** The samples of the colour that is transparent, where the image has one. */
export function keyOfImage(header: Header, transparency: Uint8Array | undefined): number[] | undefined {
  return transparency !== undefined && header.colourType < 3 ? keyOf(transparency, header) : undefined
}
