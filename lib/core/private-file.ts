import { createCipheriv, randomBytes } from 'node:crypto'
import { readSync, writeSync } from 'node:fs'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { privateFolder } from './temporary.js'

/** A private file that is open. A descriptor is good in every thread of the process, so this goes to a worker as it is. */
export interface SpooledFile {
  fd: number
  /** What the file is encrypted with. It is nowhere but in the memory of the process. */
  key?: Uint8Array
  /** How often each sector was written over, for all threads to know; see overwriteSpooled(). */
  overwritten?: Uint32Array
}

/** What is written over as a whole. */
const SECTOR = 4096

/** The counts of a file of so many bytes. */
export function sectorsOf(bytes: number): Uint32Array { return new Uint32Array(new SharedArrayBuffer(Math.ceil(bytes / SECTOR) * 4)) }

/** Bytes in a private file. */
export interface SpooledBytes extends SpooledFile {
  /** Where they begin in the file. */
  offset: number
  length: number
}

/** So much is en- or decrypted at a time. */
const PART = 1 << 18

/**
 * AES-256 in counter mode: the counter is the place in the file, in blocks of 16 bytes, so any part can be read by itself, and how often
 * it was written over. Works both ways.
 */
function crypt({ key, overwritten }: SpooledFile & { key: Uint8Array }, at: number, bytes: Uint8Array): Uint8Array {
  const end = at + bytes.length
  const times = (place: number): number => overwritten?.[Math.floor(place / SECTOR)] ?? 0
  const parts: Uint8Array[] = []
  for (let from = at, to = from; from < end; from = to) {
    do to = overwritten ? Math.min(end, (Math.floor(to / SECTOR) + 1) * SECTOR) : end
    while (to < end && times(to) === times(from))
    const counter = Buffer.alloc(16)
    counter.writeBigUInt64BE(BigInt(times(from)))
    counter.writeBigUInt64BE(BigInt(Math.floor(from / 16)), 8)
    const cipher = createCipheriv('aes-256-ctr', key, counter)
    if (from % 16 > 0) cipher.update(new Uint8Array(from % 16))
    parts.push(cipher.update(bytes.subarray(from - at, to - at)))
  }
  return parts.length === 1 ? parts[0] : Buffer.concat(parts)
}

function decryptInPlace(file: SpooledFile & { key: Uint8Array }, at: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; done += PART) {
    const part = bytes.subarray(done, done + PART)
    part.set(crypt(file, at + done, part))
  }
}

/** Bytes `at` .. `at + into.length` of them. */
export function readSpooled(spooled: SpooledBytes, at: number, into: Uint8Array): Uint8Array {
  const { fd, key, offset, length } = spooled
  if (at < 0 || at + into.length > length) throw new RangeError('More was asked for than is spooled')
  for (let done = 0; done < into.length;) {
    const read = readSync(fd, into, done, into.length - done, offset + at + done)
    if (read === 0) throw tooShort()
    done += read
  }
  if (key) decryptInPlace({ ...spooled, key }, offset + at, into)
  return into
}

/** Encrypts bytes and writes them at `at`, counted from the start of what is spooled. */
export function writeSpooled(spooled: Omit<SpooledBytes, 'length'>, at: number, bytes: Uint8Array): void {
  const { fd, key, offset } = spooled
  for (let from = 0; from < bytes.length; from += PART) {
    const plain = bytes.subarray(from, from + PART)
    const part = key ? crypt({ ...spooled, key }, offset + at + from, plain) : plain
    for (let done = 0; done < part.length;) done += writeSync(fd, part, done, part.length - done, offset + at + from + done)
  }
}

/**
 * Writes over what lies there already. In counter mode no counter may be used twice: whoever got hold of both writings, which disks and
 * file systems may keep, would see where they differ, and how. So all of each sector is written, by counters of its own.
 */
export function overwriteSpooled(spooled: SpooledBytes, at: number, bytes: Uint8Array): void {
  const { overwritten, offset, length } = spooled
  if (!overwritten || offset % SECTOR > 0) throw new RangeError('What is written over begins a file, and is counted')
  for (let from = Math.floor(at / SECTOR) * SECTOR; from < at + bytes.length; from += SECTOR) {
    const end = Math.min(from + SECTOR, length)
    const sector = readSpooled(spooled, from, new Uint8Array(end - from))
    sector.set(bytes.subarray(Math.max(0, from - at), end - at), Math.max(0, at - from))
    overwritten[(offset + from) / SECTOR]++
    writeSpooled(spooled, from, sector)
  }
}

const tooShort = (): Error => new Error('A private file is shorter than what was written to it')

/** Pieces that lie one behind the other, though scattered in their file. */
export class SpooledPieces {
  readonly #pieces: readonly SpooledBytes[]
  /** Where each piece begins, and where the last ends. */
  readonly #starts: number[] = [0]

  constructor(pieces: readonly SpooledBytes[]) {
    this.#pieces = pieces
    for (const { length } of pieces) this.#starts.push(this.length + length)
  }

  get length(): number { return this.#starts[this.#starts.length - 1] }

  /** Bytes `at` .. `at + into.length`. */
  read(at: number, into: Uint8Array): Uint8Array {
    let low = 0
    for (let high = this.#pieces.length; high - low > 1;) {
      const middle = (low + high) >> 1
      if (this.#starts[middle] <= at) low = middle
      else high = middle
    }
    for (let done = 0; done < into.length; low++) {
      const from = at + done - this.#starts[low]
      const part = Math.min(into.length - done, this.#pieces[low].length - from)
      readSpooled(this.#pieces[low], from, into.subarray(done, done + part))
      done += part
    }
    return into
  }

  /** All of them in order, so many at a time. */
  * parts(size = 1 << 18): Generator<Uint8Array> {
    for (let at = 0; at < this.length; at += size) yield this.read(at, new Uint8Array(Math.min(size, this.length - at)))
  }
}

/**
 * A file for one process alone: in a folder of its own, and without a name where the system allows an open file that, so that
 * nothing is left behind even by kill -9; elsewhere close() removes it, or else the next process that makes one. What is written to it
 * is encrypted with a key that dies with the process, unless another program fills it.
 */
export class PrivateFile {
  readonly handle: FileHandle
  readonly #folder: string | undefined
  readonly #key: Uint8Array | undefined

  private constructor(handle: FileHandle, folder: string | undefined, key: Uint8Array | undefined) {
    this.handle = handle
    this.#folder = folder
    this.#key = key
  }

  /** @param fill fills the file, which has the name it is given; then it is not encrypted */
  static async create(fill?: (path: string) => Promise<void>): Promise<PrivateFile> {
    const folder = await privateFolder()
    const unlink = (): Promise<void> => rm(folder, { recursive: true, force: true })
    let file: PrivateFile | undefined
    try {
      const path = join(folder, 'spool')
      const handle = await open(path, 'wx+', 0o600)
      file = new PrivateFile(handle, process.platform === 'win32' ? folder : undefined, fill ? undefined : randomBytes(32))
      // Linux has a name for what is open; elsewhere the file keeps its own until it is filled.
      const linux = process.platform === 'linux'
      if (linux) await unlink()
      await fill?.(linux ? `/proc/self/fd/${handle.fd}` : path)
      if (!linux && process.platform !== 'win32') await unlink()
      return file
    } catch (error) {
      await file?.close()
      await unlink().catch(() => {})
      throw error
    }
  }

  /** For a worker. */
  get spooled(): SpooledFile { return this.#key ? { fd: this.handle.fd, key: this.#key } : { fd: this.handle.fd } }

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length; from += PART) {
      const plain = bytes.subarray(from, from + PART)
      const part = this.#key ? crypt({ fd: this.handle.fd, key: this.#key }, offset + from, plain) : plain
      for (let done = 0; done < part.length;) done += (await this.handle.write(part, done, part.length - done, offset + from + done)).bytesWritten
    }
  }

  /** Fills `into` with what lies from `offset` on. */
  async read(offset: number, into: Uint8Array): Promise<Uint8Array> {
    for (let done = 0; done < into.length;) {
      const { bytesRead } = await this.handle.read(into, done, into.length - done, offset + done)
      if (bytesRead === 0) throw tooShort()
      done += bytesRead
    }
    if (this.#key) decryptInPlace({ fd: this.handle.fd, key: this.#key }, offset, into)
    return into
  }

  /** For after a thread that may have written to it was killed: it may still, so the descriptor must not become another file's at once. */
  closeLater(): void { setTimeout(() => void this.close(), 5000).unref() }

  async close(): Promise<void> {
    await this.handle.close().catch(() => {})
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true }).catch(() => {})
  }
}
