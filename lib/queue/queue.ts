import type { Job, JobsOptions, Queue } from 'bullmq'
import { setTimeout as sleep } from 'node:timers/promises'
import { storageFor } from '../storage/index.js'
import { shown } from '../storage/names.js'
import { attemptsOf, type Attempt } from './attempts.js'
import { checkDocument, type DocumentData, type QueuedDocument, type ReportLine } from './documents.js'
import { asked, readReason, type Failure } from './failures.js'
import { jobId, modelsDigest } from './identity.js'
import type { QueueOptions } from './options.js'
import { connect, loadBullMq, type BullMq, type Connection } from './redis.js'
import { checkQueueOptions } from './settings.js'

/** What add() did with documents. */
export interface Added {
  /** New in the queue. */
  added: number
  /** There already: waiting, under way or done. */
  known: number
  /** Had failed for what may pass, and wait anew. */
  retried: number
  /** Had failed for good, and are left alone: see retry(). */
  failed: number
}

/** How many jobs are in which state; page ranges of large documents are jobs as well. */
export interface QueueStatus {
  waiting: number
  active: number
  /** Wait for the time of their next try. */
  delayed: number
  /** Wait for their page ranges. */
  joining: number
  completed: number
  failed: number
  /** No new ones are begun. */
  paused: boolean
  workers: number
}

/** A document that was given up. */
export interface DeadLetter extends Failure {
  id: string
  /** Of an http URL without what may be a secret in it. */
  source: string
  target: string
  /** How often it was begun. */
  starts: number
  failedAt: Date
}

/** Which dead letters: by default those whose reason may have passed. */
export interface RetryOptions {
  /** Of these codes alone. */
  codes?: readonly string[]
  /** Those that failed for good, too. */
  all?: boolean
}

/** Documents added at a time: of more at once less memory is young when it goes, and collecting it costs more. */
const BATCH = 250
const PAGE = 1000
const HEADS = 16
const STATES = `
local states = {}
for id in string.gmatch(ARGV[2], '%S+') do
  states[#states + 1] = redis.call('EXISTS', ARGV[1] .. id) == 0 and 'n' or redis.call('ZSCORE', KEYS[1], id) and 'f' or 'k'
end
return table.concat(states)`

/**
 * A queue of documents in Redis, to add to and to look into; {@link startWorker} works it off. Made by {@link openQueue}.
 *
 * @example
 * const queue = await openQueue({ redis: 'redis://127.0.0.1:6379' })
 * await queue.add([{ source: 's3://in/scan.tif', target: 's3://out/scan.tif', options: { languages: ['deu'] } }])
 * console.log(await queue.status())
 * await queue.close()
 */
export class DocumentQueue {
  readonly #bullmq: BullMq
  readonly #queue: Queue
  readonly #connection: Connection

  /** @internal */
  constructor(bullmq: BullMq, queue: Queue, connection: Connection) {
    this.#bullmq = bullmq
    this.#queue = queue
    this.#connection = connection
  }

  /**
   * Adds documents; those that are there already are not added again, whatever has become of them. A document is another one when its
   * source's content, its target, its options or the models are others.
   *
   * @throws EffaceError ERR_INVALID_OPTION
   */
  async add(documents: Iterable<QueuedDocument> | AsyncIterable<QueuedDocument>): Promise<Added> {
    const sum: Added = { added: 0, known: 0, retried: 0, failed: 0 }
    let batch: QueuedDocument[] = []
    const flush = async (): Promise<void> => {
      await this.#addBatch(batch, sum)
      batch = []
    }
    for await (const document of documents) {
      batch.push(checkDocument(document, ''))
      if (batch.length === BATCH) await flush()
    }
    if (batch.length > 0) await flush()
    return sum
  }

  async #addBatch(documents: readonly QueuedDocument[], sum: Added): Promise<void> {
    const models = await modelsDigest()
    const byId = new Map<string, QueuedDocument>()
    for (const document of await withVersions(documents)) byId.set(jobId(document, models), document)
    const states = await this.#statesOf([...byId.keys()])
    const { defaultJobOptions } = this.#queue
    const fresh: NewJob[] = []
    const failed: string[] = []
    let at = 0
    for (const [id, document] of byId) {
      const state = states[at++]
      if (state === 'n') fresh.push(toJob(id, document, defaultJobOptions))
      else if (state === 'f') failed.push(id)
    }
    // Not Queue.addBulk(), which merges the same default options three times for each.
    await asked(this.#bullmq.Job.createBulk(this.#queue, fresh))
    sum.added += fresh.length
    sum.known += documents.length - fresh.length - failed.length
    for (const id of failed) {
      const job = await this.#queue.getJob(id) as Job<DocumentData> | undefined
      if (job && await this.#retry(job, {})) sum.retried++
      else sum.failed++
    }
  }

  /** A letter each: new, known, failed. One question for all: a command each would cost a third of adding the jobs. */
  async #statesOf(ids: readonly string[]): Promise<string> {
    return await this.#connection.client.eval(STATES, 1, this.#queue.toKey('failed'), this.#queue.toKey(''), ids.join(' ')) as string
  }

  /** How far it is. */
  async status(): Promise<QueueStatus> {
    const [counts, paused, workers] = await Promise.all([this.#queue.getJobCounts(), this.#queue.isPaused(), this.#queue.getWorkersCount()])
    const of = (state: string): number => counts[state] ?? 0
    return {
      waiting: of('waiting') + of('prioritized') + of('paused'), active: of('active'), delayed: of('delayed'), joining: of('waiting-children'),
      completed: of('completed'), failed: of('failed'), paused, workers,
    }
  }

  /** Resolves when nothing waits and nothing is under way. It asks now and then: events may be lost. */
  async idle({ signal, everyMs = 500 }: { signal?: AbortSignal, everyMs?: number } = {}): Promise<QueueStatus> {
    for (;;) {
      const status = await this.status()
      if (status.waiting + status.active + status.delayed + status.joining === 0) return status
      await sleep(everyMs, undefined, { signal })
    }
  }

  /** The report lines of documents that are done and still remembered, the oldest first. Of an http source without what may be a secret in it. */
  async * reports(): AsyncGenerator<ReportLine> {
    for await (const { returnvalue } of this.#each('completed')) {
      const line = returnvalue as ReportLine
      yield { ...line, source: shown(line.source) }
    }
  }

  /** Documents that were given up, the oldest first. */
  async * deadLetters(): AsyncGenerator<DeadLetter> {
    for await (const { id, data, failedReason, attemptsStarted, finishedOn } of this.#each('failed')) {
      const { source, target } = data
      yield { id: id!, source: shown(source), target, ...readReason(failedReason), starts: attemptsStarted, failedAt: new Date(finishedOn ?? 0) }
    }
  }

  /** Puts dead letters back into the queue. @returns how many */
  async retry(options: RetryOptions = {}): Promise<number> {
    let count = 0
    const jobs: Job<DocumentData>[] = []
    for await (const job of this.#each('failed')) jobs.push(job) // the set changes as they leave it
    for (const job of jobs) if (await this.#retry(job, options)) count++
    return count
  }

  async #retry(job: Job<DocumentData>, { codes, all }: RetryOptions): Promise<boolean> {
    const { code, passing } = readReason(job.failedReason)
    if (codes ? !codes.includes(code) : !(all || passing)) return false
    // How many workers it has outlived is counted anew, which retry() has no option for.
    await this.#connection.client.hdel(this.#queue.toKey(job.id!), 'stc')
    try {
      await asked(job.retry('failed', { resetAttemptsMade: true }))
    } catch (error) {
      // Somebody else has put it back meanwhile.
      if (await job.isFailed()) throw error
      return false
    }
    return true
  }

  /** How each start of a document ended, but for one that is under way or ended well. */
  async attempts(id: string): Promise<Attempt[]> { return await attemptsOf(this.#queue, id) }

  /** The id that a document's job has. */
  async idOf(document: QueuedDocument): Promise<string> {
    const [known] = await withVersions([checkDocument(document, '')])
    return jobId(known, await modelsDigest())
  }

  /** No new documents are begun by any worker. */
  async pause(): Promise<void> { await this.#queue.pause() }
  /** They are again. */
  async resume(): Promise<void> { await this.#queue.resume() }

  /** Gives the connection up. The queue stays. */
  async close(): Promise<void> {
    await this.#queue.close()
    await this.#connection.close()
  }

  /** Documents in a state, page by page, oldest first. Of a set that grows meanwhile each is seen once. */
  async * #each(state: 'completed' | 'failed'): AsyncGenerator<Job<DocumentData>> {
    for (let start = 0; ; start += PAGE) {
      const jobs = await this.#queue.getJobs(state, start, start + PAGE - 1, true) as (Job<DocumentData> | undefined)[]
      for (const job of jobs) if (job?.name === 'document') yield job
      if (jobs.length < PAGE) return
    }
  }
}

interface NewJob { name: string, data: QueuedDocument, opts: JobsOptions }

/** With its options written out: merging and spreading them costs a tenth of adding a job. */
function toJob(jobId: string, document: QueuedDocument, { attempts, backoff, stackTraceLimit, removeOnComplete }: JobsOptions): NewJob {
  const opts: JobsOptions = { attempts, backoff, stackTraceLimit, removeOnComplete, jobId }
  if (document.priority === undefined) return { name: 'document', data: document, opts }
  const { priority, ...data } = document
  return { name: 'document', data, opts: { ...opts, priority } }
}

/** With the version of each source, where it is not said. Of what is not there nothing is known; its job will say so. */
async function withVersions(documents: readonly QueuedDocument[]): Promise<QueuedDocument[]> {
  const result = [...documents]
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < documents.length) {
      const i = next++
      if (documents[i].version !== undefined) continue
      const { source } = documents[i]
      const found = await (await storageFor(source)).head(source)
      if (found?.version !== undefined) result[i] = { ...documents[i], version: found.version }
    }
  }
  await Promise.all(Array.from({ length: HEADS }, lane))
  return result
}

/**
 * Opens a queue.
 *
 * @throws EffaceError ERR_INVALID_OPTION; ERR_MISSING_PACKAGE unless bullmq and ioredis are installed; ERR_STORAGE_FAILED where Redis does not answer
 * @example
 * const queue = await openQueue()
 * for await (const { source, code } of queue.deadLetters()) console.log(source, code)
 * await queue.close()
 */
export async function openQueue(options: QueueOptions = {}): Promise<DocumentQueue> {
  const { redis, name, prefix, attempts, backoffSeconds, keepDays } = checkQueueOptions(options)
  const bullmq = await loadBullMq()
  const connection = await connect(redis)
  const queue = new bullmq.Queue(name, {
    connection: connection.client, prefix,
    defaultJobOptions: {
      attempts, backoff: { type: 'exponential', delay: backoffSeconds * 1000, jitter: 0.5 }, stackTraceLimit: 0,
      removeOnComplete: { age: keepDays * 86_400 },
    },
  })
  queue.on('error', () => {}) // commands hear of what concerns them
  return new DocumentQueue(bullmq, queue, connection)
}
