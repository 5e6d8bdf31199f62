// What is asked of the queue when its surroundings are not as they should be: a full Redis, a wrong clock, two who do the same.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { noRedis, RedisServer } from '../../benchmarks/queue/redis.js'
import { packageRoot } from '../../lib/inference/manifest.js'
import { openQueue, startWorker, type DeadLetter, type DocumentQueue, type QueueOptions } from '../../lib/queue/index.js'
import type { Task } from '../../lib/queue/worker.js'
import { LocalStorage } from '../../lib/storage/local.js'
import { until } from '../fixtures/waiting.js'

let redis: RedisServer
let names = 0
t.before(async () => { if (!noRedis) redis = await RedisServer.start() })
t.teardown(async () => { await redis?.stop() })

const document = (n: number) => ({ source: `/in/${n}.png`, target: `/out/${n}.png`, version: '1' })
const documents = (count: number) => Array.from({ length: count }, (_, n) => document(n))
async function opened(t: Test, options: QueueOptions = {}): Promise<{ queue: DocumentQueue, place: { redis: string, name: string } }> {
  const place = { redis: redis.socket, name: `trouble-${++names}` }
  const queue = await openQueue({ ...place, backoffSeconds: 0, ...options })
  t.teardown(() => queue.close())
  return { queue, place }
}
async function works(t: Test, place: { redis: string, name: string }, task: Task, options = {}): Promise<Awaited<ReturnType<typeof startWorker>>> {
  const worker = await startWorker({ ...place, silentSeconds: 0.5, ...options }, task)
  t.teardown(() => worker.close({ graceSeconds: 0 }))
  return worker
}
async function dead(queue: DocumentQueue): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = []
  for await (const letter of queue.deadLetters()) letters.push(letter)
  return letters
}
const endless: Task = ({ signal }) => new Promise((_resolve, reject) => {
  signal.addEventListener('abort', () => reject(signal.reason as Error))
  if (signal.aborted) reject(signal.reason as Error)
})

t.test('a Redis whose memory is full: adding says so, and goes on where it ended; work goes on when there is room', { skip: noRedis }, async t => {
  const { queue, place } = await opened(t)
  await queue.add(documents(20))
  await redis.ask('CONFIG', 'SET', 'maxmemory', '1')
  const full = await queue.add(documents(40)).then(() => undefined, (error: Error) => error)
  t.match(full, { name: 'EffaceError', code: 'ERR_STORAGE_FAILED', message: /^Redis refuses: .*OOM/ })
  t.notMatch(JSON.stringify(full), /in.30\.png/, 'no names of files')
  const ended = new Map<string, number>()
  await works(t, place, async ({ job }) => { ended.set(job.id!, (ended.get(job.id!) ?? 0) + 1) }, { checkRedis: false })
  t.match(await queue.status(), { failed: 0 })
  await redis.ask('CONFIG', 'SET', 'maxmemory', '0')
  t.match(await queue.add(documents(40)), { added: 20, known: 20 })
  t.match(await queue.idle({ everyMs: 20 }), { completed: 40, failed: 0 })
  t.equal(ended.size, 40)
})

t.test('work that ends while Redis is full is not lost', { skip: noRedis }, async t => {
  const { queue, place } = await opened(t)
  await queue.add([document(1)])
  let finish: (() => void) | undefined
  const worker = await works(t, place, async () => { await (finish ? undefined : new Promise<void>(resolve => { finish = resolve })) }, { checkRedis: false })
  await until(() => finish !== undefined)
  await redis.ask('CONFIG', 'SET', 'maxmemory', '1')
  finish!()
  await until(() => worker.active === 0)
  await redis.ask('CONFIG', 'SET', 'maxmemory', '0')
  t.match(await queue.idle({ everyMs: 20 }), { completed: 1, failed: 0 })
})

t.test('two who add or retry the same at a time', { skip: noRedis }, async t => {
  const { queue, place } = await opened(t, { attempts: 1 })
  const other = await openQueue({ ...place, attempts: 1 })
  t.teardown(() => other.close())
  await Promise.all([queue.add(documents(300)), other.add(documents(300))])
  t.match(await queue.status(), { waiting: 300 })
  const worker = await works(t, place, async () => { throw new Error('in passing') }, { concurrency: 20 })
  t.match(await queue.idle({ everyMs: 20 }), { failed: 300 })
  await worker.close()
  const [one, two] = await Promise.all([queue.retry(), other.retry()])
  t.equal(one + two, 300, 'each once')
  t.match(await queue.status(), { failed: 0, waiting: 300 })
})

t.test('what is secret in a source stays in no dead letter, report, log or metric', { skip: noRedis }, async t => {
  const { queue, place } = await opened(t, { attempts: 1 })
  const lines: string[] = []
  const hear = (fields: object, message: string): void => { lines.push(JSON.stringify([fields, message])) }
  const source = (name: string): string => `http://ada:hunter2@127.0.0.1:9/${name}.png?X-Amz-Signature=hunter2`
  await queue.add(['good', 'bad'].map(name => ({ source: source(name), target: '/out/a.png', version: '1' })))
  const worker = await works(t, place, async ({ job: { data } }) => {
    const { source } = data as { source: string }
    if (source.includes('bad')) throw new Error('no')
    return { source, pages: 1 }
  }, { logger: { info: hear, error: hear } })
  await queue.idle({ everyMs: 20 })
  const reports: object[] = []
  for await (const line of queue.reports()) reports.push(line)
  const letters = await dead(queue)
  t.match(reports, [{ source: /^http:\/\/127\.0\.0\.1:9\/good\.png\?[0-9a-f]{12}$/, pages: 1 }])
  t.match(letters, [{ source: /^http:\/\/127\.0\.0\.1:9\/bad\.png\?[0-9a-f]{12}$/ }])
  t.notMatch(JSON.stringify([reports, letters, lines, await worker.metrics()]), /hunter2/)
  t.ok(lines.length >= 3)
})

t.test('regression: a clock that is behind leaves nothing of workers who died', { skip: noRedis }, async t => {
  const { queue, place } = await opened(t)
  const bounds: Date[] = []
  const sweep = LocalStorage.prototype.sweep
  LocalStorage.prototype.sweep = async (_url, before) => { bounds.push(before) }
  t.teardown(() => { LocalStorage.prototype.sweep = sweep })
  await queue.add([document(1)])
  let starts = 0
  await works(t, place, async start => {
    if (++starts > 1) return
    // As if this process had been away for too long.
    await redis.ask('SET', `efface:${place.name}:${start.job.id!}:lock`, 'somebody else', 'PX', '50')
    await endless(start)
  })
  t.match(await queue.idle({ everyMs: 20 }), { completed: 1 })
  t.equal(bounds.length, 1)
  t.ok(bounds[0]!.getTime() > Date.parse('9999-01-01'), 'whatever the clock says')
})

t.test('told to close once more, a worker gives back what it was finishing', { skip: noRedis }, async t => {
  const { queue, place } = await opened(t)
  await queue.add([document(1)])
  const worker = await works(t, place, endless)
  await until(() => worker.active === 1)
  const closed = worker.close({ graceSeconds: 3600 })
  await worker.close({ graceSeconds: 0 })
  await closed
  t.match(await queue.status(), { waiting: 1, active: 0 })
})

t.test('regression: what a worker fetches while it is told to close is given back, not begun', { skip: noRedis }, async t => {
  const { queue, place } = await opened(t)
  await queue.add([document(1)])
  // It was begun anew in about every second of them, and waited for to its end.
  for (let n = 0; n < 12; n++) {
    const worker = await works(t, place, endless)
    await until(() => worker.active === 1)
    await worker.close({ graceSeconds: 0 })
    t.match(await queue.status(), { waiting: 1, active: 0 })
  }
})

t.test('SIGTERM twice: the document is given back, and the process ends well', { skip: noRedis }, async t => {
  const { queue, place } = await opened(t)
  const silent = createServer()
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
  t.teardown(() => { silent.closeAllConnections(); silent.close() })
  const asked = once(silent, 'request')
  const document = { source: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/a.png`, target: join(t.testdir({}), 'a.png'), version: '1' }
  await queue.add([document])
  const args = ['queue', 'work', '--redis', place.redis, '--queue', place.name, '--threads', '1', '--grace', '3600']
  const worker = spawn(process.execPath, [join(packageRoot(), 'dist', 'lib', 'cli', 'bin.js'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => worker.kill('SIGKILL'))
  let said = ''
  worker.stdout.on('data', part => { said += String(part) })
  const ended = once(worker, 'exit')
  await asked
  worker.kill('SIGTERM')
  await until(() => said.includes('draining'))
  worker.kill('SIGTERM')
  t.same(await ended, [0, null])
  t.match(await queue.status(), { waiting: 1, active: 0 })
  t.match(await queue.attempts(await queue.idOf(document)), [{ ended: 'given back' }])
})
