// Runs the demo and the integration tests on several versions of Node, which npm's package `node` brings, and prints a table.
//   npm run test:nodes                         on 20, 22, 24 and 26, all of them
//   npm run test:nodes -- 22 --only web,pack   on one, the files whose names hold one of these words
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: { only }, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true })
const versions = positionals.length > 0 ? positionals : ['20', '22', '24', '26']
const words = only?.split(',') ?? ['']
const files = readdirSync(join(root, 'dist/test/integration')).filter(name => name.endsWith('.test.js') && words.some(word => name.includes(word)))
const MINUTES = 10

/** Path of a Node of that version. */
function nodeOf(version) {
  const folder = join(tmpdir(), `efface-node-${version}`)
  mkdirSync(folder, { recursive: true })
  // Its own script picks the binary of this platform; npm 12 runs none that was not allowed.
  writeFileSync(join(folder, 'package.json'), '{"private": true, "allowScripts": {"node": true}}')
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const { status, stdout, stderr } = spawnSync(npm[0], [...npm.slice(1), 'install', '--no-audit', '--no-fund', `node@${version}`], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`node@${version} cannot be installed: ${(stderr || stdout).slice(-500)}`)
  return join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

const run = (node, args) => new Promise(resolve => {
  const start = performance.now()
  const env = { ...process.env, TAP_TIMEOUT: String(MINUTES * 60) }
  const child = spawn(node, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: MINUTES * 60_000 })
  let text = ''
  child.stdout.on('data', part => { text += part })
  child.stderr.on('data', part => { text += part })
  child.on('close', code => resolve({ code, text, seconds: (performance.now() - start) / 1000 }))
})

const count = (text, pattern) => text.match(pattern)?.length ?? 0
const rows = []
let failed = false
for (const version of versions) {
  const node = nodeOf(version)
  const exact = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
  const demo = await run(node, ['examples/demo/demo.mjs'])
  const row = { node: exact, demo: demo.code === 0 ? 'runs' : 'FAILS', files: 0, passed: 0, skipped: 0, failed: 0, seconds: demo.seconds }
  if (demo.code !== 0) console.error(demo.text.slice(-2000))
  for (const file of files) {
    const { code, text, seconds } = await run(node, [join('dist/test/integration', file)])
    row.files++
    row.seconds += seconds
    row.skipped += count(text, /^ *ok .*# SKIP/gm)
    row.passed += count(text, /^ *ok /gm) - count(text, /^ *ok .*# SKIP/gm)
    row.failed += count(text, /^ *not ok /gm)
    if (code !== 0) {
      if (!/^ *not ok /m.test(text)) row.failed++
      console.error(`${exact} ${file}\n${text.split('\n').filter(line => /not ok|message|Error/.test(line)).slice(0, 20).join('\n') || text.slice(-1000)}`)
    }
  }
  failed ||= row.failed > 0 || demo.code !== 0
  rows.push(row)
}
console.log('| Node | demo | test files | passed | skipped | failed | seconds |\n|---|---|---|---|---|---|---|')
for (const { node, demo, files, passed, skipped, failed, seconds } of rows) console.log(`| ${node} | ${demo} | ${files} | ${passed} | ${skipped} | ${failed} | ${Math.round(seconds)} |`)
process.exitCode = failed ? 1 : 0
