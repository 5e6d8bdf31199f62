import { opendir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve, sep } from 'node:path'
import picomatch from 'picomatch'
import { glob } from 'tinyglobby'
import { didYouMean } from '../core/closest.js'
import { fsPath, nameOf } from '../core/fs-path.js'
import { isRemote, localPath } from '../storage/names.js'
import { UsageError } from './args.js'
import { COMMAND_WORDS } from './commands.js'
import { IgnoreRules } from './ignore-file.js'
import { BY_EXTENSION, isOutput, MARK, OUTPUT, whySkipped, type Input, type InputFilter } from './input.js'
import { headOf } from './places.js'
import { remoteInputs } from './remote-inputs.js'

export { formatOfName, noImages } from './input.js'
export type { Input, InputFilter } from './input.js'
export { outputPath, Targets } from './output-path.js'

const PATTERN = /[*?[{]/

/**
 * Files, folders (searched through) and patterns as files to work on, each once, in the order given. Of a folder no more is held in memory than the
 * names that the system gives at a time. Files that are skipped are among them.
 *
 * @throws UsageError for what does not exist
 */
export async function * eachFile(names: readonly string[], filter: InputFilter = {}): AsyncGenerator<Input> {
  const isExcluded = (filter.exclude ?? []).map(pattern => picomatch(pattern, { basename: !pattern.includes('/'), dot: true }))
  const seen = names.length > 1 ? new Set<string>() : undefined
  for (const name of names) {
    for await (const input of inputsOf(name, filter, names.length > 1)) {
      const place = input.place.split(sep).join('/')
      if (isExcluded.some(matches => matches(place)) || seen?.has(input.path)) continue
      if (filter.since && input.skipped === undefined && await isBefore(input, filter.since)) continue
      seen?.add(input.path)
      yield input
    }
  }
}

/** What does not tell its date is not left out. */
async function isBefore({ path, found }: Input, date: Date): Promise<boolean> {
  const modified = (await headOf(path, found))?.modified
  return modified !== undefined && modified < date
}

/** Those to work on. */
export async function * taken(files: AsyncIterable<Input>): AsyncGenerator<Input> {
  for await (const input of files) if (input.skipped === undefined) yield input
}

/** All of those at once. */
export async function findInputs(names: readonly string[], filter?: InputFilter): Promise<Input[]> {
  const found: Input[] = []
  for await (const input of taken(eachFile(names, filter))) found.push(input)
  return found
}

async function * inputsOf(given: string, filter: InputFilter, isOneOfSeveral: boolean): AsyncGenerator<Input> {
  if (isRemote(given)) return yield * remoteInputs(given, filter)
  const name = localPath(given)
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
  } else if (PATTERN.test(name)) {
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

/** Whether it is called like an output, and the picture that it was made of lies beside it. */
async function isOldOutput(path: string, { outputs }: InputFilter): Promise<boolean> {
  if (!outputs || !isOutput(path)) return false
  const stem = join(dirname(path), basename(path, extname(path)).slice(0, -MARK.length))
  const endings = Object.keys(BY_EXTENSION).flatMap(extension => [extension, extension.toUpperCase()])
  return (await Promise.all(endings.map(async ending => await stat(fsPath(`${stem}.${ending}`)).then(() => true, () => false)))).includes(true)
}

const realOf = async (path: string): Promise<string> => await realpath(fsPath(path), { encoding: 'buffer' }).then(nameOf, () => resolve(path))
