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

  of(table: number): Uint32Array { return this.#counts.subarray(table >>> 16, (table >>> 16) + 256) }
}

/** Bytes of memory at first, and more than is written at a time. */
const ROOM = 1 << 16
const MORE = 16

/** Writes tokens in the codes of settled tables, by their numbers. */
export class TokenWriter {
  /** By table and symbol: code << 9 | bits behind it << 5 | bits of the code. */
  readonly #codes = new Uint32Array(TABLES << 8)
  /** Whole words, without stuffing and markers; the bits to come next stand at the top of `#word`. */
  #bytes: Uint8Array
  #view: DataView
  #at = 0
  #word = 0
  #held = 0
  /** Where restart markers stand between the bytes, and their numbers. */
  #markers: { at: number, number: number }[] = []

  /** @param room about so many bytes are to come */
  constructor(tables: readonly { number: number, table: EncodingTable }[], room = ROOM) {
    this.#bytes = new Uint8Array(room + MORE)
    this.#view = new DataView(this.#bytes.buffer)
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
    for (const part of tokens.parts()) this.#writePart(part)
  }

  #writePart(tokens: Uint32Array): void {
    const codes = this.#codes
    let view = this.#view
    let at = this.#at
    let word = this.#word
    let held = this.#held
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]
      if (token >= RESTART) {
        view = this.#widen(at)
        at = this.#align(at, word, held)
        word = held = 0
        this.#markers.push({ at, number: token & 7 })
        continue
      }
      const code = codes[token >>> 16]
      const behind = code >> 5 & 15
      const length = (code & 31) + behind
      // 31 bits at most.
      const bits = code >>> 9 << behind | token & 0xffff
      held += length
      if (held < 32) {
        word |= bits << 32 - held
        continue
      }
      held -= 32
      if (at + MORE > view.byteLength) view = this.#widen(at)
      view.setUint32(at, word | bits >>> held)
      at += 4
      word = held > 0 ? bits << 32 - held : 0
    }
    this.#at = at
    this.#word = word
    this.#held = held
  }

  /** Memory for more from `at` on. */
  #widen(at: number): DataView {
    if (at + MORE <= this.#bytes.length) return this.#view
    const wider = new Uint8Array(this.#bytes.length * 2)
    wider.set(this.#bytes)
    this.#bytes = wider
    return this.#view = new DataView(wider.buffer)
  }

  /** Fills the last byte with ones. @returns where it ends */
  #align(at: number, word: number, held: number): number {
    this.#view.setUint32(at, held === 0 ? word : word | 0xffffffff >>> held)
    return at + Math.ceil(held / 8)
  }

  /** What has been written since the last call, but for bits that fill no byte. */
  take(): Uint8Array {
    const whole = this.#held >> 3
    this.#widen(this.#at)
    this.#view.setUint32(this.#at, this.#word)
    const taken = stuffed(this.#bytes.subarray(0, this.#at + whole), this.#markers)
    this.#markers = []
    this.#word <<= whole * 8
    this.#held -= whole * 8
    this.#at = 0
    return taken
  }

  /** The same to the end. */
  finish(): Uint8Array {
    this.#widen(this.#at)
    this.#at = this.#align(this.#at, this.#word, this.#held)
    this.#word = this.#held = 0
    return this.take()
  }
}

/** The bytes of a scan as a file holds them. */
function stuffed(bytes: Uint8Array, markers: readonly { at: number, number: number }[]): Uint8Array {
  let full = 0
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 255) full++
  const out = new Uint8Array(bytes.length + full + 2 * markers.length)
  let to = 0
  let from = 0
  for (let next = 0; next <= markers.length; next++) {
    const end = next < markers.length ? markers[next].at : bytes.length
    for (; from < end; from++) {
      const byte = bytes[from]
      out[to++] = byte
      if (byte === 255) to++
    }
    if (next === markers.length) break
    out[to++] = 255
    out[to++] = 0xd0 | markers[next].number
  }
  return out
}
