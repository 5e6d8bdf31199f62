import { CompleteMultipartUploadCommand, PutObjectCommand, type CompleteMultipartUploadCommandOutput, type S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { randomUUID } from 'node:crypto'
import { PassThrough, Writable } from 'node:stream'
import { exists, storageFailed } from './failures.js'
import { s3Place } from './names.js'
import { closed, opened } from './open-writings.js'
import { headObject, MARK, tagOf } from './s3-head.js'
import type { StoredObject, WriteRequest, Writing } from './storage.js'

/** Bytes that are sent at a time; 10,000 of them are the most that an object has. */
const PART = 8 * 2 ** 20
const AT_ONCE = 2

interface S3WritingOptions extends WriteRequest { client: S3Client, url: string }

/**
 * An upload, which nobody sees before it is complete: it is sent in parts as they come, and a small one whole. The end of its content is held back
 * until publish(), so that nothing completes of itself.
 */
export class S3Writing implements Writing {
  readonly stream: Writable
  readonly #options: S3WritingOptions
  readonly #body = new PassThrough()
  readonly #uploaded: Promise<CompleteMultipartUploadCommandOutput>
  readonly #mark = randomUUID()
  readonly #aborted = new AbortController()
  readonly #stop = (): void => { this.stream.destroy(this.#options.signal!.reason as Error) }

  constructor(options: S3WritingOptions) {
    this.#options = options
    const { client, url, contentType, ifVersion, signal } = options
    const body = this.#body
    this.stream = new Writable({
      write(chunk, _encoding, callback) {
        if (body.write(chunk)) callback()
        else body.once('drain', callback)
      },
      destroy(error, callback) {
        // Ended, the content waits for publish(). Cut short, it fails the upload, which takes its parts away.
        if (!this.writableFinished) body.destroy(error ?? new Error('Cut short'))
        callback(error)
      },
    })
    this.stream.on('error', () => {}) // whoever writes to it hears of it
    const { bucket, key } = s3Place(url)
    const condition = ifVersion === undefined ? {} : ifVersion === null ? { IfNoneMatch: '*' } : { IfMatch: `"${ifVersion}"` }
    const params = { Bucket: bucket, Key: key, Body: body, ContentType: contentType, Metadata: { [MARK]: this.#mark }, ...condition }
    this.#uploaded = new Upload({ client: abortable(client, this.#aborted.signal), params, partSize: PART, queueSize: AT_ONCE }).done()
      .catch((error: unknown) => { throw storageFailed('write', url, error) })
    this.#uploaded.catch((error: unknown) => { this.stream.destroy(error as Error) })
    signal?.addEventListener('abort', this.#stop)
    opened(this)
  }

  async publish(): Promise<StoredObject> {
    const { client, url, ifVersion, signal } = this.#options
    try {
      signal?.throwIfAborted()
      // A store may not know conditions, and take any.
      if (ifVersion !== undefined && (await headObject(client, url))?.version !== (ifVersion ?? undefined)) throw exists(url)
      this.#body.end()
      const { ETag } = await this.#uploaded
      return { url, version: tagOf(ETag) }
    } catch (error) {
      await this.abort()
      // The answer to the last request may have been lost, and its repetition refused.
      const there = await headObject(client, url).catch(() => undefined)
      if (there?.mark === this.#mark) return there
      throw ifVersion !== undefined && there && there.version !== ifVersion ? exists(url) : error
    } finally {
      this.#close()
    }
  }

  async abort(): Promise<void> {
    this.stream.destroy()
    this.#body.destroy(new Error('Aborted'))
    this.#aborted.abort()
    // Its own abort() would answer at once, while parts may still be on their way. With its source gone it ends by itself, and removes them.
    await this.#uploaded.catch(() => {})
    this.#close()
  }

  #close(): void {
    this.#options.signal?.removeEventListener('abort', this.#stop)
    closed(this)
  }
}

/**
 * A client whose last request, which may be tried for long, ends with a signal. Those before it are not broken off: an upload that began unheard of would
 * stay, and so may a part that comes when its upload has been taken away.
 */
function abortable(client: S3Client, signal: AbortSignal): S3Client {
  const own = Object.create(client) as S3Client
  own.send = (async (command: Parameters<S3Client['send']>[0]) => {
    const isLast = command instanceof CompleteMultipartUploadCommand || command instanceof PutObjectCommand
    return await client.send(command, isLast ? { abortSignal: signal } : {})
  }) as S3Client['send']
  return own
}
