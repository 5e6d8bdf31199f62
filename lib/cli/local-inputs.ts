import type { Dirent } from 'node:fs'
import { opendir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve, sep } from 'node:path'
import { glob } from 'tinyglobby'
import { didYouMean } from '../core/closest.js'
import { fsPath, nameOf } from '../core/fs-path.js'
import { COMMAND_WORDS } from './commands.js'
import { IGNORE_FILE, IgnoreRules } from './ignore-file.js'
import { BY_EXTENSION, formatOfName, isPattern, type Input, type InputFilter } from './input.js'
import { isOutput, MARK, OUTPUT } from './output-path.js'
import { UsageError } from './usage-error.js'

/**
 * What a path names: a file, a folder, or a pattern.
 *
 * @throws UsageError where nothing is there
 */
export async function * localInputs(name: string, filter: InputFilter, isOneOfSeveral: boolean): AsyncGenerator<Input> {
  const info = await stat(fsPath(name)).catch(() => undefined)
  if (info?.isDirectory()) {
    const outputs = new Set(await Promise.all((filter.outputs ?? []).map(realOf)))
    const real = await realOf(name)
    // A folder that is written to itself is redacted in place.
    outputs.delete(real)
    yield * filesIn({ folder: name, place: '', above: [real], rules: IgnoreRules.of(filter.ignore ?? []) }, outputs, filter)
  } else if (info) {
    // A shell's pattern names outputs of the run before as well.
    yield { path: name, place: basename(name), ...isOneOfSeveral && await isOldOutput(name, filter) && { skipped: OUTPUT } }
  } else if (isPattern(name)) {
    const paths = await glob(name.split(sep).join('/'), { absolute: true, onlyFiles: true })
    if (paths.length === 0) throw new UsageError(`No file matches ${name}`)
    for (const path of paths.sort()) yield { path, place: basename(path), ...await isOldOutput(path, filter) && { skipped: OUTPUT } }
  } else throw new UsageError(`No such file or folder: ${name}.${didYouMean(name, COMMAND_WORDS, word => `the command: efface ${word}`)}`)
}

interface Folder {
  folder: string
  /** Below the folder that was named, with '/' between the parts. */
  place: string
  /** The real paths of the folders around, so that a link to one of them is no endless way down. */
  above: readonly string[]
  rules: IgnoreRules
}

/** Pictures by their extension, folder by folder. */
async function * filesIn({ folder, place, above, rules: around }: Folder, outputs: ReadonlySet<string>, filter: InputFilter): AsyncGenerator<Input> {
  const rules = await around.within(folder, place)
  for await (const entry of await opendir(fsPath(folder) as string, { encoding: 'buffer' as 'utf8' })) {
    const name = nameOf(entry.name as unknown as Buffer)
    const path = join(folder, name)
    const here = place === '' ? name : `${place}/${name}`
    const kind = entry.isSymbolicLink() ? await stat(fsPath(path)).catch(() => undefined) : entry
    if (rules.ignores(kind?.isDirectory() ? `${here}/` : here)) continue
    if (kind?.isDirectory()) {
      const real = await realOf(path)
      if (above.includes(real)) yield { path, place: here, skipped: 'a link to a folder around it' }
      else if (!outputs.has(real)) yield * filesIn({ folder: path, place: here, above: [...above, real], rules }, outputs, filter)
      continue
    }
    const why = whySkipped(name, kind, filter.outputs !== undefined)
    if (why !== '') yield { path, place: here.split('/').join(sep), ...why !== undefined && { skipped: why } }
  }
}

/** Why a file of a folder is left out; '' where nobody need be told; undefined where it is not. */
function whySkipped(name: string, kind: Pick<Dirent, 'isFile'> | undefined, writes: boolean): string | undefined {
  const isPicture = formatOfName(name) !== undefined
  if (!kind) return 'a link to nothing'
  if (!kind.isFile()) return 'no file'
  if (name === IGNORE_FILE) return ''
  if (name.startsWith('.')) return isPicture ? 'hidden' : ''
  if (!isPicture) return 'no picture by its name'
  return writes && isOutput(name) ? OUTPUT : undefined
}

/** Whether it is called like an output, and the picture that it was made of lies beside it. */
async function isOldOutput(path: string, { outputs }: InputFilter): Promise<boolean> {
  if (!outputs || !isOutput(path)) return false
  const stem = join(dirname(path), basename(path, extname(path)).slice(0, -MARK.length))
  const endings = Object.keys(BY_EXTENSION).flatMap(extension => [extension, extension.toUpperCase()])
  return (await Promise.all(endings.map(async ending => await stat(fsPath(`${stem}.${ending}`)).then(() => true, () => false)))).includes(true)
}

const realOf = async (path: string): Promise<string> => await realpath(fsPath(path), { encoding: 'buffer' }).then(nameOf, () => resolve(path))
