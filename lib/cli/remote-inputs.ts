import { basename } from 'node:path'
import picomatch from 'picomatch'
import { storageFor } from '../storage/index.js'
import { fileName, isRemote, schemeOf, shown } from '../storage/names.js'
import type { StoredObject } from '../storage/storage.js'
import { UsageError } from './args.js'
import { IgnoreRules } from './ignore-file.js'
import { whySkipped, type Input, type InputFilter } from './input.js'

const PATTERN = /[*?[{]/

/**
 * What is named by a URL is an object, or else a prefix, or else a pattern.
 *
 * @throws UsageError where there is nothing
 */
export async function * remoteInputs(url: string, filter: InputFilter): AsyncGenerator<Input> {
  const storage = await storageFor(url)
  const object = await storage.head(url)
  if (object) return yield { path: url, place: fileName(url), found: object }
  if (schemeOf(url) !== 's3') throw new UsageError(`Nothing there: ${shown(url)}`)
  const prefix = asFolder(url)
  if (yield * some(storage.list(prefix), found => ({ path: found.url, place: found.url.slice(prefix.length), found }), filter, prefix)) return
  if (!PATTERN.test(url)) throw new UsageError(`No picture there: ${shown(url)}`)
  const matches = picomatch(url, { dot: false })
  const above = url.slice(0, url.slice(0, url.search(PATTERN)).lastIndexOf('/') + 1)
  const any = yield * some(storage.list(above), found => matches(found.url) ? { path: found.url, place: fileName(found.url), found } : undefined, filter, above)
  if (!any) throw new UsageError(`Nothing matches ${shown(url)}`)
}

const asFolder = (url: string): string => url.endsWith('/') ? url : `${url}/`

/** @returns whether there was any */
async function * some(
  objects: AsyncIterable<StoredObject>, inputOf: (found: StoredObject) => Input | undefined, { ignore = [], outputs }: InputFilter, prefix: string,
): AsyncGenerator<Input, boolean> {
  const rules = IgnoreRules.of(ignore)
  // A prefix that is written to itself is redacted in place.
  const written = (outputs ?? []).filter(isRemote).map(asFolder).filter(folder => folder !== prefix)
  let any = false
  for await (const found of objects) {
    const input = inputOf(found)
    if (!input || written.some(folder => found.url.startsWith(folder)) || rules.ignores(plain(input.place))) continue
    const skipped = whySkipped(basename(input.place), FILE, outputs !== undefined)
    if (skipped === '') continue
    any = true
    yield { ...input, ...skipped !== undefined && { skipped } }
  }
  return any
}

const FILE = { isFile: () => true }

/** Rules are for relative paths; a key may be none. */
const plain = (place: string): string => place.split('/').filter(part => !/^\.{0,2}$/.test(part)).join('/') || '-'
