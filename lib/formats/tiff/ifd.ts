import { limitExceeded, malformed } from '../../core/errors.js'
import type { ByteSource } from '../../core/byte-source.js'
import { Type, typeSize, unitSize } from './tags.js'

export interface Header {
  little: boolean
  big: boolean
  firstIfd: number
}

/** Unsigned integers of 2, 4 or 8 bytes. Those beyond 2^53 are no offset or count that any file could have. */
function readUint(bytes: Uint8Array, at: number, size: number, little: boolean): number {
  let value = 0
  for (let i = 0; i < size; i++) value = value * 256 + bytes[little ? at + size - 1 - i : at + i]
  return value
}

/** Byte order, classic or BigTIFF, and where the first directory lies. @throws EffaceError ERR_MALFORMED_INPUT */
export async function readHeader(source: ByteSource): Promise<Header> {
  const head = await source.read(0, 16)
  if (head.length < 8) throw malformed('The TIFF header is cut off')
  const little = head[0] === 0x49
  const version = readUint(head, 2, 2, little)
  if (version === 42) return { little, big: false, firstIfd: readUint(head, 4, 4, little) }
  if (version !== 43 || head.length < 16 || readUint(head, 4, 2, little) !== 8) throw malformed('The TIFF header is wrong')
  return { little, big: true, firstIfd: readUint(head, 8, 8, little) }
}

/** One image file directory. Values are read only when asked for, and only as many as the asker can use. */
export class Ifd {
  readonly #source: ByteSource
  readonly #little: boolean
  /** Bytes of a count, of an offset, and of a value field. */
  readonly #wide: 4 | 8
  /** The entries as they stand in the file, and where each tag's begins among them. */
  readonly #bytes: Uint8Array
  readonly #entries: ReadonlyMap<number, number>
  /** Offset of the next directory; 0 after the last. */
  readonly next: number

  private constructor(source: ByteSource, { little, big }: Header, bytes: Uint8Array, entries: ReadonlyMap<number, number>, next: number) {
    this.#source = source
    this.#little = little
    this.#wide = big ? 8 : 4
    this.#bytes = bytes
    this.#entries = entries
    this.next = next
  }

  /** @throws EffaceError ERR_MALFORMED_INPUT, ERR_LIMIT_EXCEEDED (ifdEntries) */
  static async read(source: ByteSource, header: Header, offset: number, maxEntries: number): Promise<Ifd> {
    const { little, big } = header
    const wide = big ? 8 : 4
    const countSize = big ? 8 : 2
    const entrySize = 4 + 2 * wide
    if (offset < 8 || !Number.isSafeInteger(offset)) throw malformed('A TIFF directory lies at an impossible offset')
    const countBytes = await source.read(offset, countSize)
    if (countBytes.length < countSize) throw malformed('A TIFF directory lies beyond the end of the file')
    const count = readUint(countBytes, 0, countSize, little)
    if (count === 0) throw malformed('A TIFF directory is empty')
    if (count > maxEntries) throw limitExceeded('ifdEntries', maxEntries, count)
    const bytes = (await source.read(offset + countSize, count * entrySize + wide)).slice()
    if (bytes.length < count * entrySize) throw malformed('A TIFF directory is cut off')
    const entries = new Map<number, number>()
    for (let at = 0; at < count * entrySize; at += entrySize) {
      const tag = readUint(bytes, at, 2, little)
      if (!entries.has(tag)) entries.set(tag, at)
    }
    // Some writers leave out the pointer after the last directory when the file ends with it.
    const next = bytes.length < count * entrySize + wide ? 0 : readUint(bytes, count * entrySize, wide, little)
    return new Ifd(source, header, bytes, entries, next)
  }

  has(tag: number): boolean { return this.#entries.has(tag) }

  /** Number of values that the entry declares; 0 where there is no such tag. */
  count(tag: number): number { return this.#field(tag, 4, this.#wide) }

  type(tag: number): number { return this.#field(tag, 2, 2) }

  #field(tag: number, offset: number, size: number): number {
    const at = this.#entries.get(tag)
    return at === undefined ? 0 : readUint(this.#bytes, at + offset, size, this.#little)
  }

  /** The first `most` values as little-endian bytes; undefined where there is no such tag. */
  async bytes(tag: number, most: number): Promise<Uint8Array | undefined> {
    const at = this.#entries.get(tag)
    if (at === undefined) return undefined
    const count = this.count(tag)
    const type = this.type(tag)
    const size = sizeOf(tag, type)
    const wanted = Math.min(count, most) * size
    const field = at + 4 + this.#wide
    const bytes = count * size <= this.#wide ? this.#bytes.subarray(field, field + wanted)
      : await this.#source.read(readUint(this.#bytes, field, this.#wide, this.#little), wanted)
    if (bytes.length < wanted) throw malformed(`The value of TIFF tag ${tag} lies beyond the end of the file`)
    const unit = unitSize[type]
    return this.#little || unit === 1 ? bytes.slice() : swapped(bytes, unit)
  }

  /** The first `most` values as numbers; an empty list where there is no such tag. */
  async numbers(tag: number, most: number): Promise<number[]> {
    const bytes = await this.bytes(tag, most)
    return bytes ? decodeNumbers(bytes, this.type(tag)) : []
  }

  /** The first value. Most tags have but one, in the directory itself: of those, thousands of pages leave no garbage behind. */
  async number(tag: number): Promise<number | undefined> {
    const at = this.#entries.get(tag)
    if (at === undefined) return undefined
    const type = this.type(tag)
    if ((type === Type.Byte || type === Type.Short || type === Type.Long) && this.count(tag) === 1) {
      return readUint(this.#bytes, at + 4 + this.#wide, sizeOf(tag, type), this.#little)
    }
    return (await this.numbers(tag, 1))[0]
  }
}

function sizeOf(tag: number, type: number): number {
  const size = typeSize[type] ?? 0
  if (size === 0) throw malformed(`TIFF tag ${tag} is of an unknown type`)
  return size
}

function decodeNumbers(bytes: Uint8Array, type: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = typeSize[type]
  const out = new Array<number>(bytes.length / size)
  for (let i = 0, at = 0; i < out.length; i++, at += size) out[i] = readers[type](view, at)
  return out
}

const readers: readonly ((view: DataView, at: number) => number)[] = Array.from({ length: typeSize.length }, (_, type) => {
  switch (type) {
    case 3: return (v, at) => v.getUint16(at, true)
    case 4: case 13: return (v, at) => v.getUint32(at, true)
    case 5: return (v, at) => v.getUint32(at, true) / v.getUint32(at + 4, true)
    case 6: return (v, at) => v.getInt8(at)
    case 8: return (v, at) => v.getInt16(at, true)
    case 9: return (v, at) => v.getInt32(at, true)
    case 10: return (v, at) => v.getInt32(at, true) / v.getInt32(at + 4, true)
    case 11: return (v, at) => v.getFloat32(at, true)
    case 12: return (v, at) => v.getFloat64(at, true)
    case 16: case 17: case 18: return (v, at) => Number(v.getBigUint64(at, true))
    default: return (v, at) => v.getUint8(at)
  }
})

/** A copy with the bytes of every unit turned round. */
export function swapped(bytes: Uint8Array, unit: number): Uint8Array {
  const out = new Uint8Array(bytes.length)
  for (let at = 0; at + unit <= bytes.length; at += unit) {
    for (let i = 0; i < unit; i++) out[at + i] = bytes[at + unit - 1 - i]
  }
  return out
}
