// Every example as its user runs it: a process of its own, on small drawn pictures.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { formTiff } from '../../benchmarks/pages.js'
import { noRedis, RedisServer } from '../../benchmarks/queue/redis.js'
import { packageRoot } from '../../lib/inference/manifest.js'
import { storageFor } from '../../lib/storage/index.js'
import { noS3, startStore } from '../fixtures/s3-server.js'
import { put } from '../fixtures/storing.js'

const root = packageRoot()
const script = (name: string): string => join(root, 'examples', name, `${name}.mjs`)
/** Without models, where they are not the point: one box is always painted. */
const PLAIN = { ocr: 'none', objects: [], regions: { redact: [{ x: 0, y: 0, w: 0.5, h: 0.5 }] } }
const env = (options: object, more: Record<string, string> = {}): NodeJS.ProcessEnv => ({ ...process.env, EFFACE_OPTIONS: JSON.stringify(options), ...more })

interface Outcome { code: number, stdout: string, stderr: string }
function run(name: string, args: readonly string[] = [], options: object = PLAIN): Promise<Outcome> {
  return new Promise(resolve => {
    execFile(process.execPath, [script(name), ...args], { cwd: root, env: env(options) }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
    })
  })
}

const picture = (background = '#8fb') => sharp({ create: { width: 120, height: 80, channels: 3, background } })
const png = await picture().png().toBuffer()
async function pixel(bytes: Buffer | string, x: number, y: number): Promise<number[]> {
  return [...await sharp(bytes).removeAlpha().extract({ left: x, top: y, width: 1, height: 1 }).raw().toBuffer()]
}

t.test('every example has a test here and a line in the list', async t => {
  const names = (await readdir(join(root, 'examples'), { withFileTypes: true })).filter(e => e.isDirectory()).map(e => e.name)
  const own = await readFile(join(root, 'test', 'integration', 'examples.test.ts'), 'utf8')
  const listed = await readFile(join(root, 'examples', 'README.md'), 'utf8')
  for (const name of names) {
    t.ok(own.includes(`'${name}'`), name)
    t.ok(listed.includes(`(${name}/)`), name)
  }
})

t.test('demo, with all models on', async t => {
  const { code, stdout, stderr } = await run('demo', [], {})
  t.equal(code, 0, stderr)
  t.match(stdout, /^page 1: \d+ objects, [1-9]\d* entities.*\npage 2: [1-9]\d* objects, [1-9]\d* entities/)
})

t.test('pipe', async t => {
  const folder = t.testdir({ 'in.tif': await formTiff(2) })
  const { code, stdout, stderr } = await run('pipe', [join(folder, 'in.tif'), join(folder, 'out.tif')])
  t.equal(code, 0, stderr)
  t.match(stdout, /^page 1.*: 0 objects, 0 entities, \d+ ms of work\npage 2/)
  t.same(JSON.parse(stdout.trim().split('\n').at(-1)!), { pages: 2, found: {}, skipped: [] })
  t.equal((await sharp(join(folder, 'out.tif')).metadata()).pages, 2)
})

t.test('frames', async t => {
  const folder = t.testdir({ 'in.tif': await formTiff(2) })
  const output = join(folder, 'out.tif')
  const { code, stdout, stderr } = await run('frames', [join(folder, 'in.tif'), output], { ocr: 'none', objects: [] })
  t.equal(code, 0, stderr)
  t.match(stdout, /^page 1: 1240 x 1754, 0 objects, 0 entities\npage 2/)
  t.same(await pixel(await sharp(output, { page: 1 }).png().toBuffer(), 600, 40), [0, 0, 0], 'the letterhead of the second page is covered')
})

t.test('fetch-response', async t => {
  const folder = t.testdir({ 'in.png': png })
  const { code, stdout, stderr } = await run('fetch-response', [join(folder, 'in.png'), join(folder, 'out.png')])
  t.equal(code, 0, stderr)
  t.match(stdout, /1 pages, 0 objects/)
  t.same(await pixel(join(folder, 'out.png'), 10, 10), [0, 0, 0])
})

t.test('s3-style', async t => {
  const folder = t.testdir({ incoming: { 'a.png': png, 'sub': { 'b.png': png }, 'bad.png': 'no picture' } })
  const { code, stdout } = await run('s3-style', [folder, 'a.png', 'sub/b.png', 'bad.png'])
  t.equal(code, 1)
  t.match(stdout, /^a\.png: 1 pages.*\nsub\/b\.png: 1 pages.*\nbad\.png: ERR_UNSUPPORTED_FORMAT\n$/)
  t.same((await readdir(join(folder, 'redacted'), { recursive: true })).sort(), ['a.png', 'sub', join('sub', 'b.png')])
})

t.test('etl: what is finished is not done again, what failed or was torn is', async t => {
  const folder = t.testdir({ 'a.png': png, 'b.png': await picture('#369').png().toBuffer(), 'c.png': 'no picture' })
  const at = (name: string): string => join(folder, name)
  await writeFile(at('manifest'), ['a', 'b', 'c'].map(name => `${JSON.stringify({ path: at(`${name}.png`) })}\n`).join(''))
  const args = [at('manifest'), at('report'), at('out')]
  const first = await run('etl', args)
  t.equal(first.code, 1)
  t.same(JSON.parse(first.stdout), { done: 2, skipped: 0, failed: 1 })

  const lines = (await readFile(at('report'), 'utf8')).trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown>)
  t.match(lines, [{ pages: 1, sha256: /^[0-9a-f]{64}$/ }, { pages: 1 }, { error: 'ERR_UNSUPPORTED_FORMAT' }])
  t.equal((await readdir(at('out'))).length, 2)

  await writeFile(at('report'), `${JSON.stringify(lines[0])}\n${JSON.stringify(lines[1]).slice(0, 40)}`)
  await writeFile(at('c.png'), png)
  const second = await run('etl', args)
  t.same(JSON.parse(second.stdout), { done: 1, skipped: 2, failed: 0 }, second.stderr)
  t.equal((await readFile(at('report'), 'utf8')).trim().split('\n').length, 2, 'the torn line is gone')
})

t.test('custom-recognizer', async t => {
  const { code, stdout, stderr } = await run('custom-recognizer', ['Staff no. E-44817, not E-12345; badge ZK-2041, Blue Heron, night shift'])
  t.equal(code, 0, stderr)
  for (const line of ['EMPLOYEE_ID\tE-44817', 'BADGE\tZK-2041', 'PROJECT\tBlue Heron', 'SHIFT\tnight shift']) t.ok(stdout.includes(`${line}\n`), line)
})

t.test('custom-detector', async t => {
  const stamp = await picture().composite([{ input: { create: { width: 30, height: 20, channels: 3, background: '#e02020' } }, left: 60, top: 40 }]).png().toBuffer()
  const folder = t.testdir({ 'in.png': stamp })
  const { code, stdout, stderr } = await run('custom-detector', [join(folder, 'in.png'), join(folder, 'out.png')], { ocr: 'none', objects: [] })
  t.equal(code, 0, stderr)
  t.match(stdout, /page 1: STAMP at 60, 40, 30 x 20\n1 painted/)
  t.same(await pixel(join(folder, 'out.png'), 75, 50), [0, 0xaa, 0x88])
  t.same(await pixel(join(folder, 'out.png'), 10, 10), [0x88, 0xff, 0xbb])
})

t.test('plan-review', async t => {
  const folder = t.testdir({ 'in.png': png })
  const { code, stdout, stderr } = await run('plan-review', ['in.png', 'plan.json', 'out.png'].map(name => join(folder, name)))
  t.equal(code, 0, stderr)
  t.match(stdout, /page 1: 2 boxes painted/)
  t.match(JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8')), { version: 1, pages: [{ boxes: [{ label: 'REGION' }, { label: 'CORNER' }] }] })
  t.same(await pixel(join(folder, 'out.png'), 10, 10), [0, 0, 0])
})

t.test('scan-gate', async t => {
  const folder = t.testdir({ 'a.png': png })
  const clean = await run('scan-gate', ['FACE', join(folder, 'a.png')], { ocr: 'none', objects: ['FACE'] })
  t.equal(clean.code, 0, clean.stderr)
  const refused = await run('scan-gate', ['FACE,SSN', join(folder, 'a.png'), join(root, 'examples', 'demo', 'sample.tif')], { ocr: 'none', objects: ['FACE'] })
  t.equal(refused.code, 3, refused.stderr)
  t.match(refused.stdout, /sample\.tif, page 2: FACE\nrefused/)
})

/** Starts a server example and waits for its address. */
async function start(t: Test, name: string): Promise<string> {
  const child: ChildProcess = spawn(process.execPath, [script(name)], { cwd: root, env: env(PLAIN, { PORT: '0' }), stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => new Promise<void>(resolve => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  }))
  return await new Promise((resolve, reject) => {
    child.stdout!.on('data', (text: Buffer) => {
      const address = /listening on (\S+)/.exec(String(text))
      if (address) resolve(address[1]!)
    })
    child.once('exit', () => reject(new Error(`${name} ended`)))
  })
}

for (const [name, prefix] of [['http-upload', ''], ['express-upload', '/images'], ['fastify-upload', '/images']] as const) {
  t.test(name, async t => {
    const url = await start(t, name)
    const post = (path: string, body: Buffer | FormData | string, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(url + path, { method: 'POST', body, headers })
    const form = new FormData()
    form.append('file', new Blob([png]), 'a.png')
    const raw = { 'content-type': 'image/png' }
    for (const answer of [await post('/redact', png, raw), await post(`${prefix}/process/files`, png, raw), await post(`${prefix}/process/files`, form)]) {
      t.equal(answer.status, 200)
      t.equal(answer.headers.get('content-type'), 'image/png')
      t.same(await pixel(Buffer.from(await answer.arrayBuffer()), 10, 10), [0, 0, 0])
    }
    const bad = await post('/redact', 'no picture', raw)
    t.equal(bad.status, 400)
    t.match(await bad.json(), { code: 'ERR_UNSUPPORTED_FORMAT' })
    t.equal((await fetch(`${url}${prefix}/healthz`)).status, 200)
  })
}

// One for all: a process that has found its store goes on with it.
if (!noS3) Object.assign(process.env, (await startStore(t)).env)

t.test('bucket to bucket, with folders and with a store', async t => {
  const folder = t.testdir({ in: { 'a.png': png, sub: { 'b.png': png, 'note.txt': '' }, 'broken.png': png.subarray(0, 60) } })
  const [from, to] = [join(folder, 'in'), join(folder, 'out')]
  t.match(await run('bucket-to-bucket', [from, to]), { code: 1, stdout: /broken\.png: ERR_MALFORMED_INPUT[^]*{"done":2,"known":0,"failed":1}/ })
  t.match(await run('bucket-to-bucket', [from, to]), { code: 1, stdout: /{"done":0,"known":2,"failed":1}/ })
  t.same(await pixel(join(to, 'sub/b.png'), 2, 2), [0, 0, 0])
  if (noS3) return void t.pass(`SKIPPED: ${noS3}`)
  const s3 = await storageFor('s3://scans')
  await put(s3, 's3://scans/in/x y.png', png)
  t.match(await run('bucket-to-bucket', ['s3://scans/in', 's3://scans/out']), { code: 0, stdout: /{"done":1,"known":0,"failed":0}/ })
  t.match(await run('bucket-to-bucket', ['s3://scans/out', to]), { code: 0, stdout: /{"done":1,"known":0,"failed":0}/ })
  t.same(await pixel(join(to, 'x y.png'), 2, 2), [0, 0, 0])
})

t.test('queue', { skip: noRedis }, async t => {
  const redis = await RedisServer.start()
  t.teardown(() => redis.stop())
  process.env.EFFACE_REDIS = redis.socket
  const folder = t.testdir({ in: { 'a.png': png, sub: { 'b.png': png }, 'broken.png': png.subarray(0, 60), 'notes.txt': 'no picture' }, out: { sub: 'a file where a folder is to be' } })
  const [from, to] = ['in', 'out'].map(name => join(folder, name))
  t.match(await run('queue', [from, to]), {
    code: 1,
    stdout: /added {"added":3,"known":0,[^]*tried again 1\nstatus {"completed":1,"failed":2}\n[^]*broken\.png: ERR_MALFORMED_INPUT, begun 1 times/,
  })
  t.same((await readdir(to)).sort(), ['a.png', 'sub'])
  await rm(join(to, 'sub'))
  t.match(await run('queue', [from, to]), { code: 1, stdout: /added {"added":0,"known":1,"retried":1,"failed":1}\ntried again 0\nstatus {"completed":2,"failed":1}/ })
  t.same(await pixel(join(to, 'sub/b.png'), 2, 2), [0, 0, 0])
  if (noS3) return void t.pass(`SKIPPED: ${noS3}`)
  const s3 = await storageFor('s3://scans')
  await put(s3, 's3://scans/in/x y.png', png)
  t.match(await run('queue', ['s3://scans/in', 's3://scans/out']), { stdout: /added {"added":1,"known":0,/ })
  t.match(await s3.head('s3://scans/out/x y.png'), { size: Number })
})

t.test('nightly', async t => {
  const folder = t.testdir({ in: { '2026-11-30': { 'a.png': png, 'broken.png': png.subarray(0, 60) } } })
  const [from, to, state] = ['in', 'out', 'state'].map(name => join(folder, name))
  const night = (): Promise<Outcome> => run('nightly', [from, to, state, '2026-11-30', '--ocr', 'none', '--objects', 'none', '--threads', '1'])
  for (const _ of [1, 2]) t.match(await night(), { code: 0, stdout: '2026-11-30: 1 failed, 0 of them may pass' })
  t.same((await readdir(state)).sort(), ['2026-11-30.failed.ndjson', '2026-11-30.journal.ndjson', '2026-11-30.report.ndjson'])
  t.match(await readFile(join(state, '2026-11-30.failed.ndjson'), 'utf8'), /broken\.png","code":"ERR_MALFORMED_INPUT"/)
  t.same(await readdir(join(to, '2026-11-30')), ['a.png'])
  t.match(await run('nightly', [from, to, state, '2026-12-01']), { code: 2, stderr: /No such file or folder/ })
})

t.test('one document', async t => {
  const folder = t.testdir({ 'a.png': png })
  process.env.EFFACE_TARGET = join(folder, 'out')
  const call = (): Promise<Outcome> => run('one-document', [JSON.stringify({ source: `file://${folder}/a.png` })])
  const first = await call()
  t.equal(first.code, 0, first.stderr)
  const [{ output, pages }] = JSON.parse(first.stdout) as [{ output: string, pages: number }]
  t.equal(pages, 1)
  t.same(await pixel(output, 2, 2), [0, 0, 0])
  t.match(await call(), { code: 0, stdout: /"known":true/ })
})
