// Common clients read the redacted file and its report: curl, Python's requests, fetch and Java's HttpClient.
import { execFile, spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import sharp from 'sharp'
import t from 'tap'
import { serve } from '../../lib/http/index.js'
import { createPool } from '../../lib/api/index.js'

const run = promisify(execFile)
const has = (command: string, ...args: string[]): boolean => spawnSync(command, args, { timeout: 20_000 }).status === 0
const python = ['python3', 'python'].find(command => has(command, '-c', 'import requests')) ?? ['python3', 'python'].find(command => has(command, '-c', 'import urllib3'))
const MANY = 400

const pool = createPool({ threads: 1 })
// A report that no trailer takes.
const stamps = { labels: ['STAMP'], detect: () => Array.from({ length: MANY }, (_, i) => ({ type: 'STAMP', score: 0.5, x: i % 40 * 2, y: Math.floor(i / 40) * 2, w: 2, h: 2 })) }
const serving = await serve({ port: 0, pool, apiKey: 'K', defaults: { ocr: 'none', objects: [], detectors: [stamps] } })
t.teardown(async () => { await serving.close(); await pool.close() })
const url = `http://127.0.0.1:${serving.port}/v4/process/files`
const file = t.testdir({ 'a.png': await sharp({ create: { width: 80, height: 60, channels: 3, background: '#8fb' } }).png().toBuffer() })
const input = join(file, 'a.png')
const isPng = async (path: string): Promise<boolean> => (await sharp(path).metadata()).width === 80

t.test('curl, with the file and as a form', { skip: !has('curl', '--version') && 'no curl on this machine' }, async t => {
  for (const [name, ...send] of [['raw.png', '--data-binary', `@${input}`], ['form.png', '-F', `file=@${input}`]] as const) {
    const output = join(file, name)
    await run('curl', ['-sS', '--fail', '-D', join(file, 'headers'), '-H', 'x-api-key: K', ...send, url, '-o', output])
    t.ok(await isPng(output), name)
    const path = /^x-efface-report-url: (\S+)/m.exec(await readFile(join(file, 'headers'), 'utf8'))![1]!
    t.match(path, /^\/v4\/reports\/[\w-]{24}$/)
    const { stdout } = await run('curl', ['-sS', '--fail', '-H', 'x-api-key: K', new URL(path, url).href])
    t.match(JSON.parse(stdout), { page_count: 1, objects: { length: MANY } })
    t.equal((await fetch(new URL(path, url))).status, 401, 'the report wants the key as well')
  }
})

t.test("Python's requests, or urllib3 below it", { skip: !python && 'neither requests nor urllib3 on this machine' }, async t => {
  const program = `
import json, sys
url, path, origin = sys.argv[1:]
data, headers = open(path, 'rb').read(), {'x-api-key': 'K'}
try:
    import requests
    a = requests.post(url, data=data, headers=headers); body = a.content
    r = requests.get(origin + a.headers['x-efface-report-url'], headers=headers).json()
    status = a.status_code
except ImportError:
    import urllib3
    http = urllib3.PoolManager()
    a = http.request('POST', url, body=data, headers=headers); body, status = a.data, a.status
    r = json.loads(http.request('GET', origin + a.headers['x-efface-report-url'], headers=headers).data)
print(json.dumps([status, body[1:4].decode(), r['page_count'], len(r['objects'])]))
`
  const { stdout } = await run(python!, ['-c', program, url, input, new URL(url).origin])
  t.same(JSON.parse(stdout), [200, 'PNG', 1, MANY])
})

t.test('fetch, which is undici', async t => {
  const headers = { 'x-api-key': 'K' }
  const body = await readFile(input) as Buffer<ArrayBuffer>
  const answer = await fetch(url, { method: 'POST', body, headers })
  t.equal((await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).width, 80)
  const report = await fetch(new URL(answer.headers.get('x-efface-report-url')!, url), { headers })
  t.match(await report.json(), { page_count: 1, objects: { length: MANY } })
  const mixed = await (await fetch(url, { method: 'POST', body, headers: { ...headers, accept: 'multipart/mixed' } })).formData().catch(() => undefined)
  t.notOk(mixed, 'multipart/mixed is no form')
  t.equal((await fetch(new URL('/reports/none', url), { headers })).status, 404)
})

t.test("Java's HttpClient", { skip: !has('java', '-version') && 'no java on this machine' }, async t => {
  const program = fileURLToPath(new URL('../../../test/fixtures/Client.java', import.meta.url))
  const { stdout } = await run('java', ['-XX:TieredStopAtLevel=1', program, url, input, join(file, 'java.png')])
  const [status, report] = stdout.split('\n')
  t.equal(status, '200')
  t.ok(await isPng(join(file, 'java.png')))
  t.match(JSON.parse(report!), { page_count: 1, objects: { length: MANY } })
})
