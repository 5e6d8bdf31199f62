// The review page's routes without a browser: who is let in, what is kept, and what is left behind.
import { request } from 'node:http'
import { readdir, readlink, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { serve, type ServeOptions } from '../../lib/http/index.js'
import { Documents } from '../../lib/http/ui/documents.js'
import { createPool, type Plan } from '../../lib/api/index.js'
import { buildTiff, noise, plain } from '../fixtures/tiff.js'
import { ask, startUi, type Answer } from '../fixtures/ui-client.js'
import { until } from '../fixtures/waiting.js'

const pool = createPool({ threads: 1 })
t.teardown(() => pool.close())
const DEFAULTS = { ocr: 'none' as const, objects: [], regions: { redact: [{ x: 2, y: 2, w: 10, h: 10 }] } }
const png = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#8fb' } }).png().toBuffer()
const tiff = buildTiff([1, 2, 3].map(seed => ({ tags: plain(40, 30), strips: [noise(1200, seed)] })))

const start = (t: Test, options: ServeOptions = {}, key?: string): ReturnType<typeof startUi> => startUi(t, { pool, defaults: DEFAULTS, ...options }, key)

// A temporary folder of our own: what lies in it is ours.
process.env.TMPDIR = process.env.TEMP = t.testdir()
/** Folders of private files; none but while one is made, where an open file needs no name. */
const folders = async (): Promise<string[]> => (await readdir(tmpdir())).filter(name => name.startsWith('efface-'))
/** Bytes that open private files hold, where the system tells. */
const heldOpen = async (): Promise<number[]> => {
  if (process.platform !== 'linux') return []
  const sizes = (await readdir('/proc/self/fd')).map(async fd => {
    const path = await readlink(`/proc/self/fd/${fd}`).catch(() => '')
    return path.startsWith(join(tmpdir(), 'efface-')) ? await stat(`/proc/self/fd/${fd}`).then(({ size }) => size, () => []) : []
  })
  return (await Promise.all(sizes)).flat()
}

t.test('off unless asked for', async t => {
  const { port } = await serve({ port: 0, pool }).then(serving => (t.teardown(() => serving.close()), serving))
  t.notMatch((await ask(port, '/ui/')).headers['content-type'], /html/)
  t.equal((await ask(port, '/ui/app.js')).status, 404)
  t.equal((await ask(port, '/ui/documents', { method: 'POST', body: png })).status, 404)
})

t.test('for this machine alone, unless hosts are named', async t => {
  for (const host of ['0.0.0.0', '::', '192.0.2.1', '']) {
    await t.rejects(serve({ port: 0, pool, ui: true, host }), { code: 'ERR_INVALID_OPTION', message: /--ui-host/ })
  }
  const serving = await serve({ port: 0, pool, ui: { hosts: ['scans.example.org'] }, host: '0.0.0.0' })
  t.teardown(() => serving.close())
  t.equal((await ask(serving.port, '/ui/', { headers: { host: 'Scans.example.org:80' } })).status, 200)
  t.equal((await ask(serving.port, '/ui/', { headers: { host: 'other.example.org' } })).status, 403)
  for (const wrong of [{ hosts: 'a' }, { documents: 0 }, { bytes: 1.5 }, { idleMinutes: -1 }]) {
    await t.rejects(serve({ port: 0, pool, ui: wrong as never }), { code: 'ERR_INVALID_OPTION' })
  }
})

t.test('the page: its files, under a strict policy', async t => {
  const { port } = await start(t)
  const page = await ask(port, '/ui/')
  t.match(page.headers, {
    'content-type': /html/, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; " +
      "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  })
  t.notMatch(page.body.toString(), /https?:\/\/|\{\{/, 'asks nobody else')
  t.notMatch(page.body.toString(), / style=| on\w+=|<script>/, 'nothing inline')
  t.equal((await ask(port, '/ui')).headers.location, 'ui/')
  t.match((await ask(port, '/ui/app.js')).headers, { 'content-type': /javascript/, 'x-content-type-options': 'nosniff' })
  t.match((await ask(port, '/prefix/ui/style.css')).headers, { 'content-type': /css/ })
  for (const path of ['/ui/none.js', '/ui/..%2fguard.ts', '/ui/../guard.ts', '/ui/%2e%2e/package.json']) t.equal((await ask(port, path)).status, 404, path)
})

t.test('other sites are refused: rebound names, foreign origins, no token', async t => {
  const { port, token } = await start(t)
  const post = (headers: Record<string, string>): Promise<Answer> => ask(port, '/ui/documents', { method: 'POST', body: png, headers })
  const host = `127.0.0.1:${port}`
  const strangers: Record<string, string>[] = [
    { host: 'evil.example', 'x-efface-token': token },
    { host: 'localhost.evil.example', 'x-efface-token': token },
    { host: '127.0.0.1.evil.example', 'x-efface-token': token },
    { host, origin: 'http://evil.example', 'x-efface-token': token },
    { host, origin: 'null', 'x-efface-token': token },
    { host, origin: `http://127.0.0.1:${port + 1}`, 'x-efface-token': token },
    { host, 'sec-fetch-site': 'cross-site', 'x-efface-token': token },
    { host, 'sec-fetch-site': 'same-site', 'x-efface-token': token },
    { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' },
    { host, 'x-efface-token': token.slice(1) },
  ]
  for (const headers of strangers) t.equal((await post(headers)).status, 403, JSON.stringify(headers))
  t.equal((await ask(port, '/ui/', { headers: { host: 'evil.example' } })).status, 403, 'nor does a rebound name see the page and its token')
  t.equal((await post({ host: `localhost:${port}`, origin: `http://localhost:${port}`, 'sec-fetch-site': 'same-origin', 'x-efface-token': token })).status, 200)
  t.equal((await post({ host: '[::1]:99', 'x-efface-token': token })).status, 200)
})

t.test('a document: pages as they are done, the plan, the pictures, the redacted file', async t => {
  const client = await start(t)
  const { id, plan, labels, pages } = await client.open(tiff)
  t.match(pages, [{ page: 0, total: 3 }, { page: 1, total: 3 }, { page: 2, total: 3 }])
  t.match(plan, { version: 1, input: { bytes: tiff.length }, pages: [{ index: 0, width: 40, height: 30, boxes: [{ label: 'REGION' }] }, {}, {}] })
  t.match(labels, { REGION: /^#[0-9a-f]{6}$/, FACE: /^#/, NAME: /^#/ })
  const picture = await client.own(`/${id}/pages/1.png`)
  t.equal(picture.headers['content-type'], 'image/png')
  t.same(await sharp(picture.body).toColourspace('b-w').raw().toBuffer(), Buffer.from(noise(1200, 2)))
  t.equal((await client.own(`/${id}/pages/3.png`)).status, 404)
  t.equal((await client.own(`/${id}`)).status, 204)

  plan.pages[0]!.boxes = []
  const { status, headers, body } = await client.own(`/${id}/apply`, { method: 'POST', body: JSON.stringify(plan) })
  t.equal(status, 200)
  t.match(headers, { 'content-type': 'image/tiff', 'content-disposition': 'attachment' })
  t.same(await sharp(body, { page: 0 }).toColourspace('b-w').raw().toBuffer(), Buffer.from(noise(1200, 1)))
  t.same([...await sharp(body, { page: 1 }).toColourspace('b-w').extract({ left: 2, top: 2, width: 10, height: 10 }).raw().toBuffer()], Array(100).fill(0))

  t.equal((await client.own(`/${id}`, { method: 'DELETE' })).status, 204)
  t.equal((await client.own(`/${id}/pages/1.png`)).status, 404)
  t.equal((await client.own(`/${id}/apply`, { method: 'POST', body: JSON.stringify(plan) })).status, 404)
})

t.test('turned and animated pictures: the pages are what the boxes lie on', async t => {
  const client = await start(t)
  const sideways = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#48c' } }).jpeg().withMetadata({ orientation: 6 }).toBuffer()
  const frames = await Promise.all(['#f00', '#0f0'].map(background => sharp({ create: { width: 30, height: 20, channels: 3, background } }).png().toBuffer()))
  const gif = await sharp(frames, { join: { animated: true } }).gif({ delay: [100, 200] }).toBuffer()
  for (const [file, count, width, height] of [[sideways, 1, 60, 80], [gif, 2, 30, 20]] as const) {
    const { id, plan } = await client.open(file)
    t.match(plan.pages, Array(count).fill({ width, height }))
    t.match(await sharp((await client.own(`/${id}/pages/${count - 1}.png`)).body).metadata(), { width, height })
    t.equal((await client.own(`/${id}/apply`, { method: 'POST', body: JSON.stringify(plan) })).status, 200)
  }
})

t.test('plans that are wrong, or of another file, are refused', async t => {
  const client = await start(t)
  const { id, plan } = await client.open(png)
  const other = (await client.open(tiff)).plan
  for (const route of ['plan', 'apply']) {
    const post = (body: unknown): Promise<Answer> => client.own(`/${id}/${route}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })
    t.match(await post(other), { status: 400, body: /another file/ })
    t.match(await post({ ...plan, pages: [] }), { status: 400, body: /another file/ })
    t.match(await post({ ...plan, pages: [{ ...plan.pages[0], width: 81 }] }), { status: 400, body: /another file/ })
    t.match(await post({ ...plan, version: 2 }), { status: 400, body: /version/ })
    t.equal((await post('{')).status, 422)
    t.equal((await post(plan)).status, 200)
  }
})

t.test('what is no picture leaves nothing; too much is refused', async t => {
  const client = await start(t, { maxBody: 5000, ui: { documents: 2, bytes: 4000 } })
  t.match(await client.own('', { method: 'POST', body: 'nothing' }), { status: 400, body: /ERR_UNSUPPORTED_FORMAT/ })
  t.same(await heldOpen(), [])
  t.same(await folders(), [])
  t.equal((await client.own('', { method: 'POST', body: Buffer.alloc(3_000_000) })).status, 413)
  t.match(await client.own('', { method: 'POST', body: Buffer.alloc(4500) }), { status: 507, body: /as many files/ }, 'more bytes than the server holds')
  const { id } = await client.open(png)
  await client.open(png)
  t.match(await client.own('', { method: 'POST', body: png }), { status: 507 })
  await client.own(`/${id}`, { method: 'DELETE' })
  t.equal((await client.own('', { method: 'POST', body: png })).status, 200)
  const truncated = await client.own('', { method: 'POST', body: png })
  t.equal(truncated.status, 507)
})

t.test('a page that fails after others were reported is said in the last line', async t => {
  const client = await start(t)
  const broken = buildTiff([{ tags: plain(40, 30), strips: [noise(1200)] }, { tags: plain(40, 30, { compression: 5 }), strips: [Buffer.from('no LZW')] }])
  const { status, body } = await client.own('', { method: 'POST', body: broken })
  const lines = body.toString().trim().split('\n').map(line => JSON.parse(line) as object)
  if (status === 200) t.match(lines, [{ page: 0 }, { detail: String, code: 'ERR_MALFORMED_INPUT' }])
  else t.match(lines, [{ detail: String, code: 'ERR_MALFORMED_INPUT' }])
})

t.test('files are private, dropped when idle, and gone after close', async t => {
  const client = await start(t, { ui: { idleMinutes: 0.02 } })
  const { id } = await client.open(tiff)
  if (process.platform === 'linux') {
    t.same(await folders(), [], 'without a name')
    const [size, ...more] = await heldOpen()
    t.ok(size! > tiff.length)
    t.same(more, [], 'one file a document')
  }
  for (let i = 0; i < 4; i++) {
    await sleep(500)
    t.equal((await client.own(`/${id}`)).status, 204, 'whoever asks for it keeps it')
  }
  await until(async () => (await heldOpen()).length === 0)
  t.equal((await client.own(`/${id}`)).status, 404)
  await client.open(png)
  await client.close()
  t.same(await heldOpen(), [])
  t.same(await folders(), [])
})

t.test('regression: a redacted file is private, counts while it is there, and not after it was sent', async t => {
  const documents = new Documents({ documents: 1, bytes: 100, idleMinutes: 1 })
  t.teardown(() => documents.close())
  const document = documents.create()
  await document.put('out', [Buffer.alloc(80)], { apart: true })
  await t.rejects(document.put('more', [Buffer.alloc(40)]), /as many files/)
  await document.drop('more')
  await document.drop('out')
  await document.put('more', [Buffer.alloc(90)])

  const measure = await start(t)
  const { id } = await measure.open(tiff)
  const pages = await Promise.all([0, 1, 2].flatMap(n => [measure.own(`/${id}/pages/${n}.png`), measure.own(`/${id}/pages/${n}/small`)]))
  const held = tiff.length + pages.reduce((sum, { body }) => sum + body.length, 0)
  for (const [room, status] of [[100, 507], [tiff.length + 1000, 200]] as const) {
    const client = await start(t, { ui: { bytes: held + room } })
    const { id, plan } = await client.open(tiff)
    for (let i = 0; i < 2; i++) t.equal((await client.own(`/${id}/apply`, { method: 'POST', body: JSON.stringify(plan) })).status, status)
  }
})

t.test('regression: the next redacted file of a document is not begun before the place of the last one is given back', async t => {
  const documents = new Documents({ documents: 1, bytes: 100, idleMinutes: 1 })
  t.teardown(() => documents.close())
  const document = documents.create()
  const write = (name: string, fails = false): Promise<void> => document.inTurn(async () => {
    await document.put(name, [Buffer.alloc(80)], { apart: true })
    await turn()
    await document.drop(name)
    if (fails) throw new Error('no more')
  })
  const outcomes = await Promise.allSettled([write('a'), write('b', true), write('c')])
  t.same(outcomes.map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled'])
  await document.put('d', [Buffer.alloc(90)])
})

t.test('who goes away while a file is looked through leaves nothing', async t => {
  let [begun, looked] = [(): void => {}, (): void => {}]
  const working = new Promise<void>(resolve => { begun = resolve })
  const looking = new Promise<[]>(resolve => { looked = () => resolve([]) })
  const client = await start(t, { defaults: { ...DEFAULTS, detectors: [{ labels: ['FACE'], detect: async () => { begun(); return await looking } }] } })
  const req = request({ host: '127.0.0.1', port: client.port, path: '/ui/documents', method: 'POST', headers: { 'x-efface-token': client.token } })
  req.on('error', () => {})
  req.end(tiff)
  await working
  req.destroy()
  looked()
  await until(async () => (await heldOpen()).length === 0)
  t.same(await folders(), [])
})

t.test('with an API key the page is there for all, the documents are not', async t => {
  const client = await start(t, { apiKey: 'secret' }, 'secret')
  t.equal((await ask(client.port, '/ui/')).status, 200)
  t.equal((await ask(client.port, '/ui/documents', { method: 'POST', body: png, headers: { 'x-efface-token': client.token } })).status, 401)
  t.equal((await client.own('', { method: 'POST', body: png })).status, 200)
})

t.test('regression: with the page on, every route is asked for under its names alone', async t => {
  const { port } = await start(t, { ui: { hosts: ['scans.example.org'] } })
  for (const [method, path] of [['GET', '/'], ['GET', '/healthz'], ['GET', '/metrics'], ['GET', '/reports/x'], ['POST', '/process/files'], ['POST', '/process/files/uri'], ['POST', '/process/text'], ['GET', '/ui/'], ['DELETE', '/ui/documents/x']] as const) {
    t.equal((await ask(port, path, { method, headers: { host: 'evil.example.com' } })).status, 403, `${method} ${path}`)
    t.not((await ask(port, path, { method, headers: { host: 'scans.example.org' } })).body.toString(), /host name/, `${method} ${path}`)
  }
})

t.test('regression: a hostile plan is refused, and one within the limits is painted, in little time', async t => {
  const client = await start(t)
  const { id, plan } = await client.open(png)
  const box = (i: number): Plan['pages'][number]['boxes'][number] => ({ x: i % 7, y: i % 5, w: 60, h: 40, label: 'NAME', method: i % 3 ? 'blackbox' : 'blur' })
  const send = (n: number): Promise<Answer> =>
    client.own(`/${id}/apply`, { method: 'POST', body: JSON.stringify({ ...plan, pages: [{ ...plan.pages[0], boxes: Array.from({ length: n }, (_, i) => box(i)) }] }) })
  const refused = await send(20_000)
  t.equal(refused.status, 413)
  t.match(refused.body.toString(), /boxesPerPage/)
  const start_ = performance.now()
  t.equal((await send(9000)).status, 200)
  t.ok(performance.now() - start_ < 20_000)
})
