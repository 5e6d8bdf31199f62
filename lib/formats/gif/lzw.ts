import { malformed } from '../../core/errors.js'
import { Scratch } from './scratch.js'

/** GIF's LZW: variable-width codes, least significant bit first, at most 12 bits. */
const MAX_BITS = 12
const MAX_CODES = 1 << MAX_BITS
/** Larger code sizes have codes for colours that there are not. */
const COLOURS = 256
/** Both ends of what codes of 12 bits have room for. */
export const LEAST_CODE_SIZE = 1
export const MOST_CODE_SIZE = MAX_BITS - 1

// Tables are made once: those of many frames would lie about until the collector comes, which does not feel their weight. Nothing is
// read from them that was not written for the same frame.
const prefix = new Uint16Array(MAX_CODES)
const last = new Uint8Array(MAX_CODES)
const first = new Uint8Array(MAX_CODES)
const length = new Uint16Array(MAX_CODES)

/** Of the encoder: open addressing; keys are (prefix code, pixel) + 1, so that 0 is empty. */
const HASH = 1 << 14
const HASH_SHIFT = 32 - 14
const keys = new Int32Array(HASH)
const codes = new Uint16Array(HASH)
const written = new Scratch()

/** More pixels than this cannot come out of `length` bytes: the k-th code after a clear stands for at most k pixels. */
export function mostPixels(length: number, minCodeSize: number): number {
  const codes = Math.ceil(length * 8 / (minCodeSize + 1))
  return codes * Math.min(codes, MAX_CODES)
}

/**
 * Fills `out` with the pixels coded in `data`. Whatever follows the last pixel is ignored.
 *
 * @throws EffaceError ERR_MALFORMED_INPUT when a code is impossible or the data end before the pixels do
 */
export function decodeLzw(data: Uint8Array, minCodeSize: number, out: Uint8Array): void {
  const clear = 1 << minCodeSize
  const end = clear + 1
  for (let i = 0; i < Math.min(clear, COLOURS); i++) {
    last[i] = first[i] = i
    length[i] = 1
  }
  let next = clear + 2
  let size = minCodeSize + 1
  let previous = -1
  let bits = 0
  let held = 0
  let at = 0
  let done = 0
  while (done < out.length) {
    while (held < size) {
      if (at === data.length) throw malformed('The GIF image data end before the frame is complete')
      bits |= data[at++] << held
      held += 8
    }
    const code = bits & (1 << size) - 1
    bits >>>= size
    held -= size
    if (code === clear) {
      next = clear + 2
      size = minCodeSize + 1
      previous = -1
      continue
    }
    if (code === end) throw malformed('The GIF image data end before the frame is complete')
    // A code that is just about to be made stands for the string before it and that string's first pixel once more.
    if (code >= COLOURS && code < clear || code > next || code === next && (previous < 0 || next === MAX_CODES)) throw malformed('The GIF image data hold an impossible code')
    if (previous >= 0 && next < MAX_CODES) {
      prefix[next] = previous
      first[next] = first[previous]
      last[next] = code === next ? first[previous] : first[code]
      length[next++] = length[previous] + 1
    }
    // With a code size of 1 the very first code is followed by wider ones.
    if (next === 1 << size && size < MAX_BITS) size++
    let stop = done + length[code]
    const run = stop
    for (let c = code; stop > done; c = prefix[c]) {
      // A string may run over the end of the frame.
      if (--stop < out.length) out[stop] = last[c]
    }
    done = run
    previous = code
  }
}

/** Codes `pixels`, each below 2^minCodeSize, as data sub-blocks with their terminator. */
export function encodeLzw(pixels: Uint8Array, minCodeSize: number): Uint8Array {
  const clear = 1 << minCodeSize
  const out = new SubBlocks(pixels.length)
  keys.fill(0)
  let next = clear + 2
  let size = minCodeSize + 1
  out.code(clear, size)
  let code = pixels[0]
  for (let i = 1; i < pixels.length; i++) {
    const pixel = pixels[i]
    const key = (code << 8 | pixel) + 1
    let slot = Math.imul(key, 0x9e3779b1) >>> HASH_SHIFT
    while (keys[slot] !== 0 && keys[slot] !== key) slot = slot + 1 & HASH - 1
    if (keys[slot] === key) {
      code = codes[slot]
      continue
    }
    out.code(code, size)
    if (next < MAX_CODES) {
      if (next === 1 << size) size++
      keys[slot] = key
      codes[slot] = next++
    } else {
      out.code(clear, size)
      keys.fill(0)
      next = clear + 2
      size = minCodeSize + 1
    }
    code = pixel
  }
  out.code(code, size)
  if (next === 1 << size && size < 12) size++
  out.code(clear + 1, size)
  return out.finish()
}

/** Packs codes into bytes and bytes into sub-blocks of up to 255. */
class SubBlocks {
  #bytes: Uint8Array
  #at = 1
  #block = 0
  #bits = 0
  #held = 0

  constructor(pixels: number) { this.#bytes = new Uint8Array(written.take(1024 + (pixels >> 1))) }

  code(code: number, size: number): void {
    this.#bits |= code << this.#held
    this.#held += size
    while (this.#held >= 8) {
      this.#byte(this.#bits & 0xff)
      this.#bits >>>= 8
      this.#held -= 8
    }
  }

  #byte(byte: number): void {
    if (this.#at - this.#block === 256) this.#close()
    if (this.#at + 2 > this.#bytes.length) {
      const wider = new Uint8Array(this.#bytes.length * 2)
      wider.set(this.#bytes)
      this.#bytes = wider
    }
    this.#bytes[this.#at++] = byte
  }

  #close(): void {
    this.#bytes[this.#block] = this.#at - this.#block - 1
    this.#block = this.#at++
  }

  finish(): Uint8Array {
    if (this.#held > 0) this.#byte(this.#bits & 0xff)
    if (this.#at - this.#block > 1) this.#close()
    this.#bytes[this.#block] = 0
    return this.#bytes.slice(0, this.#block + 1)
  }
}
