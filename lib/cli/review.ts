import { resolve } from 'node:path'
import { fillOptions } from '../core/options.js'
import { isRemote, localPath, shown } from '../storage/names.js'
import { optionsOf, since, UsageError, type Flags } from './args.js'
import { findInputs, noImages, outputPath, Targets } from './inputs.js'
import { marksFolder } from './marks-folder.js'
import { run } from './serve.js'

/** `efface review FILES`: the review page with these files in its queue, until a signal. @returns the exit code */
export async function review(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length === 0) throw new UsageError('Which files or folders? (efface review FOLDER)')
  const { format } = fillOptions(optionsOf(flags))
  const outDir = flags['out-dir']
  const remote = [...names, outDir ?? ''].find(isRemote)
  if (remote !== undefined) throw new UsageError(`efface review takes files of this machine, and received ${shown(remote)}`)
  const filter = { exclude: flags.exclude, ignore: flags.base?.ignore, since: since(flags.since), outputs: outDir === undefined ? [] : [outDir] }
  const inputs = await findInputs(names, filter)
  if (inputs.length === 0) throw new UsageError(noImages(names))
  // As people order names: 2 before 10.
  inputs.sort((a, b) => a.place.localeCompare(b.place, 'en', { numeric: true }))
  const targets = new Targets()
  const files = inputs.map(input => {
    const output = resolve(outputPath(input, outDir, format))
    targets.add(input.path, output)
    return { path: resolve(input.path), name: input.place, output }
  })
  return await run(flags, async logger => ({ files, ...await marksFolder(flags, `${resolve(localPath(names[0]!))}.review`, logger) }), true)
}
