// The server soaked: refused, cut, slow, stalled and good requests mixed, over loopback alone, bounded in number and in time.
//   npm run soak -- [--requests 10000] [--at-a-time 200] [--seconds 1500]
import { fork } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { serve } from '../lib/http/index.js'
import { createPool } from '../lib/api/index.js'
import { median, table } from './table.js'

const self = fileURLToPath(import.meta.url)
const IDLE_SECONDS = 2
const BOUNDARY = 'soak-boundary'

/** What came of the requests of one kind: as it should be, not so, or the connection failed where it should not. */
interface Outcomes { right: number, wrong: number, lost: number }
interface Figures { rss: number, delay: number, stray: number }
export interface SoakResult {
  outcomes: Record<string, Outcomes>
  /** Resident bytes about a fifth of the requests and about the last of them: medians, since a single look meets what the collector left so far. */
  early: number
  late: number
  /** Milliseconds. */
  delay: number
  stray: number
  files: number
  /** Milliseconds from SIGTERM in the middle of requests to the end of the process, and its exit code. */
  drained: number
  code: number | null
  seconds: number
}

interface Picture { bytes: Buffer, width: number, colour: [number, number, number] }

/** A picture that few others are like: what comes back can be told from what others sent. */
async function draw(n: number): Promise<Picture> {
  const colour: Picture['colour'] = [40 + n % 200, 60 + n * 7 % 190, 80 + n * 13 % 170]
  const width = 30 + n % 150
  const image = sharp({ create: { width, height: 20, channels: 3, background: { r: colour[0], g: colour[1], b: colour[2] } } })
  return { bytes: await (n % 2 ? image.png() : image.tiff({ compression: 'lzw' })).toBuffer(), width, colour }
}

/** Its own size, the left half black, the right half as it was. */
async function isRight(bytes: Buffer, { width, colour }: Picture): Promise<boolean> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number): number[] => [...data.subarray(x * 3, x * 3 + 3)]
  return info.width === width && at(1).join() === '0,0,0' && at(width - 1).join() === colour.join()
}

const part = (name: string, body: Buffer | string, filename?: string): Buffer => Buffer.concat([
  Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n\r\n`), Buffer.from(body), Buffer.from('\r\n'),
])
const form = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)])
const FORM = `multipart/form-data; boundary=${BOUNDARY}`

/** A request of its own connection, piece by piece. @returns status and body, or undefined for a connection that ended without an answer */
async function ask(
  port: number, path: string, type: string, pieces: readonly Buffer[],
  { pause = 0, length, cut = false }: { pause?: number, length?: number, cut?: boolean } = {},
): Promise<{ status: number, body: Buffer } | undefined> {
  const size = length ?? pieces.reduce((sum, piece) => sum + piece.length, 0)
  const parts: Buffer[] = []
  const socket = net.connect(port, '127.0.0.1')
  const closed = new Promise<void>(resolve => socket.on('error', () => {}).on('data', (data: Buffer) => parts.push(data)).once('close', () => resolve()))
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: ${type}\r\ncontent-length: ${size}\r\n\r\n`)
  for (const [i, piece] of pieces.entries()) {
    if (pause > 0 && i > 0) await sleep(pause)
    if (socket.destroyed) break
    socket.write(piece)
  }
  if (cut) {
    await sleep(pause)
    socket.destroy()
  }
  await closed
  const answer = Buffer.concat(parts)
  const end = answer.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = answer.toString('latin1', 0, end)
  const body = answer.subarray(end + 4)
  return { status: Number(head.slice(9, 12)), body: /transfer-encoding: chunked/i.test(head) ? unchunked(body) : body }
}

function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; ;) {
    const line = body.indexOf('\r\n', at)
    if (line < 0) return Buffer.alloc(0) // cut
    const size = parseInt(body.toString('latin1', at, line), 16)
    if (size === 0) return Buffer.concat(parts)
    parts.push(body.subarray(line + 2, line + 2 + size))
    at = line + 4 + size
  }
}

const OPTIONS = '{"image_options":{"masking_method":"blackbox"}}'
const base64 = (bytes: Buffer, more: object = {}): Buffer => Buffer.from(JSON.stringify({ file: { data: bytes.toString('base64'), content_type: bytes[0] === 0x89 ? 'image/png' : 'image/tiff' }, image_options: { masking_method: 'blackbox' }, ...more }))

/** Every refusal has the status it must have. */
const REFUSED: readonly [path: string, type: string, body: (bytes: Buffer) => Buffer, status: number][] = [
  ['/process/files', FORM, bytes => form(part('options', 'not json'), part('file', bytes, 'a')), 422],
  ['/process/files', FORM, bytes => form(part('options', '{"entity_detection":{"entity_types":[{"type":"ENABLE","value":["NAMES"]}]}}'), part('file', bytes, 'a')), 400],
  ['/process/files', FORM, bytes => form(part('options', '{"ocr_options":{"ocr_system":"hybrid"}}'), part('file', bytes, 'a')), 400],
  ['/process/files', FORM, bytes => form(part('options', '{"processed_text":{"type":"SYNTHETIC"}}'), part('file', bytes, 'a')), 400],
  ['/process/files', FORM, bytes => form(part('options', '{"method":"solid"}'), part('file', bytes, 'a')), 422],
  ['/process/files', FORM, bytes => form(part('file', bytes, 'a'), part('options', OPTIONS)), 400],
  ['/process/files', FORM, bytes => form(part('file', bytes, 'a'), part('file', bytes, 'b')), 400],
  ['/process/files', FORM, bytes => form(part('file', bytes, 'a')).subarray(0, -8), 400],
  ['/process/files', FORM, () => form(part('options', OPTIONS)), 400],
  ['/process/files', 'image/png', () => Buffer.alloc(90_000, 7), 400],
  ['/process/files', 'image/png', bytes => bytes.subarray(0, 50), 400],
  ['/process/files?method=solid', 'image/png', bytes => bytes, 400],
  ['/process/files/base64', 'application/json', () => Buffer.from('{'), 422],
  ['/process/files/base64', 'application/json', () => Buffer.from('{}'), 422],
  ['/process/files/base64', 'application/json', bytes => base64(bytes, { ocr_options: { ocr_system: 'hybrid' } }), 400],
  ['/process/files/uri', 'application/json', () => Buffer.from('{"uri":"a"}'), 403],
  ['/nowhere', 'text/plain', () => Buffer.from('x'), 404],
]

const thirds = (bytes: Buffer): Buffer[] => [bytes.subarray(0, 20), bytes.subarray(20, bytes.length >> 1), bytes.subarray(bytes.length >> 1)]

/** Request `n`, by its kind. @returns the kind, and how it went */
async function request(port: number, n: number): Promise<[kind: string, outcome: keyof Outcomes]> {
  const picture = await draw(n)
  const { bytes } = picture
  const judged = async (answer: { status: number, body: Buffer } | undefined, inJson = false): Promise<keyof Outcomes> => {
    if (!answer) return 'lost'
    if (answer.status !== 200) return 'wrong'
    const file = inJson ? Buffer.from((JSON.parse(String(answer.body)) as { processed_file: string }).processed_file, 'base64') : answer.body
    return await isRight(file, picture).catch(() => false) ? 'right' : 'wrong'
  }
  const whole = form(part('options', OPTIONS), part('file', bytes, 'a'))
  switch (n % 20) {
    case 0: case 1: case 2: return ['good, raw', await judged(await ask(port, '/process/files', 'image/png', [bytes]))]
    case 3: case 4: case 5: return ['good, form', await judged(await ask(port, '/process/files', FORM, [whole]))]
    case 6: case 7: return ['good, base64', await judged(await ask(port, '/v4/process/files/base64', 'application/json', [base64(bytes)]), true)]
    case 8: return ['slow, raw', await judged(await ask(port, '/process/files', 'image/png', thirds(bytes), { pause: 150 + n % 7 * 50 }))]
    case 9: return ['slow, form', await judged(await ask(port, '/process/files', FORM, thirds(whole), { pause: 150 + n % 7 * 50 }))]
    case 10: return ['slow, base64', await judged(await ask(port, '/process/files/base64', 'application/json', thirds(base64(bytes)), { pause: 150 + n % 5 * 60 }), true)]
    case 11: case 12: case 13: {
      const body = n % 2 ? whole : base64(bytes)
      const at = n * 31 % (body.length + 1)
      await ask(port, n % 2 ? '/process/files' : '/process/files/base64', n % 2 ? FORM : 'application/json', [body.subarray(0, at)], { length: body.length, cut: true, pause: n % 3 * 10 })
      return ['cut', 'right']
    }
    case 14: {
      if (n % 100 !== 14) break
      const answer = await ask(port, n % 200 === 14 ? '/process/files' : '/process/files/base64', 'application/json', [bytes.subarray(0, 30)], { length: 50_000 })
      return ['stalled', answer?.status === 408 ? 'right' : answer ? 'wrong' : 'lost']
    }
  }
  const [path, type, body, status] = REFUSED[n % REFUSED.length]!
  const answer = await ask(port, path, type, [body(bytes)])
  return ['refused', answer?.status === status ? 'right' : answer ? 'wrong' : 'lost']
}

export async function soak({ requests = 10_000, atATime = 200, seconds = 1500, threads = 2 } = {}): Promise<SoakResult> {
  const temporary = await mkdtemp(join(tmpdir(), 'soak-'))
  const server = fork(self, ['serve', String(threads)], { execArgv: [], env: { ...process.env, TMPDIR: temporary, TEMP: temporary }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ended = new Promise<number | null>(resolve => server.once('exit', code => resolve(code)))
  let over = false
  void ended.then(() => { over = true })
  const told = <T>(): Promise<T> => new Promise(resolve => server.once('message', value => resolve(value as T)))
  let asking: Promise<unknown> = Promise.resolve()
  const figures = async (): Promise<Figures> => {
    const asked = asking.then(askFigures)
    asking = asked
    return await asked
  }
  const askFigures = async (): Promise<Figures> => {
    const answer = told<Figures>()
    if (over) return { rss: NaN, delay: NaN, stray: NaN }
    server.send('figures')
    return await Promise.race([answer, ended.then(() => ({ rss: NaN, delay: NaN, stray: NaN }))])
  }
  try {
    const port = await told<number>()
    for (let n = 0; n < 40; n++) await request(port, n === 14 ? 15 : n)
    const outcomes: SoakResult['outcomes'] = {}
    const start = performance.now()
    let next = 0
    let done = 0
    const seen: number[] = []
    const lane = async (): Promise<void> => {
      while (next < requests && !over && performance.now() - start < seconds * 1000) {
        const [kind, outcome] = await request(port, next++)
        ;(outcomes[kind] ??= { right: 0, wrong: 0, lost: 0 })[outcome]++
        if (++done % Math.ceil(requests / 100) === 0) seen.push((await figures()).rss)
      }
    }
    await Promise.all(Array.from({ length: atATime }, lane))
    const { delay, stray } = await figures()
    const [early, late] = [median(seen.slice(seen.length * 0.15, seen.length * 0.25 + 1)), median(seen.slice(seen.length * 0.9 - 1))]
    // In the middle of as many requests again it is told to end.
    const under = Array.from({ length: atATime }, (_, n) => request(port, n * 20).catch(() => undefined))
    await sleep(100)
    const told_ = performance.now()
    server.kill('SIGTERM')
    const code = await Promise.race([ended, sleep(60_000, -1, { ref: false })])
    const drained = performance.now() - told_
    await Promise.all(under)
    const files = (await readdir(temporary)).length
    return { outcomes, early, late, delay, stray, files, drained, code, seconds: (told_ - start) / 1000 }
  } finally {
    server.kill('SIGKILL')
    await rm(temporary, { recursive: true, force: true })
  }
}

if (process.argv[2] === 'serve' && process.send) {
  let stray = 0
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) process.on(event, error => { stray++; console.error(event, error) })
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const pool = createPool({ threads: Number(process.argv[3]) })
  const defaults = { ocr: 'none' as const, objects: [], regions: { redact: [{ x: 0, y: 0, w: 0.5, h: 1 }] } }
  const serving = await serve({ port: 0, pool, idleSeconds: IDLE_SECONDS, queue: 1000, defaults })
  process.on('message', () => {
    // The resolution is part of what is measured.
    process.send!({ rss: process.memoryUsage.rss(), delay: delay.percentile(99) / 1e6 - 10, stray } satisfies Figures)
  })
  process.once('SIGTERM', () => void serving.close().then(() => pool.close()).then(() => process.exit(stray > 0 ? 1 : 0)))
  process.send(serving.port)
} else if (process.argv[1] === self) {
  const { values } = parseArgs({ options: { requests: { type: 'string', default: '10000' }, 'at-a-time': { type: 'string', default: '200' }, seconds: { type: 'string', default: '1500' } } })
  const result = await soak({ requests: Number(values.requests), atATime: Number(values['at-a-time']), seconds: Number(values.seconds) })
  table('A server soaked: requests by kind', Object.entries(result.outcomes).sort(([a], [b]) => a < b ? -1 : 1).map(([kind, counts]) => ({ kind, ...counts })))
  const { early, late, delay, stray, files, drained, code, seconds } = result
  table('The server itself', [{
    seconds: seconds.toFixed(0), 'RSS about a fifth, MiB': (early / 2 ** 20).toFixed(0), 'at the end': (late / 2 ** 20).toFixed(0), ratio: (late / early).toFixed(2),
    'loop delay p99, ms': delay.toFixed(1), 'stray errors': stray, 'files left': files, 'drained in, ms': drained.toFixed(0), 'exit code': String(code),
  }])
}
