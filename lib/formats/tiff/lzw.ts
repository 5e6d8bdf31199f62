/**
 * LZW as TIFF has it: codes of 9 to 12 bits from the most significant bit on, which grow one code early; 256 clears the
 * table, 257 ends. Files from before 1988 have their bits the other way round and codes that grow one later.
 */
const CLEAR = 256
const END = 257
const FIRST = 258
const MAX_CODES = 4096

/** Of LZW data: `whole` says that they hold the bytes that were asked for, an end behind them, and nothing else that anybody could read. */
export interface LzwFound { whole: boolean }

/** Fills `out` from LZW data; returns the number of bytes written, or -1 where a code has no meaning. */
export function unpackLzw(data: Uint8Array, out: Uint8Array, found?: LzwFound): number {
  const old = data.length >= 2 && data[0] === 0 && (data[1] & 1) === 1
  const strings = new Strings(out)
  const early = old ? 0 : 1
  let width = 9
  let previous = -1
  let bits = 0
  let held = 0
  let from = 0
  let to = 0
  // Codes that say nothing: a clear behind a clear, or none at the start.
  let idle = old
  let started = false
  while (to < out.length) {
    while (held < width) {
      if (from === data.length) return to
      bits = old ? bits | data[from++] << held : (bits << 8 | data[from++]) & 0xffffff
      held += 8
    }
    let code: number
    if (old) {
      code = bits & ((1 << width) - 1)
      bits >>>= width
    } else {
      code = bits >>> (held - width) & ((1 << width) - 1)
    }
    held -= width
    if (code === END) return to
    if (code === CLEAR) {
      idle ||= started && previous < 0
      started = true
      strings.next = FIRST
      width = 9
      previous = -1
      continue
    }
    if (code > strings.next || (code === strings.next && previous < 0) || (code >= FIRST && previous < 0)) return -1
    const end = strings.write(code, previous, to)
    if (strings.add(previous, out[to]) && strings.next + early >= 1 << width && width < 12) width++
    previous = code
    idle ||= !started || end > out.length
    to = Math.min(end, out.length)
  }
  if (found) found.whole = !idle && endsHere()
  return to

  function endsHere(): boolean {
    for (; held < width && from < data.length; held += 8) bits = (bits << 8 | data[from++]) & 0xffffff
    const left = held - width
    return left >= 0 && left < 8 && from === data.length && (bits & (1 << held) - 1) === END << left
  }
}

/** The table of an LZW decoder: each string is another one and a byte. */
class Strings {
  /** The code that is made next. */
  next = FIRST
  readonly #out: Uint8Array
  readonly #prefix = new Uint16Array(MAX_CODES)
  readonly #suffix = new Uint8Array(MAX_CODES)
  readonly #length = new Uint16Array(MAX_CODES)

  constructor(out: Uint8Array) {
    this.#out = out
    for (let i = 0; i < CLEAR; i++) {
      this.#suffix[i] = i
      this.#length[i] = 1
    }
  }

  /** Writes the string of a code from `to` on, as far as there is room, and says where it ends. */
  write(code: number, previous: number, to: number): number {
    const out = this.#out
    const prefix = this.#prefix
    const suffix = this.#suffix
    // The code that is only now being made is the previous string and its own first byte.
    const known = code < this.next
    let walk = known ? code : previous
    const end = to + this.#length[walk] + (known ? 0 : 1)
    let at = known ? end - 1 : end - 2
    while (at >= out.length) {
      walk = prefix[walk]
      at--
    }
    for (; at > to; at--) {
      out[at] = suffix[walk]
      walk = prefix[walk]
    }
    if (at === to) out[to] = suffix[walk]
    if (!known && end - 1 < out.length) out[end - 1] = out[to]
    return end
  }

  /** Makes the next code: the previous string and a byte. */
  add(previous: number, byte: number): boolean {
    if (previous < 0 || this.next >= MAX_CODES) return false
    this.#prefix[this.next] = previous
    this.#suffix[this.next] = byte
    this.#length[this.next] = this.#length[previous] + 1
    this.next++
    return true
  }
}

const HASH_BITS = 14
const HASH_SIZE = 1 << HASH_BITS

/** LZW data of bytes. */
export function packLzw(data: Uint8Array): Uint8Array {
  // Twelve bits a byte is the worst case, and a clear code every 3,800 codes.
  const out = new Uint8Array(Math.ceil(data.length * 1.51) + 16)
  const keys = new Int32Array(HASH_SIZE).fill(-1)
  const codes = new Uint16Array(HASH_SIZE)
  let to = 0
  let bits = 0
  let held = 0
  let width = 9
  let next = FIRST
  const put = (code: number): void => {
    bits = (bits << width | code) & 0xfffffff
    held += width
    while (held >= 8) {
      held -= 8
      out[to++] = bits >>> held
    }
  }
  put(CLEAR)
  if (data.length > 0) {
    let prefix = data[0]
    for (let i = 1; i < data.length; i++) {
      const byte = data[i]
      const key = prefix << 8 | byte
      let slot = Math.imul(key, 0x9e3779b1) >>> (32 - HASH_BITS)
      while (keys[slot] !== -1 && keys[slot] !== key) slot = (slot + 1) & (HASH_SIZE - 1)
      if (keys[slot] === key) {
        prefix = codes[slot]
        continue
      }
      put(prefix)
      keys[slot] = key
      codes[slot] = next++
      // The reader's table is one entry behind ours, and grows one code early.
      if (next === 1 << width && width < 12) width++
      else if (next === MAX_CODES - 1) {
        put(CLEAR)
        keys.fill(-1)
        next = FIRST
        width = 9
      }
      prefix = byte
    }
    put(prefix)
    next++
    if (next === 1 << width && width < 12) width++
  }
  put(END)
  if (held > 0) out[to++] = bits << (8 - held)
  return out.subarray(0, to)
}
