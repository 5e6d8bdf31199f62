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
const FAR = 10

/** What FAR bits say where they hold a code of AC and all that stands behind it. */
export interface Ahead {
  /** value << 16 | zeros before it << 8 | bits in all; 0 where they hold less. */
  said: Int32Array
  /** The symbol << 16 | the bits behind it. */
  tokens: Uint32Array
}

/** A Huffman table made for decoding. */
export class DecodingTable {
  /** The next LOOKAHEAD bits → length << 8 | symbol; 0 where the code is longer. */
  readonly look = new Uint16Array(1 << LOOKAHEAD)
  #ahead: Ahead | undefined
  readonly #largest = new Int32Array(17).fill(-1)
  readonly #shift = new Int32Array(17)
  readonly #symbols: Uint8Array

  /** `counts`: how many codes there are of each length 1..16. */
  constructor(counts: Uint8Array, symbols: Uint8Array) {
    this.#symbols = symbols
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
    const tokens = new Uint32Array(1 << FAR)
    for (let bits = 0; bits < said.length; bits++) {
      const found = this.look[bits >> FAR - LOOKAHEAD]
      const size = found & 15
      const length = (found >> 8) + size
      if (found === 0 || size === 0 || length > FAR) continue
      const behind = bits >> FAR - length & (1 << size) - 1
      said[bits] = signed(behind, size) << 16 | (found & 0xf0) << 4 | length
      tokens[bits] = (found & 0xff) << 16 | behind
    }
    return { said, tokens }
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

/**
 * A Huffman table made for encoding: the shortest codes for symbols that are said so often, none longer than 16 bits and none of ones only,
 * as the JPEG standard has it.
 */
export class EncodingTable {
  readonly codes = new Uint16Array(256)
  readonly lengths = new Uint8Array(256)
  /** The table as a DHT segment gives it: 16 counts, then the symbols. */
  readonly written: Uint8Array

  constructor(counts: Uint32Array) {
    const perLength = limit(codeLengths(counts))
    const symbols = [...counts.keys()].filter(s => counts[s] > 0).sort((a, b) => counts[b] - counts[a])
    let code = 0
    let at = 0
    for (let length = 1; length <= 16; length++, code <<= 1) {
      for (let i = 0; i < perLength[length]; i++, at++) {
        this.codes[symbols[at]] = code++
        this.lengths[symbols[at]] = length
      }
    }
    this.written = new Uint8Array([...perLength.slice(1, 17), ...symbols])
  }
}

/** How many codes of each length an unlimited Huffman code has for these counts and one more that is rarest of all. */
function codeLengths(counts: Uint32Array): number[] {
  interface Node { weight: number, left?: Node, right?: Node }
  const nodes: Node[] = [{ weight: 0 }]
  for (const weight of counts) if (weight > 0) nodes.push({ weight })
  nodes.sort((a, b) => b.weight - a.weight)
  while (nodes.length > 1) {
    const left = nodes.pop()!
    const right = nodes.pop()!
    const node = { weight: left.weight + right.weight, left, right }
    let at = nodes.length
    while (at > 0 && nodes[at - 1].weight < node.weight) at--
    nodes.splice(at, 0, node)
  }
  const perLength: number[] = new Array(260).fill(0)
  const visit = (node: Node, depth: number): void => {
    if (!node.left) perLength[Math.max(1, depth)]++
    else {
      visit(node.left, depth + 1)
      visit(node.right!, depth + 1)
    }
  }
  visit(nodes[0], 0)
  return perLength
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
