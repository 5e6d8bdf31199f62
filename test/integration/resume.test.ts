// A batch that is killed and gone on with ends as one that was left alone.
import { spawn } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { formTiff } from '../../benchmarks/pages.js'
import { until } from '../fixtures/waiting.js'

const cli = new URL('../../../dist/lib/cli/bin.js', import.meta.url).pathname
const BARE = ['--ocr', 'none', '--objects', 'none', '--threads', '1']
const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#8fb' } }).png().toBuffer()
const tiff = await formTiff(2)

interface Run { code: number | null, stderr: string }
const run = (folder: string, args: readonly string[], killWhen?: () => Promise<boolean>): Promise<Run> => new Promise((resolve, reject) => {
  const child = spawn(process.execPath, [cli, 'in', '--out-dir', 'out', '--resume', '--report', 'r.ndjson', ...BARE, ...args], { cwd: folder })
  let stderr = ''
  child.stderr.on('data', (part: Buffer) => { stderr += String(part) })
  child.on('error', reject).on('exit', code => resolve({ code, stderr }))
  if (killWhen) until(async () => child.exitCode !== null || await killWhen()).then(() => child.kill('SIGKILL'), reject)
})
const files = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter(e => e.isFile()).map(e => join(e.parentPath, e.name)).sort()
const tree = async (folder: string): Promise<[string, string][]> =>
  Promise.all((await files(join(folder, 'out'))).map(async path => [path.slice(folder.length), (await readFile(path)).toString('base64')]))
const report = async (folder: string): Promise<unknown[]> => (await readFile(join(folder, 'r.ndjson'), 'utf8')).trim().split('\n').sort()
  .map(line => JSON.parse(line, (key, value: unknown) => key === 'ms' ? 0 : value) as unknown)
const done = async (folder: string): Promise<number> => (await readFile(join(folder, 'out.journal.ndjson'), 'utf8').catch(() => '')).split('\n').length - 2

async function folderOf(t: Test): Promise<string> {
  const folder = t.testdir({ in: { sub: {} } })
  for (let i = 0; i < 9; i++) await writeFile(join(folder, i % 2 ? 'in' : 'in/sub', `${i}.${i % 3 ? 'png' : 'tif'}`), i % 3 ? png : tiff)
  await writeFile(join(folder, 'in/broken.png'), png.subarray(0, 60))
  return folder
}

t.test('killed again and again, a batch ends as it would have', { skip: process.platform === 'win32' && 'no SIGKILL' }, async t => {
  const folder = await folderOf(t)
  const undisturbed = join(folder, 'undisturbed')
  await mkdir(undisturbed)
  await cp(join(folder, 'in'), join(undisturbed, 'in'), { recursive: true })
  t.match(await run(undisturbed, []), { code: 1, stderr: /9 of 10 files redacted/ })

  for (const least of [1, 3, 6]) {
    await run(folder, [], async () => await done(folder) >= least && (await files(join(folder, 'out'))).some(path => path.endsWith('.part')))
    t.ok(await done(folder) >= least && await done(folder) < 10, `killed after ${await done(folder)}`)
  }
  const last = await run(folder, [])
  t.equal(last.code, 1)
  t.match(last.stderr, /9 of 10 files redacted, \d of them before/)
  t.same(await tree(folder), await tree(undisturbed), 'the same files, and no partial ones')
  t.same(await report(folder), await report(undisturbed), 'the same report')
  t.same((await readdir(folder)).sort(), ['in', 'out', 'out.journal.ndjson', 'r.ndjson', 'undisturbed'], 'nothing else is left')
})

t.test('what was done stays done; what changed, failed in passing or is gone is done again', async t => {
  const folder = await folderOf(t)
  await run(folder, [])
  const again = await run(folder, [])
  t.match(again, { code: 1, stderr: /broken\.png: failed before: ERR_MALFORMED_INPUT[^]*9 of 10 files redacted, 9 of them before, 0 pages, 1 failed/ })
  t.equal((await report(folder)).length, 10)

  await writeFile(join(folder, 'in/broken.png'), png)
  await rm(join(folder, 'out/1.png'))
  await utimes(join(folder, 'in/5.png'), new Date(), new Date('2020-01-01'))
  t.match(await run(folder, []), { code: 0, stderr: /10 of 10 files redacted, 8 of them before, 2 pages/ }, 'a later date with the same bytes is no change')
  t.match(await run(folder, ['--method', 'mosaic']), { code: 0, stderr: /other options or models than before: 10 files are done anew[^]*10 of 10 files redacted, \d+ pages/ })
  t.equal((await report(folder)).length, 10, 'and so is the report')
})
