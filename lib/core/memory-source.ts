import type { ByteSource } from './byte-source.js'

/** A file in memory. */
export class MemorySource implements ByteSource {
  readonly #bytes: Uint8Array
  constructor(bytes: Uint8Array) { this.#bytes = bytes }
  async read(offset: number, length: number): Promise<Uint8Array> { return this.#bytes.subarray(offset, offset + length) }
  async size(): Promise<number> { return this.#bytes.length }
  release(): void {}
}
