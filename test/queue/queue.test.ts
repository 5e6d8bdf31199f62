// The queue with a real Redis, in one process.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { formPage } from '../../benchmarks/pages.js'
import { noRedis, RedisServer } from '../../benchmarks/queue/redis.js'
import { encodePages } from '../../benchmarks/tiff.js'
import { createPool, effaceBuffer, makePlan, type EffaceOptions } from '../../lib/api/index.js'
import { openQueue, startWorker, type DeadLetter, type DocumentQueue, type QueueOptions, type ReportLine, type WorkerOptions } from '../../lib/queue/index.js'

const pool = createPool({ threads: 2 })
t.teardown(() => pool.close())
const PLAIN: EffaceOptions = { ocr: 'none', objects: [], regions: { redact: [{ x: 0.1, y: 0.1, w: 0.4, h: 0.4 }] } }
const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#8fb' } }).png().toBuffer()
const redacted = (await effaceBuffer(png, { ...PLAIN, pool })).data

let redis: RedisServer
let names = 0
t.before(async () => { if (!noRedis) redis = await RedisServer.start() })
t.teardown(async () => { await redis?.stop() })

interface Made { queue: DocumentQueue, place: { redis: string, name: string }, work: (options?: WorkerOptions) => ReturnType<typeof startWorker> }
async function made(t: Test, options: QueueOptions = {}): Promise<Made> {
  const place = { redis: redis.socket, name: `test-${++names}` }
  const queue = await openQueue({ ...place, backoffSeconds: 0, ...options })
  t.teardown(() => queue.close())
  return {
    queue, place,
    work: async (options = {}) => {
      const worker = await startWorker({ ...place, pool, silentSeconds: 1, ...options })
      t.teardown(() => worker.close({ graceSeconds: 0 }))
      return worker
    },
  }
}
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}
const reports = (queue: DocumentQueue): Promise<ReportLine[]> => all(queue.reports())
const dead = (queue: DocumentQueue): Promise<DeadLetter[]> => all(queue.deadLetters())

t.test('documents are redacted once, the broken are dead letters with their codes', { skip: noRedis }, async t => {
  const { queue, work } = await made(t)
  const folder = t.testdir({ 'a.png': png, 'b.png': png, 'broken.png': png.subarray(0, 50), 'text.png': 'no picture' })
  const documents = ['a.png', 'b.png', 'broken.png', 'text.png', 'none.png'].map(name => ({ source: join(folder, name), target: join(folder, 'out', name), options: PLAIN }))
  t.same(await queue.add(documents), { added: 5, known: 0, retried: 0, failed: 0 })
  t.same(await queue.add(documents.slice(0, 2)), { added: 0, known: 2, retried: 0, failed: 0 }, 'the same again')
  const worker = await work()
  t.match(await queue.idle({ everyMs: 20 }), { completed: 2, failed: 3, waiting: 0, active: 0, paused: false, workers: 1 })
  t.same((await readdir(join(folder, 'out'))).sort(), ['a.png', 'b.png'], 'and nothing else')
  t.ok((await readFile(join(folder, 'out/a.png'))).equals(redacted))
  const [line] = await reports(queue)
  t.match(line, { pages: 1, entities: {}, objects: {}, skipped: [], input: { bytes: png.length }, output: { bytes: redacted.length, sha256: /^[0-9a-f]{64}$/ } })

  const letters = (await dead(queue)).sort((a, b) => a.source < b.source ? -1 : 1)
  t.match(letters, [
    { code: 'ERR_MALFORMED_INPUT', passing: false, starts: 1 }, { code: 'ENOENT', passing: true, starts: 5 }, { code: 'ERR_UNSUPPORTED_FORMAT', passing: false, starts: 1 },
  ])
  t.same((await queue.attempts(letters[1]!.id)).map(({ attempt, ended }) => [attempt, ended]), [1, 2, 3, 4, 5].map(n => [n, 'ENOENT']), 'each start is accounted for')
  t.match(await worker.metrics(), /efface_jobs_total\{job="document",ending="done"\} 2\n[^]*efface_job_failures_total\{code="ENOENT"\} 5\n/)

  t.same(await queue.add(documents), { added: 0, known: 2, retried: 1, failed: 2 }, 'what failed for good is left alone; what may have passed is tried again')
  await writeFile(join(folder, 'none.png'), png)
  await queue.idle({ everyMs: 20 })
  t.equal(await queue.retry({ codes: ['ERR_MALFORMED_INPUT'] }), 1)
  await queue.idle({ everyMs: 20 })
  t.match(await queue.status(), { failed: 2 })

  await writeFile(join(folder, 'broken.png'), png)
  t.match(await queue.add(documents), { added: 2, retried: 0 }, 'another content is another document, and so is one that was not there')
  t.match(await queue.add([{ ...documents[0]!, options: { ...PLAIN, color: '#00ff00', method: 'solid' } }]), { added: 1 }, 'other options as well')
  await queue.idle({ everyMs: 20 })
  t.match(await queue.status(), { failed: 2, completed: 6 })
  t.notOk((await readFile(join(folder, 'out/a.png'))).equals(redacted), 'what was there is replaced')
})

t.test('a TIFF of many pages is looked through in ranges, and joined to what one pass makes of it', { skip: noRedis }, async t => {
  const { queue, work } = await made(t)
  const folder = t.testdir({ 'in.tif': Buffer.from(encodePages(await Promise.all([0, 1, 0, 2, 1].map(n => formPage(n, 300, 220))))) })
  const options: EffaceOptions = { method: 'label' }
  await queue.add([{ source: join(folder, 'in.tif'), target: join(folder, 'out.tif'), options }])
  await work({ pagesPerJob: 2, concurrency: 2 })
  t.match(await queue.idle({ everyMs: 20 }), { completed: 1, failed: 0 }, 'page ranges leave nothing')
  t.ok((await readFile(join(folder, 'out.tif'))).equals((await effaceBuffer(await readFile(join(folder, 'in.tif')), { ...options, pool })).data), 'byte for byte')
  t.match(await reports(queue), [{ pages: 5 }])
  const id = await queue.idOf({ source: join(folder, 'in.tif'), target: join(folder, 'out.tif'), options })
  t.match(await queue.attempts(id), [{ attempt: 1, ended: 'split into page ranges' }])
})

t.test('a page range that fails fails its document', { skip: noRedis }, async t => {
  const { queue, work } = await made(t)
  const pages = await Promise.all([0, 1, 2].map(n => formPage(n, 300, 220)))
  const whole = Buffer.from(encodePages(pages))
  const at = whole.lastIndexOf(pages[2]!.subarray(pages[2]!.length - 400, pages[2]!.length - 300))
  const folder = t.testdir({ 'in.tif': whole.subarray(0, at > 0 ? at : whole.length - 200) })
  await queue.add([{ source: join(folder, 'in.tif'), target: join(folder, 'out.tif'), options: PLAIN }])
  await work({ pagesPerJob: 1 })
  t.match(await queue.idle({ everyMs: 20 }), { completed: 0, failed: 1 })
  t.match(await dead(queue), [{ code: 'ERR_MALFORMED_INPUT', passing: false }])
  t.same(await readdir(folder), ['in.tif'])
})

t.test('a plan is painted, on the file that it was made for', { skip: noRedis }, async t => {
  const { queue, work } = await made(t)
  const folder = t.testdir({ 'a.png': png, 'b.png': await sharp(png).negate().png().toBuffer() })
  const plan = await makePlan(join(folder, 'a.png'), { ...PLAIN, pool })
  await queue.add(['a.png', 'b.png'].map(name => ({ source: join(folder, name), target: join(folder, `out-${name}`), plan })))
  await work()
  await queue.idle({ everyMs: 20 })
  t.ok((await readFile(join(folder, 'out-a.png'))).equals(redacted))
  t.match(await dead(queue), [{ source: join(folder, 'b.png'), code: 'ERR_INVALID_OPTION' }])
})
