import { createWriteStream } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createPool, type Pool } from '../../workers/pool.js'
import { efface, makePlan } from '../api/efface.js'
import { storageFor } from '../storage/index.js'
import { open } from '../storage/open.js'
import { isRemote, shown } from '../storage/names.js'
import { writeTo } from '../storage/transfer.js'
import { fsPath } from '../core/fs-path.js'
import { count, optionsOf, refuseStray, UsageError, type Flags } from './args.js'
import { batch, withPromised } from './batch.js'
import { failureOf } from '../api/failures.js'
import { findInputs } from './inputs.js'
import { ReportWriter } from './report-writer.js'

/** With the pool that the flags ask for, which is closed behind the work. */
export async function withPool<T>(flags: Flags, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool({ threads: count(flags.threads, 'threads') })
  try {
    return await work(pool)
  } finally {
    await pool.close()
  }
}

/** `efface FILES`. @returns the exit code */
export async function redact(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length === 0) throw new UsageError('No input. Try: efface photo.jpg -o clean.jpg')
  const target = flags.output === undefined || isRemote(flags.output) ? undefined : await stat(fsPath(flags.output)).catch(() => undefined)
  if (target?.isDirectory()) throw new UsageError(`${flags.output} is a folder: say --out-dir`)
  // A pipe or a device cannot be replaced by a file that is complete.
  if (target && !target.isFile()) {
    refuseStray('redact -', flags)
    return await throughPipe(names, flags)
  }
  return await withPool(flags, async pool => await batch(names, flags, pool))
}

/** `efface - < IN > OUT` and `efface IN -o -`. @returns the exit code */
export async function throughPipe(names: readonly string[], flags: Flags): Promise<number> {
  const [name = '-', ...more] = names
  if (more.length > 0) throw new UsageError("'-' stands alone: it is one file")
  const output = flags.output === '-' ? undefined : flags.output
  if (flags.report === '-' && output === undefined) throw new UsageError('Standard output cannot take both the file and the report')
  if (output === undefined && process.stdout.isTTY) throw new UsageError('Standard output is a terminal, and what comes is no text: say -o FILE, or send it on with > or |')
  if (name === '-' && process.stdin.isTTY) throw new UsageError('Standard input is a terminal: send a file in with < or |, or name one')
  const options = withPromised(optionsOf(flags), output)
  const reports = await ReportWriter.open(flags.report, { single: true, text: flags['report-text'] ?? false })
  return await withPool(flags, async pool => {
    const stream = efface({ ...options, pool })
    const through = async (sink: NodeJS.WritableStream): Promise<void> => await pipeline(name === '-' ? process.stdin : (await open(name)).stream, stream, sink)
    try {
      if (output === undefined) await through(process.stdout)
      else if (await isNoFile(output)) await through(createWriteStream(fsPath(output)))
      else await writeTo(await storageFor(output), output, through)
    } catch (error) {
      await reports.add(shown(name), { error: failureOf(error) })
      throw error
    }
    await reports.add(shown(name), await stream.report)
    return 0
  })
}

const isNoFile = async (path: string): Promise<boolean> => !isRemote(path) && await stat(fsPath(path)).then(info => !info.isFile(), () => false)

/** `efface IN --plan PLAN`: what would be painted, written down and not painted. @returns the exit code */
export async function writePlan(names: readonly string[], flags: Flags): Promise<number> {
  const [input, ...more] = await findInputs(names)
  if (!input || more.length > 0) throw new UsageError('--plan takes one file')
  const plan = await withPool(flags, async pool => await makePlan(input.path, { ...optionsOf(flags), pool }))
  await writeFile(fsPath(flags.plan!), `${JSON.stringify(plan, null, 2)}\n`)
  if (!flags.quiet) process.stderr.write(`${plan.pages.length} pages, ${plan.pages.reduce((sum, page) => sum + page.boxes.length, 0)} boxes\n`)
  return 0
}
