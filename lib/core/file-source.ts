import type { FileHandle } from 'node:fs/promises'
import type { ByteSource } from './byte-source.js'
import type { SpooledBytes } from './private-file.js'

/** So much is read at a time: walkers ask for a few bytes here and there. */
const PIECE = 1 << 14

/** An open file, to be walked through. Bytes that a walker only keeps are not read. */
export class FileSource implements ByteSource {
  readonly #file: FileHandle
  #at = 0
  #piece = Buffer.alloc(0)

  constructor(file: FileHandle) { this.#file = file }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const end = this.#at + this.#piece.length
    if (offset < this.#at || offset + length > end) {
      const buffer = Buffer.alloc(Math.max(PIECE, length))
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, offset)
      this.#at = offset
      this.#piece = buffer.subarray(0, bytesRead)
    }
    return this.#piece.subarray(offset - this.#at, offset - this.#at + length)
  }

  async size(): Promise<number> { return (await this.#file.stat()).size }
  release(): void {}

  async keep(offset: number, length: number): Promise<SpooledBytes> {
    return { fd: this.#file.fd, offset, length: Math.max(0, Math.min(length, await this.size() - offset)) }
  }

  lend(): void {}
}
