import { randomBytes } from 'node:crypto'
import { createWriteStream, openSync, rmSync, type WriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
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

/**
 * Has a file written under a temporary name beside `output`, which it takes when it is complete; on failure nothing is left, and what
 * was there stays. Nor is anything left by process.exit().
 *
 * @param write ends the stream that it is given
 * @param complete is shown the complete file under its temporary name; when it fails, so does the whole
 * @param mode who may read and write it, as far as the process's mask allows
 */
export async function writeWhole<T>(
  output: string | URL, write: (sink: WriteStream) => Promise<T>, complete?: (partial: string, result: T) => Promise<void>, mode?: number,
): Promise<T> {
  const path = output instanceof URL ? fileURLToPath(output) : output
  const partial = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`)
  // Opened at once: a file that is still to come to be could not be removed.
  const fd = openSync(fsPath(partial), 'wx', mode)
  add(partial)
  const sink = createWriteStream('', { fd })
  sink.on('error', () => {}) // whoever writes to it hears of it
  const closed = new Promise<void>(resolve => sink.once('close', resolve))
  try {
    const result = await write(sink)
    await closed
    await complete?.(partial, result)
    await rename(fsPath(partial), fsPath(path))
    return result
  } catch (error) {
    sink.destroy()
    await closed
    await rm(fsPath(partial), { force: true }).catch(() => {})
    throw error
  } finally {
    remove(partial)
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
