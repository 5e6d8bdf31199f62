import { readSync, writeSync } from 'node:fs'
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Bytes in a private file. A descriptor is good in every thread of the process, so these go to a worker as they are. */
export interface StoredBytes {
  fd: number
  /** Where they begin in the file. */
  offset: number
  length: number
}

/** Bytes `at` .. `at + into.length` of them. */
export function readStored({ fd, offset, length }: StoredBytes, at: number, into: Uint8Array): Uint8Array {
  if (at < 0 || at + into.length > length) throw new RangeError('More was asked for than is stored')
  for (let done = 0; done < into.length;) {
    const read = readSync(fd, into, done, into.length - done, offset + at + done)
    if (read === 0) throw new Error('A private file is shorter than what was written to it')
    done += read
  }
  return into
}

export function writeStored({ fd, offset }: Pick<StoredBytes, 'fd' | 'offset'>, at: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, offset + at + done)
}

/** Pieces that lie one behind the other, though scattered in their file. */
export class StoredPieces {
  readonly #pieces: readonly StoredBytes[]
  /** Where each piece begins, and where the last ends. */
  readonly #starts: number[] = [0]

  constructor(pieces: readonly StoredBytes[]) {
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
      readStored(this.#pieces[low], from, into.subarray(done, done + part))
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
 * nothing is left behind even by kill -9. Elsewhere close() removes it.
 */
export class PrivateFile {
  readonly handle: FileHandle
  readonly #folder: string | undefined

  private constructor(handle: FileHandle, folder: string | undefined) {
    this.handle = handle
    this.#folder = folder
  }

  /** @param fill fills the file, which has the name it is given */
  static async create(fill?: (path: string) => Promise<void>): Promise<PrivateFile> {
    const folder = await mkdtemp(join(tmpdir(), 'efface-'))
    const unlink = (): Promise<void> => rm(folder, { recursive: true, force: true })
    let file: PrivateFile | undefined
    try {
      const path = join(folder, 'spool')
      const handle = await open(path, 'wx+', 0o600)
      file = new PrivateFile(handle, process.platform === 'win32' ? folder : undefined)
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

  get fd(): number { return this.handle.fd }

  /** For after a thread that may have written to it was killed: it may still, so the descriptor must not become another file's at once. */
  closeLater(): void { setTimeout(() => void this.close(), 5000).unref() }

  async close(): Promise<void> {
    await this.handle.close().catch(() => {})
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true }).catch(() => {})
  }
}
