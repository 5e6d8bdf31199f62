// Requests that are refused, cut, late or slow: each ends in an answer or a closed socket, and the next one is served.
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { formTiff } from '../../benchmarks/pages.js'
import { serve, type ServeOptions, type Serving } from '../../lib/http/index.js'
import { createPool } from '../../lib/api/index.js'
import { until } from '../fixtures/waiting.js'

const PLAIN = { ocr: 'none' as const, objects: [], regions: { redact: [{ x: 0, y: 0, w: 0.5, h: 0.5 }] } }
process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'refusals-'))
const pool = createPool({ threads: 2 })
t.teardown(() => pool.close())
const png = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#8fb' } }).png().toBuffer()
const noisy = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 40 } } }).png().toBuffer()
const tiff = await formTiff(12)

const stray: unknown[] = []
process.on('unhandledRejection', error => stray.push(error))

async function start(t: Test, options: ServeOptions = {}): Promise<Serving & { url: string }> {
  const serving = await serve({ port: 0, pool, defaults: PLAIN, ...options })
  t.teardown(() => serving.close())
  return { ...serving, url: `http://127.0.0.1:${serving.port}` }
}

interface Part { name: string, filename?: string, body: Buffer | string }
const BOUNDARY = 'x-boundary-x'
const TYPE = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }
const form = (parts: readonly Part[], end = `--${BOUNDARY}--\r\n`): Buffer<ArrayBuffer> => Buffer.concat([
  ...parts.flatMap(({ name, filename, body }) => [
    Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n\r\n`), Buffer.from(body), Buffer.from('\r\n'),
  ]),
  Buffer.from(end),
])
const send = async (url: string, body: Buffer<ArrayBuffer>, headers: Record<string, string> = TYPE): Promise<{ status: number, detail: string }> => {
  const response = await fetch(`${url}/process/files`, { method: 'POST', body, headers })
  return { status: response.status, detail: response.ok ? String((await response.arrayBuffer()).byteLength) : JSON.stringify(await response.json()) }
}
/** The server is as it was: it works, and nobody holds a place. */
async function isWell({ url, handler }: Serving & { url: string }): Promise<boolean> {
  const { status } = await send(url, form([{ name: 'file', filename: 'a.png', body: png }]))
  await until(() => handler.context.gate.working === 0)
  return status === 200 && handler.context.gate.waiting === 0
}

const file = (body: Buffer, name = 'file'): Part => ({ name, filename: 'a.png', body })
const options = (body: string): Part => ({ name: 'options', body })
const BAD: readonly (readonly [what: string, json: string, status: number, detail: RegExp])[] = [
  ['no JSON', 'not json', 422, /Invalid JSON/],
  ['nothing', '', 422, /Invalid JSON/],
  ['an array', '[]', 422, /dict/],
  ['a label that is none', '{"entity_detection":{"entity_types":[{"type":"ENABLE","value":["NAMES"]}]}}', 400, /NAMES/],
  ['an object that is none', '{"object_entity_detection":{"object_entity_types":[{"type":"ENABLE","value":["FACES"]}]}}', 400, /FACES/],
  ['a cloud engine', '{"ocr_options":{"ocr_system":"hybrid"}}', 400, /cloud/],
  ['synthetic text', '{"processed_text":{"type":"SYNTHETIC"}}', 400, /SYNTHETIC/],
  ['a method that is none', '{"image_options":{"masking_method":"smear"}}', 422, /masking_method/],
  ['a pattern that is none', '{"entity_detection":{"filter":[{"type":"ALLOW","pattern":"("}]}}', 400, /regular expression/],
  ['an unknown key', '{"entity_detections":{}}', 422, /extra fields.*entity_detection/],
  ['an unknown key inside', '{"image_options":{"masking":"blur"}}', 422, /extra fields.*masking_method/],
  ["the library's own keys", '{"objects":["FACE"],"method":"solid"}', 422, /"objects".*"method"/],
  ['too much', `{"project_id":"${'a'.repeat(70_000)}"}`, 413, /too large/],
]

t.test('regression: every refusal, in every order of parts, is answered, and the next request is served', async t => {
  const server = await start(t)
  const good = options('{"image_options":{"masking_method":"blackbox"}}')
  for (const [name, body] of [['small', png], ['large', noisy], ['no image', Buffer.alloc(200_000, 7)], ['pages', await formTiff(2)]] as const) {
    for (const [what, json, status, detail] of BAD) {
      for (const [order, parts, expected, said] of [
        ['options first', [options(json), file(body)], status, detail],
        ['options last', [file(body), options(json)], 400, name === 'no image' ? /not a JPEG/ : /before the file/],
        ['options twice', [good, options(json), file(body)], 400, /more than one/],
        ['options as a file', [{ ...options(json), filename: 'o.json' }, file(body)], status, detail],
      ] as const) {
        const answer = await send(server.url, form(parts))
        if (answer.status !== expected || !said.test(answer.detail)) t.fail(`${name}, ${what}, ${order}: ${answer.status} ${answer.detail.slice(0, 200)}, not ${expected}`)
      }
    }
    t.ok(await isWell(server), name)
  }
  const shapes: [string, Buffer<ArrayBuffer>, number, RegExp][] = [
    ['two files', form([file(png), file(png)]), 400, /One file/],
    ['two files, large', form([file(noisy), file(noisy)]), 400, /One file/],
    ['garbage behind the file', form([file(png), options('{]')]), 400, /before the file/],
    ['a field that is none', form([{ name: 'masking_method', body: 'blackbox' }, file(png)]), 400, /masking_method/],
    ['a field behind the file', form([file(png), { name: 'method', body: 'solid' }]), 400, /named.*method/],
    ['no file', form([good]), 400, /No file/],
    ['no parts', form([]), 400, /malformed|No file/],
    ['cut in the file', form([good, file(noisy)]).subarray(0, 9000), 400, /malformed/],
    ['cut behind the file', form([good, file(png)], '').subarray(0, -2), 400, /malformed/],
    ['too many parts', form([...Array.from({ length: 9 }, () => good), file(png)]), 400, /more than one|too many/],
  ]
  for (const [what, body, status, detail] of shapes) {
    const answer = await send(server.url, body)
    t.ok(answer.status === status && detail.test(answer.detail), `${what}: ${answer.status} ${answer.detail.slice(0, 120)}`)
  }
  t.ok(await isWell(server))
  t.same(stray, [])
})

t.test('regression: where an answer is too large to wait for the end of the form, it is cut, not completed', async t => {
  const server = await start(t)
  const large = await formTiff(30)
  const body = form([file(large), options('{}')])
  await t.rejects(send(server.url, body), 'the connection is cut')
  t.ok(await isWell(server))
})

t.test('regression: an option that would not be followed is refused wherever it stands', async t => {
  const { url } = await start(t)
  const body = form([file(png)])
  const json = '{"image_options":{"masking_method":"blackbox"}}'
  t.match(await send(url, body, { ...TYPE, 'x-efface-options': json }), { status: 400, detail: /x-efface-options/ })
  t.match(await send(url, png as Buffer<ArrayBuffer>, { 'x-efface-options': '{"method":"solid"}' }), { status: 422, detail: /options.*method/ })
  t.match(await send(url, png as Buffer<ArrayBuffer>, { 'x-efface-options': json }), { status: 200 })
  const query = await fetch(`${url}/process/files?masking_method=blackbox`, { method: 'POST', body: png as Buffer<ArrayBuffer> })
  t.equal(query.status, 400)
  await query.arrayBuffer()
  const limina = { file: { data: png.toString('base64'), content_type: 'image/png', name: 'x' }, method: 'solid', image_options: { masking_method: 'blackbox', strength: 1 }, none: null }
  const post = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${url}/process/files/base64`, { method: 'POST', body: JSON.stringify(limina), headers: { 'content-type': 'application/json', ...headers } })
  const answer = await post({})
  t.equal(answer.status, 200)
  t.same(answer.headers.get('x-efface-ignored')?.split(', ').sort(), ['body.file.name', 'body.image_options.strength', 'body.method'])
  await answer.arrayBuffer()
  const refused = await post({ 'x-efface-options': json })
  t.equal(refused.status, 400)
  await refused.arrayBuffer()
})

t.test('regression: sockets destroyed at every stage leave the server as it was', async t => {
  const server = await start(t, { concurrency: 2 })
  const bodies = [form([options('{"image_options":{"masking_method":"blackbox"}}'), file(noisy)]), form([options('not json'), file(noisy)]), form([file(tiff), options('{}')])]
  const cut = (head: string, body: Buffer, after: 'sent' | 'answered'): Promise<void> => new Promise(resolve => {
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write(Buffer.concat([Buffer.from(head), body]), () => { if (after === 'sent') setImmediate(() => socket.destroy()) }))
    socket.on('error', () => {}).once('close', () => resolve())
    socket.once('data', () => socket.destroy())
  })
  for (const body of bodies) {
    const head = `POST /process/files HTTP/1.1\r\nhost: x\r\ncontent-type: ${TYPE['content-type']}\r\ncontent-length: ${body.length}\r\n\r\n`
    const stages = [-20, 0, 30, 120, 200, 400, 5000, 70_000, body.length - 40, body.length - 3, body.length]
    for (const at of stages) await cut(at < 0 ? head.slice(0, at) : head, body.subarray(0, Math.max(0, at)), 'sent')
    await cut(head, body, 'answered')
  }
  const json = JSON.stringify({ file: { data: noisy.toString('base64'), content_type: 'image/png' } })
  const head = `POST /process/files/base64 HTTP/1.1\r\nhost: x\r\ncontent-length: ${json.length}\r\n\r\n`
  for (const at of [0, 1, 100, json.length - 1, json.length]) await cut(head, Buffer.from(json).subarray(0, at), 'sent')
  t.ok(await isWell(server))
  t.same(stray, [])
  t.same(readdirSync(process.env.TMPDIR!).filter(name => !name.startsWith('v8-compile-cache')), [], 'nothing but what the test runner itself writes in each thread')
})

t.test('regression: a client that leaves is no internal error', async t => {
  const lines: Record<string, unknown>[] = []
  let left = (): void => {}
  const logged = new Promise<void>(resolve => { left = resolve })
  const logger = {
    info(fields: Record<string, unknown>) { lines.push(fields); if (fields.code !== undefined) left() },
    error(fields: Record<string, unknown>) { lines.push({ error: true, ...fields }) },
  }
  let begun = (): void => {}
  const working = new Promise<void>(resolve => { begun = resolve })
  let leave = (): void => {}
  const gone = new Promise<void>(resolve => { leave = resolve })
  const slow = { labels: ['SLOW'], detect: async () => { begun(); await gone; return [] } }
  const server = await start(t, { logger, defaults: { ...PLAIN, detectors: [slow] } })
  const leaving = new AbortController()
  const asked = fetch(`${server.url}/process/files`, { method: 'POST', body: png as Buffer<ArrayBuffer>, signal: leaving.signal })
  await working
  leaving.abort()
  await t.rejects(asked, { name: 'AbortError' })
  leave()
  await logged
  t.match(lines, [{ route: 'files', status: 499, code: 'ERR_CLIENT_GONE' }])
  t.notMatch(lines, [{ error: true }])
})

t.test('regression: slow uploads take no place, and a server that closes does not wait for them', async t => {
  const server = await start(t, { concurrency: 1, queue: 1 })
  const open = (head: string): Promise<string> => new Promise(resolve => {
    let answer = ''
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write(head))
    socket.on('error', () => {}).on('data', (part: Buffer) => { answer += String(part) }).once('close', () => resolve(answer))
  })
  const heads = ['/process/files', '/process/files/base64', '/process/text'].map(path => `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n{`)
  // This one has begun, and holds the place until it has to wait.
  const begun = `POST /process/files HTTP/1.1\r\nhost: x\r\ncontent-length: ${tiff.length}\r\n\r\n`
  const slow = [...heads, `POST /process/files HTTP/1.1\r\nhost: x\r\ncontent-length: 900000\r\ncontent-type: ${TYPE['content-type']}\r\n\r\n`].map(open)
  const socket = net.connect(server.port, '127.0.0.1', () => socket.write(Buffer.concat([Buffer.from(begun), tiff.subarray(0, tiff.length - 1000)])))
  const cut = new Promise<void>(resolve => socket.on('error', () => {}).resume().once('close', () => resolve()))
  for (let i = 0; i < 3; i++) t.ok(await isWell(server), 'served beside five slow ones')
  const start_ = performance.now()
  await server.close()
  t.ok(performance.now() - start_ < 5000, 'closed')
  for (const answer of await Promise.all(slow)) t.match(answer, /^HTTP\/1.1 503/)
  await cut
})

t.test('regression: an upload below the least rate is told so', async t => {
  const { Patience } = await import('../../lib/http/patience.js')
  const never = new Promise<void>(() => {})
  const client = new Patience({ idleMs: 60_000, minRate: 1e9 }).client()
  await t.resolves(client.wait(Promise.resolve()), 'the grace')
  const idle = new Patience({ idleMs: 5, minRate: 0 }).client()
  await t.rejects(idle.wait(never), { status: 408, code: 'ERR_TOO_SLOW' })
  const closing = new Patience({ idleMs: 60_000, minRate: 0 })
  closing.close()
  await t.rejects(closing.client().wait(never), { status: 503, code: 'ERR_DRAINING' })
})

t.test('regression: what is no file below the root is told from what is', { skip: process.platform === 'win32' }, async t => {
  const folder = t.testdir({ root: { 'a.png': png, sub: {} } })
  await promisify(execFile)('mkfifo', [join(folder, 'root', 'pipe.png')])
  const { url } = await start(t, { root: join(folder, 'root') })
  const ask = async (uri: string): Promise<number> => {
    const response = await fetch(`${url}/process/files/uri`, { method: 'POST', body: JSON.stringify({ uri, content_type: 'image/png' }) })
    await response.arrayBuffer()
    return response.status
  }
  // More of them than the threads that open files.
  t.same(await Promise.all(Array.from({ length: 6 }, () => ask('pipe.png'))), Array(6).fill(400))
  t.equal(await ask('sub'), 400)
  t.equal(await ask('a.png'), 200)
})
