import { crc32 } from 'node:zlib'
import { malformed } from '../../core/errors.js'
import type { SpooledBytes } from '../../core/private-file.js'
import type { ByteSource } from '../../core/byte-source.js'

export const SIGNATURE = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

const MAX_LENGTH = 2 ** 31 - 1
/** Data of a chunk is asked for in pieces: its length is only a claim until the bytes are there. */
const PIECE = 1 << 20

/** A chunk whose data still lie in the source. */
export class Chunk {
  constructor(private readonly source: ByteSource, readonly type: string, private readonly at: number, readonly length: number) {}

  /** A decoder that does not know the chunk must not show the image. */
  get critical(): boolean { return this.type.charCodeAt(0) < 0x60 }

  /** The data. @throws EffaceError ERR_MALFORMED_INPUT when bytes are missing or the checksum is wrong */
  async data(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = []
    await this.#check(piece => pieces.push(piece))
    return pieces.length === 1 ? pieces[0] : concat(pieces)
  }

  /** The data, left in the source's own file. Throws as {@link data} does. */
  async keep(): Promise<SpooledBytes> {
    await this.#check(() => {})
    return await this.source.keep!(this.at + 8, this.length)
  }

  async #check(show: (piece: Uint8Array) => void): Promise<void> {
    let crc = crc32(this.type)
    for (let done = 0; done < this.length; done += PIECE) {
      const size = Math.min(PIECE, this.length - done)
      const piece = await this.source.read(this.at + 8 + done, size)
      if (piece.length < size) throw malformed(`The file ends inside a PNG ${this.type} chunk`)
      crc = crc32(piece, crc)
      show(piece)
    }
    const stored = await this.source.read(this.at + 8 + this.length, 4)
    if (stored.length < 4) throw malformed(`The file ends inside a PNG ${this.type} chunk`)
    if (uint32(stored, 0) !== crc) throw malformed(`The checksum of a PNG ${this.type} chunk is wrong`)
  }
}

/** The chunks up to IEND, or to the end of the file. What lies behind is not looked at. */
export async function * chunksOf(source: ByteSource): AsyncGenerator<Chunk> {
  let at = SIGNATURE.length
  for (;;) {
    const head = await source.read(at, 8)
    if (head.length < 8) return
    const length = uint32(head, 0)
    const type = String.fromCharCode(head[4], head[5], head[6], head[7])
    if (!/^[A-Za-z]{4}$/.test(type)) throw malformed('A PNG chunk has no valid name')
    if (length > MAX_LENGTH) throw malformed(`A PNG ${type} chunk is too long`)
    yield new Chunk(source, type, at, length)
    if (type === 'IEND') return
    at += 12 + length
    source.release(at)
  }
}

/** A chunk with its length and CRC. */
export function writeChunk(type: string, ...parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const chunk = new Uint8Array(12 + length)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, length)
  for (let i = 0; i < 4; i++) chunk[4 + i] = type.charCodeAt(i)
  let at = 8
  for (const part of parts) {
    chunk.set(part, at)
    at += part.length
  }
  view.setUint32(at, crc32(chunk.subarray(4, at)))
  return chunk
}

/** Big-endian, as all of PNG. */
export function uint32(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3]) >>> 0
}

export function uint16(bytes: Uint8Array, at: number): number { return bytes[at] << 8 | bytes[at + 1] }

/** The parts one behind the other, on memory that holds nothing else: a single part may have it already. */
export function ownedBytes(parts: Uint8Array[]): Uint8Array {
  return parts.length === 1 && parts[0].length === parts[0].buffer.byteLength ? parts[0] : concat(parts)
}

/** The parts one behind the other. */
export function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
