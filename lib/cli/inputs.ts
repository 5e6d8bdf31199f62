import { stat } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, sep } from 'node:path'
import { glob } from 'tinyglobby'
import { FORMATS, type Format } from '../core/formats.js'
import { UsageError } from './args.js'

const EXTENSIONS = Object.values(FORMATS).flatMap(({ extensions }) => extensions)

export interface Input {
  path: string
  /** Below the output folder: where the file is to lie. Trees of folders are kept. */
  place: string
}

/**
 * Files, folders (searched through) and patterns as files to work on, each once, in the order given.
 *
 * @throws UsageError for what does not exist
 */
export async function findInputs(names: readonly string[]): Promise<Input[]> {
  const found = new Map<string, Input>()
  for (const name of names) {
    const info = await stat(name).catch(() => undefined)
    if (info?.isDirectory()) {
      const paths = await glob(`**/*.{${EXTENSIONS.join()}}`, { cwd: name, absolute: true, caseSensitiveMatch: false, onlyFiles: true })
      for (const path of paths.sort()) found.set(path, { path, place: relative(name, path) })
    } else if (info) {
      found.set(name, { path: name, place: basename(name) })
    } else if (/[*?[{]/.test(name)) {
      const paths = await glob(name.split(sep).join('/'), { absolute: true, onlyFiles: true })
      if (paths.length === 0) throw new UsageError(`No file matches ${name}`)
      for (const path of paths.sort()) found.set(path, { path, place: basename(path) })
    } else throw new UsageError(`No such file or folder: ${name}`)
  }
  return [...found.values()]
}

/** Where the redacted file goes: `--out-dir` keeps the name; without it `name.redacted.ext` stands beside the input. */
export function outputPath(input: Input, outDir: string | undefined, format: Format | undefined): string {
  const extension = format === undefined ? extname(input.path) : `.${FORMATS[format].extensions[0]}`
  const stem = basename(input.path, extname(input.path))
  if (outDir === undefined) return join(dirname(input.path), `${stem}.redacted${extension}`)
  return join(outDir, dirname(input.place), `${stem}${extension}`)
}
