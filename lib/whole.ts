import { randomBytes } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Has a file written under a temporary name beside `output`, which it takes when it is complete; on failure nothing is left, and what was there stays. */
export async function writeWhole<T>(output: string | URL, write: (partial: string) => Promise<T>): Promise<T> {
  const path = output instanceof URL ? fileURLToPath(output) : output
  const partial = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`)
  try {
    const result = await write(partial)
    await rename(partial, path)
    return result
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {})
    throw error
  }
}
