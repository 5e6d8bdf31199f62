import { resolve } from 'node:path'
import { storageFor } from '../storage/index.js'
import { isRemote, localPath, schemeOf } from '../storage/names.js'
import type { StoredObject } from '../storage/storage.js'
import { UsageError, type Flags } from './args.js'
import { Offsets } from './offsets.js'
import type { Outcome } from './journal.js'

/** @throws UsageError for a place that nothing can be written to; EffaceError where a package is missing */
export async function checkOutput(place: string | undefined): Promise<void> {
  if (place === undefined) return
  if (/^https?$/.test(schemeOf(place) ?? '')) throw new UsageError('Nothing can be written to a web server')
  await storageFor(place)
}

/**
 * Where the journal of a batch lies: beside the output folder, not in it, since inputs' names may tell of people; of a bucket in the working folder, by its
 * name. It is synced with every file, which an object cannot be.
 */
export function journalPath({ journal, 'out-dir': outDir = '' }: Flags): string {
  if (journal !== undefined) return resolve(journal)
  const name = isRemote(outDir) ? outDir.replace(/^\w+:\/\//, '').replace(/\/+$/, '').replaceAll(/[^\w.-]+/g, '.') : localPath(outDir)
  return `${resolve(name)}.journal.ndjson`
}

/** Asks for nothing but what has not been told. */
export const headOf = async (path: string, found?: StoredObject): Promise<StoredObject | undefined> => found ?? await (await storageFor(path)).head(path)

/** Whether all that is known of an input is as it was. 'perhaps' where only its content can tell. */
export function isAsBefore(now: StoredObject, before: Outcome): boolean | 'perhaps' {
  if (differ(now.size, before.size)) return false
  const date = now.modified?.getTime()
  const isOther = now.version !== undefined && before.version !== undefined
    ? now.version !== before.version
    : differ(date, before.mtime && Math.trunc(before.mtime))
  if (!isOther) return true
  return before.sha256 === '' ? false : 'perhaps'
}

const differ = (a: number | undefined, b: number | undefined): boolean => a !== undefined && b !== undefined && a !== b

/** Bytes of what lies below, by name: one listing instead of a question for each. */
export async function sizesBelow(place: string): Promise<Offsets> {
  const sizes = new Offsets()
  for await (const { url, size = 0 } of (await storageFor(place)).list(place)) sizes.set(url, size)
  return sizes
}
