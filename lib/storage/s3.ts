import {
  AbortMultipartUploadCommand, DeleteObjectCommand, GetObjectCommand, ListMultipartUploadsCommand, paginateListObjectsV2, S3Client,
  type GetObjectCommandOutput, type ListMultipartUploadsCommandInput, type ListMultipartUploadsCommandOutput, type S3ClientConfig,
} from '@aws-sdk/client-s3'
import type { Readable } from 'node:stream'
import { storageFailed } from './failures.js'
import { s3Place } from './names.js'
import { resumable } from './resumable.js'
import { headObject, statusOf, tagOf } from './s3-head.js'
import { S3Writing } from './s3-writing.js'
import type { S3Options } from './options.js'
import type { OpenObject, Storage, StorageRequest, StoredObject, WriteRequest, Writing } from './storage.js'

/** Such an answer to a broken request may be better the next time. A store that is overloaded may be so for ten seconds. */
const ATTEMPTS = 8
const CONNECT_MS = 10_000
/** Without a sign of life. */
const IDLE_MS = 60_000

/** Objects in buckets, as s3://bucket/key. Errors are ERR_STORAGE_FAILED, with the status that came. */
export class S3Storage implements Storage {
  readonly #client: S3Client

  constructor(options: S3Options = {}) { this.#client = options.client as S3Client | undefined ?? new S3Client(configOf(options)) }

  async * list(url: string, { signal }: StorageRequest = {}): AsyncGenerator<StoredObject> {
    const { bucket, key } = s3Place(url)
    const prefix = folder(key)
    try {
      const query = { Bucket: bucket, Prefix: prefix, EncodingType: 'url' as const }
      for await (const page of paginateListObjectsV2({ client: this.#client }, query, { abortSignal: signal })) {
        for (const { Key = '', Size: size, LastModified: modified, ETag } of page.Contents ?? []) {
          const name = page.EncodingType === 'url' ? decode(Key) : Key
          // What consoles show as folders are empty objects.
          if (!name.endsWith('/')) yield { url: `s3://${bucket}/${name}`, size, modified, version: tagOf(ETag) }
        }
      }
    } catch (error) {
      throw storageFailed('list', url, error)
    }
  }

  async head(url: string, { signal }: StorageRequest = {}): Promise<StoredObject | undefined> {
    const found = await headObject(this.#client, url, signal)
    if (found) delete found.mark
    return found
  }

  async read(url: string, { signal }: StorageRequest = {}): Promise<OpenObject> {
    const { bucket, key } = s3Place(url)
    const get = async (more?: { Range: string, IfMatch: string }): Promise<GetObjectCommandOutput> => {
      try {
        return await this.#client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...more }), { abortSignal: signal })
      } catch (error) {
        throw storageFailed('read', url, error)
      }
    }
    const { Body, ContentLength: size, LastModified: modified, ETag } = await get()
    // A broken body is asked for again from where it broke, if it is still the same one.
    const from = async (at: number): Promise<Readable> => (await get({ Range: `bytes=${at}-`, IfMatch: ETag! })).Body as Readable
    const stream = resumable(Body as Readable, { size, signal, failed: error => storageFailed('read', url, error), ...ETag !== undefined && { from } })
    return { url, size, modified, version: tagOf(ETag), stream }
  }

  async write(url: string, request: WriteRequest = {}): Promise<Writing> {
    request.signal?.throwIfAborted()
    return new S3Writing({ ...request, client: this.#client, url })
  }

  async remove(url: string, { signal }: StorageRequest = {}): Promise<void> {
    const { bucket, key } = s3Place(url)
    await this.#client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal })
      .catch((error: unknown) => { throw storageFailed('remove', url, error) })
  }

  /** Uploads that nobody completed are seen by nobody, and paid for. */
  async sweep(url: string, before: Date, { signal }: StorageRequest = {}): Promise<void> {
    const { bucket, key } = s3Place(url)
    const send = this.#client.send.bind(this.#client)
    try {
      for (let at: Pick<ListMultipartUploadsCommandInput, 'KeyMarker' | 'UploadIdMarker'> | undefined = {}; at;) {
        const query = new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key, ...at })
        const page: ListMultipartUploadsCommandOutput = await send(query, { abortSignal: signal })
        for (const { Key = '', UploadId, Initiated } of page.Uploads ?? []) {
          if (Key !== key && !Key.startsWith(folder(key)) || !Initiated || Initiated >= before) continue
          await send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }), { abortSignal: signal })
            .catch((error: unknown) => { if (statusOf(error) !== 404) throw error })
        }
        at = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined
      }
    } catch (error) {
      throw storageFailed('sweep', url, error)
    }
  }
}

/** A prefix that no other key begins with than those below it. */
const folder = (key: string): string => key === '' || key.endsWith('/') ? key : `${key}/`

/** A plus that is one is escaped. */
const decode = (key: string): string => decodeURIComponent(key.replaceAll('+', ' '))

function configOf({ endpoint, region, pathStyle }: S3Options): S3ClientConfig {
  const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION, AWS_MAX_ATTEMPTS, EFFACE_S3_PATH_STYLE } = process.env
  const isOther = (endpoint ?? AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL) !== undefined
  const place = region ?? AWS_REGION ?? AWS_DEFAULT_REGION ?? (isOther ? 'us-east-1' : undefined)
  return {
    ...endpoint !== undefined && { endpoint }, ...place !== undefined && { region: place }, ...AWS_MAX_ATTEMPTS === undefined && { maxAttempts: ATTEMPTS },
    forcePathStyle: pathStyle ?? (EFFACE_S3_PATH_STYLE === undefined ? isOther : EFFACE_S3_PATH_STYLE === 'true'),
    followRegionRedirects: true,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: IDLE_MS, socketTimeout: IDLE_MS, throwOnRequestTimeout: true },
  }
}
