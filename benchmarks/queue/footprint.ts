// What docs/scale.md and docs/deploy.md count with: bytes that a job takes in Redis and on the way to it, requests that an object takes at a store, and
// what a worker needs to load its models and to work. Linux alone: a worker's memory is read from /proc.
//   node dist/benchmarks/queue/footprint.js [--jobs 5000] [--documents 8] [--moto /path/to/moto_server]
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openQueue, startWorker, type DocumentQueue, type QueuedDocument, type ReportLine } from '../../lib/queue/index.js'
import { formPage } from '../pages.js'
import { median, table } from '../table.js'
import { RedisServer } from './redis.js'
import { MotoStore } from './store.js'

const cli = fileURLToPath(new URL('../../lib/cli/bin.js', import.meta.url))
const KINDS = 6
const hash = 'c7be1ed902fb8dd4d48997c6452f5d7e509fbcdbe2808b16bcf4edce4c07d14e'

/** A number of Redis' own. */
async function told(redis: RedisServer, section: string, name: string): Promise<number> {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(await redis.ask('INFO', section))![1])
}
const used = async (redis: RedisServer): Promise<number> => await told(redis, 'memory', 'used_memory')
const moved = async (redis: RedisServer): Promise<number> => await told(redis, 'stats', 'total_net_input_bytes') + await told(redis, 'stats', 'total_net_output_bytes')

/** Bytes a job: while it waits, once it is done, and on the way to Redis and back. */
async function jobs(redis: RedisServer, count: number): Promise<void> {
  const rows = []
  for (const [title, options] of [['no options', undefined], ['languages, a method and two regions', {
    languages: ['eng', 'deu'], method: 'label', regions: { redact: [{ x: 0.1, y: 0.1, w: 0.2, h: 0.1 }, { x: 0.6, y: 0.8, w: 0.3, h: 0.1 }] },
  }]] as const) {
    await redis.ask('FLUSHALL')
    const [before, out] = [await used(redis), await moved(redis)]
    const queue = await openQueue({ redis: redis.socket })
    const document = (n: number): QueuedDocument => ({ source: `s3://scans/in/2026/11/claim-${n}.tif`, target: `s3://scans/out/2026/11/claim-${n}.tif`, version: `"${hash.slice(0, 32)}"`, ...options && { options } })
    await queue.add(Array.from({ length: count }, (_, n) => document(n)))
    const [waiting, added] = [await used(redis), await moved(redis)]
    const worker = await startWorker({ redis: redis.socket, concurrency: 4 }, async ({ job: { data } }) => {
      const { source, target } = data as QueuedDocument
      const files = { input: { bytes: 81_234, sha256: hash }, output: { bytes: 80_123, sha256: hash } }
      return { source, target, pages: 3, entities: { NAME: 4, DATE: 2, PHONE_NUMBER: 1 }, objects: {}, skipped: [], ...files, ms: 4210 } satisfies ReportLine
    })
    await queue.idle()
    const [done, worked] = [await used(redis), await moved(redis)]
    await worker.close()
    await queue.close()
    const each = (bytes: number): number => Math.round(bytes / count)
    rows.push({ '': title, 'B waiting': each(waiting - before), 'B done': each(done - before), 'B moved to add': each(added - out), 'B moved to work': each(worked - added) })
  }
  table(`A job in Redis, of ${count}`, rows)
}

/** A worker process, and what it has used. */
class Worker {
  readonly #process: ChildProcess

  private constructor(process: ChildProcess) { this.#process = process }

  static async start(redis: RedisServer, threads: number, concurrency: number, env: Record<string, string> = {}): Promise<Worker> {
    const flags = ['--redis', redis.socket, '--threads', String(threads), '--concurrency', String(concurrency)]
    const child = spawn(process.execPath, [cli, 'queue', 'work', ...flags], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    child.stdout.resume()
    return new Worker(child)
  }

  /** Seconds of CPU so far. */
  async cpu(): Promise<number> {
    const stat = await readFile(`/proc/${this.#process.pid}/stat`, 'utf8')
    const [, , , , , , , , , , , user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(user) + Number(system)) / 100
  }

  /** Most MiB so far. */
  async memory(): Promise<number> {
    return Math.round(Number(/^VmHWM:\s+(\d+)/m.exec(await readFile(`/proc/${this.#process.pid}/status`, 'utf8'))![1]) / 1024)
  }

  async stop(): Promise<void> {
    const gone = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    await gone
  }
}

let rounds = 0
async function work(queue: DocumentQueue, folder: string, documents: number): Promise<void> {
  const round = rounds++
  await queue.add(Array.from({ length: documents }, (_, n) => ({ source: join(folder, `${n % KINDS}.tif`), target: join(folder, `${round}-${n}.tif`) })))
  await queue.idle({ everyMs: 50 })
}

/** MiB and CPU seconds of workers, drawn pages of 1240 × 1754, everything on. */
async function workers(redis: RedisServer, folder: string, documents: number): Promise<void> {
  const queue = await openQueue({ redis: redis.socket })
  const rows = []
  for (const [threads, concurrency] of [[1, 1], [1, 2], [1, 3], [2, 2], [2, 3]] as const) {
    const worker = await Worker.start(redis, threads, concurrency)
    const [started, empty] = [await worker.cpu(), await worker.memory()]
    await work(queue, folder, threads) // each thread loads its models
    const loaded = await worker.cpu()
    await work(queue, folder, documents)
    const each = (await worker.cpu() - loaded) / documents
    rows.push({
      threads, documents: concurrency, 'CPU s to start': started.toFixed(1), 'CPU s to load models, a thread': ((loaded - started) / threads - each).toFixed(1), 'CPU s a page': each.toFixed(2),
      'MiB empty': empty, 'MiB at most': await worker.memory(),
    })
    await worker.stop()
  }
  await queue.close()
  table(`A worker process, ${documents} documents of a page`, rows)
}

/** Requests and bytes that a document takes at a store. */
async function objects(redis: RedisServer, program: string): Promise<void> {
  const store = await MotoStore.start(program)
  const page = await formPage(0, 340, 240)
  const queue = await openQueue({ redis: redis.socket, name: 'objects' })
  const worker = await startWorker({ redis: redis.socket, name: 'objects', concurrency: 1 })
  const rows = []
  for (const title of ['new target', 'target that is there']) {
    await store.put('in/a.tif', page)
    const before = new Map(store.requests)
    await queue.add([{ source: store.url('in/a.tif'), target: store.url('out/a.tif'), options: { ocr: 'none', objects: title === 'new target' ? [] : ['FACE'] } }])
    await queue.idle({ everyMs: 20 })
    rows.push({ '': title, ...Object.fromEntries(['HEAD', 'GET', 'PUT'].map(method => [method, (store.requests.get(method) ?? 0) - (before.get(method) ?? 0)])) })
  }
  await worker.close()
  await queue.close()
  await store.stop()
  table('Requests a document, at an S3 store', rows)
}

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { jobs: text, documents: text, moto: text } })
const folder = await mkdtemp(join(tmpdir(), 'footprint-'))
const redis = await RedisServer.start()
try {
  for (let n = 0; n < KINDS; n++) await writeFile(join(folder, `${n}.tif`), await formPage(n))
  await jobs(redis, Number(values.jobs ?? 5000))
  await redis.ask('FLUSHALL')
  if (values.moto !== undefined) await objects(redis, values.moto)
  await workers(redis, folder, Number(values.documents ?? 8))
  console.log(`median file: ${median(await Promise.all([0, 1, 2, 3, 4, 5].map(async n => (await readFile(join(folder, `${n}.tif`))).length)))} bytes`)
} finally {
  await redis.stop()
  await rm(folder, { recursive: true, force: true })
}
