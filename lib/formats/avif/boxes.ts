import { malformed } from '../../core/errors.js'

/** A box of the ISO base media file format: its type, and the bytes behind its header. */
export interface MediaBox { type: string, body: Uint8Array }

/** Four letters. */
export const latin1 = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** The boxes that fill `bytes`. @throws EffaceError ERR_MALFORMED_INPUT where one does not end within them */
export function boxesIn(bytes: Uint8Array): MediaBox[] {
  const { boxes, end } = boxesFrom(bytes)
  if (end < bytes.length) throw malformed('An AVIF box is truncated')
  return boxes
}

/** The boxes of a file, up to what is none. */
export const boxesOf = (file: Uint8Array): MediaBox[] => boxesFrom(file).boxes

function boxesFrom(bytes: Uint8Array): { boxes: MediaBox[], end: number } {
  const boxes: MediaBox[] = []
  const view = viewOf(bytes)
  let at = 0
  while (at + 8 <= bytes.length) {
    const stated = view.getUint32(at)
    const wide = stated === 1
    if (wide && at + 16 > bytes.length) break
    const size = wide ? Number(view.getBigUint64(at + 8)) : stated === 0 ? bytes.length - at : stated
    const start = at + (wide ? 16 : 8)
    if (at + size < start || at + size > bytes.length) break
    boxes.push({ type: latin1(bytes, at + 4), body: bytes.subarray(start, at + size) })
    at += size
  }
  return { boxes, end: at }
}

/** The only box of a type; undefined where there is none. @throws EffaceError ERR_MALFORMED_INPUT where there are several */
export function onlyBox(boxes: readonly MediaBox[], type: string): Uint8Array | undefined {
  const found = boxes.filter(box => box.type === type)
  if (found.length > 1) throw malformed(`An AVIF file holds more than one ${type} box`)
  return found[0]?.body
}

/** Reads numbers one behind the other. */
export class Fields {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) { this.#bytes = bytes }

  get left(): number { return this.#bytes.length - this.#at }

  /** An unsigned number of 0 to 8 bytes. */
  number(bytes: number): number {
    let value = 0
    for (const byte of this.take(bytes)) value = value * 256 + byte
    return value
  }

  text(): string { return latin1(this.take(4), 0) }

  take(bytes: number): Uint8Array {
    if (bytes > this.left) throw malformed('An AVIF box is truncated')
    this.#at += bytes
    return this.#bytes.subarray(this.#at - bytes, this.#at)
  }

  /** Text up to a byte of 0, or to the end. */
  string(): string {
    const rest = this.#bytes.subarray(this.#at)
    const end = rest.indexOf(0)
    const text = this.take(end < 0 ? rest.length : end)
    if (end >= 0) this.#at++
    return Buffer.from(text.buffer, text.byteOffset, text.length).toString('latin1')
  }
}

export const bytesOf = (value: number, count: number): number[] => Array.from({ length: count }, (_, i) => Math.floor(value / 256 ** (count - 1 - i)) % 256)

/** A box with this body. */
export function box(type: string, ...parts: (Uint8Array | readonly number[])[]): Buffer {
  const body = Buffer.concat(parts.map(part => Uint8Array.from(part)))
  return Buffer.concat([Uint8Array.from(bytesOf(body.length + 8, 4)), Buffer.from(type, 'latin1'), body])
}

/** The same with version and flags. */
export function fullBox(type: string, version: number, flags: number, ...parts: (Uint8Array | readonly number[])[]): Buffer {
  return box(type, [version, ...bytesOf(flags, 3)], ...parts)
}
