// What a second worker process gains on the queue, over what a second thread gains the bare models, in one run.
//   node dist/benchmarks/queue/gain.js [--documents 24] [--rounds 3]
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import sharp from 'sharp'
import type { View } from '../../lib/core/types.js'
import { openQueue, type DocumentQueue } from '../../lib/queue/index.js'
import { createOcr } from '../../lib/text/index.js'
import { createDetectors } from '../../lib/vision/detectors.js'
import { formPage } from '../pages.js'
import { median, table } from '../table.js'
import { RedisServer } from './redis.js'

const cli = fileURLToPath(new URL('../../lib/cli/bin.js', import.meta.url))
const KINDS = 6

/** A thread with the models alone: answers 'ready', then runs as many pages as it is told to. */
async function bareThread(views: View[]): Promise<void> {
  sharp.concurrency(1)
  const detector = await createDetectors({ objects: ['FACE', 'LICENSE_PLATE'] })
  const engine = await createOcr({ ocr: 'auto' })
  const run = async (pages: number): Promise<void> => {
    for (let page = 0; page < pages; page++) {
      const view = views[page % views.length]!
      await detector.detect(view, {})
      await engine.recognize(view, { dpi: 150 })
    }
  }
  await run(KINDS)
  parentPort!.on('message', (pages: number) => { void run(pages).then(() => { parentPort!.postMessage('done') }) })
  parentPort!.postMessage('ready')
}

/** Pages a second of so many threads. */
async function bare(threads: readonly Worker[], pages: number): Promise<number> {
  const start = performance.now()
  await Promise.all(threads.map(async thread => {
    const done = once(thread, 'message')
    thread.postMessage(pages / threads.length)
    await done
  }))
  return pages / (performance.now() - start) * 1000
}

/** Documents a second of the workers that are there: added, and waited for. */
async function queued(queue: DocumentQueue, folder: string, round: string, documents: number): Promise<number> {
  const start = performance.now()
  await queue.add(Array.from({ length: documents }, (_, n) => ({ source: join(folder, `${n % KINDS}.tif`), target: join(folder, `${round}-${n}.tif`) })))
  await queue.idle()
  return documents / (performance.now() - start) * 1000
}

/** A worker of one thread, one document at a time; resolves once it listens. */
async function spawnWorker(socket: string): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [cli, 'queue', 'work', '--redis', socket, '--threads', '1', '--concurrency', '1'], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(worker.stdout!, 'data')
  worker.stdout!.resume()
  return worker
}

async function stopWorker(worker: ChildProcess): Promise<void> {
  const gone = once(worker, 'exit')
  worker.kill('SIGTERM')
  await gone
}

interface Gains { bare: number[], queue: number[] }

async function gain({ documents, rounds }: { documents: number, rounds: number }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gain-'))
  const redis = await RedisServer.start()
  const pages = await Promise.all(Array.from({ length: KINDS }, (_, n) => formPage(n)))
  for (const [n, page] of pages.entries()) await writeFile(join(folder, `${n}.tif`), page)
  const views = await Promise.all(pages.map(async page => {
    const { data, info } = await sharp(page).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, channels: 1, data } satisfies View
  }))
  const threads = [0, 1].map(() => new Worker(new URL(import.meta.url), { workerData: views }))
  await Promise.all(threads.map(thread => once(thread, 'message')))
  const queue = await openQueue({ redis: redis.socket })
  const one: Gains = { bare: [], queue: [] }
  const two: Gains = { bare: [], queue: [] }
  for (let round = 0; round < rounds; round++) {
    one.bare.push(await bare(threads.slice(0, 1), documents))
    two.bare.push(await bare(threads, documents))
    const workers: ChildProcess[] = []
    for (const gains of [one, two]) {
      workers.push(await spawnWorker(redis.socket))
      // Models are loaded with the first documents.
      await queued(queue, folder, `warm-${round}-${workers.length}`, 4 * workers.length)
      gains.queue.push(await queued(queue, folder, `${round}-${workers.length}`, documents))
    }
    await Promise.all(workers.map(stopWorker))
  }
  await queue.close()
  await Promise.all(threads.map(thread => thread.terminate()))
  await redis.stop()
  await rm(folder, { recursive: true, force: true })
  const gains = (kind: keyof Gains): number => median(one[kind].map((single, n) => two[kind][n]! / single))
  const row = (kind: keyof Gains): Record<string, string> => {
    return { one: median(one[kind]).toFixed(2), two: median(two[kind]).toFixed(2), gain: gains(kind).toFixed(2) }
  }
  table(`A second worker: ${documents} pages of 1240 × 1754 a round, pages/s, median of ${rounds} rounds`, [
    { '': 'bare models, threads', ...row('bare') }, { '': 'queue, processes', ...row('queue') },
  ])
  console.log(`gain of the queue ÷ gain of the models: ${(gains('queue') / gains('bare')).toFixed(2)}`)
}

if (!isMainThread) await bareThread(workerData as View[])
else if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { documents: text, rounds: text } })
  await gain({ documents: Number(values.documents ?? 24), rounds: Number(values.rounds ?? 3) })
}
