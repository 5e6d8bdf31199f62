// What an import of the package loads, counted: whoever pipes streams pays for streams.
import { spawnSync } from 'node:child_process'
import t from 'tap'
import { lib } from '../fixtures/packages.js'

interface Loaded { packages: string[], own: string[], builtin: string[] }

/** Files that an import loads, of both kinds of modules; and what of Node that a network is for. */
function loadedBy(name: string): Loaded {
  const hook = 'data:text/javascript,' + encodeURIComponent(`import { writeSync } from 'node:fs'
    export async function load (url, context, next) { writeSync(1, url + '\\n'); return await next(url, context) }`)
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', `
    import { createRequire, register } from 'node:module'
    const { cache } = createRequire(${lib(name)})
    const before = new Set(Object.keys(cache)) // what watches tests
    register(${JSON.stringify(hook)})
    await import(${lib(name)})
    for (const file of Object.keys(cache)) if (!before.has(file)) console.log('file://' + file)
    for (const name of process.moduleLoadList) console.log(name)`], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } })
  t.equal(status, 0, stderr)
  const lines = [...new Set(stdout.split('\n'))]
  const files = lines.filter(line => line.startsWith('file:'))
  const packages = files.flatMap(file => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [])
  return {
    packages: [...new Set(packages)].filter(name => !name.startsWith('@img/')).sort(),
    own: files.flatMap(file => file.includes('/node_modules/') ? [] : /\/dist\/(.*)/.exec(file)?.[1] ?? []),
    builtin: lines.filter(line => /^NativeModule (http|https|http2|tls|undici|internal\/deps\/undici\/undici)$/.test(line)),
  }
}

t.test("'efface' loads neither queue nor stores nor server, and decoders of other kinds only when they are used", async t => {
  const { packages, own, builtin } = loadedBy('api/index.js')
  t.same(packages, ['fastest-levenshtein', 'fzstd', 'gifenc', 'piscina'], 'a package more is paid for by everybody')
  t.same(own.filter(file => /^lib\/(queue|http|cli)\/|^lib\/storage\/(s3|http)/.test(file)), [])
  t.ok(own.length > 100 && own.length <= 240, `${own.length} files of our own`)
  t.same(builtin, [])
})

t.test("'efface/queue' and 'efface/storage' load their packages when they are used", async t => {
  for (const name of ['queue/index.js', 'storage/index.js']) {
    const { packages, builtin } = loadedBy(name)
    t.same(packages.filter(name => /^(bullmq|ioredis|@aws-sdk\/.*)$/.test(name)), [], name)
    if (name.startsWith('storage')) t.same(builtin, [])
  }
})
