// The command line from bucket to bucket, folder to bucket and back, and from a web server.
import { spawn } from 'node:child_process'
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { once } from 'node:events'
import t, { type Test } from 'tap'
import { effaceFile, scan } from '../../lib/api/index.js'
import { UsageError } from '../../lib/cli/args.js'
import { main } from '../../lib/cli/main.js'
import { storageFor } from '../../lib/storage/index.js'
import { noS3, startStore } from '../fixtures/s3-server.js'
import { listed, put } from '../fixtures/storing.js'
import { until } from '../fixtures/waiting.js'

const cli = new URL('../../../dist/lib/cli/bin.js', import.meta.url).pathname
const BARE = ['--ocr', 'none', '--objects', 'none', '--threads', '1']
const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#8fb' } }).png().toBuffer()

interface Run { code: number, stdout: string, stderr: string }
/** The command line in this process; `killed` has one of its own. */
async function run(t: Test, folder: string, ...args: string[]): Promise<Run> {
  process.chdir(folder)
  const [out, err] = [t.capture(process.stdout, 'write', () => true), t.capture(process.stderr, 'write', () => true)]
  const all = (calls: { args: unknown[] }[]): string => calls.map(({ args }) => String(args[0])).join('')
  const code = await main(args[0] === 'apply' ? args : [...args, ...BARE]).catch((error: unknown) => {
    process.stderr.write((error as Error).message)
    return error instanceof UsageError ? 2 : 1
  })
  const result = { code, stdout: all(out()), stderr: all(err()) }
  out.restore()
  err.restore()
  return result
}

async function killed(
  folder: string, env: Record<string, string>, args: readonly string[], signal: NodeJS.Signals, when: () => Promise<boolean>,
): Promise<void> {
  const child = spawn(process.execPath, ['--no-warnings', cli, ...args], { cwd: folder, env: { ...process.env, ...env } })
  await until(when)
  child.kill(signal)
  await once(child, 'exit')
}

t.test('a store', { skip: noS3 }, async t => {
  const store = await startStore(t)
  const s3 = await storageFor('s3://scans', { s3: { client: store.client } })
  Object.assign(process.env, store.env)
  const keys = async (prefix: string): Promise<string[]> => (await listed(s3.list(`s3://scans/${prefix}`))).map(({ url }) => url.slice(`s3://scans/${prefix}`.length))
  const lines = async (path: string): Promise<{ file: string, error?: { code: string } }[]> =>
    (await readFile(path, 'utf8')).trim().split('\n').map(line => JSON.parse(line) as { file: string })

  await t.test('from bucket to bucket, gone on with', async t => {
    const folder = t.testdir({})
    for (const key of ['a.png', 'sub/b c.png', 'sub/ü?%41.png', '../up.png', 'read.me']) await put(s3, `s3://scans/in/2026/${key}`, png)
    await put(s3, 's3://scans/in/2026/broken.png', png.subarray(0, 60))
    const args = ['s3://scans/in/2026/', '--out-dir', 's3://scans/out/2026', '--resume', '--report', 'r.ndjson']
    const first = await run(t, folder, ...args)
    t.match(first, { code: 1, stderr: /broken\.png: ERR_MALFORMED_INPUT[^]*4 of 5 files redacted/ })
    const outputs = ['../up.png', 'a.png', 'sub/b c.png', 'sub/ü?%41.png']
    t.same(await keys('out/2026/'), outputs)
    t.match(await s3.head('s3://scans/out/2026/a.png'), { size: Number })
    t.same((await readdir(folder)).sort(), ['r.ndjson', 'scans.out.2026.journal.ndjson'])
    t.same((await lines(join(folder, 'r.ndjson'))).map(({ file }) => file).sort(), [...outputs, 'broken.png'].map(key => `s3://scans/in/2026/${key}`).sort())

    store.requests.length = 0
    t.match(await run(t, folder, ...args), { code: 1, stderr: /broken\.png: failed before[^]*4 of 5 files redacted, 4 of them before, 0 pages/ })
    t.same(store.requests.filter(line => !/^(GET \/scans\/\?|HEAD)/.test(line)), [], 'nothing is read or written again')
    await put(s3, 's3://scans/in/2026/broken.png', png)
    await s3.remove('s3://scans/out/2026/a.png')
    t.match(await run(t, folder, ...args, '--dry-run'), { code: 0, stdout: /changed\ts3:..scans.in.2026.broken\.png\ts3:..scans.out.2026.broken\.png\n/ })
    t.match(await run(t, folder, ...args), { code: 0, stderr: /5 of 5 files redacted, 3 of them before, 2 pages/ })
    t.match(await run(t, folder, ...args.slice(0, 3), '--since', new Date(Date.now() + 3_600_000).toISOString()), { code: 2, stderr: /No image files/ })
    t.notMatch(await Promise.all(['r.ndjson', 'scans.out.2026.journal.ndjson'].map(name => readFile(join(folder, name), 'utf8'))), /AKIA|secret/)
  })

  await t.test('from bucket to folder and back', async t => {
    const folder = t.testdir({ local: { sub: {} } })
    t.match(await run(t, folder, 's3://scans/in/2026/', '--out-dir', 'got', '--report', 'r.ndjson'), { code: 1, stderr: /\.\.\/up\.png: ERR_STORAGE_FAILED: Its key is no name for a file/ })
    t.same((await readdir(folder, { recursive: true })).sort(), ['got', 'got/a.png', 'got/broken.png', 'got/sub', 'got/sub/b c.png', 'got/sub/ü?%41.png', 'local', 'local/sub', 'r.ndjson'], 'nothing outside')
    await writeFile(join(folder, 'local/sub/x.png'), png)
    t.match(await run(t, folder, 'local', '--out-dir', 's3://scans/from/local/', '--resume'), { code: 0 })
    t.same(await keys('from/local/'), ['sub/x.png'])
    t.match(await run(t, folder, `file://${folder}/local/sub/x.png`, '-o', 's3://scans/from/one.png'), { code: 0 })
    t.match(await run(t, folder, 's3://scans/from/one.png'), { code: 0, stderr: /s3:..scans.from.one\.redacted\.png/ })
    t.match(await run(t, folder, 's3://scans/from/*.png', '--out-dir', 'by-pattern'), { code: 0 })
    t.same((await readdir(join(folder, 'by-pattern'))).sort(), ['one.png'], 'outputs are no inputs')
    t.match(await run(t, folder, 's3://scans/none/', '--out-dir', 'none'), { code: 2, stderr: /No picture there: s3:..scans.none./ })
    t.match(await run(t, folder, 's3://nobucket/', '--out-dir', 'none'), { code: 1, stderr: /Cannot .* s3:..nobucket.*: 404/ })
    t.match(await run(t, folder, 'scan', 's3://scans/from/'), { code: 0, stdout: /"file":"s3:..scans.from.one.png","pages":1/ })
  })

  await t.test('a plan of an object, applied to it', async t => {
    const folder = t.testdir({})
    const url = 's3://scans/in/2026/a.png'
    t.match(await run(t, folder, url, '--plan', 'plan.json'), { code: 0, stderr: /1 pages/ })
    t.equal(await main(['apply', 'plan.json', url, '-o', 's3://scans/applied.png', '--threads', '1']), 0)
    t.ok(await s3.head('s3://scans/applied.png'))
  })

  await t.test('killed, a run leaves nothing in the store that the next does not remove; ended, nothing at all', async t => {
    const folder = t.testdir({ in: {} })
    // Noise, so that its output is several parts.
    const noise = await sharp({ create: { width: 1750, height: 1750, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 60 } } }).png().toBuffer()
    await writeFile(join(folder, 'in/noise.png'), noise)
    const unfinished = async (): Promise<number> => (await store.client.send(new ListMultipartUploadsCommand({ Bucket: 'scans' }))).Uploads?.length ?? 0
    const args = ['in', '--out-dir', 's3://scans/big', '--resume']
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      // The parts are taken, and the end is not.
      store.meddle(({ method, url }) => method === 'POST' && /uploadId/.test(url!) ? 503 : undefined)
      await killed(folder, store.env, [...args, ...BARE], signal, async () => store.requests.some(line => /^POST .*uploadId/.test(line)) && await unfinished() === 1)
      store.meddle(undefined)
      store.requests.length = 0
      if (signal === 'SIGINT') t.equal(await unfinished(), 0)
    }
    t.same(await keys('big/'), [])
    t.match(await run(t, folder, ...args), { code: 0 })
    t.equal(await unfinished(), 0)
    t.same(await keys('big/'), ['noise.png'])
  })
})

t.test('a web server, and what is refused', async t => {
  const server = createServer((request, response) => {
    if (request.url!.startsWith('/a%20b.png?')) response.writeHead(request.method === 'HEAD' ? 403 : 200, { 'content-length': png.length }).end(png)
    else response.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => { server.close() })
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const folder = t.testdir({ 'a.png': png })
  const here = (...args: string[]): Promise<Run> => run(t, folder, ...args)
  const url = `${base}/a%20b.png?X-Signature=verysecret`
  const args = [url, '--out-dir', 'out', '--resume', '--report', 'r.ndjson']
  t.match(await here(...args), { code: 0 })
  t.match(await here(...args), { code: 0, stderr: /1 of them before/ })
  t.same(await readdir(join(folder, 'out')), ['a b.png'])
  const told = await Promise.all(['r.ndjson', 'out.journal.ndjson'].map(name => readFile(join(folder, name), 'utf8')))
  t.match(told[0], `"file":"${base}/a%20b.png?`)
  t.notMatch(told, /secret/)
  t.match(await here(`${base}/none.png?secret`, '-o', 'x.png'), { code: 2, stderr: /Nothing there: [^ ]*none\.png\?[0-9a-f]{12}$/ })
  t.match(await here(url), { code: 2, stderr: /needs -o or --out-dir/ })
  t.match(await here('a.png', '-o', `${base}/b.png`), { code: 2, stderr: /Nothing can be written to a web server/ })
  t.match(await here('ftp://host/a.png', '-o', 'b.png'), { code: 2, stderr: /ftp:/ })
  t.match(await here('a.png', '--report', 's3://b/r', '-o', 'b.png'), { code: 2, stderr: /--report takes a path/ })
  t.match(await here('a.png', '--journal', 'j', '--out-dir', 'o'), { code: 2, stderr: /--journal goes with --resume/ })
  t.match(await here('a.png', '--s3-path-style', 'yes'), { code: 2, stderr: /true or false/ })
  t.same((await readdir(folder)).sort(), ['a.png', 'out', 'out.journal.ndjson', 'r.ndjson'])

  t.equal((await effaceFile(url, join(folder, 'deep/b.png'), { ocr: 'none', objects: [] })).page_count, 1)
  for await (const { width } of scan(url, { ocr: 'none', objects: [] })) t.equal(width, 60)
})
