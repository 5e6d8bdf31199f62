import { basename, dirname, extname, join, sep } from 'node:path'
import { EffaceError } from '../core/errors.js'
import { FORMATS, type Format } from '../core/formats.js'
import { isPlainPath, isRemote, localPath, canonicalPlace, schemeOf, shown } from '../storage/names.js'
import { UsageError } from './args.js'
import { MARK, type Input } from './input.js'

/**
 * Where the redacted file goes: `--out-dir` keeps the name; without it `name.redacted.ext` stands beside the input.
 *
 * @throws EffaceError where no file can have that name; UsageError where nothing can be written beside the input
 */
export function outputPath(input: Input, outDir: string | undefined, format: Format | undefined): string {
  const extension = format === undefined ? extname(input.place) : `.${FORMATS[format].extensions[0]}`
  const stem = basename(input.place, extname(input.place))
  if (outDir === undefined) return besides(input.path, `${stem}${MARK}${extension}`)
  // Keys are kept as they are: '..' and '//' mean nothing in them.
  if (isRemote(outDir)) return `${outDir}${outDir.endsWith('/') ? '' : '/'}${input.place.slice(0, input.place.lastIndexOf('/') + 1)}${stem}${extension}`
  checkPlace(input)
  return join(localPath(outDir), dirname(input.place), `${stem}${extension}`)
}

/** Where inputs are written to. */
export class Targets {
  readonly #inputs = new Map<string, string>()

  /** @throws UsageError where another input is written to the same place */
  add(input: string, target: string): void {
    const key = canonicalPlace(target)
    const other = this.#inputs.get(key)
    if (other !== undefined) throw new UsageError(`${shown(other)} and ${shown(input)} would both be written to ${target}`)
    this.#inputs.set(key, input)
  }
}

/** @throws EffaceError for a key that no file can be called by, or one elsewhere */
export function checkPlace({ path, place }: Input): void {
  if (!isPlainPath(place.split(sep).join('/'))) throw new EffaceError('ERR_STORAGE_FAILED', `Its key is no name for a file: ${shown(path)}`)
}

function besides(path: string, name: string): string {
  if (!isRemote(path)) return join(dirname(localPath(path)), name)
  if (schemeOf(path) !== 's3') throw new UsageError(`Where is it to go? ${shown(path)} needs -o or --out-dir`)
  return path.slice(0, path.lastIndexOf('/') + 1) + name
}
