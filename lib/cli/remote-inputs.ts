import { basename } from 'node:path'
import picomatch from 'picomatch'
import { storageFor } from '../storage/index.js'
import { fileName, schemeOf, shown } from '../storage/names.js'
import { beforePattern, formatOfName, isPattern, type Input, type InputFilter } from './input.js'
import { IgnoreRules } from './ignore-file.js'
import { isOutput, OUTPUT } from './output-path.js'
import { UsageError } from './usage-error.js'

/**
 * What is named is an object, or else a prefix, or else a pattern.
 *
 * @throws UsageError where nothing is there
 */
export async function * remoteInputs(url: string, filter: InputFilter): AsyncGenerator<Input> {
  const storage = await storageFor(url)
  const object = await storage.head(url)
  if (object) return yield { path: url, place: fileName(url), found: object }
  if (schemeOf(url) !== 's3') throw new UsageError(`Nothing there: ${shown(url)}`)
  const prefix = url.endsWith('/') ? url : `${url}/`
  const outputs = (filter.outputs ?? []).map(place => place.endsWith('/') ? place : `${place}/`)
  const rules = IgnoreRules.of(filter.ignore ?? [])
  let some = false
  for await (const found of storage.list(prefix)) {
    some = true
    const place = found.url.slice(prefix.length)
    // A prefix that is written to itself is redacted in place.
    if (rules.ignores(place) || outputs.some(output => output !== prefix && found.url.startsWith(output))) continue
    const why = whySkipped(found.url, filter.outputs !== undefined)
    if (why !== '') yield { path: found.url, place, found, ...why !== undefined && { skipped: why } }
  }
  if (some) return
  if (!isPattern(url)) throw new UsageError(`No picture there: ${shown(url)}`)
  const matches = picomatch(url, { dot: false })
  const start = beforePattern(url)
  for await (const found of storage.list(start.slice(0, start.lastIndexOf('/') + 1))) {
    if (!matches(found.url)) continue
    some = true
    yield { path: found.url, place: fileName(found.url), found }
  }
  if (!some) throw new UsageError(`Nothing matches ${url}`)
}

/** Why an object is left out; '' where nobody need be told; undefined where it is not. */
function whySkipped(url: string, writes: boolean): string | undefined {
  const name = basename(url)
  const isPicture = formatOfName(name) !== undefined
  if (name.startsWith('.')) return isPicture ? 'hidden' : ''
  if (!isPicture) return 'no picture by its name'
  return writes && isOutput(name) ? OUTPUT : undefined
}
