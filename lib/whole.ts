import { randomBytes } from 'node:crypto'
import { createWriteStream, type WriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Has a file written under a temporary name beside `output`, which it takes when it is complete; on failure nothing is left, and what
 * was there stays.
 *
 * @param write ends the stream that it is given
 * @param complete is shown the complete file under its temporary name; when it fails, so does the whole
 */
export async function writeWhole<T>(
  output: string | URL, write: (sink: WriteStream) => Promise<T>, complete?: (partial: string, result: T) => Promise<void>,
): Promise<T> {
  const path = output instanceof URL ? fileURLToPath(output) : output
  const partial = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`)
  const sink = createWriteStream(partial, { flags: 'wx' })
  sink.on('error', () => {}) // whoever writes to it hears of it
  // A stream that is destroyed while its file is being opened closes later, and until then the file may still come to be.
  const closed = new Promise<void>(resolve => sink.once('close', resolve))
  try {
    const result = await write(sink)
    await closed
    await complete?.(partial, result)
    await rename(partial, path)
    return result
  } catch (error) {
    sink.destroy()
    await closed
    await rm(partial, { force: true }).catch(() => {})
    throw error
  }
}
