// The tarball as a stranger gets it: packed, unpacked into an empty folder beside its dependencies (no registry is asked), run.
import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import t from 'tap'
import { formTiff } from '../../benchmarks/pages.js'
import { packageRoot } from '../../lib/inference/manifest.js'

const run = promisify(execFile)
const root = packageRoot()
/** npm says where it lies when it runs the tests; Windows cannot start npm.cmd without a shell. */
const npm = (...args: string[]): [string, string[]] => process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath, ...args]] : ['npm', args]
const quiet = { maxBuffer: 1 << 26 }

interface Tree { version?: string, dependencies?: Record<string, Tree> }

/** Of all packages that are installed below. */
function namesOf({ dependencies = {} }: Tree): string[] {
  const names = Object.entries(dependencies).flatMap(([name, tree]) => [...tree.version === undefined ? [] : [name], ...namesOf(tree)])
  return [...new Set(names)].sort()
}

t.test('packed, unpacked and run', { timeout: 300_000 }, async t => {
  const folder = t.testdir({ 'package.json': '{"private": true}' })
  const { stdout } = await run(...npm('pack', '--ignore-scripts', '--json', '--pack-destination', folder), { ...quiet, cwd: root })
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string, files: { path: string }[] }]
  const paths = files.map(file => file.path)
  for (const wanted of ['README.md', 'LICENSE', 'dist/lib/api/index.js', 'dist/lib/api/index.d.ts', 'dist/lib/cli/bin.js', 'dist/workers/worker.js', 'lib/http/ui/page/index.html', 'lib/http/ui/page/app.js', 'models/manifest.json', 'models/weights/centerface.onnx', 'models/weights/centerface.LICENSE.txt', 'models/weights/ppocr-det.onnx', 'models/weights/ppocr.LICENSE.txt']) {
    t.ok(paths.includes(wanted), `holds ${wanted}`)
  }
  const strangers = paths.filter(path => /(^|\/)(test|benchmarks|train)\/|\.test\.|(?<!\.d)\.ts$|\.tsbuildinfo$/.test(path))
  t.same(strangers, [], 'holds no tests, sources or training code')

  // Optional packages of theirs are another one on each kind of machine.
  const tree = await run(...npm('ls', '--all', '--omit=dev', '--omit=optional', '--omit=peer', '--json'), { ...quiet, cwd: root })
  const known = new Set((await readFile(join(root, 'test', 'fixtures', 'dependencies.txt'), 'utf8')).trim().split('\n'))
  const installed = namesOf(JSON.parse(tree.stdout) as Tree).filter(name => !/^@(img\/sharp|napi-rs\/nice)/.test(name))
  t.same(installed.filter(name => !known.has(name)), [], 'a plain install brings nothing that test/fixtures/dependencies.txt does not name')

  // What npm would install: the package itself, and no more of its dependencies than it names.
  const own = join(folder, 'node_modules', 'efface')
  await mkdir(own, { recursive: true })
  await run('tar', ['-xzf', filename, '-C', own, '--strip-components=1'], { cwd: folder })
  const manifest = JSON.parse(await readFile(join(own, 'package.json'), 'utf8')) as { scripts: object, dependencies: object }
  for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) t.notOk(Object.keys(manifest.scripts).includes(name), `npm has no ${name} to warn of`)
  for (const name of Object.keys(manifest.dependencies)) {
    const at = join(folder, 'node_modules', name)
    await mkdir(dirname(at), { recursive: true })
    await symlink(join(root, 'node_modules', name), at, 'junction')
  }
  await writeFile(join(folder, 'in.png'), await sharp({ create: { width: 80, height: 60, channels: 3, background: '#8fb' } }).png().toBuffer())
  await run(process.execPath, [join(folder, 'node_modules', 'efface', 'dist', 'lib', 'cli', 'bin.js'), 'in.png', '-o', 'out.png', '-q'], { cwd: folder })
  t.equal((await sharp(await readFile(join(folder, 'out.png'))).metadata()).width, 80)

  await writeFile(join(folder, 'use.cjs'), `
    const { effaceBuffer } = require('efface')
    const { decode } = require('efface/streams')
    const { effaceWeb } = require('efface/web')
    const { createHandler } = require('efface/http')
    const { default: tokenClassifier } = require('efface/huggingface')
    effaceBuffer(require('node:fs').readFileSync('in.png'), { ocr: 'none' }).then(({ report }) => {
      console.log(JSON.stringify([report.page_count, typeof decode, typeof effaceWeb, typeof createHandler, typeof tokenClassifier]))
    })`)
  // Node 20.19 loads ES modules with require(), and says once that this is new.
  const required = await run(process.execPath, ['--no-warnings', 'use.cjs'], { cwd: folder })
  t.same(JSON.parse(required.stdout), [1, 'function', 'function', 'function', 'function'], 'require() works, and the pool does not keep the process alive')

  // README's first block, as it stands there.
  const [, block] = /```js\n([^]*?)```/.exec(await readFile(join(own, 'README.md'), 'utf8'))!
  await writeFile(join(folder, 'readme.mjs'), block!)
  await writeFile(join(folder, 'scan.tif'), await formTiff(1))
  const shown = await run(process.execPath, ['readme.mjs'], { cwd: folder })
  t.same(shown, { stdout: '', stderr: '' }, "README's first block runs, and says nothing")
  t.equal((await sharp(await readFile(join(folder, 'clean.tif'))).metadata()).width, 1240)

  await writeFile(join(folder, 'use.mts'), `
    import { efface, type Report } from 'efface'
    import { decode } from 'efface/streams'
    import { effaceWeb } from 'efface/web'
    import { createHandler } from 'efface/http'
    import tokenClassifier from 'efface/huggingface'
    const report: Promise<Report> = efface({ objects: ['FACE'], ocr: 'tesseract' }).report
    export const all = [decode(), report, createHandler(), tokenClassifier]
    export const response = fetch('https://example.org').then(({ body }) => new Response(body?.pipeThrough(effaceWeb())))
    // @ts-expect-error no such engine
    efface({ ocr: 'abbyy' })
    // @ts-expect-error no such label
    efface({ objects: ['FCAE'] })`)
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const types = join(root, 'node_modules', '@types')
  // Declarations are checked as well, those of dependencies included, and with Web Streams of Node alone as with the DOM's.
  for (const lib of ['es2023', 'es2023,dom,dom.iterable']) {
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', lib, '--types', 'node', '--typeRoots', types]
    await run(process.execPath, [tsc, ...options, 'use.mts'], { cwd: folder }).catch(error => t.fail((error as { stdout: string }).stdout))
  }
})
