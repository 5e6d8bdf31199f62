import { malformed } from '../../core/errors.js'
import { BoolReader, BoolWriter } from './bool-coder.js'
import { defaultProbabilities, subblockProbabilities } from './vp8-tables.js'
import { readHeader, writeHeader, type Vp8Header } from './vp8-header.js'

/** Bytes before the first partition: frame tag, start code, size. */
const HEAD = 10
const MOST_FIRST = 2 ** 19 - 1

/**
 * The same key frame, coded anew: every decision of the old arithmetic code in a new one, and of the header what these decisions make
 * use of. So nothing is left of what lies behind or between them, and every pixel is as it was.
 *
 * @returns undefined where it does not fit the format any more
 * @throws EffaceError ERR_MALFORMED_INPUT where partitions are missing
 */
export function recoded(frame: Uint8Array): Uint8Array | undefined {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const tag = frame[0] | frame[1] << 8 | frame[2] << 16
  const [width, height] = [view.getUint16(6, true) & 0x3fff, view.getUint16(8, true) & 0x3fff]
  const streams = partitionsOf(frame, HEAD + (tag >> 5))
  const macroblocks = new Macroblocks(streams, width, height)
  macroblocks.walk()
  const [first, ...others] = macroblocks.finish()
  if (first.length > MOST_FIRST || others.some(({ length }) => length >= 2 ** 24)) return undefined
  const head = Buffer.alloc(HEAD)
  // The version is the decoder's business; the frame is a key frame and shown.
  head.writeUIntLE(tag & 0x1e | first.length << 5, 0, 3)
  head.set([0x9d, 0x01, 0x2a], 3)
  head.writeUInt16LE(width, 6)
  head.writeUInt16LE(height, 8)
  const sizes = others.slice(0, -1).map(({ length }) => [length & 255, length >> 8 & 255, length >> 16])
  return Buffer.concat([head, first, Uint8Array.from(sizes.flat()), ...others])
}

/** The first partition, from its start on, and those of the coefficients. */
function partitionsOf(frame: Uint8Array, end: number): Uint8Array[] {
  if (end > frame.length) throw malformed('The WebP image is truncated')
  const first = frame.subarray(HEAD, end)
  const count = 1 << readHeader(new BoolReader(first)).partitions
  const streams = [first]
  let at = end + 3 * (count - 1)
  if (at > frame.length) throw malformed('The WebP image is truncated')
  for (let i = 0; i < count; i++) {
    const size = end + i * 3
    const next = i === count - 1 ? frame.length : Math.min(frame.length, at + (frame[size] | frame[size + 1] << 8 | frame[size + 2] << 16))
    streams.push(frame.subarray(at, next))
    at = next
  }
  return streams
}

/** One arithmetic code, read and written once more. */
class Stream {
  readonly #reader: BoolReader
  readonly #writer = new BoolWriter()

  constructor(bytes: Uint8Array) { this.#reader = new BoolReader(bytes) }

  bit(probability: number): number {
    const bit = this.#reader.bit(probability)
    this.#writer.bit(bit, probability)
    return bit
  }

  finish(): Uint8Array { return this.#writer.finish() }
}

/** One that can be written only when all of it has been read. */
class Recorded {
  readonly #reader: BoolReader
  #length = 0
  /** Probability and outcome, by turns. */
  #decisions = new Uint8Array(1 << 12)

  constructor(reader: BoolReader) { this.#reader = reader }

  bit(probability: number): number {
    const bit = this.#reader.bit(probability)
    if (this.#length === this.#decisions.length) {
      const wider = new Uint8Array(this.#length * 2)
      wider.set(this.#decisions)
      this.#decisions = wider
    }
    this.#decisions[this.#length++] = probability
    this.#decisions[this.#length++] = bit
    return bit
  }

  write(to: BoolWriter): void { for (let i = 0; i < this.#length; i += 2) to.bit(this.#decisions[i + 1], this.#decisions[i]) }
}

/** Of the 4 × 4 prediction modes: inner nodes of their tree (RFC 6386, 11.2), or a mode below 0. */
const B_DC = 0
const [B_TM, B_VE, B_HE, B_RD, B_VR, B_LD, B_VL, B_HD, B_HU] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
const subblockTree = [-B_DC, 1, -B_TM, 2, -B_VE, 3, 4, 6, -B_HE, 5, -B_RD, -B_VR, -B_LD, 7, -B_VL, 8, -B_HD, -B_HU]

const bands = [0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0]
/** Probabilities of the further bits of large coefficients, by category. */
const categories = [[173, 148, 140], [176, 155, 140, 135], [180, 157, 141, 134, 130], [254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129]]
/** Types of blocks. */
const [Y_AFTER_DC, Y2, CHROMA, Y_WITH_DC] = [0, 1, 2, 3]
/** Places of a macroblock's flags: four of luma, two of each chroma, one of the second luma block. */
const FLAGS = 9

/** Goes through the macroblocks of a frame, decision by decision. */
class Macroblocks {
  readonly #header: Vp8Header
  readonly #across: number
  readonly #down: number
  readonly #modes: Recorded
  readonly #tokens: Stream[]
  /** Modes of subblocks above and to the left. */
  readonly #above: Uint8Array
  readonly #left = new Uint8Array(4)
  /** Which blocks above and to the left have coefficients. */
  readonly #full: Uint8Array
  readonly #fullLeft = new Uint8Array(FLAGS)
  /** Where the probabilities of the next coefficient stand. */
  #at = 0
  readonly #used = { probabilities: new Uint8Array(defaultProbabilities.length), segments: new Uint8Array(4), map: new Uint8Array(3), subblocks: false }

  constructor([first, ...others]: Uint8Array[], width: number, height: number) {
    const reader = new BoolReader(first)
    this.#header = readHeader(reader)
    this.#across = Math.ceil(width / 16)
    this.#down = Math.ceil(height / 16)
    this.#above = new Uint8Array(this.#across * 4)
    this.#full = new Uint8Array(this.#across * FLAGS)
    this.#modes = new Recorded(reader)
    this.#tokens = others.map(bytes => new Stream(bytes))
  }

  walk(): void {
    for (let y = 0; y < this.#down; y++) {
      const tokens = this.#tokens[y & this.#tokens.length - 1]
      this.#left.fill(B_DC)
      this.#fullLeft.fill(0)
      for (let x = 0; x < this.#across; x++) this.#macroblock(x, tokens)
    }
  }

  /** The partitions. */
  finish(): Uint8Array[] {
    const first = new BoolWriter()
    writeHeader(this.#usedHeader(), first)
    this.#modes.write(first)
    return [first, ...this.#tokens].map(stream => stream.finish())
  }

  /** The header without what no macroblock made use of. */
  #usedHeader(): Vp8Header {
    const { segments, deltas, probabilities } = this.#header
    const used = this.#used
    return {
      ...this.#header,
      probabilities: probabilities.map((p, i) => used.probabilities[i] ? p : defaultProbabilities[i]),
      ...segments && {
        segments: {
          ...segments,
          quantisers: segments.quantisers.map((q, i) => used.segments[i] ? q : 0), filters: segments.filters.map((level, i) => used.segments[i] ? level : 0),
          ...segments.map && { map: segments.map.map((p, i) => used.map[i] ? p : 255) },
        },
      },
      ...deltas && { deltas: { intra: deltas.intra, subblocks: used.subblocks ? deltas.subblocks : 0 } },
    }
  }

  #macroblock(x: number, tokens: Stream): void {
    const modes = this.#modes
    const { segments, skip } = this.#header
    this.#used.segments[segments?.map ? this.#segment(segments.map) : 0] = 1
    const skipped = skip !== undefined && modes.bit(skip) === 1
    const whole = modes.bit(145) === 1
    if (whole) {
      const mode = modes.bit(156) ? (modes.bit(128) ? B_TM : B_HE) : modes.bit(163) ? B_VE : B_DC
      this.#above.fill(mode, x * 4, x * 4 + 4)
      this.#left.fill(mode)
    } else {
      this.#used.subblocks = true
      this.#subblocks(x)
    }
    if (modes.bit(142) && modes.bit(114)) modes.bit(183)
    if (!skipped) this.#coefficients(x, tokens, whole)
    else {
      // The second luma block is remembered across macroblocks that have none.
      const flags = whole ? FLAGS : FLAGS - 1
      this.#full.fill(0, x * FLAGS, x * FLAGS + flags)
      this.#fullLeft.fill(0, 0, flags)
    }
  }

  #segment(map: readonly number[]): number {
    const node = (i: number): number => {
      this.#used.map[i] = 1
      return this.#modes.bit(map[i])
    }
    return node(0) ? 2 + node(2) : node(1)
  }

  #subblocks(x: number): void {
    const above = this.#above
    for (let row = 0; row < 4; row++) {
      let mode = this.#left[row]
      for (let column = x * 4; column < x * 4 + 4; column++) {
        const context = (above[column] * 10 + mode) * 9
        let node = subblockTree[this.#modes.bit(subblockProbabilities[context])]
        while (node > 0) node = subblockTree[2 * node + this.#modes.bit(subblockProbabilities[context + node])]
        above[column] = mode = -node
      }
      this.#left[row] = mode
    }
  }

  #coefficients(x: number, tokens: Stream, whole: boolean): void {
    const above = x * FLAGS
    const full = this.#full
    const left = this.#fullLeft
    if (whole) full[above + 8] = left[8] = this.#block(tokens, Y2, full[above + 8] + left[8], 0) > 0 ? 1 : 0
    this.#blocks(x, tokens, whole ? Y_AFTER_DC : Y_WITH_DC, 0, 4, whole ? 1 : 0)
    this.#blocks(x, tokens, CHROMA, 4, 2, 0)
    this.#blocks(x, tokens, CHROMA, 6, 2, 0)
  }

  /** A square of blocks; `from`: the place of its flags. */
  #blocks(x: number, tokens: Stream, type: number, from: number, side: number, first: number): void {
    const full = this.#full
    const left = this.#fullLeft
    const start = x * FLAGS + from
    for (let row = from; row < from + side; row++) {
      for (let column = start; column < start + side; column++) {
        full[column] = left[row] = this.#block(tokens, type, full[column] + left[row], first) > first ? 1 : 0
      }
    }
  }

  /** One block's coefficients from number `first` on; returns the number of the one behind the last. */
  #block(tokens: Stream, type: number, context: number, first: number): number {
    this.#place(type, first, context)
    for (let n = first; n < 16;) {
      if (this.#node(tokens, 0) === 0) return n
      while (this.#node(tokens, 1) === 0) {
        if (++n === 16) return 16
        this.#place(type, n, 0)
      }
      const large = this.#node(tokens, 2)
      if (large) this.#large(tokens)
      tokens.bit(128)
      this.#place(type, ++n, large ? 2 : 1)
    }
    return 16
  }

  #place(type: number, n: number, context: number): void { this.#at = ((type * 8 + bands[n]) * 3 + context) * 11 }

  #node(tokens: Stream, i: number): number {
    const at = this.#at + i
    this.#used.probabilities[at] = 1
    return tokens.bit(this.#header.probabilities[at])
  }

  #large(tokens: Stream): void {
    if (!this.#node(tokens, 3)) {
      if (this.#node(tokens, 4)) this.#node(tokens, 5)
    } else if (this.#node(tokens, 6)) {
      const high = this.#node(tokens, 8)
      for (const probability of categories[high * 2 + this.#node(tokens, 9 + high)]) tokens.bit(probability)
    } else if (this.#node(tokens, 7)) {
      tokens.bit(165)
      tokens.bit(145)
    } else {
      tokens.bit(159)
    }
  }
}
