import { stat } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import picomatch from 'picomatch'
import { glob } from 'tinyglobby'
import { EffaceError } from '../core/errors.js'
import { FORMATS, type Format } from '../core/formats.js'
import { storageFor } from '../storage/index.js'
import { fileName, isPlainPath, schemeOf, shown } from '../storage/names.js'
import type { StoredObject } from '../storage/storage.js'
import { UsageError } from './args.js'

const EXTENSIONS: ReadonlySet<string> = new Set(Object.values(FORMATS).flatMap(({ extensions }) => extensions))

export interface Input {
  /** Path or URL. */
  path: string
  /** Below the output folder: where the file is to lie. Trees of folders are kept. */
  place: string
  /** What a listing has told of it. */
  found?: StoredObject
}

export interface InputFilter {
  /** Patterns of places, or of names where they have no slash: what matches is left out. */
  exclude?: readonly string[]
  /** Files that were changed before are left out. */
  since?: Date
}

/**
 * Files, folders (searched through) and patterns as files to work on, each once, in the order given. Of a folder no more is held in memory than the
 * names that the system gives at a time.
 *
 * @throws UsageError for what does not exist
 */
export async function * eachInput(names: readonly string[], { exclude = [], since }: InputFilter = {}): AsyncGenerator<Input> {
  const isExcluded = exclude.map(pattern => picomatch(pattern, { basename: !pattern.includes('/'), dot: true }))
  const seen = names.length > 1 ? new Set<string>() : undefined
  for (const name of names) {
    for await (const input of inputsOf(name)) {
      const place = input.place.split(sep).join('/')
      if (isExcluded.some(matches => matches(place)) || seen?.has(input.path)) continue
      if (since && await isBefore(input, since)) continue
      seen?.add(input.path)
      yield input
    }
  }
}

/** What does not tell its date is not left out. */
async function isBefore({ path, found }: Input, date: Date): Promise<boolean> {
  const modified = found?.modified ?? (await (await storageFor(path)).head(path))?.modified
  return modified !== undefined && modified < date
}

/** All of them at once. */
export async function findInputs(names: readonly string[], filter?: InputFilter): Promise<Input[]> {
  const found: Input[] = []
  for await (const input of eachInput(names, filter)) found.push(input)
  return found
}

async function * inputsOf(given: string): AsyncGenerator<Input> {
  const scheme = schemeOf(given)
  if (scheme !== undefined && scheme !== 'file') return yield * remoteInputs(given)
  const name = scheme === 'file' ? fileURLToPath(given) : given
  const info = await stat(name).catch(() => undefined)
  if (info?.isDirectory()) {
    for await (const { url } of (await storageFor(name)).list(name)) if (isPicture(url)) yield { path: url, place: relative(name, url) }
  } else if (info) {
    yield { path: name, place: basename(name) }
  } else if (isPattern(name)) {
    const paths = await glob(name.split(sep).join('/'), { absolute: true, onlyFiles: true })
    if (paths.length === 0) throw new UsageError(`No file matches ${name}`)
    for (const path of paths.sort()) yield { path, place: basename(path) }
  } else throw new UsageError(`No such file or folder: ${name}`)
}

/** What is named is an object, or else a prefix, or else a pattern. */
async function * remoteInputs(url: string): AsyncGenerator<Input> {
  const storage = await storageFor(url)
  const object = await storage.head(url)
  if (object) return yield { path: url, place: fileName(url), found: object }
  if (schemeOf(url) !== 's3') throw new UsageError(`Nothing there: ${shown(url)}`)
  const prefix = url.endsWith('/') ? url : `${url}/`
  let some = false
  for await (const found of storage.list(prefix)) {
    if (!isPicture(found.url)) continue
    some = true
    yield { path: found.url, place: found.url.slice(prefix.length), found }
  }
  if (some) return
  if (!isPattern(url)) throw new UsageError(`No picture there: ${shown(url)}`)
  const matches = picomatch(url, { dot: false })
  for await (const found of storage.list(url.slice(0, url.slice(0, url.search(PATTERN)).lastIndexOf('/') + 1))) {
    if (!matches(found.url)) continue
    some = true
    yield { path: found.url, place: fileName(found.url), found }
  }
  if (!some) throw new UsageError(`Nothing matches ${url}`)
}

const PATTERN = /[*?[{]/
const isPattern = (name: string): boolean => PATTERN.test(name)
const isPicture = (name: string): boolean => !basename(name).startsWith('.') && EXTENSIONS.has(extname(name).slice(1).toLowerCase())

/**
 * Where the redacted file goes: `--out-dir` keeps the name; without it `name.redacted.ext` stands beside the input.
 *
 * @throws EffaceError where no file can have that name
 */
export function outputPath(input: Input, outDir: string | undefined, format: Format | undefined): string {
  const extension = format === undefined ? extname(input.place) : `.${FORMATS[format].extensions[0]}`
  const stem = basename(input.place, extname(input.place))
  if (outDir === undefined) return besides(input.path, `${stem}.redacted${extension}`)
  const scheme = schemeOf(outDir)
  // Keys are kept as they are: '..' and '//' mean nothing in them.
  if (scheme !== undefined && scheme !== 'file') return `${outDir}${outDir.endsWith('/') ? '' : '/'}${input.place.slice(0, input.place.lastIndexOf('/') + 1)}${stem}${extension}`
  checkPlace(input)
  return join(scheme === 'file' ? fileURLToPath(outDir) : outDir, dirname(input.place), `${stem}${extension}`)
}

/** @throws EffaceError for a key that no file can be called by, or one elsewhere */
export function checkPlace({ path, place }: Input): void {
  if (isPlainPath(place.split(sep).join('/'))) return
  throw new EffaceError('ERR_STORAGE_FAILED', `Its key is no name for a file: ${shown(path)}`)
}

function besides(path: string, name: string): string {
  const scheme = schemeOf(path)
  if (scheme === undefined || scheme === 'file') return join(dirname(path), name)
  if (scheme !== 's3') throw new UsageError(`Where is it to go? ${shown(path)} needs -o or --out-dir`)
  return path.slice(0, path.lastIndexOf('/') + 1) + name
}
