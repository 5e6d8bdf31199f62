import { open, mkdtemp, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limitExceeded } from './errors.js'
import type { ByteSource } from './formats/codec.js'

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
  #file: FileHandle | undefined
  #folder: string | undefined
  /** Bytes before this lie in the file. */
  #spilt = 0
  #changed: (() => void)[] = []

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
    const file = this.#file
    const folder = this.#folder
    this.#file = this.#folder = undefined
    await file?.close().catch(() => {})
    if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => {})
  }

  #held(): number { return this.#end - Math.max(this.#chunks[0]?.offset ?? this.#end, this.#spilt) }

  #dropReleased(): void {
    while (this.#chunks.length > 0 && this.#chunks[0]!.offset + this.#chunks[0]!.bytes.length <= this.#released) this.#chunks.shift()
  }

  async #spill(): Promise<void> {
    if (!this.#file) {
      const folder = await mkdtemp(join(tmpdir(), 'efface-'))
      this.#folder = folder
      const path = join(folder, 'spool')
      this.#file = await open(path, 'wx+', 0o600)
      // Where an open file may lose its name, nothing is left behind even by kill -9. Elsewhere destroy() removes it.
      if (process.platform !== 'win32') {
        await rm(folder, { recursive: true, force: true })
        this.#folder = undefined
      }
      if (this.#error) {
        await this.#file.close()
        this.#file = undefined
        throw this.#error
      }
    }
    const file = this.#file
    while (this.#chunks.length > 0) {
      const { offset, bytes } = this.#chunks[0]!
      await file.write(bytes, 0, bytes.length, offset)
      this.#spilt = offset + bytes.length
      this.#chunks.shift()
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
      const { bytesRead } = await this.#file!.read(out, at - from, onDisk - at, at)
      if (bytesRead === 0) throw new Error('The spool file is shorter than what was written to it')
      at += bytesRead
    }
    return out
  }

  #change(): Promise<void> { return new Promise(resolve => this.#changed.push(resolve)) }

  #notify(): void { for (const resolve of this.#changed.splice(0)) resolve() }
}
