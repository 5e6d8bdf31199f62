import { BoolReader, type BoolWriter } from './bool-coder.js'
import { defaultProbabilities, updateProbabilities } from './vp8-tables.js'

interface Segments {
  /** Macroblocks say which of the four they belong to, with these probabilities. */
  map?: number[]
  absolute: boolean
  quantisers: number[]
  filters: number[]
}

/** What a VP8 key frame says before its macroblocks (RFC 6386, 9.3 to 9.11). */
export interface Vp8Header {
  clamped: number
  segments?: Segments
  filter: { simple: number, level: number, sharpness: number }
  /** Changes of the filter's level: of intra frames, and of macroblocks in 4 × 4 blocks. Others mean nothing in a still image. */
  deltas?: { intra: number, subblocks: number }
  /** Logarithm of the number of partitions that hold coefficients. */
  partitions: number
  quantiser: number
  quantiserDeltas: number[]
  /** Of coefficients, as in {@link defaultProbabilities}. */
  probabilities: Uint8Array
  /** Macroblocks without coefficients are marked, with this probability. */
  skip?: number
}

const four = (read: () => number): number[] => [read(), read(), read(), read()]
const zeros = (): number[] => [0, 0, 0, 0]

/** The frame header of a key frame (RFC 6386, 9.2 to 9.11). @throws EffaceError ERR_MALFORMED_INPUT */
export function readHeader(bits: BoolReader): Vp8Header {
  bits.flags(1) // colour space: there is one
  const header: Vp8Header = {
    clamped: bits.flags(1), filter: { simple: 0, level: 0, sharpness: 0 }, partitions: 0, quantiser: 0, quantiserDeltas: [],
    probabilities: Uint8Array.from(defaultProbabilities),
  }
  if (bits.flags(1)) header.segments = readSegments(bits)
  header.filter = { simple: bits.flags(1), level: bits.flags(6), sharpness: bits.flags(3) }
  if (bits.flags(1)) {
    const updated = bits.flags(1) === 1
    const [intra] = updated ? four(() => bits.signed(6)) : zeros()
    const [subblocks] = updated ? four(() => bits.signed(6)) : zeros()
    header.deltas = { intra, subblocks }
  }
  header.partitions = bits.flags(2)
  header.quantiser = bits.flags(7)
  header.quantiserDeltas = Array.from({ length: 5 }, () => bits.signed(4))
  bits.flags(1) // whether the frames after it shall use the same probabilities
  for (let i = 0; i < updateProbabilities.length; i++) if (bits.bit(updateProbabilities[i])) header.probabilities[i] = bits.flags(8)
  if (bits.flags(1)) header.skip = bits.flags(8)
  return header
}

function readSegments(bits: BoolReader): Segments {
  const mapped = bits.flags(1) === 1
  const segments: Segments = { absolute: true, quantisers: zeros(), filters: zeros() }
  if (bits.flags(1)) {
    segments.absolute = bits.flags(1) === 1
    segments.quantisers = four(() => bits.signed(7))
    segments.filters = four(() => bits.signed(6))
  }
  if (mapped) segments.map = [0, 1, 2].map(() => bits.flags(1) ? bits.flags(8) : 255)
  return segments
}

/** The inverse: each value in the one way that there is for it. */
export function writeHeader(header: Vp8Header, bits: BoolWriter): void {
  const { segments, filter, deltas, probabilities, skip } = header
  bits.flags(header.clamped, 2)
  bits.flags(segments ? 1 : 0, 1)
  if (segments) {
    bits.flags(segments.map ? 1 : 0, 1)
    bits.flags(segments.absolute ? 3 : 2, 2)
    for (const quantiser of segments.quantisers) bits.signed(quantiser, 7)
    for (const level of segments.filters) bits.signed(level, 6)
    for (const probability of segments.map ?? []) {
      bits.flags(probability === 255 ? 0 : 1, 1)
      if (probability !== 255) bits.flags(probability, 8)
    }
  }
  bits.flags(filter.simple, 1)
  bits.flags(filter.level, 6)
  bits.flags(filter.sharpness, 3)
  bits.flags(deltas ? 3 : 0, deltas ? 2 : 1)
  if (deltas) for (const delta of [deltas.intra, 0, 0, 0, deltas.subblocks, 0, 0, 0]) bits.signed(delta, 6)
  bits.flags(header.partitions, 2)
  bits.flags(header.quantiser, 7)
  for (const delta of header.quantiserDeltas) bits.signed(delta, 4)
  bits.flags(0, 1)
  for (let i = 0; i < probabilities.length; i++) {
    const given = probabilities[i] !== defaultProbabilities[i]
    bits.bit(given ? 1 : 0, updateProbabilities[i])
    if (given) bits.flags(probabilities[i], 8)
  }
  bits.flags(skip === undefined ? 0 : 1, 1)
  if (skip !== undefined) bits.flags(skip, 8)
}

/**
 * The quality, 0 to 100 on libwebp's scale, that an image was encoded with, as far as its quantiser tells. 90 where that is damaged:
 * the decoder will say so.
 */
export function qualityOf(frame: Uint8Array): number {
  const { segments, quantiser } = readHeader(new BoolReader(frame.subarray(10)))
  const mean = segments ? segments.quantisers.reduce((sum, q) => sum + q, 0) / 4 : 0
  const index = segments?.absolute ? mean : quantiser + mean
  if (!(index >= 0 && index <= 127)) return 90
  // libwebp takes the cube root of a quality bent at 75.
  const linear = (1 - index / 127) ** 3
  return Math.round(100 * (linear < 0.5 ? linear * 1.5 : (linear + 1) / 2))
}
