// From one bucket to another by a queue: documents are added, two worker processes work them off, and what may have passed is tried once more.
//   EFFACE_REDIS=redis://127.0.0.1:6379 node examples/queue/queue.mjs s3://scans/in/ s3://scans/out/
// Called again, it redacts what is new or has changed. In a fleet the workers run elsewhere, as `efface queue work` or by startWorker() as below.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createPool } from 'efface'
import { openQueue, startWorker } from 'efface/queue'
import { storageFor } from 'efface/storage'

const redis = process.env.EFFACE_REDIS ?? 'redis://127.0.0.1:6379'

async function work() {
  const pool = createPool({ threads: 1 })
  const worker = await startWorker({ redis, pool })
  process.once('SIGTERM', async () => {
    await worker.close() // finishes what is under way, or gives it back
    await pool.close()
  })
}

async function * documents(from, to) {
  const options = JSON.parse(process.env.EFFACE_OPTIONS ?? '{}')
  const storage = await storageFor(from)
  for await (const { url, version } of storage.list(from)) {
    if (/\.(jpe?g|png|gif|tiff?|webp|bmp)$/i.test(url)) yield { source: url, target: to + url.slice(from.length), options, version }
  }
}

async function produce(from, to) {
  const queue = await openQueue({ redis, attempts: 2, backoffSeconds: 0.1 })
  const workers = [1, 2].map(() => spawn(process.execPath, [fileURLToPath(import.meta.url), 'work'], { stdio: ['ignore', 'inherit', 'inherit'] }))
  console.log('added', JSON.stringify(await queue.add(documents(from, to))))
  await queue.idle()
  console.log('tried again', await queue.retry()) // a full disk, a store that was away: not what is broken for good
  const { completed, failed } = await queue.idle()
  console.log('status', JSON.stringify({ completed, failed }))
  for await (const { source, code, starts } of queue.deadLetters()) console.log(`${source}: ${code}, begun ${starts} times`)
  await Promise.all(workers.map(worker => {
    const ended = once(worker, 'exit')
    worker.kill('SIGTERM')
    return ended
  }))
  await queue.close()
  process.exitCode = failed > 0 ? 1 : 0
}

const [from, to] = process.argv.slice(2)
if (from === 'work') await work()
else await produce(...[from, to].map(place => place.endsWith('/') ? place : `${place}/`))
