import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import picomatch from 'picomatch'
import { storageFor } from '../storage/index.js'
import { schemeOf } from '../storage/names.js'
import type { Input, InputFilter } from './input.js'
import { localInputs } from './local-inputs.js'
import { remoteInputs } from './remote-inputs.js'

export { formatOfName, type Input, type InputFilter } from './input.js'
export { checkPlace, outputPath } from './output-path.js'

/**
 * Files, folders (searched through), URLs and patterns as files to work on, each once, in the order given. Of a folder no more is held in memory than the
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

function inputsOf(name: string, filter: InputFilter, isOneOfSeveral: boolean): AsyncGenerator<Input> {
  const scheme = schemeOf(name)
  if (scheme !== undefined && scheme !== 'file') return remoteInputs(name, filter)
  return localInputs(scheme === 'file' ? fileURLToPath(name) : name, filter, isOneOfSeveral)
}

/** What does not tell its date is not left out. */
async function isBefore({ path, found }: Input, date: Date): Promise<boolean> {
  const modified = found?.modified ?? (await (await storageFor(path)).head(path))?.modified
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
