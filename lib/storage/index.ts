import { EffaceError } from '../core/errors.js'
import { LocalStorage } from './local.js'
import { schemeOf } from './names.js'
import type { Storage } from './storage.js'

export type { OpenObject, Storage, StorageRequest, StoredObject, WriteRequest, Writing } from './storage.js'

const local = new LocalStorage()

/**
 * The storage that a path or URL belongs to: `s3:`, `http:` and `https:` (to read only), `file:`; anything else is a path.
 *
 * @throws EffaceError ERR_MISSING_PACKAGE for one whose package is not installed; ERR_INVALID_OPTION for a scheme that is not known
 * @example
 * const storage = await storageFor('s3://scans/2026/')
 * for await (const { url, size } of storage.list('s3://scans/2026/')) console.log(url, size)
 */
export async function storageFor(url: string): Promise<Storage> {
  const scheme = schemeOf(url)
  if (scheme === undefined || scheme === 'file') return local
  throw new EffaceError('ERR_INVALID_OPTION', `Expected a path, or a URL of file: but received one of ${scheme}:`, { stage: 'options' })
}
