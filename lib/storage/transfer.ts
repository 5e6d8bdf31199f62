import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import type { Storage, StoredObject, WriteRequest } from './storage.js'

/** SHA-256 in hex and number of bytes. */
export interface Fingerprint { sha256: string, bytes: number }

/** Counts and hashes what passes. */
export class Tally {
  readonly #hash = createHash('sha256')
  #bytes = 0

  /** Takes the next bytes in. */
  add(chunk: Uint8Array): void {
    this.#hash.update(chunk)
    this.#bytes += chunk.length
  }

  /** A step of a pipeline: passes everything on. */
  through = async function * (this: Tally, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.add(chunk)
      yield chunk
    }
  }.bind(this)

  /** Of what has passed. Call it once. */
  finish(): Fingerprint { return { sha256: this.#hash.digest('hex'), bytes: this.#bytes } }
}

/**
 * Has something written whole or not at all.
 *
 * @example
 * const source = await (await storageFor('s3://in/a.tif')).read('s3://in/a.tif')
 * await writeTo(await storageFor('s3://out/a.tif'), 's3://out/a.tif', async sink => await pipeline(source.stream, efface(), sink), { ifVersion: null })
 * @param write ends the stream that it is given
 * @param complete is called before it is published; when it fails, so does the whole
 */
export async function writeTo<T>(
  storage: Storage, url: string, write: (sink: Writable) => Promise<T>,
  { complete, ...request }: WriteRequest & { complete?: (result: T) => Promise<void> } = {},
): Promise<{ result: T, object: StoredObject }> {
  const writing = await storage.write(url, request)
  try {
    const result = await write(writing.stream)
    await complete?.(result)
    return { result, object: await writing.publish() }
  } catch (error) {
    await writing.abort()
    throw error
  }
}
