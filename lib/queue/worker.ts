import type { Job, Queue, Worker } from 'bullmq'
import { hostname } from 'node:os'
import type { FilledOptions } from '../core/option-types.js'
import { fillOptions } from '../core/options.js'
import { storageFor } from '../storage/index.js'
import { GIVEN_BACK, LOST, note, noteLost, SPLIT } from './attempts.js'
import { durabilityWarnings } from './durability.js'
import type { DocumentData, PagesData, ReportLine } from './documents.js'
import { failureOf, isOutlived, KeptFailure, lostJob, readReason, toReason } from './failures.js'
import { FindingsStore } from './findings-store.js'
import { QueueMetrics, type Ending } from './metrics.js'
import type { WorkerOptions } from './options.js'
import { joined, lookThrough, pagesOf, split } from './page-ranges.js'
import { publishDocument } from './publish.js'
import { DocumentQueue } from './queue.js'
import { connect, loadBullMq, type BullMq, type Connection } from './redis.js'
import { checkWorkerOptions, type WorkerSettings } from './settings.js'

/** Milliseconds between two words on a job's progress. */
const TELL_MS = 1000

/** Whatever the clock of this machine says, and that of the store: nothing of this start has been written yet. */
const EVER = new Date(8.64e15)

/** Why work is stopped. */
const TAKEN = lostJob()
const DRAINED = new Error('The worker is closing')

/** A start of a job. */
interface Start { job: Job, token: string, signal: AbortSignal }

/** What is done with a job; taken out so that the queue can be measured without any work. */
export type Task = (start: Start) => Promise<unknown>

/**
 * Works documents of a queue off. Made by {@link startWorker}.
 */
export class DocumentWorker {
  /** Host and process, as logs and attempts name it. */
  readonly id = `${hostname()}:${process.pid}`
  readonly #settings: WorkerSettings
  readonly #bullmq: BullMq
  readonly #connection: Connection
  readonly #queue: Queue
  readonly #worker: Worker
  readonly #store: FindingsStore
  readonly #metrics: QueueMetrics
  readonly #task: Task
  #closed: Promise<void> | undefined
  /** Jobs under way, by id. */
  readonly #running = new Map<string, AbortController>()

  /** @internal */
  constructor(bullmq: BullMq, connection: Connection, settings: WorkerSettings, task?: Task) {
    const { name, prefix, concurrency, deaths, silentSeconds, limit } = settings
    this.#settings = settings
    this.#bullmq = bullmq
    this.#connection = connection
    this.#task = task ?? (async start => start.job.name === 'pages' ? await this.#pages(start) : await this.#document(start))
    this.#store = new FindingsStore(connection.client, `${prefix}-findings:${name}`)
    this.#queue = new bullmq.Queue(name, { connection: connection.client, prefix })
    const queue = new DocumentQueue(bullmq, this.#queue, connection)
    this.#metrics = new QueueMetrics(() => this.#running.size, () => queue.status())
    this.#worker = new bullmq.Worker(name, async (job, token) => await this.#run(job, token!), {
      connection: connection.client, prefix, concurrency, name: this.id,
      lockDuration: silentSeconds * 1000, stalledInterval: silentSeconds * 500, maxStalledCount: deaths,
      // After a lost connection: BullMQ's own 15 s are long for a Redis that was restarted.
      runRetryDelay: 1000,
      ...limit && { limiter: { max: limit.documents, duration: limit.seconds * 1000 } },
    })
    this.#listen()
  }

  #listen(): void {
    const hear = ({ code, name }: Error & { code?: string }): void => { this.#settings.logger?.error({ worker: this.id, code: code ?? name }, 'trouble with the queue') }
    this.#queue.on('error', hear)
    this.#worker.on('error', hear)
    // Another worker has them by now, or will.
    this.#worker.on('lockRenewalFailed', ids => { for (const id of ids) this.#running.get(id)?.abort(TAKEN) })
    this.#worker.on('failed', (job, error) => { if (job && isOutlived(error.message)) void this.#outlived(job).catch(() => {}) })
  }

  /** Jobs under way. */
  get active(): number { return this.#running.size }

  /** In Prometheus' text format. */
  async metrics(): Promise<string> { return await this.#metrics.registry.metrics() }

  /** Whether Redis answers. */
  async healthy(): Promise<boolean> { return this.#connection.client.status === 'ready' && await this.#connection.client.ping().then(() => true, () => false) }

  /**
   * Begins nothing new, finishes what is under way or, after the grace, gives it back to the queue for other workers. Called again while it
   * waits, the shorter grace holds.
   *
   * @param graceSeconds 0 gives everything back at once. Default 25: less than what orchestrators wait for before they kill
   */
  async close({ graceSeconds = 25 }: { graceSeconds?: number } = {}): Promise<void> {
    const timer = setTimeout(() => { for (const running of this.#running.values()) running.abort(DRAINED) }, graceSeconds * 1000)
    await (this.#closed ??= this.#close())
    clearTimeout(timer)
  }

  async #close(): Promise<void> {
    await this.#worker.close()
    await this.#queue.close()
    await this.#connection.close()
  }

  async #run(job: Job, token: string): Promise<unknown> {
    const id = job.id!
    const start = performance.now()
    // This process may itself have been taken for dead.
    this.#running.get(id)?.abort(TAKEN)
    const running = new AbortController()
    this.#running.set(id, running)
    let ending: Ending = 'done'
    try {
      // It was being fetched when the worker was told to close.
      if (this.#closed) running.abort(DRAINED)
      running.signal.throwIfAborted()
      if (job.attemptsStarted > 1) await this.#afterOthers(job)
      return await this.#task({ job, token, signal: running.signal })
    } catch (error) {
      const { ending: how, toThrow } = await this.#ended(job, token, running.signal.aborted ? running.signal.reason : error)
      ending = how
      throw toThrow
    } finally {
      if (this.#running.get(id) === running) this.#running.delete(id)
      const ms = performance.now() - start
      this.#metrics.end(job.name, ending, ms)
      this.#settings.logger?.info({ job: id, name: job.name, attempt: job.attemptsStarted, ending, ms: Math.round(ms) }, 'job')
    }
  }

  /** How a start that did not end well ended, and what the queue is to be told. */
  async #ended(job: Job, token: string, error: unknown): Promise<{ ending: Ending, toThrow: Error }> {
    const { WaitingError, WaitingChildrenError, UnrecoverableError } = this.#bullmq
    if (error instanceof WaitingChildrenError) return { ending: 'split', toThrow: error }
    if (error === TAKEN) return { ending: 'taken over', toThrow: TAKEN }
    if (error === DRAINED) {
      await note(job, GIVEN_BACK, this.id)
      await job.moveToWait(token)
      return { ending: 'given back', toThrow: new WaitingError() }
    }
    const failure = error instanceof KeptFailure ? error.failure : failureOf(error)
    this.#metrics.failure(failure.code)
    this.#settings.logger?.error({ job: job.id, attempt: job.attemptsStarted, code: failure.code, passing: failure.passing }, 'job failed')
    await note(job, failure.code, this.id)
    return { ending: 'failed', toThrow: failure.passing ? new KeptFailure(failure) : new UnrecoverableError(toReason(failure)) }
  }

  /** Workers who died have left no word, and perhaps something unfinished. */
  async #afterOthers(job: Job): Promise<void> {
    if (await noteLost(job, this.#queue, this.id) > 0) await this.#sweep(job)
  }

  /** Given up by the queue itself. */
  async #outlived(job: Job): Promise<void> {
    await noteLost(job, this.#queue, this.id)
    await note(job, LOST, this.id)
    this.#metrics.failure(readReason(job.failedReason).code)
    await this.#sweep(job)
  }

  async #sweep({ data }: Job<{ target?: string }>): Promise<void> {
    if (data.target !== undefined) await (await storageFor(data.target)).sweep(data.target, EVER)
  }

  #options(said: DocumentData['options'], signal: AbortSignal): FilledOptions {
    const { options, pool } = this.#settings
    return fillOptions({ ...said, signal, ...pool && { pool } }, fillOptions(options))
  }

  async #pages({ job, signal }: Start): Promise<{ pages: number }> {
    const data = job.data as PagesData
    const tell = this.#progress(job, data.to - data.from)
    return await lookThrough(data, this.#options(data.options, signal), this.#store, tell)
  }

  async #document({ job, token, signal }: { job: Job<DocumentData>, token: string, signal: AbortSignal }): Promise<ReportLine> {
    const options = this.#options(job.data.options, signal)
    const findings = await this.#findings(job, token, options)
    const line = await publishDocument(job.data, {
      options, findings, onFrame: this.#progress(job, job.data.parts?.pages),
      complete: async line => {
        signal.throwIfAborted()
        if (await job.extendLock(token, this.#settings.silentSeconds * 1000) !== 1) throw TAKEN
        await job.updateData({ ...job.data, done: line })
      },
    })
    // Also where another worker joined them, and died before it could.
    if (job.data.parts) await this.#store.drop(job.id!)
    this.#metrics.pages(line.pages)
    return line
  }

  /** Of a document that is done in page ranges, what they found. @throws WaitingChildrenError while they are under way */
  async #findings(job: Job<DocumentData>, token: string, options: FilledOptions): Promise<Awaited<ReturnType<typeof joined>> | undefined> {
    const { source, plan, done } = job.data
    const size = this.#settings.pagesPerJob
    if (plan || done) return undefined
    if (!job.data.parts) {
      const pages = await pagesOf(source, options)
      if (pages <= size) return undefined
      await job.updateData({ ...job.data, parts: { pages, size, round: 0 } })
    }
    while (await split(job, this.#queue, this.#store)) {
      await note(job, SPLIT, this.id)
      if (await job.moveToWaitingChildren(token)) throw new this.#bullmq.WaitingChildrenError()
    }
    return await joined(job, options, this.#store)
  }

  /** Tells of pages now and then. Nobody may rely on it: a word that is lost is lost. */
  #progress(job: Job, total: number | undefined): (event?: { total?: number }) => void {
    let pages = 0
    let told = 0
    return event => {
      pages++
      const now = Date.now()
      if (now - told < TELL_MS) return
      told = now
      const all = total ?? event?.total
      job.updateProgress(all === undefined ? { pages } : { pages, total: all }).catch(() => {})
    }
  }
}

/**
 * Begins to work a queue off.
 *
 * @throws EffaceError ERR_INVALID_OPTION; ERR_MISSING_PACKAGE unless bullmq and ioredis are installed; ERR_STORAGE_FAILED where Redis does not answer
 * @example
 * const worker = await startWorker({ redis: 'redis://127.0.0.1:6379', pool: createPool({ threads: 2 }) })
 * process.once('SIGTERM', () => worker.close())
 */
export async function startWorker(options: WorkerOptions = {}, task?: Task): Promise<DocumentWorker> {
  const settings = checkWorkerOptions(options)
  const bullmq = await loadBullMq()
  const connection = await connect(settings.redis)
  if (settings.checkRedis !== false) {
    for (const warning of await durabilityWarnings(connection.client)) settings.logger?.error({}, warning)
  }
  return new DocumentWorker(bullmq, connection, settings, task)
}
