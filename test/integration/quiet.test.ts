// Nothing is written but the output, and nothing is said: the whole pipeline, watched from outside.
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import sharp from 'sharp'
import t from 'tap'
import { formPage } from '../../benchmarks/pages.js'
import { qrCode } from '../fixtures/barcode.js'

const run = promisify(execFile)
const program = fileURLToPath(new URL('../fixtures/everything.js', import.meta.url))
const cli = fileURLToPath(new URL('../../lib/cli/bin.js', import.meta.url))

/** A program that the test runner does not look into. */
const bare = (...args: string[]): [string, string[]] => ['env', ['-u', 'NODE_OPTIONS', process.execPath, ...args]]

/** Does strace work here? Containers often forbid it. */
const traced = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0

const noise = Buffer.from(Uint8Array.from({ length: 1500 * 1500 * 3 }, (_, i) => i * 2_654_435_761 >>> 17))
const pictures = {
  'form.tif': await formPage(0),
  'code.png': await qrCode('https://example.org/a'),
  // Large enough for a private file.
  'noise.png': await sharp(noise, { raw: { width: 1500, height: 1500, channels: 3 } }).png({ compressionLevel: 0 }).toBuffer(),
}

/** Everything that may be written to, in a folder of its own. */
function home(folder: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH }
  for (const name of ['HOME', 'TMPDIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR']) {
    mkdirSync(env[name] = join(folder, 'home', name), { recursive: true })
  }
  return { ...env, USERPROFILE: env.HOME, LOCALAPPDATA: env.XDG_CACHE_HOME, APPDATA: env.XDG_CONFIG_HOME, TEMP: env.TMPDIR, TMP: env.TMPDIR }
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true }).map(String).filter(name => statSync(join(folder, name)).isFile()).sort()

t.test('everything: no file but the outputs', async t => {
  const folder = t.testdir({ ...pictures, home: {} })
  const names = Object.keys(pictures)
  const { stdout } = await run(process.execPath, [program, 'main', ...names.map(name => join(folder, name))], { env: home(folder), cwd: folder })
  t.match(stdout, /^tesseract true\n1 found in text$/m)
  t.same(filesIn(folder), [...names, ...names.map(name => `${name}.out`), 'form.tif.2.out'].sort())
})

for (const mode of ['worker', 'worker-with-own-env', 'worker-with-shared-env']) {
  t.test(`in a ${mode}, where the environment may be a copy: no file`, async t => {
    const folder = t.testdir({ home: {} })
    const { stdout } = await run(process.execPath, [program, mode], { env: home(folder), cwd: folder })
    t.match(stdout, /^1 found in text$/m)
    t.same(filesIn(folder), [])
  })
}

t.test('the command line: no file but the output', async t => {
  const folder = t.testdir({ ...pictures, home: {} })
  await run(process.execPath, [cli, 'form.tif', '-o', 'out.tif', '-q', '--threads', '1'], { env: home(folder), cwd: folder })
  t.same(filesIn(folder), [...Object.keys(pictures), 'out.tif'].sort())
})

t.test('a thread that cannot silence onnxruntime refuses to work', { skip: process.platform === 'win32' && 'wants env' }, async t => {
  const folder = t.testdir({ home: {} })
  const flags = ['--permission', '--experimental-permission', '--allow-worker', '--allow-addons', '--allow-fs-read=*', '--allow-fs-write=*']
    .filter(flag => process.allowedNodeEnvironmentFlags.has(flag.split('=')[0]!))
  const start = (env: NodeJS.ProcessEnv) => spawnSync(...bare(...flags, program, 'worker'), { env, cwd: folder, encoding: 'utf8' })
  const refused = start(home(folder))
  t.not(refused.status, 0)
  t.match(refused.stderr, /Expected ORT_DISABLE_TELEMETRY=1 in the environment of the process/)
  const told = start({ ...home(folder), ORT_DISABLE_TELEMETRY: '1' })
  t.match(told.stdout, /^1 found in text$/m, told.stderr)
  t.same(filesIn(folder), [])
})

t.test('no socket, and no write but to the outputs and to files without a name', { skip: !traced && 'NOT CHECKED: strace is not there, or not allowed' }, async t => {
  const folder = t.testdir({ ...pictures, home: {} })
  const names = Object.keys(pictures)
  const log = join(folder, 'strace.log')
  const calls = 'trace=socket,connect,bind,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat'
  execFileSync('strace', ['-f', '-qq', '-s', '4096', '-e', calls, '-o', log, ...bare(program, 'main', ...names.map(name => join(folder, name))).flat()],
    { env: home(folder), cwd: folder })
  const lines = readFileSync(log, 'utf8').split('\n').filter(line => !/ = -1 E|resumed>/.test(line))
  t.same(lines.filter(line => /^\d+ +(socket|connect|bind)\(/.test(line)), [], 'no socket')
  const temporary = join(folder, 'home', 'TMPDIR')
  const foreign = lines.filter(line => /^\d+ +(open|openat|creat|mkdir|link|symlink|rename)/.test(line) && !/O_RDONLY|O_PATH/.test(line))
    .filter(line => !/"\/dev\/(null|tty|shm\/[^"]*)"|"\/proc\/self\//.test(line))
    .filter(line => !line.includes(`"${temporary}/efface-`) && !names.some(name => line.includes(`"${folder}/.${name}.`)))
  t.same(foreign, [], 'no write elsewhere')
})
