import { EffaceError } from '../core/errors.js'
import { LocalStorage } from './local.js'
import { schemeOf, shown } from './names.js'
import type { StorageOptions } from './options.js'
import type { Storage } from './storage.js'

export { writeTo } from './transfer.js'
export type { HttpOptions, S3Options, StorageOptions } from './options.js'
export type { OpenObject, Storage, StorageRequest, StoredObject, WriteRequest, Writing } from './storage.js'

const local = new LocalStorage()

/** One of each, however many files: connections are used again. */
const made = new Map<string, Promise<Storage>>()

/**
 * The storage that a path or URL belongs to: `s3:`; `http:` and `https:`, to read only; `file:`. Anything else is a path.
 *
 * @throws EffaceError ERR_MISSING_PACKAGE where a package is needed that is not installed, which the message names; ERR_INVALID_OPTION for a
 * scheme that is not known
 * @example
 * const storage = await storageFor('s3://scans/2026/')
 * for await (const { url, size } of storage.list('s3://scans/2026/')) console.log(url, size)
 */
export async function storageFor(url: string, { s3 = {}, http = {} }: StorageOptions = {}): Promise<Storage> {
  const scheme = schemeOf(url)
  if (scheme === undefined || scheme === 'file') return local
  if (scheme === 'http' || scheme === 'https') return new (await import('./http.js')).HttpStorage(http)
  if (scheme !== 's3') throw new EffaceError('ERR_INVALID_OPTION', `Expected a path, or a URL of file:, s3:, http: or https: but received ${scheme}:`, { stage: 'options' })
  if (s3.client !== undefined) return await openS3(s3, url)
  const key = JSON.stringify(s3)
  const known = made.get(key) ?? openS3(s3, url)
  made.set(key, known)
  known.catch(() => made.delete(key))
  return await known
}

async function openS3(options: NonNullable<StorageOptions['s3']>, url: string): Promise<Storage> {
  try {
    const { S3Storage } = await import('./s3.js')
    return new S3Storage(options)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new EffaceError('ERR_MISSING_PACKAGE', `${shown(url)} needs packages that are not installed: npm install @aws-sdk/client-s3 @aws-sdk/lib-storage`, { cause: error })
  }
}
