import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import t from 'tap'
import { qrCode } from '../fixtures/barcode.js'

const cli = fileURLToPath(new URL('../../lib/cli/bin.js', import.meta.url))
const BARE = ['--ocr', 'none', '--objects', 'none', '-q']

interface Outcome { code: number, stdout: Buffer, stderr: string }
function run(args: readonly string[], input?: Buffer): Promise<Outcome> {
  return new Promise(resolve => {
    const child = execFile(process.execPath, [cli, ...args], { encoding: 'buffer', maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr: String(stderr) })
    })
    child.stdin!.on('error', () => {})
    child.stdin!.end(input)
  })
}

const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#369' } }).png().toBuffer()

/** Takes a while. */
const bigPng = sharp(randomBytes(27_000_000), { raw: { width: 3000, height: 3000, channels: 3 } }).png({ compressionLevel: 0 }).toBuffer()

t.test('one file', async t => {
  const folder = t.testdir({ 'a.png': png })
  const { code, stderr } = await run([join(folder, 'a.png'), '-o', join(folder, 'b.png'), '--report', join(folder, 'r.json'), ...BARE])
  t.equal(code, 0, stderr)
  t.match(await sharp(join(folder, 'b.png')).metadata(), { format: 'png', width: 60 })
  t.match(JSON.parse(await readFile(join(folder, 'r.json'), 'utf8')), { page_count: 1, entities: [], objects_present: false })
})

t.test('standard input to standard output', async t => {
  const { code, stdout } = await run(['-', ...BARE], png)
  t.equal(code, 0)
  t.equal((await sharp(stdout).metadata()).width, 60)
})

t.test('a failure on standard input writes nothing', async t => {
  const { code, stdout, stderr } = await run(['-', ...BARE], Buffer.from('not a picture'))
  t.equal(code, 1)
  t.equal(stdout.length, 0)
  t.match(stderr, /ERR_UNSUPPORTED_FORMAT/)
})

t.test('folders keep their tree; a file that fails does not stop the others and leaves nothing', async t => {
  const folder = t.testdir({ in: { 'a.png': png, sub: { 'b.png': png, 'bad.png': 'no picture', 'notes.txt': 'x' } } })
  const { code, stderr } = await run([join(folder, 'in'), '--out-dir', join(folder, 'out'), '--report', join(folder, 'r.ndjson'), ...BARE])
  t.equal(code, 1)
  t.match(stderr, /bad\.png: ERR_UNSUPPORTED_FORMAT/)
  t.same((await readdir(join(folder, 'out'), { recursive: true })).sort(), ['a.png', 'sub', join('sub', 'b.png')])
  const report = (await readFile(join(folder, 'r.ndjson'), 'utf8')).trim().split('\n').map(line => JSON.parse(line) as { file: string, error?: { code: string } })
  t.same(report.map(({ file, error }) => [basename(file), error?.code]).sort(), [['a.png', undefined], ['b.png', undefined], ['bad.png', 'ERR_UNSUPPORTED_FORMAT']])
})

t.test('regression: files whose line the audit log does not take fail one by one, and leave no output', async t => {
  const folder = t.testdir({ in: { 'a.png': png, 'b.png': png, 'c.png': png } })
  const { code, stderr } = await run([join(folder, 'in'), '--out-dir', join(folder, 'out'), '--audit', join(folder, 'none', 'audit.ndjson'), ...BARE])
  t.equal(code, 1)
  for (const name of ['a.png', 'b.png', 'c.png']) t.match(stderr, `${name}: ENOENT`)
  t.same(await readdir(join(folder, 'out')), [])
})

t.test('wrong usage is 2 and says what is wrong', async t => {
  const folder = t.testdir({ 'a.png': png })
  for (const [args, message] of [[['--nonsense'], /^efface: .*nonsense.*\nTry 'efface --help'\.\n$/], [[join(folder, 'a.png'), '--method', 'smear'], /Expected one of blackbox/]] as const) {
    const { code, stderr } = await run(args)
    t.equal(code, 2, args.join(' '))
    t.match(stderr, message)
  }
  t.same(await readdir(folder), ['a.png'])
})

t.test('regression: a failure on standard input leaves what was there, and nothing else', async t => {
  const folder = t.testdir({ 'out.png': 'before' })
  t.equal((await run(['-', '-o', join(folder, 'out.png'), ...BARE], Buffer.from('not a picture'))).code, 1)
  t.same(await readdir(folder), ['out.png'])
  t.equal(await readFile(join(folder, 'out.png'), 'utf8'), 'before')
  t.equal((await run(['-', '-o', join(folder, 'out.png'), ...BARE], png)).code, 0)
  t.same(await readdir(folder), ['out.png'])
  t.equal((await sharp(join(folder, 'out.png')).metadata()).width, 60)
})

t.test('regression: apply writes report and audit', async t => {
  const folder = t.testdir({ 'a.png': png })
  const at = (name: string): string => join(folder, name)
  t.equal((await run([at('a.png'), '--plan', at('plan.json'), '--ocr', 'none', '--objects', 'none', '-q'])).code, 0)
  const plan = JSON.parse(await readFile(at('plan.json'), 'utf8')) as { pages: { boxes: unknown[] }[], input: object }
  plan.pages[0]!.boxes.push({ x: 1, y: 1, w: 9, h: 9, label: 'REGION', method: 'blackbox' })
  await writeFile(at('plan.json'), JSON.stringify(plan))
  const { code, stderr } = await run(['apply', at('plan.json'), at('a.png'), '-o', at('b.png'), '--audit', at('audit.ndjson'), '--report', at('r.json')])
  t.equal(code, 0, stderr)
  t.match(JSON.parse(await readFile(at('r.json'), 'utf8')), { page_count: 1, frames: [{ painted: 1 }] })
  t.match(JSON.parse(await readFile(at('audit.ndjson'), 'utf8')), { input: plan.input, pages: [{ boxes: [{ label: 'REGION' }] }] })
  t.equal((await run(['audit', 'verify', at('audit.ndjson')])).code, 0)
})

t.test('regression: --fail-on BARCODE is met by a code, whatever it says', async t => {
  const folder = t.testdir({ 'a.png': await qrCode('hello 12345') })
  for (const label of ['BARCODE', 'NUMERICAL_PII']) {
    t.equal((await run(['scan', join(folder, 'a.png'), '--objects', 'BARCODE', '--ocr', 'none', '--fail-on', label])).code, 3, label)
  }
  t.equal((await run(['scan', join(folder, 'a.png'), '--objects', 'BARCODE', '--ocr', 'none', '--fail-on', 'URL'])).code, 0)
  t.equal((await run(['scan', join(folder, 'a.png'), '--objects', 'BARCODE', '--ocr', 'none', '--fail-on', 'BARCODE+URL'])).code, 3)
})

t.test('help and version', async t => {
  t.match(String((await run(['--help'])).stdout), /efface IN -o OUT/)
  t.match(String((await run(['--version'])).stdout), /^\d+\.\d+\.\d+\n$/)
})

t.test('serve --ui: the page, and nothing left behind at SIGTERM', { skip: process.platform === 'win32' && 'no SIGTERM on Windows' }, async t => {
  const tmp = t.testdir()
  const child = spawn(process.execPath, [cli, 'serve', '--ui', '--review-dir', 'none', '--port', '0', '--ocr', 'none', '--objects', 'none'], { env: { ...process.env, TMPDIR: tmp } })
  t.teardown(() => child.kill('SIGKILL'))
  const url = await new Promise<string>(resolve => {
    let log = ''
    child.stdout.on('data', (part: Buffer) => {
      log += String(part)
      const found = /"url":"([^"]+)"/.exec(log)
      if (found) resolve(found[1]!)
    })
  })
  t.match(url, /^http:\/\/127\.0\.0\.1:[1-9]\d+\/ui\/$/, 'regression: port 0 takes a free one')
  const token = /efface-token" content="([^"]+)"/.exec(await (await fetch(url)).text())![1]!
  const answer = await fetch(`${url}documents`, { method: 'POST', body: png, headers: { 'x-efface-token': token } })
  t.match(await answer.text(), /"plan":/)
  child.kill('SIGTERM')
  t.equal(await new Promise(resolve => child.on('exit', resolve)), 0)
  t.same(await readdir(tmp), [])
})

/** Private files that a process has open. */
const privateFiles = async (pid: number): Promise<Buffer[]> => {
  const files = (await readdir(`/proc/${pid}/fd`)).map(async fd => {
    const path = `/proc/${pid}/fd/${fd}`
    return /efface-.*deleted/.test(await readlink(path).catch(() => '')) ? await readFile(path) : []
  })
  return (await Promise.all(files)).flat()
}

t.test('regression: a server that is killed leaves no upload, and what lay on disk was encrypted', { skip: process.platform !== 'linux' && 'looks into /proc' }, async t => {
  const tmp = t.testdir()
  const child = spawn(process.execPath, [cli, 'serve', '--ui', '--review-dir', 'none', '--port', '0', '--ocr', 'none', '--objects', 'none'], { env: { ...process.env, TMPDIR: tmp } })
  t.teardown(() => child.kill('SIGKILL'))
  const url = await new Promise<string>(resolve => child.stdout.on('data', (part: Buffer) => {
    const found = /"url":"([^"]+)"/.exec(String(part))
    if (found) resolve(found[1]!)
  }))
  const token = /efface-token" content="([^"]+)"/.exec(await (await fetch(url)).text())![1]!
  await (await fetch(`${url}documents`, { method: 'POST', body: png, headers: { 'x-efface-token': token } })).text()
  const held = await privateFiles(child.pid!)
  t.equal(held.length, 1)
  t.ok(held[0]!.length > png.length, 'the upload, and the picture of its page')
  t.notOk(held[0]!.includes('PNG') || held[0]!.includes('IDAT'))
  child.kill('SIGKILL')
  await new Promise(resolve => child.on('exit', resolve))
  t.same(await readdir(tmp), [])
})

t.test('previews, and reports with text, are for the user alone, even where they were not before', { skip: process.platform === 'win32' && 'no modes on Windows' }, async t => {
  const folder = t.testdir({ 'a.png': png, 'r.json': 'old' })
  const at = (name: string): string => join(folder, name)
  await chmod(at('r.json'), 0o644)
  t.equal((await run([at('a.png'), '-o', at('b.png'), '--report', at('r.json'), '--report-text', '--preview', at('p'), ...BARE])).code, 0)
  t.equal((await stat(at('r.json'))).mode & 0o777, 0o600)
  t.equal((await stat(at('p/a.png.1.png'))).mode & 0o777, 0o600)
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  t.test(`regression: ${signal} leaves no partial output`, { skip: process.platform === 'win32' && 'no such signals on Windows' }, async t => {
    const folder = t.testdir({ 'a.png': await bigPng })
    const child = spawn(process.execPath, [cli, join(folder, 'a.png'), '-o', join(folder, 'b.png'), ...BARE])
    while ((await readdir(folder)).length < 2 && child.exitCode === null) await sleep(10)
    child.kill(signal)
    t.equal(await new Promise(resolve => child.on('exit', (_code, signal) => resolve(signal))), signal, 'ended by it')
    t.same(await readdir(folder), ['a.png'])
  })
}

t.test('a process that is killed leaves nothing that looks complete', { skip: process.platform === 'win32' }, async t => {
  const folder = t.testdir({ 'a.png': await bigPng })
  const child = spawn(process.execPath, [cli, join(folder, 'a.png'), '-o', join(folder, 'b.png'), ...BARE])
  while ((await readdir(folder)).length < 2 && child.exitCode === null) await sleep(10)
  child.kill('SIGKILL')
  await new Promise(resolve => child.on('exit', resolve))
  const left = await readdir(folder)
  t.equal(left.length, 2, 'killed at work')
  t.notOk(left.includes('b.png'))
})
