import { limitExceeded, malformed } from './errors.js'
import type { ByteSource } from './byte-source.js'
import { PrivateFile, type SpooledBytes } from './private-file.js'

const READ_AHEAD = 1 << 16
const IN_MEMORY = 4 << 20
const BLOCK = 1 << 16

/** Memory for bytes of the input from `offset` on; the first `length` of it are filled. */
interface Block { offset: number, length: number, bytes: Uint8Array }

/**
 * Bytes that arrive from a stream, as a {@link ByteSource}. Up to a few MiB stay in memory; beyond that, whatever has
 * not been released goes to a private file which has no name any more where the system allows that.
 *
 * What arrives is copied into blocks that are used again and again: chunks that were kept for a while would, when they are of no use any
 * more, lie about until the next full collection, which does not feel their weight.
 *
 * `write` resolves when more bytes are wanted: bytes are taken only a little ahead of what has been asked for, so a walker
 * that is not read from stops the source.
 */
export class Spool implements ByteSource {
  readonly #limit: number
  readonly #inMemory: number
  /** In order, without gaps. */
  readonly #blocks: Block[] = []
  readonly #free: Uint8Array[] = []
  #end = 0
  #wanted = 0
  #released = 0
  #ended = false
  #error: Error | undefined
  #file: PrivateFile | undefined
  /** Bytes before this lie in the file. */
  #spilt = 0
  #changed: (() => void)[] = []
  /** Pages whose bytes are to stay in the file, and how many are at work on them. */
  readonly #kept = new Set<readonly SpooledBytes[]>()
  #holders = 0

  constructor({ limit = Infinity, inMemory = IN_MEMORY }: { limit?: number, inMemory?: number } = {}) {
    this.#limit = limit
    this.#inMemory = inMemory
  }

  /** True once something was written to disk. */
  get onDisk(): boolean { return this.#file !== undefined }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#end + chunk.length > this.#limit) throw limitExceeded('inputBytes', this.#limit, this.#end + chunk.length, { stage: 'decode' })
    this.#store(chunk)
    this.#dropReleased()
    if (this.#held() > this.#inMemory) await this.#spill()
    this.#notify()
    while (!this.#error && this.#end >= this.#wanted + READ_AHEAD) await this.#change()
    if (this.#error) throw this.#error
  }

  end(): void {
    this.#ended = true
    this.#notify()
  }

  async read(offset: number, length: number, most = length): Promise<Uint8Array> {
    const until = offset + length
    if (until > this.#wanted) {
      this.#wanted = until
      this.#notify()
    }
    while (!this.#ended && !this.#error && this.#end < until) await this.#change()
    if (this.#error) throw this.#error
    if (offset < this.#released) throw malformed('The file points back to what lies before the pages that were read')
    return await this.#collect(offset, Math.min(until, this.#end), offset + most)
  }

  async size(): Promise<number> {
    this.#wanted = Infinity
    this.#notify()
    while (!this.#ended && !this.#error) await this.#change()
    if (this.#error) throw this.#error
    return this.#end
  }

  release(offset: number): void {
    if (offset > this.#released) this.#released = offset
    this.#dropReleased()
  }

  /** As {@link read}, but the bytes stay in the file. They are gone when the spool is destroyed, see {@link Spool.holding}. */
  async keep(offset: number, length: number): Promise<SpooledBytes> {
    const last = await this.read(offset + Math.max(0, length - 1), 1)
    if (offset < this.#released) throw malformed('The file points back to what lies before the pages that were read')
    await this.#spill()
    return { ...this.#file!.spooled, offset, length: last.length === 0 ? 0 : length }
  }

  /** A page made of kept bytes: {@link settled} waits until {@link Spool.letGo} was called with them. */
  lend(spooled: readonly SpooledBytes[]): void {
    this.#kept.add(spooled)
    lenders.set(spooled, this)
  }

  /** Resolves when no page of kept bytes is out. */
  async settled(): Promise<void> {
    while (this.#kept.size > 0 && !this.#error) await this.#change()
    if (this.#error) throw this.#error
  }

  /** Works on kept bytes, which stay until the work has settled, whatever happens to the spool. `spooled`: if there are any. */
  static async holding<T>(spooled: readonly SpooledBytes[] | undefined, work: () => Promise<T>): Promise<T> {
    const spool = spooled && lenders.get(spooled)
    if (!spool) return await work()
    if (spool.#error) throw spool.#error
    spool.#holders++
    try {
      return await work()
    } finally {
      spool.#holders--
      spool.#notify()
    }
  }

  static letGo(spooled: readonly SpooledBytes[]): void {
    const spool = lenders.get(spooled)
    if (!spool) return
    spool.#kept.delete(spooled)
    spool.#notify()
  }

  /** Nothing more will be read: whatever is still to come is taken and dropped. */
  drain(): void {
    this.#wanted = Infinity
    this.release(Infinity)
    this.#notify()
  }

  /** Frees memory, descriptor and file. Waiting reads and writes fail. */
  async destroy(error: Error = new Error('The input was closed')): Promise<void> {
    this.#error ??= error
    this.#blocks.length = this.#free.length = 0
    this.#notify()
    while (this.#holders > 0) await this.#change()
    await this.#spilling.catch(() => {})
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }

  #held(): number { return this.#end - Math.max(this.#blocks[0]?.offset ?? this.#end, this.#spilt) }

  #store(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      let block = this.#blocks[this.#blocks.length - 1]
      if (!block || block.length === block.bytes.length) {
        block = { offset: this.#end, length: 0, bytes: this.#free.pop() ?? new Uint8Array(BLOCK) }
        this.#blocks.push(block)
      }
      const length = Math.min(chunk.length - at, block.bytes.length - block.length)
      block.bytes.set(chunk.subarray(at, at + length), block.length)
      block.length += length
      this.#end += length
      at += length
    }
  }

  #dropReleased(): void {
    while (this.#blocks.length > 0 && this.#blocks[0]!.offset + this.#blocks[0]!.length <= this.#released) this.#drop()
  }

  #drop(): void {
    const { bytes } = this.#blocks.shift()!
    // What is being written to the file is not written over meanwhile.
    if (bytes !== this.#writing) this.#free.push(bytes)
  }

  #writing: Uint8Array | undefined
  #spilling: Promise<void> = Promise.resolve()
  /** One at a time. */
  #spill(): Promise<void> {
    const spilt = this.#spilling.then(() => this.#spillAll())
    this.#spilling = spilt.catch(() => {})
    return spilt
  }

  async #spillAll(): Promise<void> {
    if (this.#error) throw this.#error
    this.#file ??= await PrivateFile.create()
    const file = this.#file
    while (this.#blocks.length > 0) {
      const block = this.#blocks[0]!
      const { offset, length, bytes } = block
      this.#writing = bytes
      await file.write(offset, bytes.subarray(0, length))
      this.#writing = undefined
      this.#spilt = offset + length
      // It may have been released meanwhile, or have got more bytes.
      if (this.#blocks[0] === block && block.length === length) this.#drop()
    }
  }

  async #collect(from: number, to: number, atMost: number): Promise<Uint8Array> {
    if (to <= from) return new Uint8Array(0)
    // Blocks are read before the file is awaited: a write may spill them meanwhile.
    const inBlocks = this.#blocks.find(block => block.offset <= from && from < block.offset + block.length)
    const until = inBlocks ? Math.max(to, Math.min(atMost, inBlocks.offset + inBlocks.length)) : to
    const out = new Uint8Array(until - from)
    for (const { offset, length, bytes } of this.#blocks) {
      const a = Math.max(from, offset)
      const b = Math.min(until, offset + length)
      if (a < b) out.set(bytes.subarray(a - offset, b - offset), a - from)
    }
    const onDisk = Math.min(until, this.#blocks[0]?.offset ?? this.#end)
    if (onDisk > from) await this.#file!.read(from, out.subarray(0, onDisk - from))
    return out
  }

  #change(): Promise<void> { return new Promise(resolve => this.#changed.push(resolve)) }

  #notify(): void { for (const resolve of this.#changed.splice(0)) resolve() }
}

/** The spool in whose file the bytes of a page lie. */
const lenders = new WeakMap<readonly SpooledBytes[], Spool>()
