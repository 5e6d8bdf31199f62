// What the command line does with files, as a user meets it.
import { execFile, spawn } from 'node:child_process'
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import t from 'tap'
import { fsPath } from '../../lib/core/fs-path.js'
import { formTiff } from '../../benchmarks/pages.js'

const cli = fileURLToPath(new URL('../../lib/cli/bin.js', import.meta.url))
const BARE = ['--ocr', 'none', '--objects', 'none', '--threads', '1']
const onLinux = process.platform === 'linux'

interface Outcome { code: number, stdout: Buffer, stderr: string }
const run = (folder: string, args: readonly string[], command = [process.execPath, cli]): Promise<Outcome> => new Promise(resolve => {
  execFile(command[0]!, [...command.slice(1), ...args], { cwd: folder, encoding: 'buffer', maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
    resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr: String(stderr) })
  }).stdin!.end()
})

const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#369' } }).png().toBuffer()

t.test('skipped files are counted and named, failed ones are in the report, and a second run finds the same', async t => {
  const folder = t.testdir({ in: { 'a.png': png, 'b.pdf': 'x', 'bad.png': 'no picture' } })
  if (onLinux) await writeFile(fsPath(join(folder, 'in/caf\udce9.png')), png)
  await symlink('.', join(folder, 'in/loop'))
  const args = ['in', '--out-dir', 'in/clean', '--report', 'r.ndjson', ...BARE]
  const first = await run(folder, args)
  t.equal(first.code, 1)
  t.match(first.stderr, /1 failed, 2 skipped\nskipped, 2 in all:\n/)
  t.match(first.stderr, 'in/b.pdf (no picture by its name)')
  const lines = (await readFile(join(folder, 'r.ndjson'), 'utf8')).trim().split('\n').map(line => JSON.parse(line) as { file: string, error?: object })
  const redacted = onLinux ? ['in/a.png', 'in/caf\udce9.png'] : ['in/a.png']
  t.same(lines.filter(line => !line.error).map(({ file }) => file).sort(), redacted)
  t.match(lines.find(({ file }) => file === 'in/bad.png'), { error: { code: 'ERR_UNSUPPORTED_FORMAT' } })
  t.match((await run(folder, ['in', '--dry-run'])).stdout.toString(), 'skipped\tin/b.pdf\tno picture by its name\n')
  const before = (await readdir(join(folder, 'in/clean'))).length
  t.equal(before, redacted.length)
  t.equal((await run(folder, args)).stderr, first.stderr, 'outputs are no inputs')
  t.equal((await readdir(join(folder, 'in/clean'))).length, before)
})

t.test('a report tells of a single file that failed', async t => {
  const folder = t.testdir({ 'bad.png': 'no picture' })
  t.equal((await run(folder, ['bad.png', '-o', 'x.png', '--report', 'r.json', ...BARE])).code, 1)
  t.match(JSON.parse(await readFile(join(folder, 'r.json'), 'utf8')), { error: { code: 'ERR_UNSUPPORTED_FORMAT' } })
  t.same((await readdir(folder)).sort(), ['bad.png', 'r.json'])
})

t.test('a name with the ending of a format gets that format, or nothing', async t => {
  const folder = t.testdir({ 'one.tif': await sharp(png).tiff().toBuffer(), 'two.tif': await formTiff(2) })
  t.equal((await run(folder, ['one.tif', '-o', 'clean.png', ...BARE])).code, 0)
  t.equal((await sharp(join(folder, 'clean.png')).metadata()).format, 'png')
  const pages = await run(folder, ['two.tif', '-o', 'pages.png', ...BARE])
  t.equal(pages.code, 1)
  t.match(pages.stderr, /more than one page, and png is written with one: choose gif or tiff/)
  t.notOk((await readdir(folder)).includes('pages.png'))
  const contrary = await run(folder, ['one.tif', '-o', 'x.png', '--format', 'gif', ...BARE])
  t.equal(contrary.code, 2)
  t.match(contrary.stderr, /x\.png is called like a PNG file/)
})

t.test("'-o -' is standard output", async t => {
  const folder = t.testdir({ 'a.png': png })
  const { code, stdout } = await run(folder, ['a.png', '-o', '-', ...BARE])
  t.equal(code, 0)
  t.equal((await sharp(stdout).metadata()).format, 'png')
  t.same(await readdir(folder), ['a.png'])
})

t.test('a full disk ends it in one line', { skip: !onLinux && 'no /dev/full' }, async t => {
  const folder = t.testdir({ 'a.png': png })
  const shell = (line: string): Promise<Outcome> => run(folder, [], ['sh', '-c', `${process.execPath} ${cli} ${line}`])
  for (const line of ['scan a.png --ocr none --objects none > /dev/full', `a.png -o - ${BARE.join(' ')} > /dev/full`, `a.png -o b.png --report /dev/full -q ${BARE.join(' ')}`]) {
    const { code, stderr } = await shell(line)
    t.equal(code, 1, line)
    t.match(stderr, /^efface: .*ENOSPC[^\n]*\n$/, line)
  }
})

t.test('whoever read the output has gone: quietly, with a code', { skip: process.platform === 'win32' && 'no such pipes' }, async t => {
  const child = spawn(process.execPath, [cli, 'help'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let stderr = ''
  child.stderr.on('data', (part: Buffer) => { stderr += String(part) })
  t.equal(await new Promise(resolve => child.on('close', resolve)), 141)
  t.equal(stderr, '')
})
