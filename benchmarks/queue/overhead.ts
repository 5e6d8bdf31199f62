// What the queue costs over BullMQ's own: empty jobs added and worked off, CPU of this process, old and new alternating.
//   node dist/benchmarks/queue/overhead.js [--jobs 100000] [--rounds 5]
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { openQueue, startWorker, type QueuedDocument } from '../../lib/queue/index.js'
import { median } from '../table.js'
import { RedisServer } from './redis.js'

export interface OverheadResult {
  jobs: number
  /** CPU of ours over CPU of BullMQ's own, medians over the rounds. */
  add: number
  work: number
  /** Microseconds of CPU a job: ours, BullMQ's. */
  perJob: { add: [number, number], work: [number, number] }
  /** MiB, resident, after each round. */
  rss: number[]
}

const CHUNK = 1000
const CONCURRENCY = 8

const cpu = (): number => {
  const { user, system } = process.cpuUsage()
  return user + system
}
async function timed(work: () => Promise<void>): Promise<number> {
  globalThis.gc?.()
  const before = cpu()
  await work()
  return cpu() - before
}

function * documents(count: number): Generator<QueuedDocument> {
  const options = { languages: ['eng', 'deu'] }
  for (let n = 0; n < count; n++) yield { source: `s3://in/2026/claims/${n}.tif`, target: `s3://out/2026/claims/${n}.tif`, version: `"${n}-abcdef"`, options }
}

export async function overhead({ jobs, rounds }: { jobs: number, rounds: number }): Promise<OverheadResult> {
  const server = await RedisServer.start(['--save', ''])
  const count = Math.ceil(jobs / rounds)
  const costs = { ourAdd: [] as number[], theirAdd: [] as number[], ourWork: [] as number[], theirWork: [] as number[] }
  const rss: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const sides = [ours, theirs]
      for (const side of round % 2 ? sides.reverse() : sides) {
        const { add, work } = await side(server.socket, `round-${round}`, count)
        costs[side === ours ? 'ourAdd' : 'theirAdd'].push(add / count)
        costs[side === ours ? 'ourWork' : 'theirWork'].push(work / count)
      }
      await server.ask('FLUSHALL')
      globalThis.gc?.()
      rss.push(Math.round(process.memoryUsage.rss() / 2 ** 20))
    }
  } finally {
    await server.stop()
  }
  const ratio = (a: number[], b: number[]): number => Math.round(100 * median(a.map((cost, i) => cost / b[i]!))) / 100
  const pair = (a: number[], b: number[]): [number, number] => [Math.round(median(a)), Math.round(median(b))]
  return {
    jobs: count * rounds, add: ratio(costs.ourAdd, costs.theirAdd), work: ratio(costs.ourWork, costs.theirWork),
    perJob: { add: pair(costs.ourAdd, costs.theirAdd), work: pair(costs.ourWork, costs.theirWork) }, rss,
  }
}

async function ours(redis: string, name: string, count: number): Promise<{ add: number, work: number }> {
  const queue = await openQueue({ redis, name: `ours-${name}` })
  const add = await timed(async () => { await queue.add(documents(count)) })
  let left = count
  let over = (): void => {}
  const done = new Promise<void>(resolve => { over = resolve })
  const work = await timed(async () => {
    const worker = await startWorker({ redis, name: `ours-${name}`, concurrency: CONCURRENCY, checkRedis: false }, async () => { if (--left === 0) over() })
    await done
    await worker.close()
  })
  await queue.close()
  return { add, work }
}

async function theirs(redis: string, name: string, count: number): Promise<{ add: number, work: number }> {
  const connection = new Redis(redis, { maxRetriesPerRequest: null })
  const queue = new Queue(`theirs-${name}`, { connection })
  const add = await timed(async () => {
    let chunk: { name: string, data: QueuedDocument }[] = []
    for (const data of documents(count)) {
      chunk.push({ name: 'document', data })
      if (chunk.length === CHUNK) await queue.addBulk(chunk.splice(0))
    }
    if (chunk.length > 0) await queue.addBulk(chunk)
    chunk = []
  })
  let left = count
  const work = await timed(async () => {
    const worker = new Worker(`theirs-${name}`, async () => { left-- }, { connection, concurrency: CONCURRENCY })
    while (left > 0) await once(worker, 'completed')
    await worker.close()
  })
  await queue.close()
  await connection.quit()
  return { add, work }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { jobs: { type: 'string' }, rounds: { type: 'string' } } })
  console.log(JSON.stringify(await overhead({ jobs: Number(values.jobs ?? 100_000), rounds: Number(values.rounds ?? 5) }), null, 2))
}
