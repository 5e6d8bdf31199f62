// Documents through worker processes that are killed, on a Redis that is killed, into a store that refuses for a while: what has come of each?
//   node dist/benchmarks/queue/chaos.js [--seed 1] [--documents 300] [--workers 4] [--kill-seconds 4] [--moto /path/to/moto_server]
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createPool, effaceBuffer } from '../../lib/api/index.js'
import { openQueue, type DeadLetter, type DocumentQueue } from '../../lib/queue/index.js'
import { makeCorpus, type CorpusDocument, type CorpusSize } from './corpus.js'
import { randomFrom } from './random.js'
import { RedisServer } from './redis.js'
import { FolderStore, MotoStore, type ChaosStore } from './store.js'

export interface ChaosOptions extends CorpusSize {
  seed: number
  workers: number
  /** Seconds between two kills, on average. */
  killSeconds: number
  /** Seconds for which the store answers 503. */
  outageSeconds: number
  /** The program of an S3 server; absent: a folder, which cannot refuse. */
  moto?: string
}

export interface ChaosResult {
  seconds: number
  kills: number
  redisKills: number
  refused: number
  starts: number
  /** By how they ended, of those that did not end well. */
  endings: Record<string, number>
  /** What is not as it should be; nothing, when all is well. */
  wrong: string[]
}

const cli = fileURLToPath(new URL('../../lib/cli/bin.js', import.meta.url))


export async function chaos(options: ChaosOptions): Promise<ChaosResult> {
  const folder = await mkdtemp(join(tmpdir(), 'chaos-'))
  const redis = await RedisServer.start()
  const store = options.moto === undefined ? new FolderStore(join(folder, 'store')) : await MotoStore.start(options.moto)
  const run = new Chaos(options, folder, redis, store)
  try {
    return await run.run()
  } finally {
    await run.stop()
    await redis.stop()
    await store.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

class Chaos {
  readonly #options: ChaosOptions
  readonly #folder: string
  readonly #redis: RedisServer
  readonly #store: ChaosStore
  readonly #random: () => number
  readonly #workers: ChildProcess[] = []
  readonly #ripe = new WeakSet<ChildProcess>()
  readonly #result: ChaosResult = { seconds: 0, kills: 0, redisKills: 0, refused: 0, starts: 0, endings: {}, wrong: [] }
  #over = false

  constructor(options: ChaosOptions, folder: string, redis: RedisServer, store: ChaosStore) {
    this.#options = options
    this.#folder = folder
    this.#redis = redis
    this.#store = store
    this.#random = randomFrom(options.seed)
  }

  async run(): Promise<ChaosResult> {
    const local = join(this.#folder, 'in')
    await mkdir(join(this.#folder, 'tmp'), { recursive: true })
    const corpus = await makeCorpus(local, this.#options, this.#random)
    for (const { place } of corpus) await this.#store.put(`in/${place}`, await readFile(join(local, place)))
    const queue = await openQueue({ redis: this.#redis.socket, attempts: 10, backoffSeconds: 1 })
    try {
      await queue.add(corpus.map(({ place, options }) => ({ source: this.#store.url(`in/${place}`), target: this.#store.url(`out/${place}`), options })))
      const start = performance.now()
      for (let n = 0; n < this.#options.workers; n++) this.#workers[n] = this.#spawn()
      const troubles = Promise.all([this.#kill(), this.#trouble(queue, corpus.length)])
      await queue.idle()
      this.#over = true
      await troubles
      this.#result.seconds = Math.round((performance.now() - start) / 1000)
      await this.stop()
      await this.#check(queue, corpus, local)
    } finally {
      await queue.close()
    }
    return this.#result
  }

  /** Asks the workers to end, and waits. */
  async stop(): Promise<void> {
    this.#over = true
    await Promise.all(this.#workers.splice(0).map(async worker => {
      if (worker.exitCode !== null || worker.signalCode !== null) return
      const gone = new Promise(resolve => worker.once('exit', resolve))
      worker.kill('SIGTERM')
      await gone
    }))
  }

  #spawn(): ChildProcess {
    const flags = ['--redis', this.#redis.socket, '--threads', '1', '--concurrency', '2', '--silent', '2', '--deaths', '100', '--pages-per-job', '5']
    const env = { ...process.env, ...this.#store.env, TMPDIR: join(this.#folder, 'tmp') }
    const worker = spawn(process.execPath, [cli, 'queue', 'work', ...flags], { env, stdio: ['ignore', 'pipe', 'ignore'] })
    worker.stdout.on('data', part => { if (/"ending":"(done|failed|split)"/.test(String(part))) this.#ripe.add(worker) })
    return worker
  }

  async #kill(): Promise<void> {
    while (!this.#over) {
      await sleep(this.#options.killSeconds * 1000 * (0.5 + this.#random()))
      if (this.#over) return
      // One that has ended a job: else nothing would ever be done on a machine that has no time.
      const ripe = this.#workers.flatMap((worker, n) => this.#ripe.has(worker) ? [n] : [])
      if (ripe.length === 0) continue
      const n = ripe[Math.floor(this.#random() * ripe.length)]!
      this.#workers[n]!.kill('SIGKILL')
      this.#result.kills++
      this.#workers[n] = this.#spawn()
    }
  }

  /** Redis dies once, and the store refuses once, each when some documents are done. */
  async #trouble(queue: DocumentQueue, documents: number): Promise<void> {
    const done = async (share: number): Promise<void> => {
      for (;;) {
        const { completed, failed } = await queue.status()
        if (this.#over || completed + failed >= share * documents) return
        await sleep(200)
      }
    }
    await done(0.2 + 0.2 * this.#random())
    await this.#redis.down('SIGKILL')
    this.#result.redisKills++
    await sleep(1000)
    await this.#redis.up()
    await done(0.5 + 0.2 * this.#random())
    this.#result.refused = await this.#store.refuse(this.#options.outageSeconds)
  }

  async #check(queue: DocumentQueue, corpus: readonly CorpusDocument[], local: string): Promise<void> {
    const { wrong } = this.#result
    const pool = createPool({ threads: 2 })
    const letters = new Map<string, DeadLetter>()
    for await (const letter of queue.deadLetters()) letters.set(letter.target, letter)
    for (const { place, options, broken } of corpus) {
      const target = this.#store.url(`out/${place}`)
      const bytes = await readFile(join(local, place))
      const alone = await effaceBuffer(bytes, { ...options, pool }).then(({ data }) => data, (error: { code: string }) => error.code)
      if (broken !== (typeof alone === 'string')) wrong.push(`${place}: broken ${broken}, but ${typeof alone}`)
      const letter = letters.get(target)
      letters.delete(target)
      if (typeof alone === 'string') {
        if (letter?.code !== alone) wrong.push(`${place}: ${letter?.code ?? 'no dead letter'} in place of ${alone}`)
      } else {
        if (letter) wrong.push(`${place}: dead with ${letter.code}: ${letter.message}`)
        const there = await this.#store.get(`out/${place}`)
        if (!there?.equals(alone)) wrong.push(`${place}: ${there ? 'other bytes' : 'not there'}`)
      }
      await this.#explain(queue, await queue.idOf({ source: this.#store.url(`in/${place}`), target, options }), typeof alone === 'string')
    }
    await pool.close()
    wrong.push(...[...letters.keys()].map(target => `${target}: a dead letter more`))
    const good = corpus.filter(({ broken }) => !broken).length
    const there = await this.#store.list('out/')
    if (there.length !== good) wrong.push(`${there.length} outputs, not ${good}`)
    const left = [...await this.#store.unfinished(), ...(await readdir(join(this.#folder, 'tmp'))).filter(name => name.startsWith('efface-'))]
    wrong.push(...left.map(name => `left: ${name}`))
    const { waiting, active, delayed, joining } = await queue.status()
    if (waiting + active + delayed + joining > 0) wrong.push('jobs left')
    wrong.push(...(await this.#redis.keys('efface-*')).map(key => `left in Redis: ${key}`))
  }

  /** Every start but a good last one has to have said how it ended. */
  async #explain(queue: DocumentQueue, id: string, dead: boolean): Promise<void> {
    const starts = Number(await this.#redis.ask('HGET', `efface:efface:${id}`, 'ats'))
    const attempts = await queue.attempts(id)
    this.#result.starts += starts
    for (const { ended } of attempts) this.#result.endings[ended] = (this.#result.endings[ended] ?? 0) + 1
    const told = attempts.map(({ attempt, ended }) => `${attempt} ${ended}`).join()
    if (attempts.length !== (dead ? starts : starts - 1)) this.#result.wrong.push(`${id}: ${starts} starts, told of ${told}`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { seed: text, documents: text, workers: text, 'kill-seconds': text, moto: text, pages: text } })
  const result = await chaos({
    seed: Number(values.seed ?? 1), documents: Number(values.documents ?? 300), broken: 20, large: 5, pages: Number(values.pages ?? 200),
    modelsEvery: 10, reads: true,
    workers: Number(values.workers ?? 4), killSeconds: Number(values['kill-seconds'] ?? 4), outageSeconds: 10, moto: values.moto,
  })
  console.log(JSON.stringify(result, null, 2))
  process.exitCode = result.wrong.length > 0 ? 1 : 0
}
