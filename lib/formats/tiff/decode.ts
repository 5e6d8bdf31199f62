import { rowBytes } from '../../core/raster.js'
import type { EncodedPage, RasterLayout } from '../../core/types.js'
import { malformed } from '../../core/errors.js'
import { decompress } from './decompress.js'
import { isSgiLog, isPicture } from './describe.js'
import type { FaxDamage } from './fax-decode.js'
import { swapped } from './ifd.js'
import { decodeSgiLog } from './sgilog.js'
import { decodePicture } from './picture.js'
import { gridOf, isPackedYcbcr, pixelBits, segmentBytes, segmentRows, segmentsOf, type Place, type TiffPage } from './page.js'
import { undoDifferences, undoFloatPlanes } from './predictor.js'
import { SampleReader, SampleWriter, float24To32, widen } from './samples.js'
import { Photometric } from './tags.js'
import { unpackYcbcr } from './ycbcr.js'

type Page = Pick<EncodedPage, 'layout' | 'info' | 'data'>

/**
 * The raster of a page, its strips or tiles decompressed.
 *
 * @param tell is told in words what could not be read as it was meant
 * @throws EffaceError ERR_MALFORMED_INPUT, ERR_UNSUPPORTED_FORMAT
 */
export async function decodePage(page: Page, into: Uint8Array, _state?: unknown, tell?: (note: string) => void): Promise<void> {
  const damage: FaxDamage = { repeated: 0, cut: 0, missing: 0 }
  await decodeSegments(page, into, damage)
  const { repeated, cut, missing } = damage
  if (repeated + cut + missing === 0) return
  if (repeated + cut + missing > page.layout.height / 2) throw malformed('Most rows of a fax page are damaged')
  tell?.(`damaged fax rows: ${repeated} repeated from above, ${cut} cut off, ${missing} missing at the end`)
}

async function decodeSegments({ layout, info: pageInfo, data }: Page, into: Uint8Array, damage: FaxDamage): Promise<void> {
  const info = pageInfo as TiffPage
  if (isSgiLog(info.compression)) {
    await decodeSgiLog(layout, info, data, into)
    return
  }
  const { samples } = gridOf(layout, info)
  // Segments that lie in the raster as they are stored, and pictures, leave nothing of what was there.
  if (!isPicture(info.compression) && !(isStored(info, layout) && !info.tiled)) into.fill(0)
  let i = 0
  for (const { place, line, from, to } of segmentsOf(layout, info)) {
    const found = { whole: false }
    let encoded = data.subarray(from, to)
    if (isPicture(info.compression)) {
      const picture = await decodePicture(encoded, info, samples, place)
      placeSamples(picture.data, picture.width * samples, place, layout, into, samples)
      continue
    }
    if (info.fillOrder === 2) encoded = mirrored(encoded)
    const rows = segmentRows(info, layout.height, line)
    const size = segmentBytes(info, place.plane, rows)
    const stored = ownPlace(info, place, layout, into, rows, size) ?? new Uint8Array(size)
    decompress(encoded, info, rows, stored, damage, found)
    if (info.whole) info.whole[i++] = found.whole ? 1 : 0
    if (isPackedYcbcr(info)) unpackYcbcr(stored, info, place, layout.width, into)
    else placeStored(stored, size / rows, info, place, layout, into)
  }
  if (info.photometric === Photometric.ICCLab) flipLab(layout, into)
  clearPadding(layout, into)
}

const reversed = Uint8Array.from({ length: 256 }, (_, b) => parseInt(b.toString(2).padStart(8, '0').split('').reverse().join(''), 2))

/** Each byte with its bits the other way round (FillOrder 2). */
export function mirrored(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length)
  for (let i = 0; i < out.length; i++) out[i] = reversed[bytes[i]]
  return out
}

/** ICC Lab has its a and b offset by half; ours are in two's complement, as in CIE Lab. */
export function flipLab({ width, height, channels, bits }: RasterLayout, data: Uint8Array): void {
  const size = bits >> 3
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (const c of [1, 2]) data[(pixel * channels + c) * size + size - 1] ^= 128
  }
}

/** Bits of a row behind its last pixel are no part of the picture. */
function clearPadding(layout: RasterLayout, data: Uint8Array): void {
  const used = layout.width * layout.channels * layout.bits % 8
  const stride = rowBytes(layout)
  if (used !== 0) for (let at = stride - 1; at < data.length; at += stride) data[at] &= 0xff << (8 - used)
}

/** Depths whose differences are undone on whole rows. */
const wholeDepths = [8, 16, 32, 64]

/** True where samples can be moved by whole bytes: the raster has them as they are stored. */
function isPlain(info: TiffPage, layout: RasterLayout): boolean {
  const { bits } = layout
  return info.bits.every(b => b === bits) && !(bits < 8 && (info.planar || differs(info) || (info.tiled && info.segmentWidth % 8 !== 0)))
}

/** True where rows of the raster hold what rows of strips do, in their order. */
const isStored = (info: TiffPage, layout: RasterLayout): boolean => !info.planar && !isPackedYcbcr(info) && isPlain(info, layout)

/** The segment's place in the raster, where its bytes lie there as they are stored. */
function ownPlace(info: TiffPage, { x, y, rows: onPage }: Place, layout: RasterLayout, into: Uint8Array, rows: number, size: number): Uint8Array | undefined {
  const stride = rowBytes(layout)
  const whole = isStored(info, layout) && x === 0 && rows === onPage && size === rows * stride
  return whole ? into.subarray(y * stride, y * stride + size) : undefined
}

const differs = (info: TiffPage): boolean => info.predictor === 2 && predicts(info)

function placeStored(data: Uint8Array, stride: number, info: TiffPage, place: Place, layout: RasterLayout, into: Uint8Array): void {
  const samples = info.planar ? 1 : info.samples
  const bits = info.bits[place.plane]
  const uniform = info.bits.every(b => b === bits)
  let little = info.little
  let bytes = data
  if (uniform && (wholeDepths.includes(bits) || layout.sample === 'float')) {
    if (info.predictor === 3 && predicts(info) && layout.sample === 'float') {
      undoFloatPlanes(bytes, stride, bits, samples)
      little = true
    } else if (!little && bits > 8) {
      bytes = swapped(bytes, bits / 8)
      little = true
    }
    if (differs(info) && wholeDepths.includes(bits)) undoDifferences(bytes, stride, bits, samples)
    // Bits are then taken one by one, which has the most significant first.
    if (bits === 24 && little) bytes = swapped(bytes, 3)
  }
  if (!isPlain(info, layout)) {
    placeBits(bytes, stride, info, place, layout, into, little)
  } else if (layout.bits < 8) {
    const target = rowBytes(layout)
    const first = place.x * samples * bits / 8
    const length = Math.ceil(place.columns * samples * bits / 8)
    for (let row = 0; row < place.rows; row++) into.set(bytes.subarray(row * stride, row * stride + length), (place.y + row) * target + first)
  } else {
    placeSamples(bytes, stride, place, layout, into, samples)
  }
}

/** Predictors belong to LZW and deflate; elsewhere the tag means nothing. */
const predicts = (info: TiffPage): boolean => [5, 8, 32946, 50000].includes(info.compression)

/** Whole-byte samples: rows at once where a segment holds all samples of a pixel, else sample by sample. */
function placeSamples(data: Uint8Array, stride: number, { plane, x, y, columns, rows }: Place, layout: RasterLayout, into: Uint8Array, samples: number): void {
  const size = layout.bits / 8
  const target = rowBytes(layout)
  const pixel = layout.channels * size
  if (samples === layout.channels) {
    const length = columns * pixel
    for (let row = 0; row < rows; row++) into.set(data.subarray(row * stride, row * stride + length), (y + row) * target + x * pixel)
    return
  }
  for (let row = 0; row < rows; row++) {
    let from = row * stride
    let to = (y + row) * target + x * pixel + plane * size
    for (let column = 0; column < columns; column++, to += pixel - size) {
      for (let b = 0; b < size; b++) into[to++] = data[from++]
    }
  }
}

/** Any depth, one sample at a time. */
function placeBits(data: Uint8Array, stride: number, info: TiffPage, place: Place, layout: RasterLayout, into: Uint8Array, little: boolean): void {
  const { plane, x, y, columns, rows } = place
  const reader = new SampleReader(data, little)
  const writer = new SampleWriter(into)
  const target = rowBytes(layout)
  const planes = info.planar ? [plane] : info.bits.map((_, i) => i)
  const before = plane * layout.bits
  const after = info.planar ? (info.samples - 1 - plane) * layout.bits : 0
  const differences = differs(info)
  for (let row = 0; row < rows; row++) {
    reader.seek(row * stride)
    writer.seek((y + row) * target)
    writer.skip(x * layout.channels * layout.bits)
    const last = new Array<number>(info.samples).fill(0)
    for (let column = 0; column < columns; column++) {
      if (info.planar) writer.skip(before)
      for (const sample of planes) {
        const bits = info.bits[sample]
        let value = reader.read(bits)
        if (differences && !wholeDepths.includes(bits)) value = last[sample] = (value + last[sample]) % 2 ** bits
        writer.write(rasterValue(value, bits, layout), layout.bits)
      }
      writer.skip(after)
    }
  }
}

function rasterValue(value: number, bits: number, layout: RasterLayout): number {
  if (bits === layout.bits || layout.model === 'palette') return value
  if (layout.sample === 'float') return float24To32(value)
  return layout.sample === 'int' ? value * 2 ** (layout.bits - bits) : widen(value, bits, layout.bits)
}

/** Bits of a stored pixel over all planes. */
export const storedPixelBits = (info: TiffPage): number => pixelBits({ ...info, planar: false }, 0)
