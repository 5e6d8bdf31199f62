import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import sharp from 'sharp'
import t from 'tap'
import { formPage, formTiff, movingGif } from '../../benchmarks/pages.js'
import { encodePages } from '../../benchmarks/tiff.js'
import { Efface } from '../../lib/api/efface.js'
import { countSeparatePages, findPages, type PageFindings } from '../../lib/api/findings.js'
import { createPool, effaceBuffer, type EffaceOptions, type Report } from '../../lib/api/index.js'
import { fillOptions } from '../../lib/core/options.js'

const pool = createPool({ threads: 2 })
t.teardown(() => pool.close())

const streamOf = (bytes: Uint8Array): Readable => Readable.from([bytes], { objectMode: false })

async function join(bytes: Buffer, options: EffaceOptions, ranges: readonly [number, number][]): Promise<{ data: Buffer, report: Report }> {
  const filled = fillOptions(options)
  const findings: PageFindings[] = []
  // As it crosses from one machine to another.
  for (const [from, to] of ranges) {
    for await (const page of findPages(streamOf(bytes), { from, to }, filled)) findings[page.index] = JSON.parse(JSON.stringify(page)) as PageFindings
  }
  const stream = new Efface(filled, { findings })
  const parts: Buffer[] = []
  await pipeline(streamOf(bytes), stream, async function (source: AsyncIterable<Buffer>) { for await (const part of source) parts.push(part) })
  return { data: Buffer.concat(parts), report: await stream.report }
}

const timeless = (report: Report): unknown => JSON.parse(JSON.stringify(report, (key, value: unknown) => key === 'ms' ? 0 : value))

t.test('a document looked through in ranges, in any order, is what one pass makes of it, byte for byte, with the same numbers', async t => {
  const bytes = Buffer.from(encodePages(await Promise.all([0, 1, 0].map(n => formPage(n, 620, 420)))))
  const options: EffaceOptions = { pool, method: 'label', report: { text: true } }
  const whole = await effaceBuffer(bytes, options)
  const parts = await join(bytes, options, [[2, 3], [0, 2]])
  t.ok(parts.data.equals(whole.data), 'the same bytes')
  t.same(timeless(parts.report), timeless(whole.report), 'the same report')
  const names = parts.report.entities.filter(({ best_label }) => best_label.startsWith('NAME')).map(entity => entity.processed_text)
  t.ok(new Set(names).size < names.length, `the name on pages 0 and 2 has one number: ${names.join()}`)
})

t.test('a page given up in its range is given up in the whole', async t => {
  const bytes = Buffer.from(encodePages(await Promise.all([0, 1].map(n => formPage(n, 300, 200)))))
  const failing = { labels: ['FACE'], detect() { throw new Error('no') } }
  const options: EffaceOptions = { pool, ocr: 'none', objects: [], detectors: [failing], onError: 'skip' }
  const whole = await effaceBuffer(bytes, options)
  const parts = await join(bytes, options, [[0, 1], [1, 2]])
  t.match(parts.report.frames, [{ failed: { code: 'ERR_DETECTOR_FAILED', stage: 'detect' } }, { failed: { code: 'ERR_DETECTOR_FAILED' } }])
  t.ok(parts.data.equals(whole.data))
})

t.test('pages that nothing was looked for on are not painted', async t => {
  const bytes = await formTiff(2)
  const options: EffaceOptions = { pool, ocr: 'none', objects: [] }
  await t.rejects(join(bytes, options, [[0, 1]]), { code: 'ERR_INVALID_OPTION', frame: 1 })
  const other = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#fff' } }).tiff().toBuffer()
  const findings: PageFindings[] = []
  for await (const page of findPages(streamOf(bytes), { from: 0, to: 2 }, fillOptions(options))) findings.push(page)
  const stream = new Efface(fillOptions(options), { findings })
  streamOf(other).pipe(stream).resume()
  await t.rejects(stream.report, { code: 'ERR_INVALID_OPTION' }, 'nor those of another document')
})

t.test('how many pages can be taken apart', async t => {
  t.equal(await countSeparatePages(streamOf(await formTiff(7, 'ccittfax4'))), 7)
  t.equal(await countSeparatePages(streamOf(movingGif(5, 40, 30))), 1, 'frames build on one another')
  t.equal(await countSeparatePages(streamOf(await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } }).png().toBuffer())), 1)
  await t.rejects(countSeparatePages(streamOf(Buffer.from('nothing'))), { code: 'ERR_UNSUPPORTED_FORMAT' })
  await t.rejects(countSeparatePages(new Readable({ read() { this.destroy(new Error('gone')) } })), { message: 'gone' })
})
