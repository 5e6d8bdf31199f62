// Files of the server's, pages as somebody leaves them, previews and texts: the routes without a browser.
import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { createPool, type OcrEngine } from '../../lib/api/index.js'
import { serve, type ServeOptions } from '../../lib/http/index.js'
import type { Queue, ReadText } from '../../lib/http/ui/wire.js'
import { buildTiff, noise, plain } from '../fixtures/tiff.js'
import { startUi } from '../fixtures/ui-client.js'
import { until } from '../fixtures/waiting.js'

const pool = createPool({ threads: 1 })
t.teardown(() => pool.close())
const BOX = { x: 8, y: 8, w: 16, h: 8 }
const DEFAULTS = { ocr: 'none' as const, objects: [] as string[], regions: { redact: [BOX] } }
const tiff = (pages: number): Buffer => buildTiff(Array.from({ length: pages }, (_, i) => ({ tags: plain(40, 30), strips: [noise(1200, i + 1)] })))
const start = (t: Test, options: ServeOptions = {}): ReturnType<typeof startUi> => startUi(t, { pool, defaults: DEFAULTS, ...options })
const grey = async (file: Buffer, page = 0): Promise<Buffer> => await sharp(file, { page }).toColourspace('b-w').raw().toBuffer()

/** Reads the same words on every page, and says how often it was asked. */
function reader(): OcrEngine & { reads: number } {
  const engine = {
    reads: 0,
    recognize: async () => {
      engine.reads++
      return { words: [{ text: 'ada@example.org', x: 4, y: 4, w: 30, h: 8, confidence: 0.9, line: 0 }], unread: [{ x: 4, y: 20, w: 30, h: 6 }] }
    },
  }
  return engine
}

t.test('the first page is told before the second is looked at', async t => {
  const order: string[] = []
  let answered = (): void => {}
  const told = new Promise<void>(resolve => { answered = resolve })
  const detect = async (): Promise<[]> => {
    order.push('look')
    if (order.filter(what => what === 'look').length === 2) await told
    return []
  }
  const { port, token } = await start(t, { defaults: { ...DEFAULTS, detectors: [{ labels: ['FACE'], detect }] } })
  const response = await fetch(`http://127.0.0.1:${port}/ui/documents`, { method: 'POST', body: tiff(4), headers: { 'x-efface-token': token } })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  const { value } = await reader.read()
  t.match(JSON.parse(value!.split('\n')[0]!), { page: 0, document: /./, boxes: [{ label: 'REGION' }], width: 40 })
  t.notMatch(value, /"page":1/)
  answered()
  let rest = value!
  for (let part = await reader.read(); !part.done; part = await reader.read()) rest += part.value
  t.same(rest.trim().split('\n').map(line => (JSON.parse(line) as { page?: number }).page), [0, 1, 2, 3, undefined])
})

t.test('a preview is the page as it will be written', async t => {
  const client = await start(t)
  const jpeg = await sharp(Buffer.from(noise(96 * 64 * 3, 5)), { raw: { width: 96, height: 64, channels: 3 } }).jpeg({ quality: 90 }).toBuffer()
  for (const [file, index, method] of [[tiff(3), 1, 'mosaic'], [tiff(3), 2, 'blur'], [jpeg, 0, 'blackbox']] as const) {
    const { id, plan } = await client.open(file)
    const boxes = [{ ...BOX, label: 'NAME', method }, { x: 30, y: 20, w: 8, h: 8, label: 'NAME', method: 'blackbox', off: true, score: 0.4, doubt: true }]
    const preview = await client.own(`/${id}/pages/${index}/painted`, { method: 'POST', body: JSON.stringify({ boxes }) })
    t.equal(preview.headers['content-type'], 'image/png')
    plan.pages.forEach(page => { page.boxes = page.index === index ? [{ ...BOX, label: 'NAME', method }] : [] })
    const { body } = await client.own(`/${id}/apply`, { method: 'POST', body: JSON.stringify(plan) })
    const [shown, written] = await Promise.all([grey(preview.body), grey(body, index)])
    // JPEG is coded anew, so not the same to the bit, but black to the edge of the block; blur and mosaic have noise in their grid,
    // up to 26 levels either way: drawn twice, cells differ by 52 at most.
    const noisy = (i: number): boolean => file === jpeg || i % 40 >= BOX.x && i % 40 < BOX.x + BOX.w && i / 40 >= BOX.y && i / 40 < BOX.y + BOX.h
    t.ok(shown.every((value, i) => Math.abs(value - written[i]!) <= (noisy(i) ? 52 : 0)), method)
    const at = BOX.y * (file === jpeg ? 96 : 40) + BOX.x
    t.ok(shown.length === written.length && new Set(shown.subarray(at, at + BOX.w)).size < 12, 'painted')
  }
  const { id } = await client.open(tiff(1))
  t.equal((await client.own(`/${id}/pages/1/painted`, { method: 'POST', body: '{"boxes":[]}' })).status, 404)
  t.match(await client.own(`/${id}/pages/0/painted`, { method: 'POST', body: '{"boxes":[{"label":"X","method":"smear","x":0,"y":0,"w":1,"h":1}]}' }), { status: 400, body: /method/ })
})

t.test('text is sent to whoever asks for it, and never otherwise', async t => {
  const engine = reader()
  const client = await start(t, { defaults: { ocr: engine, objects: [] } })
  const answer = await client.own('', { method: 'POST', body: tiff(2) })
  t.notMatch(answer.body.toString(), /ada@/)
  const { document: id, boxes } = JSON.parse(answer.body.toString().split('\n')[0]!) as { document: string, boxes: object[] }
  t.match(boxes, [{ label: 'EMAIL_ADDRESS', score: Number }, { label: 'UNREAD', off: true, doubt: true }], 'what could not be read is shown, and not painted')
  t.notMatch((await client.own(`/${id}/pages/0`, { method: 'PUT', body: JSON.stringify({ boxes, reviewed: true }) })).body.toString(), /ada@/)
  const texts = await client.json<ReadText[]>(`/documents/${id}/pages/0/text`)
  t.match(texts, [{ text: 'ada@example.org', x: Number, w: Number }])
  t.equal(engine.reads, 2, 'nothing was read again')
  await client.own(`/${id}`, { method: 'DELETE' })
  const again = await client.open(tiff(2))
  t.equal(engine.reads, 2, 'nor when the file comes again')
  t.match(await client.json<ReadText[]>(`/documents/${again.id}/pages/1/text`), [{ text: 'ada@example.org' }])
  t.equal(engine.reads, 3, 'but where the text is asked for: it was kept nowhere')
})

t.test("somebody's choices: what is looked for, and nothing else", async t => {
  const engine = reader()
  const client = await start(t, { defaults: { ocr: engine, objects: [] } })
  const choose = (choices: object): Record<string, string> => ({ 'x-efface-review': JSON.stringify(choices) })
  t.match((await client.open(tiff(1), choose({ onUnread: 'redact', method: 'mosaic' }))).plan.pages[0]!.boxes, [{ label: 'EMAIL_ADDRESS', method: 'mosaic' }, { label: 'UNREAD' }])
  t.match((await client.open(tiff(1), choose({ ocr: 'none' }))).plan.pages[0]!.boxes, [])
  const reads = engine.reads
  t.equal((await client.open(tiff(1), choose({ ocr: 'none' }))).plan.pages[0]!.boxes.length, 0)
  await client.open(tiff(1), choose({ ocr: 'none', anew: true }))
  t.equal(engine.reads, reads)
  for (const wrong of [{ ocr: { module: 'file:///etc/passwd' } }, { detectors: [] }, { regions: {} }, { languages: ['../x'] }, { limits: {} }]) {
    t.equal((await client.own('', { method: 'POST', body: tiff(1), headers: choose(wrong) })).status, 400, JSON.stringify(wrong))
  }
  t.equal((await client.own('', { method: 'POST', body: tiff(1), headers: { 'x-efface-review': '{' } })).status, 400)
})

t.test('files of the server: listed, reviewed, written when all pages are right, and known after a restart', async t => {
  const folder = t.testdir({ 'a.tif': tiff(2), 'b.tif': tiff(1) })
  const files = ['a', 'b', 'gone'].map(name => ({ path: join(folder, `${name}.tif`), name: `${name}.tif`, output: join(folder, 'clean', `${name}.tif`) }))
  const ui = { files, marks: join(folder, 'marks') }
  const client = await start(t, { ui })
  t.match(await client.json<Queue>('/files'), { files: [{ name: 'a.tif' }, { name: 'b.tif' }, { name: 'gone.tif', bytes: 0 }], kept: true, written: true })
  t.equal((await client.ui('/files/2', { method: 'POST' })).status, 404)
  t.equal((await client.ui('/files/9', { method: 'POST' })).status, 404)
  const { id, pages } = await client.openFile(0)
  const page = { ...pages[0]!, boxes: [{ ...pages[0]!.boxes[0]!, x: 0, y: 0 }] }
  t.same(JSON.parse((await client.put(id, page, true)).body.toString()), { reviewed: 1 })
  t.same((await readdir(folder)).sort(), ['a.tif', 'b.tif', 'marks'], 'nothing is written before')
  await client.close()

  const later = await start(t, { ui })
  t.match((await later.json<Queue>('/files')).files, [{ pages: 2, reviewed: 1 }, {}, {}])
  const again = await later.openFile(0)
  t.match(again.pages, [{ reviewed: true, boxes: [{ x: 0, y: 0 }] }, {}], 'with what was changed')
  t.same(JSON.parse((await later.put(again.id, again.pages[1]!, true)).body.toString()), { reviewed: 2, written: true })
  const out = await readFile(join(folder, 'clean', 'a.tif'))
  const [first, second, was] = [await grey(out, 0), await grey(out, 1), Buffer.from(noise(1200, 1))]
  t.same([...first.subarray(0, 16)], Array(16).fill(0))
  t.equal(first[17 * 40 + 30], was[17 * 40 + 30])
  t.same([...second.subarray(8 * 40 + 8, 8 * 40 + 24)], Array(16).fill(0))
  t.match((await later.json<Queue>('/files')).files[0], { pages: 2, reviewed: 2 })
  const kept = await Promise.all((await readdir(join(folder, 'marks'), { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
    .map(async entry => ({ name: entry.name, text: await readFile(join(entry.parentPath, entry.name), 'utf8') })))
  t.ok(kept.every(({ name, text }) => /json$/.test(name) && text.split('\n').filter(line => line !== '').every(line => JSON.parse(line) as unknown)), 'JSON and nothing else: no picture is kept')
})

t.test('a file that fails to be written is not marked', async t => {
  const folder = t.testdir({ 'a.tif': tiff(1), clean: 'no folder' })
  const client = await start(t, { ui: { files: [{ path: join(folder, 'a.tif'), output: join(folder, 'clean', 'a.tif') }] } })
  const { id, pages } = await client.openFile(0)
  t.equal((await client.put(id, pages[0]!, true)).status, 500)
  t.notOk((await client.json<Queue>('/files')).files[0]!.reviewed)
})

t.test('of the server nothing is opened but the files it was started with', async t => {
  const client = await start(t)
  t.match(await client.json<Queue>('/files'), { files: [], kept: false, written: false })
  t.equal((await client.ui('/files/0', { method: 'POST' })).status, 404)
  for (const wrong of [{ files: 'a' }, { files: [{}] }, { files: [{ path: 'a', out: 'b' }] }, { marks: 1 }]) {
    await t.rejects(serve({ port: 0, pool, ui: wrong as never }), { code: 'ERR_INVALID_OPTION' })
  }
})

t.test('uploads of a server that was killed are removed when the next one starts', async t => {
  const before = process.env.TMPDIR
  process.env.TMPDIR = t.testdir()
  t.teardown(() => { process.env.TMPDIR = before })
  // In a process of its own: it happens once in each.
  const dead = spawnSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).stdout.trim()
  const space = process.platform === 'linux' ? spawnSync('readlink', ['/proc/self/ns/pid'], { encoding: 'utf8' }).stdout.replace(/\D/g, '') : ''
  const left = join(tmpdir(), `efface-${dead}-1-${space}-abcdef`)
  await mkdir(left)
  await writeFile(join(left, 'spool'), 'ciphertext')
  const script = `import { serve } from ${JSON.stringify(new URL('../../lib/http/index.js', import.meta.url).href)}
    import { access } from 'node:fs/promises'
    const serving = await serve({ port: 0, ui: true })
    while (await access(${JSON.stringify(left)}).then(() => true, () => false)) await new Promise(resolve => setTimeout(resolve, 10))
    await serving.close()`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 60_000 })
  t.equal(status, 0, stderr)
  await until(async () => !(await readdir(tmpdir())).includes(left))
})
