import { open } from 'node:fs/promises'
import { FileSource } from '../core/file-source.js'
import { fsPath } from '../core/fs-path.js'
import type { Limits } from '../core/limits.js'
import { MemorySource } from '../core/memory-source.js'
import { countPages } from '../formats/index.js'

/**
 * How many pages a file or bytes have, for progress bars: known long before the last page is. Reads no more than it must, and a path only where it is a
 * file, since what a pipe gives is gone.
 *
 * @returns undefined where it cannot be told; what is wrong with the input is said by whoever redacts it
 */
export async function pageCount(input: string | URL | Uint8Array, limits: Readonly<Limits>): Promise<number | undefined> {
  if (input instanceof Uint8Array) return await countPages(new MemorySource(input), { limits }).catch(() => undefined)
  const file = await open(fsPath(input), 'r').catch(() => undefined)
  try {
    return file && (await file.stat()).isFile() ? await countPages(new FileSource(file), { limits }) : undefined
  } catch {
    return undefined
  } finally {
    await file?.close()
  }
}
