import { malformed } from '../../core/errors.js'

/** The order in which the 64 coefficients of a block are stored: position in the file → row × 8 + column. */
export const zigzag: readonly number[] = Array.from({ length: 64 }, (_, i) => i).sort((a, b) => place(a) - place(b))

/** Cells sorted along the diagonals, which are walked in turns downward and upward. */
function place(cell: number): number {
  const x = cell % 8
  const y = cell >> 3
  return (x + y) * 8 + ((x + y) % 2 ? y : x)
}

/** The number that JPEG codes as these bits; those with the first one set are positive. */
export function signed(bits: number, count: number): number {
  return bits < 1 << count - 1 ? bits - (1 << count) + 1 : bits
}

const LOOKAHEAD = 9
/** Bits that are looked at ahead. */
export const FAR = 10
/** Zeros before it: what says that a block holds nothing more. */
export const END_OF_BLOCK = 64

/** What FAR bits say where they hold a code of AC and all that stands behind it. */
export interface Ahead {
  /** value << 16 | zeros before it, or END_OF_BLOCK << 8 | bits in all; 0 where they hold less. */
  said: Int32Array
  symbols: Uint8Array
}

/** A Huffman table made for decoding. */
export class DecodingTable {
  /** The next LOOKAHEAD bits → length << 8 | symbol; 0 where the code is longer. */
  readonly look = new Uint16Array(1 << LOOKAHEAD)
  #ahead: Ahead | undefined
  readonly #largest = new Int32Array(17).fill(-1)
  readonly #shift = new Int32Array(17)
  readonly #symbols: Uint8Array
  /** The table as a DHT segment gives it: 16 counts, then the symbols. */
  readonly written: Uint8Array

  /** `counts`: how many codes there are of each length 1..16. */
  constructor(counts: Uint8Array, symbols: Uint8Array) {
    this.#symbols = symbols
    this.written = new Uint8Array([...counts, ...symbols])
    let code = 0
    let at = 0
    for (let length = 1; length <= 16; length++, code <<= 1) {
      const count = counts[length - 1]
      this.#shift[length] = at - code
      for (let i = 0; i < count; i++, code++, at++) {
        if (code >= 1 << length) throw malformed('A JPEG Huffman table is damaged')
        if (length <= LOOKAHEAD) this.look.fill(length << 8 | symbols[at], code << LOOKAHEAD - length, code + 1 << LOOKAHEAD - length)
      }
      if (count > 0) this.#largest[length] = code - 1
    }
  }

  get ahead(): Ahead { return this.#ahead ??= this.#lookAhead() }

  #lookAhead(): Ahead {
    const said = new Int32Array(1 << FAR)
    const symbols = new Uint8Array(1 << FAR)
    for (let bits = 0; bits < said.length; bits++) {
      const found = this.look[bits >> FAR - LOOKAHEAD]
      const size = found & 15
      const length = (found >> 8) + size
      symbols[bits] = found & 0xff
      if (found === 0 || length > FAR) continue
      if (size > 0) said[bits] = signed(bits >> FAR - length & (1 << size) - 1, size) << 16 | (found & 0xf0) << 4 | length
      else if (symbols[bits] === 0) said[bits] = END_OF_BLOCK << 8 | length
    }
    return { said, symbols }
  }

  /** The code at the top of `bits`, where it is longer than the look-ahead: length << 8 | symbol. */
  long(bits: number): number {
    for (let length = LOOKAHEAD + 1; length <= 16; length++) {
      const code = bits >>> 32 - length
      if (code <= this.#largest[length]) return length << 8 | this.#symbols[code + this.#shift[length]]
    }
    throw malformed('The JPEG image data hold an impossible code')
  }
}

/** Reads the tables of a DHT segment. */
export function readTables(body: Uint8Array, dc: DecodingTable[], ac: DecodingTable[]): void {
  for (let at = 0; at < body.length;) {
    const kind = body[at] >> 4
    const number = body[at] & 15
    const counts = body.subarray(at + 1, at + 17)
    const total = counts.reduce((sum, n) => sum + n, 0)
    const symbols = body.subarray(at + 17, at + 17 + total)
    if (kind > 1 || number > 3 || counts.length < 16 || symbols.length < total || total > 256) throw malformed('A JPEG Huffman table is damaged')
    ;(kind ? ac : dc)[number] = new DecodingTable(counts, symbols)
    at += 17 + total
  }
}

/** A Huffman table made for encoding. */
export class EncodingTable {
  readonly codes = new Uint16Array(256)
  readonly lengths = new Uint8Array(256)

  /** @param written the table as a DHT segment gives it: 16 counts, then the symbols */
  constructor(readonly written: Uint8Array) {
    let code = 0
    let at = 16
    for (let length = 1; length <= 16; length++, code <<= 1) {
      for (let i = 0; i < written[length - 1]; i++, at++) {
        this.codes[written[at]] = code++
        this.lengths[written[at]] = length
      }
    }
  }

  /**
   * The shortest codes for symbols that are said so often, none longer than 16 bits and none of ones only: those that the JPEG standard makes
   * of them (ITU T.81, K.2), which libjpeg makes as well.
   */
  static for(counts: Uint32Array): EncodingTable {
    const lengths = codeLengths(counts)
    const symbols = [...counts.keys()].filter(s => counts[s] > 0).sort((a, b) => lengths[a] - lengths[b] || a - b)
    const perLength: number[] = new Array(260).fill(0)
    lengths.forEach((length, symbol) => { if (length > 0 || symbol === counts.length) perLength[Math.max(1, length)]++ })
    return new EncodingTable(new Uint8Array([...limit(perLength).slice(1, 17), ...symbols]))
  }

  /** Whether it has a code for all that is said. */
  says(counts: Uint32Array): boolean { return counts.every((count, symbol) => count === 0 || this.lengths[symbol] > 0) }
}

/** How long the codes of an unlimited Huffman code are for these counts, and for one more symbol that is rarest of all, the last. */
function codeLengths(counts: Uint32Array): number[] {
  const lengths: number[] = new Array(counts.length + 1).fill(0)
  /** By how often they are said; of those that are said as often, the last symbol comes first. */
  let trees = [...counts, 1].map((weight, symbol) => ({ weight, symbol, symbols: [symbol] })).filter(({ weight }) => weight > 0)
    .sort((a, b) => a.weight - b.weight || b.symbol - a.symbol)
  while (trees.length > 1) {
    const [one, other, ...rest] = trees
    const symbols = one.symbols.concat(other.symbols)
    for (const symbol of symbols) lengths[symbol]++
    const tree = { weight: one.weight + other.weight, symbol: one.symbol, symbols }
    const at = rest.findIndex(({ weight, symbol }) => weight > tree.weight || (weight === tree.weight && symbol < tree.symbol))
    rest.splice(at < 0 ? rest.length : at, 0, tree)
    trees = rest
  }
  return lengths
}

/** Moves codes that are too long up, two by two, and takes the extra one, the longest, away (ITU T.81, K.3). */
function limit(perLength: number[]): number[] {
  for (let length = perLength.length - 1; length > 16; length--) {
    while (perLength[length] > 0) {
      let shorter = length - 2
      while (perLength[shorter] === 0) shorter--
      perLength[length] -= 2
      perLength[length - 1]++
      perLength[shorter + 1] += 2
      perLength[shorter]--
    }
  }
  let longest = 16
  while (perLength[longest] === 0) longest--
  perLength[longest]--
  return perLength
}
