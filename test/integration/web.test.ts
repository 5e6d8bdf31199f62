import type { ReadableWritablePair } from 'node:stream/web'
import sharp from 'sharp'
import t from 'tap'
import { createPool } from '../../dist/lib/index.js'
import { effaceWeb } from '../../dist/lib/web.js'

const pool = createPool({ threads: 1 })
t.teardown(() => pool.close())
const PLAIN = { pool, ocr: 'none' as const, objects: [] as string[], regions: { redact: [{ x: 0, y: 0, w: 0.5, h: 0.5 }] } }

const through = (blob: Blob, stream: ReturnType<typeof effaceWeb>): ReadableStream =>
  blob.stream().pipeThrough(stream as never as ReadableWritablePair as never)

t.test('pipeThrough into a Response', async t => {
  const png = await sharp({ create: { width: 80, height: 60, channels: 3, background: '#8fb' } }).png().toBuffer()
  const stream = effaceWeb(PLAIN)
  const response = new Response(through(new Blob([png]), stream))
  t.match(await sharp(Buffer.from(await response.arrayBuffer())).metadata(), { format: 'png', width: 80 })
  t.equal((await stream.report).page_count, 1)
})

t.test('an error ends the readable', async t => {
  const stream = effaceWeb(PLAIN)
  const response = new Response(through(new Blob(['nothing']), stream))
  await t.rejects(response.arrayBuffer())
  await t.rejects(stream.report, { code: 'ERR_UNSUPPORTED_FORMAT' })
})
