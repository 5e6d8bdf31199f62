// What a worker does when something goes wrong around it: with a real Redis, and without any work.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { Redis } from 'ioredis'
import { noRedis, RedisServer } from '../../benchmarks/queue/redis.js'
import { durabilityWarnings } from '../../lib/queue/durability.js'
import { openQueue, startWorker, type DeadLetter, type DocumentQueue } from '../../lib/queue/index.js'
import { serveMetrics } from '../../lib/queue/metrics-server.js'
import type { Task } from '../../lib/queue/worker.js'
import { until } from '../fixtures/waiting.js'

let redis: RedisServer
let names = 0
t.before(async () => { if (!noRedis) redis = await RedisServer.start() })
t.teardown(async () => { await redis?.stop() })

const document = (n: number) => ({ source: `/in/${n}.png`, target: `/out/${n}.png`, version: '1' })
async function opened(t: { teardown: (end: () => Promise<void>) => unknown }): Promise<{ queue: DocumentQueue, name: string }> {
  const name = `worker-${++names}`
  const queue = await openQueue({ redis: redis.socket, name, backoffSeconds: 0 })
  t.teardown(() => queue.close())
  return { queue, name }
}
async function dead(queue: DocumentQueue): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = []
  for await (const letter of queue.deadLetters()) letters.push(letter)
  return letters
}
/** Does not end before it is told to. */
const endless: Task = ({ signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))

t.test('told to stop, a worker finishes what is under way or gives it back', { skip: noRedis }, async t => {
  const { queue, name } = await opened(t)
  await queue.add([document(1)])
  const first = await startWorker({ redis: redis.socket, name }, endless)
  await until(() => first.active === 1)
  await first.close({ graceSeconds: 0 })
  t.match(await queue.status(), { waiting: 1, active: 0, failed: 0, workers: 0 })
  t.match(await queue.attempts(await queue.idOf(document(1))), [{ attempt: 1, ended: 'given back' }])

  let finish: (() => void) | undefined
  const second = await startWorker({ redis: redis.socket, name }, () => new Promise(resolve => { finish = () => resolve({ done: true }) }))
  await until(() => finish !== undefined)
  const closed = second.close()
  finish!()
  await closed
  t.match(await queue.status(), { waiting: 0, completed: 1 })
})

t.test('one that is taken for dead loses its documents; when too many are, the document is a dead letter that can be tried again', { skip: noRedis }, async t => {
  const { queue, name } = await opened(t)
  await queue.add([document(1)])
  const place = { redis: redis.socket, name, silentSeconds: 0.2, deaths: 1 }
  const signals: AbortSignal[] = []
  const stuck: Task = start => {
    signals.push(start.signal)
    return new Promise((_resolve, reject) => start.signal.addEventListener('abort', () => reject(start.signal.reason as Error)))
  }
  const worker = await startWorker(place, stuck)
  t.teardown(() => worker.close({ graceSeconds: 0 }))
  const client = new Redis(redis.socket)
  t.teardown(() => client.quit())
  const key = `efface:${name}:${await queue.idOf(document(1))}:lock`
  for (const starts of [1, 2]) {
    await until(() => signals.length === starts)
    await client.set(key, 'somebody else', 'PX', 100)
    await until(() => signals[starts - 1]!.aborted)
  }
  await until(async () => (await queue.status()).failed === 1)
  t.match(await dead(queue), [{ code: 'ERR_WORKER_DIED', passing: true }])
  await until(async () => (await queue.attempts(await queue.idOf(document(1)))).length === 3)
  t.same((await queue.attempts(await queue.idOf(document(1)))).map(({ ended }) => ended), ['worker lost', 'worker lost', 'worker lost'])
  t.equal(await queue.retry(), 1)
  await until(() => signals.length === 3)
})

t.test('whatever is thrown has a code, and stays in no log', { skip: noRedis }, async t => {
  const { queue, name } = await opened(t)
  const lines: string[] = []
  const hear = (fields: object, message: string): void => { lines.push(JSON.stringify([fields, message])) }
  const logger = { info: hear, error: hear }
  await queue.add([document(1)])
  const worker = await startWorker({ redis: redis.socket, name, logger }, async () => { throw 'Ada Byron' })
  t.teardown(() => worker.close({ graceSeconds: 0 }))
  await queue.idle({ everyMs: 20 })
  t.match(await dead(queue), [{ code: 'Error', message: 'Ada Byron', passing: true, starts: 5 }])
  t.notMatch(lines.join(), /Byron|in\/1/)
})

t.test('paused, limited, by priority', { skip: noRedis }, async t => {
  const { queue, name } = await opened(t)
  await queue.pause()
  await queue.add([{ ...document(1), priority: 9 }, { ...document(2), priority: 1 }, document(3)])
  const done: string[] = []
  const task: Task = async ({ job }) => { done.push((job.data as { source: string }).source) }
  const worker = await startWorker({ redis: redis.socket, name, concurrency: 1, limit: { documents: 2, seconds: 1 } }, task)
  t.teardown(() => worker.close())
  t.match(await queue.status(), { paused: true, waiting: 3 })
  const start = Date.now()
  await queue.resume()
  await queue.idle({ everyMs: 20 })
  t.same(done, ['/in/3.png', '/in/2.png', '/in/1.png'])
  t.ok(Date.now() - start > 500, 'two a second')
  const metrics = await serveMetrics(worker, 0)
  t.teardown(() => metrics.close())
  t.match(await (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text(), /efface_queue_jobs\{state="completed"\} 3/)
  t.equal((await fetch(`http://127.0.0.1:${metrics.port}/healthz`)).status, 200)
})

t.test('a Redis that would lose jobs', { skip: noRedis }, async t => {
  const forgetful = await RedisServer.start(['--save', '', '--maxmemory-policy', 'allkeys-lru'])
  t.teardown(() => forgetful.stop())
  const [a, b] = [new Redis(forgetful.socket), new Redis(redis.socket)]
  t.match(await durabilityWarnings(a), [/keeps nothing/, /may drop jobs/])
  t.same(await durabilityWarnings(b), [])
  await Promise.all([a.quit(), b.quit()])
})

t.test('what is refused', async t => {
  await t.rejects(openQueue({ redis: 5 as unknown as string }), { code: 'ERR_INVALID_OPTION' })
  await t.rejects(openQueue({ name: 'a:b' }), { code: 'ERR_INVALID_OPTION' })
  await t.rejects(startWorker({ concurrency: 0 }), { code: 'ERR_INVALID_OPTION' })
  await t.rejects(openQueue({ redis: join(t.testdirName, 'none.sock') }), { code: 'ERR_STORAGE_FAILED' }, 'nobody answers')
  if (noRedis) return
  const { queue } = await opened(t)
  await writeFile(join(t.testdir({}), 'x'), '')
  for (const options of [{ pool: {} }, { detectors: [{ module: './x.js' }] }, { filters: [{ type: 'ALLOW', pattern: /a/ }] }, { limits: { frames: Infinity } }, { ocr: 'abbyy' }]) {
    await t.rejects(queue.add([{ ...document(1), options: options as object }]), { code: 'ERR_INVALID_OPTION' }, JSON.stringify(options))
  }
  await t.rejects(queue.add([{ ...document(1), target: '/in/1.png' }]), { code: 'ERR_INVALID_OPTION' }, 'over itself')
  await t.rejects(queue.add([{ ...document(1), priority: 0 }]), { code: 'ERR_INVALID_OPTION' })
})
