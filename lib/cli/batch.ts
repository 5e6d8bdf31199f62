import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Pool } from '../../workers/pool.js'
import { AuditLog } from '../api/audit.js'
import { planPage, redactFile, type FrameHooks } from '../api/efface.js'
import { EffaceError } from '../core/errors.js'
import { FORMATS } from '../core/formats.js'
import { fsPath } from '../core/fs-path.js'
import { fillOptions } from '../core/options.js'
import type { AnyOptions, FilledOptions } from '../core/option-types.js'
import { listModels } from '../inference/manifest.js'
import { fingerprint, plainOptions, type PlanPage } from '../api/plan.js'
import { storageFor } from '../storage/index.js'
import { isRemote, shown } from '../storage/names.js'
import type { Fingerprint } from '../storage/transfer.js'
import type { Report } from '../api/report.js'
import { count, optionsOf, since, UsageError, type Flags } from './args.js'
import { auditEntry } from './audit-entry.js'
import { describe, failureOf, isPassing } from '../api/failures.js'
import { ContactSheet } from './contact-sheet.js'
import { eachOf } from './each.js'
import { eachFile, formatOfName, type Input, noImages, outputPath, taken, Targets } from './inputs.js'
import { Journal, type Outcome } from './journal.js'
import { lock } from './lock.js'
import type { Offsets } from './offsets.js'
import { checkOutput, headOf, isAsBefore, journalPath, sizesBelow } from './places.js'
import { previewHooks } from './preview.js'
import { Progress } from './progress.js'
import { ReportWriter } from './report-writer.js'
import { Skipped, Summary } from './summary.js'

/** What is to be done with an input, and why. */
type State = 'new' | 'changed' | 'failed before' | 'output missing' | 'done' | 'failed for good'

/** `efface FILES`. @returns the exit code */
export async function batch(names: readonly string[], flags: Flags, pool: Pool): Promise<number> {
  const own = withPromised(optionsOf(flags), flags.output)
  const options = fillOptions({ ...own, pool })
  const outputs = [flags['out-dir'], flags.preview].filter(folder => folder !== undefined)
  const filter = { exclude: flags.exclude, ignore: flags.base?.ignore, since: since(flags.since), outputs }
  const files = (): AsyncGenerator<Input> => eachFile(names, filter)
  const place = (input: Input): string => flags.output ?? outputPath(input, flags['out-dir'], options.format)
  if (flags.output !== undefined && flags['out-dir'] !== undefined) throw new UsageError('-o and --out-dir exclude each other')
  if (flags.resume && flags['out-dir'] === undefined) throw new UsageError('--resume needs --out-dir: what was done is written down beside it')
  if (flags.journal !== undefined && !flags.resume) throw new UsageError('--journal goes with --resume')
  await checkOutput(flags.output ?? flags['out-dir'])
  const { all, skipped } = await countInputs(files(), place, flags.output !== undefined || names.length === 1 && options.format === undefined)
  if (all === 0) throw new UsageError(`${noImages(names)}\n${skipped.text()}`.trimEnd())
  if (flags.output !== undefined && all > 1) throw new UsageError('-o takes one input; use --out-dir for several')
  if (flags.resume) await mkdir(fsPath(dirname(journalPath(flags))), { recursive: true })
  const unlock = flags.resume && !flags['dry-run'] ? await lock(`${journalPath(flags)}.lock`) : undefined
  try {
    const journal = flags.resume ? await openJournal(flags, own) : undefined
    const run = new Batch({ flags, own, options, place, all, skipped, files, journal })
    return flags['dry-run'] ? await run.list() : await run.redact()
  } finally {
    await unlock?.()
  }
}

/** Options for an output of that name: one that is called like a format is one of that format, or is not written. */
export function withPromised(options: AnyOptions, output: string | undefined): AnyOptions {
  const format = output === undefined ? undefined : formatOfName(output)
  if (format === undefined || options.format === format) return options
  if (options.format !== undefined) throw new UsageError(`${output} is called like a ${FORMATS[format].title} file, and the format is to be ${options.format}`)
  return { ...options, format }
}

/** Counts them, and refuses two that would be written to one place. */
async function countInputs(files: AsyncIterable<Input>, place: (input: Input) => string, areApart: boolean): Promise<{ all: number, skipped: Skipped }> {
  let all = 0
  const skipped = new Skipped()
  const targets = new Targets()
  for await (const input of files) {
    if (input.skipped !== undefined) {
      skipped.add(shown(input.path), input.skipped)
      continue
    }
    all++
    if (areApart) continue // a tree is kept as it is: its files do not meet, and their names need not be held
    const target = placeOf(input, place)
    if (target !== undefined) targets.add(input.path, target) // else it will fail, and be told of
  }
  return { all, skipped }
}

/** Undefined where no file can have that name. */
function placeOf(input: Input, place: (input: Input) => string): string | undefined {
  try {
    return place(input)
  } catch (error) {
    if (error instanceof EffaceError) return undefined
    throw error
  }
}

async function openJournal(flags: Flags, own: AnyOptions): Promise<Journal | undefined> {
  const models = (await listModels()).map(({ file, sha256 }) => `${file} ${sha256}`)
  const settings = createHash('sha256').update(JSON.stringify([plainOptions(own), models])).digest('hex')
  if (flags['dry-run']) return await Journal.peek(journalPath(flags), settings)
  const journal = await Journal.open(journalPath(flags), settings)
  if (journal.discarded > 0) process.stderr.write(`efface: other options or models than before: ${journal.discarded} files are done anew\n`)
  return journal
}

type Fingerprints = Record<'input' | 'output', Fingerprint>

interface BatchOptions {
  flags: Flags
  own: AnyOptions
  options: FilledOptions
  place: (input: Input) => string
  all: number
  skipped: Skipped
  files: () => AsyncGenerator<Input>
  journal?: Journal
}

class Batch {
  readonly #run: BatchOptions
  readonly #summary: Summary
  readonly #progress: Progress
  /** Of what this run does: files that an earlier one did are not on it. */
  readonly #sheet: ContactSheet | undefined
  #audit: AuditLog | undefined
  #reports!: ReportWriter
  /** One outcome after the other: the journal says how far the report goes. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: BatchOptions) {
    this.#run = options
    this.#summary = new Summary(options.all, options.skipped)
    this.#progress = new Progress(options.all, { quiet: options.flags.quiet })
    this.#sheet = options.flags['contact-sheet'] === undefined ? undefined : new ContactSheet(options.flags['contact-sheet'])
  }

  /** `--dry-run`: says of each input what would be done. */
  async list(): Promise<number> {
    for await (const input of this.#run.files()) {
      const { state, output = '' } = await this.#plannedFor(input)
      if (!process.stdout.write(`${[state, shown(input.path), output].join('\t')}\n`)) await once(process.stdout, 'drain')
    }
    await this.#run.journal?.close()
    return 0
  }

  async #plannedFor(input: Input): Promise<{ state: string, output?: string }> {
    if (input.skipped !== undefined) return { state: 'skipped', output: input.skipped }
    const output = placeOf(input, this.#run.place)
    return output === undefined ? { state: 'no name for a file' } : { state: (await this.#stateOf(input)).state, output }
  }

  async redact(): Promise<number> {
    const { flags, all, journal } = this.#run
    if (journal) await (await storageFor(flags['out-dir']!)).sweep(flags['out-dir']!, new Date())
    if (journal && journal.size > 0 && isRemote(flags['out-dir']!)) this.#written = await sizesBelow(flags['out-dir']!)
    this.#audit = flags.audit === undefined ? undefined : await AuditLog.open(flags.audit)
    const text = flags['report-text'] ?? false
    this.#reports = await ReportWriter.open(flags.report, { single: this.#isSingle, text, after: journal?.reported })
    try {
      await eachOf(taken(this.#run.files()), count(flags.concurrency, 'concurrency') ?? 2, async input => {
        await this.#one(input)
        this.#progress.file(shown(input.path))
      })
    } finally {
      this.#progress.stop()
      await this.#turn.catch(() => {})
      await this.#reports.close()
      await journal?.close()
    }
    await this.#sheet?.write()
    if (!flags.quiet) process.stderr.write(this.#summary.text(this.#progress.pages, all === 1 ? this.#lastOutput : undefined))
    return this.#summary.failed > 0 ? 1 : 0
  }

  #lastOutput: string | undefined
  /** What is there of the output already, where it is far away. */
  #written: Offsets | undefined

  async #one(input: Input): Promise<void> {
    const name = shown(input.path)
    let opened = input.found
    const read = (): Pick<Outcome, 'input' | 'size' | 'mtime' | 'version'> =>
      ({ input: name, size: opened?.size, mtime: opened?.modified?.getTime(), version: opened?.version })
    let done: { output: string, report: Report, files: Fingerprints }
    try {
      const output = this.#run.place(input)
      const { state, outcome } = await this.#stateOf(input)
      if (state === 'done') return this.#summary.skip()
      if (state === 'failed for good') {
        this.#summary.fail()
        this.#progress.line(`efface: ${name}: failed before: ${outcome!.failed!.code}: ${outcome!.failed!.message}`)
        return
      }
      done = { output, ...await this.#redact(input, output, object => { opened = object }) }
    } catch (error) {
      if (error instanceof UsageError) throw error
      if (error instanceof EffaceError && error.code === 'ERR_INVALID_OPTION') throw new UsageError(error.message)
      this.#summary.fail()
      this.#sheet?.failed(input.place)
      this.#progress.line(`efface: ${name}: ${describe(error)}`)
      const failed = failureOf(error)
      await this.#note({ ...read(), sha256: '', failed: { ...failed, passing: isPassing(error) } }, { error: failed })
      return
    }
    const { output, report, files } = done
    this.#summary.add(report)
    this.#lastOutput = output
    const written = { path: output, size: files.output.bytes, sha256: files.output.sha256 }
    await this.#note({ ...read(), sha256: files.input.sha256, output: written }, report)
  }

  get #isSingle(): boolean { return this.#run.all === 1 && !this.#run.journal }

  async #redact(input: Input, output: string, opened: FrameHooks['opened']): Promise<{ report: Report, files: Fingerprints }> {
    const { flags, own, options } = this.#run
    const painted: PlanPage[] = []
    const previews: FrameHooks = flags.preview === undefined ? {} : previewHooks(input, flags.preview, options)
    let files!: Fingerprints
    const report = await redactFile(input.path, output, options, {
      ...previews, opened,
      painted: async (frame, signal) => {
        if (this.#audit) painted[frame.index] = planPage(frame, options)
        await this.#sheet?.add(input.place, frame)
        await previews.painted?.(frame, signal)
      },
      onFrame: event => this.#progress.page(shown(input.path), event.index, event.total),
      written: async (both, { models }) => {
        files = both
        // What the log does not tell of is not there.
        await this.#audit?.append(auditEntry({ ...both, options: plainOptions(own), models, pages: painted }))
      },
    })
    return { report, files }
  }

  async #note(outcome: Omit<Outcome, 'report'>, report: Parameters<ReportWriter['add']>[1]): Promise<void> {
    const turn = this.#turn.then(async () => {
      const end = await this.#reports.add(outcome.input, report)
      await this.#run.journal?.add({ ...outcome, report: end })
    })
    this.#turn = turn.catch(() => {})
    await turn
  }

  async #stateOf(input: Input): Promise<{ state: State, outcome?: Outcome }> {
    const outcome = await this.#run.journal?.get(shown(input.path))
    if (!outcome) return { state: 'new' }
    const now = await headOf(input.path, input.found)
    const isSame = now !== undefined && isAsBefore(now, outcome)
    if (isSame === false || isSame === 'perhaps' && (await fingerprint(input.path)).sha256 !== outcome.sha256) return { state: 'changed', outcome }
    if (outcome.failed) return { state: outcome.failed.passing ? 'failed before' : 'failed for good', outcome }
    const output = this.#run.place(input)
    const size = this.#written ? this.#written.get(output) : (await headOf(output))?.size
    return { state: size === outcome.output?.size ? 'done' : 'output missing', outcome }
  }
}
