// What was found on a page is as personal as the page, and the queue's memory is no place for it in the clear. It is sealed with a key that only
// the document's own bytes give: whoever can open it has the document.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'

const IV = 12
const TAG = 16

const pack = promisify(brotliCompress)
const unpack = promisify(brotliDecompress)

/** Reads a document for somebody, who may stop at any time, and then the rest of it, for its key. */
export class KeyReader {
  readonly #source: Readable
  readonly #chunks: AsyncIterator<Uint8Array>
  readonly #hash = createHash('sha512')
  /** One read after the other, whoever asks. */
  #last: Promise<IteratorResult<Uint8Array>> = Promise.resolve({ done: false, value: new Uint8Array(0) })

  constructor(source: Readable) {
    this.#source = source
    this.#chunks = source.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>
  }

  async * chunks(): AsyncGenerator<Uint8Array> {
    for (let next = await this.#next(); !next.done; next = await this.#next()) yield next.value
  }

  /** @throws the source's own error */
  async key(): Promise<Buffer> {
    try {
      while (!(await this.#next()).done);
      return Buffer.from(hkdfSync('sha256', this.#hash.digest(), '', 'efface page findings', 32))
    } finally {
      this.#source.destroy()
    }
  }

  #next(): Promise<IteratorResult<Uint8Array>> {
    const next = this.#last.then(async last => {
      if (last.done) return last
      const one = await this.#chunks.next()
      if (!one.done) this.#hash.update(one.value)
      return one
    })
    next.catch(() => {})
    this.#last = next
    return next
  }
}

export async function seal(value: unknown, key: Buffer): Promise<Buffer> {
  const iv = randomBytes(IV)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const packed = await pack(JSON.stringify(value), { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
  return Buffer.concat([iv, cipher.update(packed), cipher.final(), cipher.getAuthTag()])
}

/** @throws an Error for another key, or what was changed */
export async function unseal(sealed: Buffer, key: Buffer): Promise<unknown> {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV), { authTagLength: TAG })
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  const packed = Buffer.concat([decipher.update(sealed.subarray(IV, sealed.length - TAG)), decipher.final()])
  return JSON.parse(String(await unpack(packed)))
}
