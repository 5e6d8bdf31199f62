import { writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createPool, type Pool } from '../../workers/pool.js'
import { efface, makePlan } from '../api/efface.js'
import { storageFor } from '../storage/index.js'
import { writeTo } from '../storage/transfer.js'
import { count, optionsOf, UsageError, type Flags } from './args.js'
import { batch } from './batch.js'
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
  return await withPool(flags, async pool => await batch(names, flags, pool))
}

/** `efface - < IN > OUT`. @returns the exit code */
export async function throughPipe(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length > 1) throw new UsageError("'-' stands alone: standard input is one file")
  if (flags.report === '-' && flags.output === undefined) throw new UsageError('Standard output cannot take both the file and the report')
  const reports = await ReportWriter.open(flags.report, { single: true, text: flags['report-text'] ?? false })
  return await withPool(flags, async pool => {
    const stream = efface({ ...optionsOf(flags), pool })
    if (flags.output === undefined) await pipeline(process.stdin, stream, process.stdout)
    else await writeTo(await storageFor(flags.output), flags.output, async sink => await pipeline(process.stdin, stream, sink))
    await reports.add('-', await stream.report)
    return 0
  })
}

/** `efface IN --plan PLAN`: what would be painted, written down and not painted. @returns the exit code */
export async function writePlan(names: readonly string[], flags: Flags): Promise<number> {
  const [input, ...more] = await findInputs(names)
  if (!input || more.length > 0) throw new UsageError('--plan takes one file')
  const plan = await withPool(flags, async pool => await makePlan(input.path, { ...optionsOf(flags), pool }))
  await writeFile(flags.plan!, `${JSON.stringify(plan, null, 2)}\n`)
  if (!flags.quiet) process.stderr.write(`${plan.pages.length} pages, ${plan.pages.reduce((sum, page) => sum + page.boxes.length, 0)} boxes\n`)
  return 0
}
