import { resolve } from 'node:path'
import { pino } from 'pino'
import { createPool } from '../../workers/pool.js'
import { fillOptions } from '../core/options.js'
import { capacity } from '../queue/capacity.js'
import { openQueue, startWorker, type DocumentQueue, type QueuePlace } from '../queue/index.js'
import { serveMetrics } from '../queue/metrics-server.js'
import type { QueuedDocument } from '../queue/documents.js'
import { schemeOf } from '../storage/names.js'
import { count, optionsOf, since, UsageError, type Flags } from './args.js'
import { eachFile, outputPath, taken, Targets } from './inputs.js'
import { checkOutput } from './places.js'

/** A URL may hold a password: one that is given by the environment does not show in the list of processes. */
const placeOf = (flags: Flags): QueuePlace => {
  const redis = flags.redis ?? process.env.EFFACE_REDIS
  return { ...redis !== undefined && { redis }, ...flags.queue !== undefined && { name: flags.queue } }
}

async function withQueue(flags: Flags, work: (queue: DocumentQueue) => Promise<void>): Promise<number> {
  const queue = await openQueue({ ...placeOf(flags), attempts: count(flags.attempts, 'attempts') })
  try {
    await work(queue)
    return 0
  } finally {
    await queue.close()
  }
}

/** `efface queue add FILES --out-dir D`. @returns the exit code */
export async function add(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length === 0 || flags['out-dir'] === undefined) throw new UsageError('Usage: efface queue add FILES FOLDERS --out-dir D')
  return await withQueue(flags, async queue => {
    const { added, known, retried, failed } = await queue.add(documents(names, flags))
    if (!flags.quiet) process.stderr.write(`${added} added, ${known} known, ${retried} tried again, ${failed} had failed for good\n`)
  })
}

async function * documents(names: readonly string[], flags: Flags): AsyncGenerator<QueuedDocument> {
  const options = optionsOf(flags)
  const { format } = fillOptions(options)
  const priority = count(flags.priority, 'priority')
  // A tree is kept as it is: its files do not meet, and their names need not be held.
  const targets = names.length > 1 || format !== undefined ? new Targets() : undefined
  await checkOutput(flags['out-dir'])
  for await (const input of taken(eachFile(names, { exclude: flags.exclude, ignore: flags.base?.ignore, since: since(flags.since), outputs: [flags['out-dir']!] }))) {
    const target = absolute(outputPath(input, flags['out-dir'], format))
    targets?.add(input.path, target)
    const version = input.found?.version
    yield { source: absolute(input.path), target, options, ...version !== undefined && { version }, ...priority !== undefined && { priority } }
  }
}

/** Workers run elsewhere. */
const absolute = (place: string): string => schemeOf(place) === undefined ? resolve(place) : place

/** `efface queue work`: until SIGTERM, SIGINT or SIGHUP; what is under way then is finished or given back. @returns the exit code */
export async function work(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length > 0) throw new UsageError(`efface queue work takes no files, but received ${names[0]}`)
  const graceSeconds = count(flags.grace, 'grace', 0)
  const room = capacity({ threads: count(flags.threads, 'threads') })
  const logger = pino({ level: flags.quiet ? 'error' : 'info' })
  const pool = createPool({ threads: room.threads })
  try {
    const worker = await startWorker({
      ...placeOf(flags), pool, logger, concurrency: count(flags.concurrency, 'concurrency') ?? room.documents, limit: limitOf(flags.limit),
      pagesPerJob: count(flags['pages-per-job'], 'pages-per-job'), deaths: count(flags.deaths, 'deaths', 0), silentSeconds: count(flags.silent, 'silent'),
    })
    const port = count(flags['metrics-port'], 'metrics-port', 0)
    const metrics = port === undefined ? undefined : await serveMetrics(worker, port, flags.host)
    logger.info({ worker: worker.id, threads: room.threads, ...metrics && { metricsPort: metrics.port } }, 'working')
    const told = new Signals()
    logger.info({ signal: await told.next(), active: worker.active }, 'draining')
    // Told again, it does not wait any longer; a third time, it ends as any program does.
    void told.next().then(async signal => {
      told.stop()
      logger.info({ signal, active: worker.active }, 'giving back')
      await worker.close({ graceSeconds: 0 })
    })
    await worker.close({ graceSeconds })
    told.stop()
    await metrics?.close()
    logger.info({}, 'closed')
    return 0
  } finally {
    await pool.close()
  }
}

/** What asks the process to end: heard, it does not by itself. */
class Signals {
  readonly #names = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
  #resolve: (signal: string) => void = () => {}
  readonly #hear = (signal: string): void => { this.#resolve(signal) }

  constructor() { for (const name of this.#names) process.on(name, this.#hear) }

  next(): Promise<string> { return new Promise(resolve => { this.#resolve = resolve }) }

  stop(): void { for (const name of this.#names) process.off(name, this.#hear) }
}

/** '100/60': so many jobs in so many seconds. */
function limitOf(value: string | undefined): { documents: number, seconds: number } | undefined {
  if (value === undefined) return undefined
  const [, documents, seconds] = /^(\d+)\/(\d+)$/.exec(value) ?? []
  if (documents === undefined) throw new UsageError(`Expected jobs and seconds (100/60) for --limit but received '${value}'`)
  return { documents: Number(documents), seconds: Number(seconds) }
}

/** `efface queue status`. @returns the exit code */
export async function status(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length > 0) throw new UsageError(`efface queue status takes no files, but received ${names[0]}`)
  return await withQueue(flags, async queue => {
    if (!flags.dead && !flags.done) print(await queue.status())
    if (flags.dead) {
      for await (const letter of queue.deadLetters()) print({ ...letter, attempts: await queue.attempts(letter.id) })
    }
    if (flags.done) for await (const line of queue.reports()) print(line)
  })
}

/** `efface queue retry`. @returns the exit code */
export async function retry(names: readonly string[], flags: Flags): Promise<number> {
  if (names.length > 0) throw new UsageError(`efface queue retry takes no files, but received ${names[0]}`)
  return await withQueue(flags, async queue => {
    const retried = await queue.retry({ all: flags.all, codes: flags.code })
    if (!flags.quiet) process.stderr.write(`${retried} tried again\n`)
  })
}

const print = (value: unknown): void => { process.stdout.write(`${JSON.stringify(value)}\n`) }
