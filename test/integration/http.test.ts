// The server as a client meets it: the public client's sequence of requests, streams, and what goes wrong.
import { createHmac } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readdir, readFile } from 'node:fs/promises'
import http from 'node:http'
import net from 'node:net'
import { join } from 'node:path'
import { mock } from 'node:test'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { formTiff } from '../../benchmarks/pages.js'
import { serve, type ServeOptions, type Serving } from '../../lib/http/index.js'
import { readOptions, type OptionsBody } from '../../lib/http/limina.js'
import { createPool, type EffaceOptions } from '../../lib/api/index.js'
import { fillOptions } from '../../lib/core/options.js'
import { settled, until } from '../fixtures/waiting.js'

const pool = createPool({ threads: 2 })
t.teardown(() => pool.close())
const PLAIN = { ocr: 'none' as const, objects: [], regions: { redact: [{ x: 0, y: 0, w: 0.5, h: 0.5 }] } }
const png = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#8fb' } }).png().toBuffer()
const file = { data: png.toString('base64'), content_type: 'image/png' }

async function start(t: Test, options: ServeOptions = {}): Promise<Serving & { url: string }> {
  const serving = await serve({ port: 0, pool, defaults: PLAIN, ...options })
  t.teardown(() => serving.close())
  return { ...serving, url: `http://127.0.0.1:${serving.port}` }
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })

t.test("the public client's sequence of requests", async t => {
  const { url } = await start(t, { apiKey: 'secret' })
  t.match(await (await fetch(`${url}/`)).json(), { app_version: /^4\.3\./ })
  t.equal((await fetch(`${url}/healthz`)).status, 200)
  for (const [prefix, headers] of [['', { 'x-api-key': 'secret' }], ['/v3', { authorization: 'Bearer secret' }], ['/community/v4', { 'x-api-key': 'secret' }]] as const) {
    const response = await post(`${url}${prefix}/process/files/base64`, { file, entity_detection: { return_entity: 'True' }, project_id: 'main', unknown: 1 }, headers)
    t.equal(response.status, 200)
    const answer = await response.json() as { processed_file: string }
    t.match(answer, { entities: [], entities_present: false, objects: [], objects_present: false, page_count: 1, processed_text: '', languages_detected: {} })
    t.match(await sharp(Buffer.from(answer.processed_file, 'base64')).metadata(), { format: 'png', width: 80 })
    t.notMatch(answer.processed_file, /\n/)
  }
})

t.test('without the key, or with a wrong one: 401', async t => {
  const { url } = await start(t, { apiKey: 'secret' })
  for (const headers of [{}, { 'x-api-key': 'Secret' }, { authorization: 'Bearer' }]) {
    const response = await post(`${url}/process/files/base64`, { file }, headers as Record<string, string>)
    t.equal(response.status, 401)
    t.match(await response.json(), { detail: /key/ })
  }
})

t.test('what is wrong is answered with its status and a detail', async t => {
  const { url } = await start(t, { maxBody: 100_000 })
  const cases: [unknown, number, RegExp][] = [
    [{ file: { ...file, content_type: 'image/gif' } }, 400, /says gif, but the file is png/],
    [{ file: { ...file, content_type: 'application/pdf' } }, 400, /content_type must be/],
    [{ file: { ...file, data: '@@@' } }, 400, /base64/],
    [{ file: { data: Buffer.from('nothing').toString('base64'), content_type: 'image/png' } }, 400, /not a JPEG/],
    [{ file: { data: png.subarray(0, 60).toString('base64'), content_type: 'image/png' } }, 400, /.+/],
    [{ file, ocr_options: { ocr_system: 'azure_computer_vision' } }, 400, /cloud engine/],
    [{ file, image_options: { masking_method: 'smear' } }, 422, /image_options/],
    [{}, 422, /field required/],
    [{ file: 'x' }, 422, /dict/],
    [{ file, project_id: 'a b' }, 422, /regex/],
    [{ file: { ...file, data: 'A'.repeat(120_000) } }, 413, /larger/],
  ]
  for (const [body, status, detail] of cases) {
    const response = await post(`${url}/process/files/base64`, body)
    t.equal(response.status, status, JSON.stringify(body).slice(0, 90))
    t.match(JSON.stringify(await response.json()), detail)
  }
  t.equal((await fetch(`${url}/process/files/base64`, { method: 'POST', body: '{' })).status, 422)
  t.equal((await fetch(`${url}/nowhere`)).status, 404)
  t.equal((await fetch(`${url}/process/files/base64`)).status, 405)
})

t.test('raw bytes come back as a stream while the upload still runs, with the report in the trailer', async t => {
  const { port } = await start(t)
  const tiff = await formTiff(40)
  let sent = 0
  let sentAtFirstByte = -1
  const parts: Buffer[] = []
  const report = await new Promise<string>((resolve, reject) => {
    const req = http.request({ port, method: 'POST', path: '/process/files', headers: { 'content-type': 'image/tiff' } }, res => {
      res.on('data', (part: Buffer) => {
        if (sentAtFirstByte < 0) sentAtFirstByte = sent
        parts.push(part)
      })
      res.on('end', () => resolve(res.trailers['x-efface-report'] as string))
      res.on('error', reject)
    })
    req.on('error', reject)
    const send = (): void => {
      while (sent < tiff.length) {
        const part = tiff.subarray(sent, sent + 8192)
        sent += part.length
        if (!req.write(part)) return void req.once('drain', send)
      }
      req.end()
    }
    send()
  })
  t.ok(sentAtFirstByte < tiff.length, `the answer began after ${sentAtFirstByte} of ${tiff.length} bytes`)
  t.match(JSON.parse(report), { page_count: 40 })
  t.equal((await sharp(Buffer.concat(parts)).metadata()).pages, 40)
})

t.test('multipart: options and file in, file and report as multipart/mixed out', async t => {
  const { url } = await start(t)
  const form = new FormData()
  form.append('options', JSON.stringify({ image_options: { masking_method: 'blackbox' } }))
  form.append('file', new Blob([png], { type: 'image/png' }), 'a.png')
  const response = await fetch(`${url}/process/files`, { method: 'POST', body: form, headers: { accept: 'multipart/mixed' } })
  t.equal(response.status, 200)
  const body = Buffer.from(await response.arrayBuffer()).toString('latin1')
  const boundary = /boundary=(.+)/.exec(response.headers.get('content-type')!)![1]!
  const parts = body.split(`--${boundary}`)
  t.equal(parts.length, 4)
  t.match(parts[1], /^\r\ncontent-type: image\/png\r\n\r\n\x89PNG/)
  t.match(JSON.parse(parts[2]!.split('\r\n\r\n')[1]!), { page_count: 1 })

  const bare = new FormData()
  bare.append('file', new Blob([png]), 'a.png')
  const plain = await fetch(`${url}/process/files`, { method: 'POST', body: bare })
  t.equal(plain.headers.get('content-type'), 'image/png')
  await plain.arrayBuffer()
  t.equal((await fetch(`${url}/process/files`, { method: 'POST', body: new FormData() })).status, 400)
})

t.test('a file over the limit is refused, not cut', async t => {
  const { url } = await start(t, { maxBody: 2000 })
  const big = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 40 } } }).png().toBuffer()
  const form = new FormData()
  form.append('file', new Blob([big]), 'a.png')
  for (const body of [big, form]) {
    const response = await fetch(`${url}/process/files`, { method: 'POST', body }).catch(() => undefined)
    if (response) t.match(response.status, 413)
    else t.pass('the connection was cut')
  }
})

t.test('files by uri: only below the root', async t => {
  const folder = t.testdir({ root: { 'a.png': png, link: t.fixture('symlink', '../secret.png') }, 'secret.png': png })
  const closed = await start(t)
  t.equal((await post(`${closed.url}/process/files/uri`, { uri: 'a.png' })).status, 403)
  const { url } = await start(t, { root: join(folder, 'root'), outputDir: join(folder, 'out') })
  const response = await post(`${url}/process/files/uri`, { uri: 'a.png' })
  t.match(await response.json(), { result_uri: join(folder, 'out', 'a.redacted.png'), page_count: 1 })
  t.ok((await readFile(join(folder, 'out', 'a.redacted.png'))).length > 50)
  for (const uri of ['../secret.png', join(folder, 'secret.png'), 'link', 'sub/../../secret.png', 'none.png', 'a.png\0', '..%2fsecret.png', '']) {
    t.equal((await post(`${url}/process/files/uri`, { uri })).status, 403, JSON.stringify(uri))
  }
  t.same(await readdir(join(folder, 'out')), ['a.redacted.png'])
})

t.test('texts', async t => {
  const { url } = await start(t)
  const response = await post(`${url}/process/text`, { text: ['Mail ada@example.org', 'or ada@example.org'], processed_text: { type: 'MARKER' } })
  t.match(await response.json(), [{ processed_text: 'Mail [EMAIL_ADDRESS_1]', entities_present: true }, { processed_text: 'or [EMAIL_ADDRESS_1]' }])
})

t.test('metrics, diagnostics and the API description', async t => {
  const { url } = await start(t)
  await post(`${url}/process/files/base64`, { file })
  const metrics = await (await fetch(`${url}/metrics`)).text()
  for (const name of ['efface_requests_total{route="base64",status="200"} 1', 'efface_pages_total 1', 'efface_stage_seconds_bucket', 'efface_queue_depth', 'process_resident_memory_bytes']) t.match(metrics, name)
  t.match(await (await fetch(`${url}/diagnostics`)).json(), { cpu_count: Number, models: [] })
  const api = await (await fetch(`${url}/openapi.json`)).json() as { paths: Record<string, unknown> }
  for (const path of ['/process/files', '/process/files/base64', '/process/files/uri', '/process/text', '/ner/text', '/healthz']) t.ok(api.paths[path], path)
})

t.test('a full queue is 429 with Retry-After', async t => {
  const { url } = await start(t, { concurrency: 1, queue: 1 })
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(`${url}/process/files/base64`, { file })))
  const statuses = answers.map(a => a.status)
  t.ok(statuses.includes(200))
  t.ok(statuses.includes(429))
  t.ok(statuses.every(s => s === 200 || s === 429))
  t.ok(answers.find(a => a.status === 429)!.headers.get('retry-after'))
})

t.test('clients that go away, dawdle or lie leave nothing behind', async t => {
  const { port, url, handler } = await start(t, { idleSeconds: 1, concurrency: 1 })
  const open = (head: string): net.Socket => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(head))
    socket.on('error', () => {})
    return socket
  }
  const aborted = open(`POST /process/files HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n${png.toString('latin1')}`)
  await until(() => aborted.bytesWritten > 0)
  await settled(() => handler.context.gate.working)
  aborted.destroy()
  const slow = open('POST /process/files HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n')
  const told = await new Promise<string>(resolve => slow.once('data', (d: Buffer) => resolve(String(d))).resume())
  t.match(told, /HTTP\/1.1 408/)
  const garbage = open('POST /process/files HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 9\r\n\r\n--nonsens')
  const answer = await new Promise<string>(resolve => garbage.once('data', (d: Buffer) => resolve(String(d))))
  t.match(answer, /HTTP\/1.1 400/)
  garbage.destroy()
  t.equal((await post(`${url}/process/files/base64`, { file })).status, 200, 'the only place is free again')
})

t.test('regression: a refused upload is told why while the rest of it still comes in', async t => {
  const { url } = await start(t, { maxBody: 100_000 })
  const form = new FormData()
  form.set('file', new Blob([Buffer.alloc(8 * 2 ** 20, 0x42)]), 'a.bmp')
  for (const [body, status] of [[Buffer.from('%PDF-1.7'), 400], [Buffer.alloc(8 * 2 ** 20, 0x7a), 400], [form, 400]] as const) {
    const response = await fetch(`${url}/process/files`, { method: 'POST', body: body as Buffer<ArrayBuffer> })
    t.equal(response.status, status)
    t.match(await response.json(), { detail: String })
  }
})

t.test('regression: time in which the server works, or lets a request wait, is not the idleness of its client', async t => {
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => mock.timers.reset())
  const sockets = new Set<net.Socket>()
  const opened = (message: unknown): void => void sockets.add((message as { socket: net.Socket }).socket)
  subscribe('http.server.request.start', opened)
  t.teardown(() => unsubscribe('http.server.request.start', opened))
  const slow = {
    labels: ['SLOW'],
    async detect() {
      mock.timers.tick(1500)
      for (const socket of sockets) socket.emit('timeout')
      return []
    },
  }
  const { url } = await start(t, { idleSeconds: 1, concurrency: 1, defaults: { ...PLAIN, detectors: [slow] } })
  const answers = await Promise.all([post(`${url}/process/files/base64`, { file }), fetch(`${url}/process/files`, { method: 'POST', body: png as Buffer<ArrayBuffer> })])
  t.same(answers.map(answer => answer.status), [200, 200])
})

t.test('closing answers what is under way, refuses what comes after, and says so', async t => {
  let begun = (): void => {}
  const working = new Promise<void>(resolve => { begun = resolve })
  let finish = (): void => {}
  const finished = new Promise<void>(resolve => { finish = resolve })
  const slow = { labels: ['SLOW'], detect: async () => { begun(); await finished; return [] } }
  const { url, close } = await start(t, { defaults: { ...PLAIN, detectors: [slow] } })
  const under = post(`${url}/process/files/base64`, { file })
  await working
  const closed = close()
  finish()
  t.equal((await under).status, 200)
  await closed
  await t.rejects(fetch(`${url}/healthz`))
})

t.test('signatures of nothing personal: errors and logs hold no text', async t => {
  const lines: unknown[] = []
  const take = (fields: object, message: string): void => { lines.push({ ...fields, message }) }
  const logger = { info: take, error: take }
  const { url } = await start(t, { logger })
  const secret = createHmac('sha256', 'k').update('x').digest('hex')
  await (await post(`${url}/process/text`, { text: [`my mail is ${secret}@example.org`] })).json()
  await (await post(`${url}/process/files/base64`, { file: { data: Buffer.from(secret).toString('base64'), content_type: 'image/png' } })).json()
  t.equal(lines.length, 2)
  t.notMatch(JSON.stringify(lines), secret.slice(0, 8))
})

/** The colour at the middle of the painted corner: black where it was painted black. */
async function painted(answer: Response): Promise<number[]> {
  const { processed_file } = await answer.json() as { processed_file: string }
  const { data } = await sharp(Buffer.from(processed_file, 'base64')).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return [...data.subarray((10 * 80 + 10) * 3, (10 * 80 + 10) * 3 + 3)]
}

t.test("regression: what a request does not say is the operator's default, and only then Limina's", async t => {
  const black = [0, 0, 0]
  const limina = await start(t)
  t.strictNotSame(await painted(await post(`${limina.url}/process/files/base64`, { file })), black, 'nobody said: blur')
  const operator = await start(t, { defaults: { ...PLAIN, method: 'blackbox' } })
  t.same(await painted(await post(`${operator.url}/process/files/base64`, { file })), black, 'the operator said')
  const said = { file, image_options: { masking_method: 'blur' } }
  t.strictNotSame(await painted(await post(`${operator.url}/process/files/base64`, said)), black, 'the request said')
  const byLabel = await start(t, { defaults: { ...PLAIN, method: { REGION: 'blur' } } })
  t.same(await painted(await post(`${byLabel.url}/process/files/base64`, { file, image_options: { masking_method: 'blackbox' } })), black, 'also over a label')
})

t.test("regression: the operator's entities, objects and accuracy hold until the request lists its own", async t => {
  const defaults = { ...PLAIN, entities: { disable: ['EMAIL_ADDRESS'] }, filters: [{ type: 'BLOCK' as const, pattern: /TULIPS/i, entity_type: 'TICKET' }], labels: { TICKET: { padding: 1 } } }
  const { url } = await start(t, { defaults })
  const labels = async (entity_detection: object): Promise<string[]> => {
    const response = await post(`${url}/process/text`, { text: ['Mail ada@example.org about tulips'], entity_detection })
    return (await response.json() as { entities: { best_label: string }[] }[])[0]!.entities.map(e => e.best_label)
  }
  t.same(await labels({ accuracy: 'standard' }), ['TICKET'])
  t.same(await labels({ entity_types: [] }), ['TICKET'])
  t.same(await labels({ entity_types: [{ type: 'ENABLE', value: ['EMAIL_ADDRESS'] }] }), ['EMAIL_ADDRESS'])
  t.same(await labels({ filter: [{ type: 'ALLOW', pattern: 'x', entity_type: '' }] }), [], 'filters of the request take the place of the operator’s')

  const read = (body: object, under: EffaceOptions): ReturnType<typeof fillOptions> =>
    fillOptions(readOptions(body as OptionsBody, fillOptions(under)).options, fillOptions(under))
  t.match(read({ entity_detection: { accuracy: 'standard' } }, { accuracy: 'high' }), { accuracy: 'standard', onUnread: 'cut' })
  t.match(read({}, { accuracy: 'high' }), { accuracy: 'high', onUnread: 'redact' })
  t.same(read({ object_entity_detection: { object_entity_types: [{ type: 'DISABLE', value: ['FACE'] }] } }, { objects: ['FACE', 'BARCODE'] }).objects, ['BARCODE'])
  t.same(read({ object_entity_detection: {} }, { objects: ['BARCODE'] }).objects, ['BARCODE'])
  t.same(read({}, { report: { processedText: { type: 'MASK' } } }).report, { text: true, processedText: { type: 'MASK' } })
})

t.test('regression: object labels that are not known are refused; LOGO is taken, and not found', async t => {
  const { url } = await start(t)
  const ask = (type: string, value: string[]): Promise<Response> =>
    post(`${url}/process/files/base64`, { file, object_entity_detection: { object_entity_types: [{ type, value }] } })
  const refused = await ask('ENABLE', ['FACES'])
  t.equal(refused.status, 400)
  t.match(await refused.json(), { detail: /FACE, LICENSE_PLATE, BARCODE, SIGNATURE.*"FACES"/ })
  t.equal((await ask('DISABLE', ['LOGOS'])).status, 400)
  t.equal((await ask('ENABLE', ['LOGO'])).status, 200)
  t.equal((await ask('DISABLE', ['FACE', 'LOGO'])).status, 200)
})

t.test('regression: an empty API key is refused at the start', async t => {
  await t.rejects(serve({ port: 0, pool, apiKey: '' }), { code: 'ERR_INVALID_OPTION', message: /apiKey/ })
})

t.test('regression: texts without their text, and with their languages', async t => {
  const { url } = await start(t)
  const text = ['Bitte schreiben Sie an ada@example.org, wir antworten Ihnen so bald wie möglich.', 'x']
  const [german, short] = await (await post(`${url}/process/text`, { text, entity_detection: { return_entity: false } })).json() as Record<string, unknown>[]
  t.match(german, { entities: [{ best_label: 'EMAIL_ADDRESS' }], languages_detected: { de: Number } })
  t.notOk('text' in (german!.entities as object[])[0]!)
  t.same(short!.languages_detected, {})
})
