// Two hundred uploads at a time, hostile ones among them: is every answer right, and is the server well afterwards?
//     node dist/benchmarks/load.js [--uploads 200] [--threads 2]
import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { serve } from '../lib/http/index.js'
import { createPool } from '../lib/api/index.js'
import { median, table } from './table.js'
import { encodePages } from './tiff.js'

const self = fileURLToPath(import.meta.url)
const MAX_BODY = 4 * 2 ** 20

interface Upload { bytes: Buffer, type: string, pages: number, width: number, colour: [number, number, number] }

/** A picture that nobody else sends: of its own width, in its own colour, with a line of personal text. */
async function draw(n: number): Promise<Upload> {
  const colour: Upload['colour'] = [200 + n % 8 * 7, 180 + (n >> 3) % 8 * 9, 160 + (n >> 6) * 20]
  const width = 300 + n
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="120"><rect width="100%" height="100%" fill="rgb(${colour.join()})"/>
    <text x="12" y="60" font-size="22" font-family="DejaVu Sans, sans-serif">Name: Ada Byron ${n}</text></svg>`
  const image = sharp(Buffer.from(svg)).flatten()
  const page = await image.clone().tiff({ compression: 'lzw' }).toBuffer()
  switch (n % 4) {
    case 0: return { bytes: await image.png().toBuffer(), type: 'image/png', pages: 1, width, colour }
    case 1: return { bytes: await image.jpeg({ quality: 95 }).toBuffer(), type: 'image/jpeg', pages: 1, width, colour }
    case 2: return { bytes: encodePages([page, page, page]), type: 'image/tiff', pages: 3, width, colour }
    default: return { bytes: await image.gif().toBuffer(), type: 'image/gif', pages: 1, width, colour }
  }
}

/** Sends it one of three ways. @returns the redacted bytes, or the status when that is not 200 */
async function send(url: string, { bytes, type }: Upload, way: number): Promise<Buffer | number> {
  if (way === 0) {
    const file = { data: bytes.toString('base64'), content_type: type }
    const body = JSON.stringify({ file, image_options: { masking_method: 'blackbox' } })
    const answer = await fetch(`${url}/v4/process/files/base64`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    if (answer.status !== 200) return await drained(answer)
    return Buffer.from((await answer.json() as { processed_file: string }).processed_file, 'base64')
  }
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(bytes)], { type }), 'upload')
  const answer = await fetch(`${url}/process/files`, { method: 'POST', body: way === 1 ? new Uint8Array(bytes) : form })
  if (answer.status !== 200) return await drained(answer)
  return Buffer.from(await answer.arrayBuffer())
}

async function drained(answer: Response): Promise<number> {
  await answer.arrayBuffer()
  return answer.status
}

/** Whether what came back is what was sent, redacted: its size and pages, its colour in the corner, paint on the name. */
async function isRight(bytes: Buffer, { pages, width, colour }: Upload): Promise<boolean> {
  const metadata = await sharp(bytes).metadata()
  if (metadata.width !== width || (metadata.pages ?? 1) !== pages) return false
  const { data, info } = await sharp(bytes).flatten().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  const corner = [...data.subarray(0, 3)]
  let black = 0
  for (let at = 0; at < data.length; at += info.channels) if (data[at]! + data[at + 1]! + data[at + 2]! < 24) black++
  return corner.every((v, c) => Math.abs(v - colour[c]!) <= 6) && black > 1500
}

/** Uploads that come to nothing: each says what should come of it. */
const hostile: readonly [name: string, attack: (url: string, port: number) => Promise<boolean>][] = [
  ['slow loris', async (_url, port) => await cutOff(port, 'POST /process/files HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\nGIF89a')],
  ['aborted', async (_url, port) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write('POST /process/files HTTP/1.1\r\nhost: x\r\ncontent-length: 5000\r\n\r\nII*\0'))
    await sleep(50)
    socket.destroy()
    return true
  }],
  ['oversized', async url => await refused(url, Buffer.alloc(MAX_BODY + 1000, 0x42), [413, 400])],
  ['wrong type', async url => await refused(url, Buffer.from('%PDF-1.7 nothing to see'), [400])],
  ['bomb', async url => await refused(url, Buffer.concat([Buffer.from('GIF89a'), Buffer.from([255, 255, 255, 255, 0x70, 0, 0, 0x2c, 0, 0, 0, 0, 255, 255, 255, 255, 0, 8, 1, 0, 0, 0x3b])]), [413, 400])],
]

async function cutOff(port: number, head: string): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1', () => socket.write(head))
  socket.on('error', () => {})
  socket.resume()
  return await Promise.race([new Promise<boolean>(resolve => socket.once('close', () => resolve(true))), sleep(60_000).then(() => false)])
}

async function refused(url: string, body: Buffer, statuses: readonly number[]): Promise<boolean> {
  for (;;) {
    const status = await new Promise<number>(resolve => {
      const request = http.request(`${url}/process/files`, { method: 'POST', headers: { 'content-length': body.length } }, answer => {
        answer.resume()
        answer.once('close', () => resolve(answer.statusCode!))
      })
      // The server may close the connection before it has taken all of an upload it refused.
      request.once('error', () => resolve(0))
      request.end(body)
    })
    if (status !== 429 && status !== 0) return statuses.includes(status)
    await sleep(300)
  }
}

interface Health { rss: number, lag: number, active: number, queued: number }

async function health(url: string): Promise<Health> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? NaN)
  return {
    rss: value('process_resident_memory_bytes'), lag: value('nodejs_eventloop_lag_p99_seconds'),
    active: value('efface_requests_active'), queued: value('efface_queue_depth'),
  }
}

export async function load({ uploads: count = 200, threads = 2 } = {}): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'efface-load-'))
  const server = fork(self, ['serve', String(threads)], { execArgv: [], env: { ...process.env, TMPDIR: temporary, TEMP: temporary }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  try {
    const port = await new Promise<number>(resolve => server.once('message', value => resolve(value as number)))
    const url = `http://127.0.0.1:${port}`
    const uploads = await Promise.all(Array.from({ length: count }, (_, n) => draw(n)))
    await send(url, uploads[0]!, 0) // the models are loaded
    const seen: Health[] = []
    let over = false
    const watching = (async () => {
      while (!over) {
        seen.push(await health(url))
        await sleep(500)
      }
    })()
    const start = performance.now()
    let right = 0
    let busy = 0
    const other = new Map<number, number>()
    const [, attacks] = await Promise.all([
      Promise.all(uploads.map(async (upload, n) => {
        for (;;) {
          const answer = await send(url, upload, n % 3)
          if (Buffer.isBuffer(answer)) {
            if (await isRight(answer, upload)) right++
            else other.set(200, (other.get(200) ?? 0) + 1)
            return
          }
          if (answer !== 429) return void other.set(answer, (other.get(answer) ?? 0) + 1)
          busy++
          await sleep(500 + n % 10 * 200)
        }
      })),
      Promise.all(hostile.flatMap(([name, attack]) => Array.from({ length: 6 }, async () => [name, await attack(url, port)] as const))),
    ])
    const seconds = (performance.now() - start) / 1000
    over = true
    await watching
    const after = await health(url)
    const held = attacks.filter(([, held]) => !held).map(([name]) => name)
    const drained = await drain(server, url, uploads[2]!)
    table('A server under load', [{
      uploads: count, right, wrong: [...other].map(([status, n]) => `${n} × ${status}`).join(', ') || '0', '429 on the way': busy, 'uploads/s': (count / seconds).toFixed(1),
      'hostile held off': `${attacks.length - held.length} of ${attacks.length}`,
      'RSS, MiB: median, peak': `${(median(seen.map(h => h.rss)) / 2 ** 20).toFixed(0)}, ${(Math.max(...seen.map(h => h.rss)) / 2 ** 20).toFixed(0)}`,
      'loop delay p99, ms: median, worst': `${(median(seen.map(h => h.lag)) * 1000).toFixed(0)}, ${(Math.max(...seen.map(h => h.lag)) * 1000).toFixed(0)}`,
      'left behind': `${after.active} active, ${after.queued} queued, ${(await readdir(temporary)).filter(name => name.startsWith('efface')).length} files`,
      drained: drained ? 'yes' : 'NO',
    }])
    if (held.length > 0) console.log(`not held off: ${held.join(', ')}`)
  } finally {
    server.kill('SIGKILL')
    await rm(temporary, { recursive: true, force: true })
  }
}

/** A request is under way when the server is told to stop: it must be answered, and the process must end by itself. */
async function drain(server: ChildProcess, url: string, upload: Upload): Promise<boolean> {
  const ended = new Promise<number | null>(resolve => server.once('exit', resolve))
  const under = send(url, upload, 1)
  await sleep(30)
  server.kill('SIGTERM')
  const answer = await under
  const code = await Promise.race([ended, sleep(20_000).then(() => -1)])
  return Buffer.isBuffer(answer) && code === 0
}

if (process.argv[2] === 'serve' && process.send) {
  const pool = createPool({ threads: Number(process.argv[3]) })
  const serving = await serve({ port: 0, pool, maxBody: MAX_BODY, idleSeconds: 10, defaults: { method: 'blackbox' } })
  process.once('SIGTERM', () => void serving.close().then(() => pool.close()).then(() => process.exit(0)))
  process.send(serving.port)
} else if (process.argv[1] === self) {
  const { values } = parseArgs({ options: { uploads: { type: 'string', default: '200' }, threads: { type: 'string', default: '2' } } })
  await load({ uploads: Number(values.uploads), threads: Number(values.threads) })
}
