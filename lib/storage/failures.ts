import { EffaceError, isAbort } from '../core/errors.js'
import { shown } from './names.js'

/** ERR_OUTPUT_EXISTS: somebody else was there before. */
export const exists = (url: string): EffaceError => new EffaceError('ERR_OUTPUT_EXISTS', `Something else is there by now: ${shown(url)}`)

/**
 * ERR_STORAGE_FAILED. Of the error behind it no more is told than its name and the HTTP status: errors of clients hold headers, keys and signatures.
 *
 * @param doing what was tried: 'read', 'list'
 */
export function storageFailed(doing: string, url: string, error: unknown): unknown {
  if (error instanceof EffaceError || isAbort(error)) return error
  const { name = 'Error', code, $metadata } = error as Error & { code?: unknown, $metadata?: { httpStatusCode?: number } }
  const status = $metadata?.httpStatusCode
  // A network's own errors have a code (ECONNRESET); a store's have a name, which is "Unknown" for some.
  const what = [status, typeof code === 'string' ? code : name].filter(part => part !== undefined).join(' ')
  return new EffaceError('ERR_STORAGE_FAILED', `Cannot ${doing} ${shown(url)}: ${what}`, status === undefined ? {} : { status })
}
