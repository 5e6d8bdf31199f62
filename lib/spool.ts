import { limitExceeded } from './errors.js'
import type { ByteSource } from './formats/codec.js'
import { PrivateFile, type StoredBytes } from './stored.js'

const READ_AHEAD = 1 << 16
const IN_MEMORY = 4 << 20

/**
 * Bytes that arrive from a stream, as a {@link ByteSource}. Up to a few MiB stay in memory; beyond that, whatever has
 * not been released goes to a private file which has no name any more where the system allows that.
 *
 * `write` resolves when more bytes are wanted: bytes are taken only a little ahead of what has been asked for, so a walker
 * that is not read from stops the source.
 */
export class Spool implements ByteSource {
  readonly #limit: number
  readonly #inMemory: number
  readonly #chunks: { offset: number, bytes: Uint8Array }[] = []
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
  readonly #kept = new Set<readonly StoredBytes[]>()
  #holders = 0

  constructor({ limit = Infinity, inMemory = IN_MEMORY }: { limit?: number, inMemory?: number } = {}) {
    this.#limit = limit
    this.#inMemory = inMemory
  }

  /** True once something was written to disk. */
  get onDisk(): boolean { return this.#file !== undefined }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#end + chunk.length > this.#limit) throw limitExceeded('inputBytes', this.#limit, this.#end + chunk.length, { stage: 'decode' })
    if (chunk.length > 0) this.#chunks.push({ offset: this.#end, bytes: chunk })
    this.#end += chunk.length
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
    if (offset < this.#released) throw new RangeError('Bytes were read after they were released')
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
  async keep(offset: number, length: number): Promise<StoredBytes> {
    const last = await this.read(offset + Math.max(0, length - 1), 1)
    if (offset < this.#released) throw new RangeError('Bytes were read after they were released')
    await this.#spill()
    return { fd: this.#file!.fd, offset, length: last.length === 0 ? 0 : length }
  }

  /** A page made of kept bytes: {@link settled} waits until {@link Spool.letGo} was called with them. */
  lend(stored: readonly StoredBytes[]): void {
    this.#kept.add(stored)
    lenders.set(stored, this)
  }

  /** Resolves when no page of kept bytes is out. */
  async settled(): Promise<void> {
    while (this.#kept.size > 0 && !this.#error) await this.#change()
    if (this.#error) throw this.#error
  }

  /** Works on kept bytes, which stay until the work has settled, whatever happens to the spool. */
  static async holding<T>(stored: readonly StoredBytes[], work: () => Promise<T>): Promise<T> {
    const spool = lenders.get(stored)
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

  static letGo(stored: readonly StoredBytes[]): void {
    const spool = lenders.get(stored)
    if (!spool) return
    spool.#kept.delete(stored)
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
    this.#chunks.length = 0
    this.#notify()
    while (this.#holders > 0) await this.#change()
    await this.#spilling.catch(() => {})
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }

  #held(): number { return this.#end - Math.max(this.#chunks[0]?.offset ?? this.#end, this.#spilt) }

  #dropReleased(): void {
    while (this.#chunks.length > 0 && this.#chunks[0]!.offset + this.#chunks[0]!.bytes.length <= this.#released) this.#chunks.shift()
  }

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
    const { handle } = this.#file
    while (this.#chunks.length > 0) {
      const chunk = this.#chunks[0]!
      for (let done = 0; done < chunk.bytes.length;) {
        done += (await handle.write(chunk.bytes, done, chunk.bytes.length - done, chunk.offset + done)).bytesWritten
      }
      this.#spilt = chunk.offset + chunk.bytes.length
      // It may have been released meanwhile.
      if (this.#chunks[0] === chunk) this.#chunks.shift()
    }
  }

  async #collect(from: number, to: number, atMost: number): Promise<Uint8Array> {
    if (to <= from) return new Uint8Array(0)
    const whole = this.#chunks.find(c => c.offset <= from && c.offset + c.bytes.length >= to)
    if (whole) return whole.bytes.subarray(from - whole.offset, Math.max(to, atMost) - whole.offset)
    // Chunks are taken before the file is awaited: a write may spill them meanwhile.
    const out = new Uint8Array(to - from)
    for (const { offset, bytes } of this.#chunks) {
      const a = Math.max(from, offset)
      const b = Math.min(to, offset + bytes.length)
      if (a < b) out.set(bytes.subarray(a - offset, b - offset), a - from)
    }
    const onDisk = Math.min(to, this.#chunks[0]?.offset ?? this.#end)
    for (let at = from; at < onDisk;) {
      const { bytesRead } = await this.#file!.handle.read(out, at - from, onDisk - at, at)
      if (bytesRead === 0) throw new Error('The spool file is shorter than what was written to it')
      at += bytesRead
    }
    return out
  }

  #change(): Promise<void> { return new Promise(resolve => this.#changed.push(resolve)) }

  #notify(): void { for (const resolve of this.#changed.splice(0)) resolve() }
}

/** The spool in whose file the bytes of a page lie. */
const lenders = new WeakMap<readonly StoredBytes[], Spool>()
