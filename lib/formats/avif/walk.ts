import { limitExceeded, malformed, unsupported } from '../../core/errors.js'
import type { Limits } from '../../core/limits.js'
import type { EncodedPage, RasterLayout } from '../../core/types.js'
import type { ByteSource } from '../../core/byte-source.js'
import type { WalkContext } from '../codec.js'
import { strippedIcc } from '../icc.js'
import { isCodePoints } from '../icc-elements.js'
import { sequenceOf, type Sequence } from './av1.js'
import { lossyBlocks, turnedBlocks } from './blocks.js'
import { boxesOf, Fields } from './boxes.js'
import { fileOfPicture, type Kept } from './mux.js'
import { gridOf, pictureOf, type Item, type Picture } from './items.js'

export interface AvifInfo {
  lossless: boolean
  /** For lossy images: 0..100. */
  quality: number
  alpha: boolean
  bits: 8 | 10 | 12
  /** Samples of chroma are as many as of luma. */
  fullChroma: boolean
  /** Without its texts. */
  icc?: Uint8Array
  codePoints?: Kept['codePoints']
}

/** The most that libvips writes. */
export const MOST_ACROSS = 16_384
/** Pages below this many bytes are not held to the ratio limit. */
const SMALL = 1 << 20

/** One page: the primary image of a file, as it is to be shown. */
export async function * walk(source: ByteSource, { limits }: WalkContext): AsyncGenerator<EncodedPage> {
  const size = await source.size()
  if (size > limits.inputBytes) throw limitExceeded('inputBytes', limits.inputBytes, size)
  const file = await source.read(0, size)
  checkBrands(file)
  const picture = pictureOf(file, limits)
  const { sequence, width, height, turned } = inspect(picture, limits)
  const ratio = Math.round(width * height * 3 / size)
  if (width * height * 3 > SMALL && ratio > limits.decompressionRatio) throw limitExceeded('decompressionRatio', limits.decompressionRatio, ratio)
  const alpha = picture.alpha !== undefined
  if (picture.alpha) {
    const plane = inspect(picture.alpha, limits)
    if (plane.sequence.bits !== sequence.bits) throw unsupported('AVIF images with alpha of another depth are not supported')
  }
  // Steps of 1 without a quantiser are exact in every model of colours that is as fine as the samples.
  const info: AvifInfo = {
    lossless: sequence.quantiser === 0, quality: qualityOf(sequence), alpha, bits: sequence.bits,
    fullChroma: sequence.fullChroma && !sequence.monochrome, ...coloursOf(picture.item),
  }
  const layout: RasterLayout = {
    width, height, model: 'rgb', channels: alpha ? 4 : 3, bits: sequence.bits === 8 ? 8 : 16, sample: 'uint', ...alpha && { alpha: 'straight' },
  }
  const alone = fileOfPicture(picture)
  const data = new Uint8Array(new SharedArrayBuffer(alone.length))
  data.set(alone)
  const page: EncodedPage = { index: 0, total: 1, format: 'avif', orientation: 1, layout, data, info }
  if (!info.lossless) page.blocks = turned ? turnedBlocks : lossyBlocks
  yield page
}

/** Sequences have brands and tracks of their own. What is shown of them is a film. */
function checkBrands(file: Uint8Array): void {
  const boxes = boxesOf(file)
  const [first] = boxes
  if (first?.type !== 'ftyp') throw malformed('An AVIF file must begin with its type')
  const type = new Fields(first.body)
  const brands = [type.text()]
  type.take(4)
  while (type.left >= 4) brands.push(type.text())
  if (brands.includes('avis') || boxes.some(({ type }) => type === 'moov')) throw unsupported('AVIF sequences are not supported')
  if (!brands.includes('avif')) throw unsupported('HEIF files other than AVIF are not supported')
}

interface Inspected { sequence: Sequence, width: number, height: number, turned: boolean }

/** The size in which a picture is shown, which is that of its parts put together, cut and turned. */
function inspect({ item, coded }: Picture, limits: Limits): Inspected {
  const within = (width: number, height: number): void => {
    if (width < 1 || height < 1) throw malformed('The AVIF image has no size')
    if (width * height > limits.pixelsPerFrame) throw limitExceeded('pixelsPerFrame', limits.pixelsPerFrame, width * height)
    if (Math.max(width, height) > MOST_ACROSS) throw unsupported(`AVIF files of more than ${MOST_ACROSS} pixels across are not supported`)
  }
  const sequences = coded.map(part => {
    const sequence = sequenceOf(part.data)
    const stated = sizeOf(part)
    within(sequence.width, sequence.height)
    // Decoders take memory for what the stream says.
    if (sequence.width !== stated.width || sequence.height !== stated.height) throw malformed('An AV1 image is not as large as its file says')
    return sequence
  })
  const [sequence] = sequences
  if (sequences.some(({ width, height, bits }) => width !== sequence.width || height !== sequence.height || bits !== sequence.bits)) {
    throw malformed('The parts of an AVIF grid differ')
  }
  let { width, height } = sizeOf(item)
  if (item.type === 'grid') {
    const grid = gridOf(item)
    if (grid.width !== width || grid.height !== height || grid.columns * sequence.width < width || grid.rows * sequence.height < height) throw malformed('An AVIF grid is not as large as its file says')
    within(grid.columns * sequence.width, grid.rows * sequence.height)
  }
  within(width, height)
  let turned = item.type === 'grid'
  for (const { type, body } of item.properties) {
    if (type === 'clap') ({ width, height } = cropped(body, width, height))
    else if (type === 'irot' && (body[0] & 1) === 1) [width, height] = [height, width]
    turned ||= type === 'clap' || type === 'irot' || type === 'imir'
  }
  return { sequence, width, height, turned }
}

function sizeOf({ properties }: Item): { width: number, height: number } {
  const sizes = properties.filter(({ type }) => type === 'ispe')
  if (sizes.length !== 1) throw malformed('An AVIF image lacks its size')
  const size = new Fields(sizes[0].body)
  size.take(4)
  return { width: size.number(4), height: size.number(4) }
}

/** The clean aperture: what lies beyond is not shown, and goes. */
function cropped(body: Uint8Array, width: number, height: number): { width: number, height: number } {
  const fields = new Fields(body)
  const [across, acrossBelow, down, downBelow] = [fields.number(4), fields.number(4), fields.number(4), fields.number(4)]
  const [w, h] = [across / acrossBelow, down / downBelow]
  if (!Number.isInteger(w) || !Number.isInteger(h) || w < 1 || h < 1 || w > width || h > height) throw unsupported('AVIF files that show a part of their pixels are not supported')
  return { width: w, height: h }
}

function coloursOf({ properties }: Item): Pick<AvifInfo, 'icc' | 'codePoints'> {
  const found: Pick<AvifInfo, 'icc' | 'codePoints'> = {}
  for (const { type, body } of properties) {
    if (type !== 'colr') continue
    const fields = new Fields(body)
    const kind = fields.text()
    if (kind === 'rICC' || kind === 'prof') {
      const icc = strippedIcc(fields.take(fields.left))
      if (icc) found.icc = icc
    } else if (kind === 'nclx') {
      const [primaries, transfer] = [fields.number(2), fields.number(2)]
      if (isCodePoints(Uint8Array.of(primaries, transfer, 0, 1)) && primaries < 256 && transfer < 256) found.codePoints = { primaries, transfer }
    }
  }
  return found
}

/** Quantisers that libheif makes of libvips's quality 0, 10, 20 … 100, whatever the picture. */
const quantisers = [255, 236, 216, 196, 172, 148, 120, 92, 60, 32, 0]

/** On libvips's scale, so that the same steps come out again. Where they could not be told, good ones. */
function qualityOf({ quantiser }: Sequence): number {
  if (quantiser === undefined) return GOOD
  const finer = quantisers.findIndex(q => q < quantiser)
  if (finer < 1) return finer === 0 ? 1 : 100
  const [from, to] = [quantisers[finer - 1], quantisers[finer]]
  return Math.max(1, Math.min(99, Math.round(10 * (finer - 1 + (from - quantiser) / (from - to)))))
}

const GOOD = 80
