import { opendir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, sep } from 'node:path'
import picomatch from 'picomatch'
import { glob } from 'tinyglobby'
import { FORMATS, type Format } from '../core/formats.js'
import { UsageError } from './args.js'

const EXTENSIONS: ReadonlySet<string> = new Set(Object.values(FORMATS).flatMap(({ extensions }) => extensions))

export interface Input {
  path: string
  /** Below the output folder: where the file is to lie. Trees of folders are kept. */
  place: string
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
      if (since && (await stat(input.path)).mtime < since) continue
      seen?.add(input.path)
      yield input
    }
  }
}

/** All of them at once. */
export async function findInputs(names: readonly string[], filter?: InputFilter): Promise<Input[]> {
  const found: Input[] = []
  for await (const input of eachInput(names, filter)) found.push(input)
  return found
}

async function * inputsOf(name: string): AsyncGenerator<Input> {
  const info = await stat(name).catch(() => undefined)
  if (info?.isDirectory()) {
    for await (const path of filesIn(name, [await realpath(name)])) yield { path, place: relative(name, path) }
  } else if (info) {
    yield { path: name, place: basename(name) }
  } else if (/[*?[{]/.test(name)) {
    const paths = await glob(name.split(sep).join('/'), { absolute: true, onlyFiles: true })
    if (paths.length === 0) throw new UsageError(`No file matches ${name}`)
    for (const path of paths.sort()) yield { path, place: basename(path) }
  } else throw new UsageError(`No such file or folder: ${name}`)
}

/** Pictures by their extension, folder by folder. `above`: the real paths of the folders around, so that a link to one of them is no endless way down. */
async function * filesIn(folder: string, above: readonly string[]): AsyncGenerator<string> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name)
    const kind = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry
    if (kind?.isDirectory()) {
      const real = await realpath(path)
      if (!above.includes(real)) yield * filesIn(path, [...above, real])
    } else if (kind?.isFile() && !entry.name.startsWith('.') && EXTENSIONS.has(extname(entry.name).slice(1).toLowerCase())) yield path
  }
}

/** Where the redacted file goes: `--out-dir` keeps the name; without it `name.redacted.ext` stands beside the input. */
export function outputPath(input: Input, outDir: string | undefined, format: Format | undefined): string {
  const extension = format === undefined ? extname(input.path) : `.${FORMATS[format].extensions[0]}`
  const stem = basename(input.path, extname(input.path))
  if (outDir === undefined) return join(dirname(input.path), `${stem}.redacted${extension}`)
  return join(outDir, dirname(input.place), `${stem}${extension}`)
}
