import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { integer, number, shape } from '../lib/core/check.js'
import { EffaceError, fromPlainError, limitExceeded } from '../lib/core/errors.js'
import type { ProviderName } from '../lib/core/providers.js'
import type { ProviderUse } from '../lib/core/types.js'
import type { PoolLike } from '../lib/core/option-types.js'
import { silenceTelemetry } from '../lib/inference/telemetry.js'
import { Budget, SlabStore } from '../lib/core/budget.js'
import type { Answer, TaskName, Tasks } from './protocol.js'
import { WorkerSession } from './worker-session.js'

/** How large a pool is. Wrong values throw ERR_INVALID_OPTION. */
export interface PoolOptions {
  /** Worker threads, 1 to 256. Default: the processor's cores, eight at most. */
  threads?: number
  /** MiB of decoded pixels that one pipeline may have in flight, from 1. Default: 64 for each thread, 128 at least. */
  memory?: number
  /** Seconds after which an idle worker, and the models in it, is let go, 0 to 86,400. Default 30. */
  idleSeconds?: number
}

const require = createRequire(import.meta.url)

const poolCheck = shape<PoolOptions>({ threads: integer(1, 256), memory: number(1, 1 << 20), idleSeconds: number(0, 86_400) })

/** Frames of one pipeline in flight for each thread: one at work, others on their way to it, or done and waiting for one before them. */
const FRAMES = 4

/** Milliseconds without work after which a thread's session ends. Until then the process stays alive. */
const REST = 50

export interface RunOptions {
  /** Seconds after which the task is stopped by killing its worker. */
  seconds?: number
  /** What nets may run on. Absent: the processor. */
  providers?: readonly ProviderName[]
}

export interface Timed<T> { value: T, ms: number, ran?: ProviderUse }

/**
 * Worker threads with the models in them, and the pixel memory that frames are lent. Idle, it does not keep a process alive. Made by
 * {@link createPool}.
 *
 * @example
 * const pool = createPool({ threads: 2 })
 * console.log(pool.threads, pool.queued)
 * await pool.close()
 */
export class Pool implements PoolLike {
  readonly threads: number
  readonly #memory: number
  readonly #slabs: SlabStore
  readonly #piscina: Piscina

  /** @throws EffaceError ERR_INVALID_OPTION */
  constructor(options: PoolOptions = {}) {
    const { threads = Math.min(8, availableParallelism()), memory = Math.max(128, 64 * threads), idleSeconds: idle = 30 } = poolCheck(options, '')
    this.threads = threads
    this.#memory = memory * 2 ** 20
    this.#slabs = new SlabStore(this.#memory)
    // Its native part must be loaded on the main thread before any worker loads it; whoever makes no pool does without.
    require('sharp')
    this.#piscina = new Piscina({
      filename: new URL('./worker.js', import.meta.url).href,
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: idle * 1000,
      concurrentTasksPerWorker: 1,
      // Pixels live outside the heap: a large nursery would only let the garbage of many frames lie about.
      resourceLimits: { maxYoungGenerationSizeMb: 6 },
      // Tasks await; Atomics.wait would keep their promises from settling.
      atomics: 'disabled',
      recordTiming: false,
    })
    this.#piscina.on('error', () => {}) // a worker that dies rejects its own task; nothing else to tell
  }

  /**
   * A new pipeline's share of pixel memory.
   *
   * @internal
   */
  budget(): Budget { return new Budget(this.#memory, this.#slabs, FRAMES * this.threads) }

  /** Tasks that wait for a free worker. */
  get queued(): number { return this.#waiting.length }

  // Tasks wait here and not in Piscina, so that a task's time is counted from its start, and there are no more sessions than threads.
  readonly #waiting: (() => void)[] = []
  #running = 0
  async #turn(): Promise<void> {
    if (this.#running < this.threads) this.#running++
    else await new Promise<void>(resolve => this.#waiting.push(resolve))
  }

  #next(): void {
    const start = this.#waiting.shift()
    if (start) start()
    else this.#running--
  }


  readonly #idle: WorkerSession[] = []
  #rest: NodeJS.Timeout | undefined
  #closing = false
  #take(): WorkerSession {
    for (;;) {
      const session = this.#idle.pop()
      if (!session) return new WorkerSession(this.#piscina)
      if (!session.over) return session
    }
  }

  #give(session: WorkerSession): void {
    if (session.over) return
    this.#idle.push(session)
    if (this.#closing) this.#endIdle()
    else if (this.#rest) this.#rest.refresh()
    else this.#rest = setTimeout(() => this.#endIdle(), REST)
  }

  #endIdle(): void {
    for (const session of this.#idle.splice(0)) if (!session.over) session.end()
  }

  /**
   * Runs a task on a worker.
   *
   * @internal
   */
  async run<T extends TaskName>(task: T, input: Tasks[T]['in'], options: RunOptions = {}): Promise<Timed<Tasks[T]['out']>> {
    this.#under++
    try {
      return await this.#run(task, input, options)
    } finally {
      if (--this.#under === 0) for (const settled of this.#settled.splice(0)) settled()
    }
  }

  /** How many tasks were asked for and have not settled. */
  #under = 0
  readonly #settled: (() => void)[] = []

  async #run<T extends TaskName>(task: T, input: Tasks[T]['in'], { seconds = Infinity, providers }: RunOptions): Promise<Timed<Tasks[T]['out']>> {
    // Before there is a thread: plug-ins may make sessions of their own in it.
    await silenceTelemetry()
    await this.#turn()
    const session = this.#take()
    let late = false
    let timer: NodeJS.Timeout | undefined
    let answer: Answer<T>
    try {
      const done = session.do<T>({ task, input, ...providers && { providers } })
      if (seconds < Infinity) {
        timer = setTimeout(() => { late = true; session.kill() }, seconds * 1000)
        timer.unref()
      }
      answer = await done
    } catch (cause) {
      if (late) throw limitExceeded('stageSeconds', seconds, seconds, { cause })
      throw new EffaceError('ERR_WORKER_DIED', `The worker thread died in task ${task}`, { cause })
    } finally {
      clearTimeout(timer)
      this.#give(session)
      this.#next()
    }
    if (!answer.ok) throw fromPlainError(answer.error)
    return { value: answer.value, ms: answer.ms, ...answer.ran && { ran: answer.ran } }
  }

  /**
   * Ends the threads when the tasks under way have settled: to kill a thread inside a native library can take the process
   * with it.
   */
  async close(): Promise<void> {
    this.#closing = true
    // Tasks of a pipeline that has failed may still wait for their turn: Piscina, once it closes, kills the threads that they get.
    if (this.#under > 0) await new Promise<void>(resolve => this.#settled.push(resolve))
    this.#endIdle()
    await this.#piscina.close()
  }
}

/**
 * A pool to share between pipelines.
 *
 * @throws EffaceError ERR_INVALID_OPTION
 * @example
 * const pool = createPool({ threads: 4 })
 * await effaceFile('a.png', 'b.png', { pool })
 * await pool.close()
 */
export function createPool(options?: PoolOptions): Pool { return new Pool(options) }

let shared: Pool | undefined

/** The pool of the process, made when it is first needed. */
export function poolOf(options: { pool?: PoolLike }): Pool {
  return (options.pool as Pool | undefined) ?? (shared ??= new Pool())
}
