import { randomBytes } from 'node:crypto'
import { createWriteStream, openSync, rmSync, type WriteStream } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fsPath } from '../core/fs-path.js'

/** How they are called until they are complete. */
export const PARTIAL = /^\..+\.[0-9a-f]{12}\.part$/

/** Files that are not complete. */
const partials = new Set<string>()

/** For whoever ends the process: no file stays that is not complete. */
export function removePartials(): void { for (const path of partials) rmSync(fsPath(path), { force: true }) }

function add(path: string): void {
  // Signals are the program's own: a listener here would keep it from ending by one.
  if (partials.size === 0) process.on('exit', removePartials)
  partials.add(path)
}

function remove(path: string): void {
  if (partials.delete(path) && partials.size === 0) process.off('exit', removePartials)
}

/** A file under a temporary name beside its place, which it takes when it is complete; until then what was there stays. Nothing is left by process.exit(). */
export class OutputFile {
  readonly stream: WriteStream
  readonly #path: string
  readonly #partial: string
  readonly #closed: Promise<void>

  /**
   * @param mode who may read and write it, as far as the process's mask allows
   * @throws the file system's own error
   */
  constructor(path: string, mode?: number) {
    this.#path = path
    this.#partial = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`)
    // Opened at once: a file that is still to come to be could not be removed.
    const fd = openSync(fsPath(this.#partial), 'wx', mode)
    add(this.#partial)
    this.stream = createWriteStream('', { fd })
    this.stream.on('error', () => {}) // whoever writes to it hears of it
    this.#closed = new Promise<void>(resolve => this.stream.once('close', resolve))
  }

  /** Gives it its name, once its stream has been ended. `isNew`: only where there is none of that name. */
  async publish(isNew = false): Promise<void> {
    await this.#closed
    if (isNew) await link(fsPath(this.#partial), fsPath(this.#path))
    else await rename(fsPath(this.#partial), fsPath(this.#path))
    if (isNew) await rm(fsPath(this.#partial))
    remove(this.#partial)
  }

  async abort(): Promise<void> {
    if (!partials.has(this.#partial)) return
    this.stream.destroy()
    await this.#closed
    await rm(fsPath(this.#partial), { force: true }).catch(() => {})
    remove(this.#partial)
  }
}

/**
 * Has a file written under a temporary name beside `output`, which it takes when it is complete; on failure nothing is left, and what
 * was there stays.
 *
 * @param write ends the stream that it is given
 * @param mode who may read and write it, as far as the process's mask allows
 */
export async function writeWhole<T>(output: string | URL, write: (sink: WriteStream) => Promise<T>, mode?: number): Promise<T> {
  const file = new OutputFile(output instanceof URL ? fileURLToPath(output) : output, mode)
  try {
    const result = await write(file.stream)
    await file.publish()
    return result
  } catch (error) {
    await file.abort()
    throw error
  }
}

/** Writes what is as personal as the input: nobody but the user may read the file, whether it was there before or not. */
export async function writePrivate(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(fsPath(path), 'w', 0o600)
  try {
    // A pipe or a terminal keeps its mode.
    if ((await file.stat()).isFile()) await file.chmod(0o600)
    await file.writeFile(data)
  } finally {
    await file.close()
  }
}
