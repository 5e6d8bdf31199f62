// `efface review`, from the command line to the written file.
import { spawn, type ChildProcess } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import type { Queue } from '../../lib/http/ui/wire.js'
import { ask, UiClient } from '../fixtures/ui-client.js'
import { until } from '../fixtures/waiting.js'

const cli = fileURLToPath(new URL('../../lib/cli/bin.js', import.meta.url))
const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#369' } }).png().toBuffer()

interface Log { msg: string, port?: number, folder?: string }
interface Started { client: UiClient, log: Log[], stop: () => Promise<number | null> }

/** The server, when it says that it listens. */
async function start(t: Test, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const child: ChildProcess = spawn(process.execPath, [cli, ...args, '--port', '0', '--ocr', 'none', '--objects', 'none'], { env: { ...process.env, ...env } })
  t.teardown(() => child.kill('SIGKILL'))
  const log: Log[] = []
  let rest = ''
  child.stdout!.on('data', data => {
    const lines = (rest + String(data)).split('\n')
    rest = lines.pop()!
    log.push(...lines.map(line => JSON.parse(line) as Log))
  })
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  await until(() => log.some(({ msg }) => msg === 'listening') || child.exitCode !== null)
  const port = log.find(({ msg }) => msg === 'listening')!.port!
  const token = /efface-token" content="([\w-]{32})"/.exec((await ask(port, '/ui/')).body.toString())![1]!
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM')
    return ended
  }
  return { client: new UiClient(port, token), log, stop }
}

t.test('a folder: in the order of names, without outputs; written beside --out-dir, marks beside the folder', async t => {
  const folder = t.testdir({ claims: { 'b10.png': png, 'b9.png': png, 'b9.redacted.png': png, 'notes.txt': 'x', sub: { 'a.png': png } } })
  const claims = join(folder, 'claims')
  const args = ['review', claims, '--out-dir', join(folder, 'clean')]
  const { client, stop } = await start(t, args)
  t.same((await client.json<Queue>('/files')).files.map(({ name }) => name), ['b9.png', 'b10.png', join('sub', 'a.png')])
  const { id, pages } = await client.openFile(2)
  t.match(JSON.parse((await client.put(id, pages[0]!, true)).body.toString()), { written: true })
  t.match(await sharp(await readFile(join(folder, 'clean', 'sub', 'a.png'))).metadata(), { width: 60, height: 40 })
  t.equal(await stop(), 0)
  t.same((await readdir(`${claims}.review`)).sort(), ['journal.ndjson', 'plans'])
  const again = await start(t, args)
  t.match((await again.client.json<Queue>('/files')).files[2], { pages: 1, reviewed: 1 })
  t.equal(await again.stop(), 0)
})

t.test('efface serve --ui keeps marks in the folder of the user, unless told otherwise', async t => {
  const folder = t.testdir()
  const { client, log, stop } = await start(t, ['serve', '--ui'], { XDG_STATE_HOME: folder, LOCALAPPDATA: folder })
  t.equal(log.find(({ msg }) => /are kept/.test(msg))?.folder, join(folder, 'efface', 'review'))
  await client.open(png)
  t.equal((await readdir(join(folder, 'efface', 'review', 'plans'))).length, 1)
  t.equal(await stop(), 0)
  const none = await start(t, ['serve', '--ui', '--review-dir', 'none'], { XDG_STATE_HOME: join(folder, 'other') })
  t.match(await none.client.json<Queue>('/files'), { kept: false })
  await none.client.open(png)
  t.equal(await none.stop(), 0)
  t.notOk((await readdir(folder)).includes('other'))
})

t.test('wrong usage', async t => {
  const run = async (...args: string[]): Promise<string> => {
    const child = spawn(process.execPath, [cli, ...args])
    let text = ''
    child.stderr.on('data', data => { text += String(data) })
    const code = await new Promise(resolve => child.once('close', resolve))
    return `${String(code)} ${text}`
  }
  t.match(await run('review'), /^2 .*Which files/s)
  t.match(await run('review', join(t.testdir(), 'none')), /^2 .*No such file/s)
  t.match(await run('serve', '--review-dir', 'x'), /^2 .*goes with --ui/s)
})
