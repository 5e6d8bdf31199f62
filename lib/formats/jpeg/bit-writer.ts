/** Bytes of memory at first, and what is kept free behind what is written. */
const ROOM = 1 << 16
const MORE = 16

/** Writes the bits of a scan: whole words first, which are stuffed, and parted by restart markers, when they are taken. */
export class BitWriter {
  /** Whole words, without stuffing and markers; the bits to come next stand at the top of `word`. Whoever writes some reserves room for them. */
  at = 0
  word = 0
  held = 0
  #bytes: Uint8Array
  #view: DataView
  /** Where restart markers stand between the bytes, and their numbers. */
  #markers: { at: number, number: number }[] = []

  /** @param room about so many bytes are to come */
  constructor(room = ROOM) {
    this.#bytes = new Uint8Array(room + MORE)
    this.#view = new DataView(this.#bytes.buffer)
  }

  /** Memory for so many bytes more, from `at` on. */
  reserve(bytes: number): DataView {
    const least = this.at + bytes + MORE
    if (least <= this.#bytes.length) return this.#view
    const wider = new Uint8Array(Math.max(least, this.#bytes.length * 2))
    wider.set(this.#bytes.subarray(0, this.at))
    this.#bytes = wider
    return this.#view = new DataView(wider.buffer)
  }

  restart(number: number): void {
    this.reserve(0)
    this.#align()
    this.#markers.push({ at: this.at, number })
  }

  /** Bits `from` up to `to` of other bytes, which go on for eight more. */
  copy(source: DataView, from: number, to: number): void {
    const view = this.reserve(to - from >> 3)
    let { at, word } = this
    const { held } = this
    let bits = from
    for (; bits + 32 <= to; bits += 32, at += 4) {
      const next = bitsAt(source, bits)
      view.setUint32(at, word | next >>> held)
      word = held > 0 ? next << 32 - held : 0
    }
    this.at = at
    this.word = word
    const rest = to - bits
    if (rest > 0) this.put(bitsAt(source, bits) >>> 32 - rest, rest)
  }

  /** Room must be reserved for them. */
  put(bits: number, length: number): void {
    this.held += length
    if (this.held < 32) {
      this.word |= bits << 32 - this.held
      return
    }
    this.held -= 32
    this.#view.setUint32(this.at, this.word | bits >>> this.held)
    this.at += 4
    this.word = this.held > 0 ? bits << 32 - this.held : 0
  }

  /** Fills the last byte with ones. */
  #align(): void {
    this.#view.setUint32(this.at, this.held === 0 ? this.word : this.word | 0xffffffff >>> this.held)
    this.at += Math.ceil(this.held / 8)
    this.word = this.held = 0
  }

  /** What has been written since the last call, but for bits that fill no byte. */
  take(): Uint8Array {
    const whole = this.held >> 3
    this.reserve(0)
    this.#view.setUint32(this.at, this.word)
    const taken = stuffed(this.#bytes.subarray(0, this.at + whole), this.#markers)
    this.#markers = []
    this.word <<= whole * 8
    this.held -= whole * 8
    this.at = 0
    return taken
  }

  /** The same to the end. */
  finish(): Uint8Array {
    this.reserve(0)
    this.#align()
    return this.take()
  }
}

/** 32 bits from a place in bits on. */
function bitsAt(view: DataView, at: number): number {
  const shift = at & 7
  const bits = view.getUint32(at >>> 3)
  return shift === 0 ? bits : bits << shift | view.getUint8((at >>> 3) + 4) >> 8 - shift
}

/** The bytes of a scan as a file holds them. */
function stuffed(bytes: Uint8Array, markers: readonly { at: number, number: number }[]): Uint8Array {
  let full = 0
  for (let at = bytes.indexOf(255); at >= 0; at = bytes.indexOf(255, at + 1)) full++
  const out = new Uint8Array(bytes.length + full + 2 * markers.length)
  let to = 0
  let from = 0
  for (let next = 0; next <= markers.length; next++) {
    const end = next < markers.length ? markers[next].at : bytes.length
    const part = bytes.subarray(from, end)
    let done = 0
    for (let at = part.indexOf(255); at >= 0; at = part.indexOf(255, done)) {
      out.set(part.subarray(done, at + 1), to)
      // A zero follows, which is there.
      to += at + 2 - done
      done = at + 1
    }
    out.set(part.subarray(done), to)
    to += part.length - done
    from = end
    if (next === markers.length) break
    out[to++] = 255
    out[to++] = 0xd0 | markers[next].number
  }
  return out
}
