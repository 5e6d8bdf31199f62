import { BitWriter } from './bit-writer.js'
import type { EncodingTable } from './huffman.js'

// What a Huffman coder says, before it is settled in which codes: a token is a symbol and the bits that stand behind it.
//   bits 0..15: those bits; 16..23: the symbol; 24, 25: its table; 26: no symbol, but a restart marker of the number in bits 0..2

/** The tables that a scan may use, as tokens number them: of luma and chroma, DC and AC of each. */
const TABLES = 4
export const tableOf = (chroma: number, ac: 0 | 1): number => (chroma * 2 + ac) << 24
export const RESTART = 1 << 26

const CHUNK = 1 << 20

/** Tokens in their order. Whoever writes some reserves room for them first, and then writes to `data` from `at` on. */
export class Tokens {
  data = new Uint32Array(0)
  at = 0
  readonly #full: Uint32Array[] = []
  readonly #chunk: number

  /** @param count about so many are to come */
  constructor(count = CHUNK) { this.#chunk = Math.min(count, CHUNK) }

  reserve(most: number): void {
    if (this.at + most <= this.data.length) return
    if (this.at > 0) this.#full.push(this.data.subarray(0, this.at))
    this.data = new Uint32Array(this.#chunk + most)
    this.at = 0
  }

  * parts(): Generator<Uint32Array> {
    yield * this.#full
    yield this.data.subarray(0, this.at)
  }

  /** Forgets them. */
  clear(): void {
    this.#full.length = 0
    this.at = 0
  }
}

/** How often each symbol of each table is said. */
export class SymbolCounts {
  // What counts restart markers lies behind, and is not looked at.
  readonly #counts = new Uint32Array((RESTART >>> 16) + 1)

  see(tokens: Tokens): void {
    const counts = this.#counts
    for (const part of tokens.parts()) for (let i = 0; i < part.length; i++) counts[part[i] >>> 16]++
  }

  add(table: number, symbol: number, count: number): void { this.#counts[table >>> 16 | symbol] += count }

  of(table: number): Uint32Array { return this.#counts.subarray(table >>> 16, (table >>> 16) + 256) }
}

/** Writes tokens in the codes of settled tables, by their numbers. */
export class TokenWriter {
  readonly out: BitWriter
  /** By table and symbol: code << 9 | bits behind it << 5 | bits of the code. */
  readonly #codes = new Uint32Array(TABLES << 8)

  /** @param room about so many bytes are to come */
  constructor(tables: readonly { number: number, table: EncodingTable }[], room?: number) {
    this.out = new BitWriter(room)
    for (const { number, table: { codes, lengths } } of tables) {
      const first = number >>> 16
      const ac = (first >> 8 & 1) === 1
      for (let symbol = 0; symbol < 256; symbol++) {
        // Behind a run of blocks that hold nothing more stands how many there are, in as many bits.
        const behind = !ac ? symbol : symbol & 15 || (symbol < 0xf0 ? symbol >> 4 : 0)
        this.#codes[first + symbol] = codes[symbol] << 9 | behind << 5 | lengths[symbol]
      }
    }
  }

  write(tokens: Tokens): void {
    for (const part of tokens.parts()) this.writePart(part)
  }

  writePart(tokens: Uint32Array): void {
    const codes = this.#codes
    const { out } = this
    // 31 bits at most each.
    out.reserve(tokens.length * 4)
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]
      if (token >= RESTART) {
        out.restart(token & 7)
        continue
      }
      const code = codes[token >>> 16]
      const behind = code >> 5 & 15
      out.put(code >>> 9 << behind | token & 0xffff, (code & 31) + behind)
    }
  }

  take(): Uint8Array { return this.out.take() }

  finish(): Uint8Array { return this.out.finish() }
}
