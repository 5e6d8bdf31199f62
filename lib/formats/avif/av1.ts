import { malformed } from '../../core/errors.js'

/** What the sequence header of an AV1 picture says. */
export interface Sequence {
  width: number
  height: number
  bits: 8 | 10 | 12
  monochrome: boolean
  /** Samples of chroma are as many as of luma. */
  fullChroma: boolean
  /** ITU-T H.273. */
  matrix: number
  fullRange: boolean
  /** 0 is without loss, 255 the coarsest; absent where it could not be told. */
  quantiser?: number
}

const SEQUENCE = 1
const FRAME_HEADER = 3
const FRAME = 6
/** A flag may be told by each frame. */
const BY_FRAME = 2
const KEY_FRAME = 0

/** Bits, the highest of each byte first. */
class Bits {
  #at = 0
  constructor(private readonly bytes: Uint8Array) {}

  read(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++, this.#at++) {
      if (this.#at >= this.bytes.length * 8) throw malformed('An AV1 header is truncated')
      value = value * 2 + (this.bytes[this.#at >> 3] >> (7 - (this.#at & 7)) & 1)
    }
    return value
  }

  get flag(): boolean { return this.read(1) === 1 }

  /** A number of as many bits as there were zeros before it. */
  skipUnary(): void {
    let zeros = 0
    while (zeros < 32 && !this.flag) zeros++
    this.read(Math.min(31, zeros))
  }
}

/** The parts of a bitstream. */
function * unitsOf(data: Uint8Array): Generator<{ type: number, body: Uint8Array }> {
  for (let at = 0; at < data.length;) {
    const header = data[at++]
    if (header & 4) at++
    let size = data.length - at
    if (header & 2) {
      size = 0
      for (let i = 0; i < 8; i++) {
        const byte = data[at++] ?? 0
        size += (byte & 127) * 2 ** (7 * i)
        if (byte < 128) break
      }
    }
    if (header & 128 || size > data.length - at) throw malformed('The AV1 image data are damaged')
    yield { type: header >> 3 & 15, body: data.subarray(at, at + size) }
    at += size
  }
}

/**
 * Reads what a coded picture says of itself, as far as it is needed to know how large it will be, and how it was coded.
 *
 * @throws EffaceError ERR_MALFORMED_INPUT
 */
export function sequenceOf(data: Uint8Array): Sequence {
  let found: (Sequence & Tools) | undefined
  for (const { type, body } of unitsOf(data)) {
    if (type === SEQUENCE) {
      const sequence = readSequence(new Bits(body))
      if (found && (found.width !== sequence.width || found.height !== sequence.height)) throw malformed('An AV1 image has two sizes')
      found ??= sequence
    } else if (found && found.quantiser === undefined && (type === FRAME || type === FRAME_HEADER)) {
      found.quantiser = quantiserOf(new Bits(body), found)
    }
  }
  if (!found) throw malformed('The AVIF file holds no AV1 image')
  const { width, height, bits, monochrome, fullChroma, matrix, fullRange, quantiser } = found
  return { width, height, bits, monochrome, fullChroma, matrix, fullRange, ...quantiser !== undefined && { quantiser } }
}

/** What decides which bits a frame header has. */
interface Tools {
  reduced: boolean
  /** The sequence has timing that frames refer to: their headers are not read then. */
  timed: boolean
  frameIdBits: number
  largeBlocks: boolean
  screenContent: number
  integerVectors: number
  orderBits: number
  superResolution: boolean
  sizeBits: [number, number]
}

function readSequence(bits: Bits): Sequence & Tools {
  const profile = bits.read(3)
  bits.read(1)
  const reduced = bits.flag
  const timed = reduced ? (bits.read(5), false) : readOperatingPoints(bits)
  const sizeBits: [number, number] = [bits.read(4) + 1, bits.read(4) + 1]
  const [width, height] = sizeBits.map(count => bits.read(count) + 1)
  const frameIdBits = !reduced && bits.flag ? bits.read(4) + 2 + bits.read(3) + 1 : 0
  const largeBlocks = bits.flag
  bits.read(2)
  let [screenContent, integerVectors, orderBits] = [BY_FRAME, BY_FRAME, 0]
  if (!reduced) {
    bits.read(4)
    const ordered = bits.flag
    if (ordered) bits.read(2)
    screenContent = bits.flag ? BY_FRAME : bits.read(1)
    integerVectors = screenContent === 0 || bits.flag ? BY_FRAME : bits.read(1)
    if (ordered) orderBits = bits.read(3) + 1
  }
  const superResolution = bits.flag
  bits.read(2)
  const tools: Tools = { reduced, timed, frameIdBits, largeBlocks, screenContent, integerVectors, orderBits, superResolution, sizeBits }
  return { width, height, ...readColour(bits, profile), ...tools }
}

/** @returns whether there is timing */
function readOperatingPoints(bits: Bits): boolean {
  const timing = bits.flag
  let delayBits = 0
  if (timing) {
    bits.read(32)
    bits.read(32)
    if (bits.flag) bits.skipUnary()
    if (bits.flag) {
      delayBits = bits.read(5) + 1
      bits.read(32)
      bits.read(10)
    }
  }
  const displayDelay = bits.flag
  for (let points = bits.read(5); points >= 0; points--) {
    bits.read(12)
    if (bits.read(5) > 7) bits.read(1)
    if (delayBits > 0 && bits.flag) bits.read(2 * delayBits + 1)
    if (displayDelay && bits.flag) bits.read(4)
  }
  return timing
}

function readColour(bits: Bits, profile: number): Pick<Sequence, 'bits' | 'monochrome' | 'fullChroma' | 'matrix' | 'fullRange'> {
  const high = bits.flag
  const depth = !high ? 8 : profile === 2 && bits.flag ? 12 : 10
  const monochrome = profile !== 1 && bits.flag
  const [primaries, transfer, matrix] = bits.flag ? [bits.read(8), bits.read(8), bits.read(8)] : [2, 2, 2]
  if (monochrome) return { bits: depth, monochrome, fullChroma: true, matrix, fullRange: bits.flag }
  if (primaries === 1 && transfer === 13 && matrix === 0) return { bits: depth, monochrome, fullChroma: true, matrix, fullRange: true }
  const fullRange = bits.flag
  return { bits: depth, monochrome, fullChroma: profile === 1 || (profile === 2 && depth === 12 && !bits.flag), matrix, fullRange }
}

/** Of the first frame, where it is one that shows all of a still picture; undefined where it is not. */
function quantiserOf(bits: Bits, tools: Sequence & Tools): number | undefined {
  if (tools.timed) return undefined
  if (!tools.reduced) {
    if (bits.flag || bits.read(2) !== KEY_FRAME || !bits.flag) return undefined
  }
  const fixedCodes = bits.flag
  const screenContent = tools.screenContent === BY_FRAME ? bits.flag : tools.screenContent === 1
  if (screenContent && tools.integerVectors === BY_FRAME) bits.read(1)
  bits.read(tools.frameIdBits)
  const ownSize = !tools.reduced && bits.flag
  bits.read(tools.orderBits)
  const [width, height] = ownSize ? tools.sizeBits.map(count => bits.read(count) + 1) : [tools.width, tools.height]
  if (tools.superResolution && bits.flag) return undefined
  if (bits.flag) bits.read(32)
  if (screenContent) bits.read(1)
  if (!tools.reduced && !fixedCodes) bits.read(1)
  return skipTiles(bits, width, height, tools.largeBlocks) ? bits.read(8) : undefined
}

const log2 = (size: number, target: number): number => {
  let k = 0
  while (size * 2 ** k < target) k++
  return k
}

/** @returns false where tiles are of different sizes */
function skipTiles(bits: Bits, width: number, height: number, largeBlocks: boolean): boolean {
  const size = largeBlocks ? 128 : 64
  const [across, down] = [width, height].map(length => Math.ceil(Math.ceil(length / 8) * 8 / size))
  const leastColumns = log2(4096 / size, across)
  const least = Math.max(leastColumns, log2(4096 * 2304 / size / size, across * down))
  if (!bits.flag) return false
  const grown = (from: number, most: number): number => {
    let k = from
    while (k < most && bits.flag) k++
    return k
  }
  const columns = grown(leastColumns, log2(1, Math.min(across, 64)))
  const rows = grown(Math.max(least - columns, 0), log2(1, Math.min(down, 64)))
  if (columns + rows > 0) bits.read(columns + rows + 2)
  return true
}
