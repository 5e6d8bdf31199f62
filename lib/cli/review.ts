import { resolve } from 'node:path'
import { fillOptions } from '../core/options.js'
import { optionsOf, since, UsageError, type Flags } from './args.js'
import { findInputs, outputPath } from './inputs.js'
import { marksFolder } from './marks-folder.js'
import { run } from './serve.js'

/** `efface review FILES`: the review page with these files in its queue, until a signal. @returns the exit code */
export async function review(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length === 0) throw new UsageError('Which files or folders? (efface review FOLDER)')
  const { format } = fillOptions(optionsOf(flags))
  const outDir = flags['out-dir']
  const filter = { exclude: flags.exclude, ignore: flags.base?.ignore, since: since(flags.since), outputs: outDir === undefined ? [] : [outDir] }
  const inputs = await findInputs(names, filter)
  if (inputs.length === 0) throw new UsageError('No image files there')
  // As people order names: 2 before 10.
  inputs.sort((a, b) => a.place.localeCompare(b.place, 'en', { numeric: true }))
  const files = inputs.map(input => ({ path: resolve(input.path), name: input.place, output: resolve(outputPath(input, outDir, format)) }))
  return await run(flags, async logger => ({ files, ...await marksFolder(flags, `${resolve(names[0]!)}.review`, logger) }))
}
