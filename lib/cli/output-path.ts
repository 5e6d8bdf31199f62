import { basename, dirname, extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EffaceError } from '../core/errors.js'
import { FORMATS, type Format } from '../core/formats.js'
import { isPlainPath, schemeOf, shown } from '../storage/names.js'
import { formatOfName, type Input } from './input.js'
import { UsageError } from './usage-error.js'

/** Why outputs are no inputs. */
export const OUTPUT = 'an output of efface, by its name'
/** What the names of outputs end with that lie beside their inputs. */
export const MARK = '.redacted'
export const isOutput = (path: string): boolean => formatOfName(path) !== undefined && basename(path, extname(path)).endsWith(MARK)

/**
 * Where the redacted file goes: `--out-dir` keeps the name; without it `name.redacted.ext` stands beside the input.
 *
 * @throws EffaceError where no file can have that name
 */
export function outputPath(input: Input, outDir: string | undefined, format: Format | undefined): string {
  const extension = format === undefined ? extname(input.place) : `.${FORMATS[format].extensions[0]}`
  const stem = basename(input.place, extname(input.place))
  if (outDir === undefined) return besides(input.path, `${stem}${MARK}${extension}`)
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
