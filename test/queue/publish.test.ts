// A document, redacted and published once, whoever else is at it.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { createPool, effaceBuffer, makePlan } from '../../lib/api/index.js'
import { fillOptions } from '../../lib/core/options.js'
import type { ReportLine } from '../../lib/queue/documents.js'
import { publishDocument } from '../../lib/queue/publish.js'

const pool = createPool({ threads: 1 })
t.teardown(() => pool.close())
const PLAIN = { ocr: 'none', objects: [], regions: { redact: [{ x: 0.1, y: 0.1, w: 0.4, h: 0.4 }] } } as const
const options = fillOptions({ ...PLAIN, pool })
const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#8fb' } }).png().toBuffer()
const redacted = (await effaceBuffer(png, options)).data

async function place(t: Test): Promise<{ source: string, target: string, out: string }> {
  const folder = t.testdir({ 'a.png': png })
  const out = join(folder, 'out')
  await mkdir(out)
  return { source: join(folder, 'a.png'), target: join(out, 'a.png'), out }
}
const silent = async (): Promise<void> => {}

t.test('the line is written down before the output appears', async t => {
  const { source, target, out } = await place(t)
  let before: string[] = []
  const line = await publishDocument({ source, target }, { options, complete: async () => { before = (await readdir(out)).filter(name => !name.endsWith('.part')) } })
  t.same(before, [])
  t.same(await readdir(out), ['a.png'])
  t.ok((await readFile(target)).equals(redacted))
  t.match(line, { source, target, pages: 1, input: { bytes: png.length }, output: { bytes: redacted.length } })
})

t.test('who has lost the job publishes nothing, and leaves nothing', async t => {
  const { source, target, out } = await place(t)
  const lost = new Error('lost')
  await t.rejects(publishDocument({ source, target }, { options, complete: async () => { throw lost } }), lost)
  t.same(await readdir(out), [])
})

t.test('what is done is not done again; what is said to be, and is not there, is', async t => {
  const { source, target } = await place(t)
  const done: ReportLine = await publishDocument({ source, target }, { options, complete: silent })
  await writeFile(source, 'nothing that could be read')
  t.equal(await publishDocument({ source, target, done }, { options, complete: silent }), done)
  await writeFile(source, png)
  await writeFile(target, 'something else')
  t.not(await publishDocument({ source, target, done }, { options, complete: silent }), done)
  t.ok((await readFile(target)).equals(redacted))
})

t.test('two at once: the first publishes, the same from a second is as good, another stays out', async t => {
  const { source, target, out } = await place(t)
  const other = fillOptions({ ...PLAIN, method: 'solid', color: '#00ff00', pool })
  const first = (): Promise<ReportLine> => publishDocument({ source, target }, { options, complete: silent })
  let line: ReportLine | undefined
  t.match(await publishDocument({ source, target }, { options, complete: async () => { line = await first() } }), { output: { bytes: redacted.length } })
  t.match(line, { target })
  await writeFile(target, 'old')
  await t.rejects(publishDocument({ source, target }, { options: other, complete: async () => { await first() } }), { code: 'ERR_OUTPUT_EXISTS' })
  t.ok((await readFile(target)).equals(redacted))
  t.same(await readdir(out), ['a.png'])
})

t.test('a plan for another file is refused before anything appears', async t => {
  const { source, target, out } = await place(t)
  const plan = await makePlan(source, options)
  await writeFile(source, await sharp(png).negate().png().toBuffer())
  await t.rejects(publishDocument({ source, target, plan }, { options, complete: silent }), { code: 'ERR_INVALID_OPTION' })
  t.same(await readdir(out), [])
})
