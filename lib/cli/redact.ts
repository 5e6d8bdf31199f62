import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import sharp from 'sharp'
import { createPool, type Pool } from '../../workers/pool.js'
import { AuditLog, type AuditEntry } from '../api/audit.js'
import { efface, makePlan, planPage, redactFile, type FrameHooks } from '../api/efface.js'
import { EffaceError } from '../core/errors.js'
import { fillOptions } from '../core/options.js'
import { fingerprint, plainOptions, type PlanPage } from '../api/plan.js'
import { writeWhole } from '../api/output-file.js'
import { count, optionsOf, UsageError, type Flags } from './args.js'
import { eachOf } from './each.js'
import { findInputs, outputPath, type Input } from './inputs.js'
import { previewHooks } from './preview.js'
import { Progress } from './progress.js'
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
  return await withPool(flags, async pool => await files(names, flags, pool))
}

/** `efface - < IN > OUT`. @returns the exit code */
export async function throughPipe(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length > 1) throw new UsageError("'-' stands alone: standard input is one file")
  if (flags.report === '-' && flags.output === undefined) throw new UsageError('Standard output cannot take both the file and the report')
  const reports = new ReportWriter(flags.report, 1, { text: flags['report-text'] ?? false })
  return await withPool(flags, async pool => {
    const stream = efface({ ...optionsOf(flags), pool })
    if (flags.output === undefined) await pipeline(process.stdin, stream, process.stdout)
    else await writeWhole(flags.output, async sink => await pipeline(process.stdin, stream, sink))
    reports.add('-', await stream.report)
    await reports.finish()
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

async function files(names: readonly string[], flags: Flags, pool: Pool): Promise<number> {
  const own = optionsOf(flags)
  const options = fillOptions({ ...own, pool })
  const inputs = await findInputs(names)
  if (inputs.length === 0) throw new UsageError('No image files there')
  if (flags.output !== undefined && inputs.length > 1) throw new UsageError('-o takes one input; use --out-dir for several')
  if (flags.output !== undefined && flags['out-dir'] !== undefined) throw new UsageError('-o and --out-dir exclude each other')
  const jobs = inputs.map(input => ({ input, output: flags.output ?? outputPath(input, flags['out-dir'], options.format) }))
  refuseCollisions(jobs)

  const audit = flags.audit === undefined ? undefined : await AuditLog.open(flags.audit)
  const reports = new ReportWriter(flags.report, jobs.length, { text: flags['report-text'] ?? false })
  const progress = new Progress(jobs.length, { quiet: flags.quiet })
  const failures: string[] = []
  const finds: Record<string, number> = {}
  await eachOf(jobs, count(flags.concurrency, 'concurrency') ?? 2, async ({ input, output }) => {
    const total = process.stderr.isTTY ? await pagesOf(input.path) : undefined
    try {
      await mkdir(dirname(resolve(output)), { recursive: true })
      const before = audit && await fingerprint(input.path)
      const painted: PlanPage[] = []
      const previews: FrameHooks = flags.preview === undefined ? {} : previewHooks(input, flags.preview, options)
      const report = await redactFile(input.path, output, options, {
        ...previews,
        painted: async (frame, signal) => {
          if (audit) painted[frame.index] = planPage(frame, options)
          await previews.painted?.(frame, signal)
        },
        onFrame: event => progress.page(input.path, event.index, event.total ?? total),
        // What the log does not tell of is not there.
        written: async (path, { models }) => {
          await audit?.append(await auditEntry({ input: before!, options: plainOptions(own), models, pages: painted }, path))
        },
      })
      for (const { best_label } of report.entities) finds[best_label] = (finds[best_label] ?? 0) + 1
      for (const { type } of report.objects) finds[type] = (finds[type] ?? 0) + 1
      reports.add(input.path, report)
    } catch (error) {
      if (error instanceof EffaceError && error.code === 'ERR_INVALID_OPTION') throw new UsageError(error.message)
      failures.push(input.path)
      progress.line(`efface: ${input.path}: ${describe(error)}`)
    }
    progress.file(input.path)
  }).finally(() => progress.stop())
  await reports.finish()
  if (!flags.quiet) process.stderr.write(summary(jobs.length, failures.length, progress.pages, finds, jobs.length === 1 ? jobs[0]!.output : undefined))
  return failures.length > 0 ? 1 : 0
}

/** The line of the audit log on what was done to one file. */
export async function auditEntry({ input, options, models, pages }: Omit<AuditEntry, 'time' | 'output'>, output: string): Promise<AuditEntry> {
  return { time: new Date().toISOString(), input, output: await fingerprint(output), options, models, pages }
}

/** What was done, and a table of what was found where there was anything. */
function summary(all: number, failed: number, pages: number, finds: Readonly<Record<string, number>>, output: string | undefined): string {
  const rows = Object.entries(finds).sort((a, b) => b[1] - a[1])
  const width = Math.max(0, ...rows.map(([label]) => label.length))
  const lines = [
    `${all - failed} of ${all} files redacted, ${pages} pages${failed > 0 ? `, ${failed} failed` : ''}`,
    ...rows.map(([label, n]) => `  ${label.padEnd(width)}  ${n}`),
    ...output !== undefined && failed === 0 ? [output] : [],
  ]
  return lines.map(line => `${line}\n`).join('')
}

/** Code and message; never a stack, never text from the image. */
export function describe(error: unknown): string {
  const e = error as Error & { code?: string, frame?: number }
  const cause = e.cause instanceof Error ? ` (${e.cause.message.split('\n')[0]})` : ''
  return `${e.code ?? e.name}: ${e.message}${cause}`
}

function refuseCollisions(jobs: readonly { input: Input, output: string }[]): void {
  const taken = new Map<string, string>()
  for (const { input, output } of jobs) {
    const path = resolve(output)
    const other = taken.get(path)
    if (other !== undefined) throw new UsageError(`${other} and ${input.path} would both be written to ${output}`)
    taken.set(path, input.path)
  }
}

/** For the progress bar alone: how many pages a file says it has. */
async function pagesOf(path: string): Promise<number | undefined> {
  return await sharp(path).metadata().then(m => m.pages ?? 1, () => undefined)
}
