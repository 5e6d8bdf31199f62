// onError: what becomes of a document with one bad page.
import sharp from 'sharp'
import t from 'tap'
import { encodePages } from '../../benchmarks/tiff.js'
import { createHandler } from '../../lib/http/index.js'
import { createPool, effaceBuffer, makePlan, scan, type Detector, type EffaceOptions } from '../../lib/api/index.js'

const pool = createPool({ threads: 2 })
t.teardown(() => pool.close())
const BARE: EffaceOptions = { ocr: 'none', objects: [], pool }
const pages = await Promise.all(['#8fb', '#fb8', '#b8f', '#ff0'].map(async background =>
  await sharp({ create: { width: 64, height: 40, channels: 3, background } }).tiff({ compression: 'deflate' }).toBuffer()))
const good = encodePages(pages)
const colours = async (data: Buffer): Promise<number[][]> => await Promise.all([0, 1, 2, 3].map(async page => {
  const { channels } = await sharp(data, { page }).stats()
  return channels.slice(0, 3).map(({ min, max }) => min === max ? min : -1)
}))
const asTheyWere = await colours(good)
const black = [0, 0, 0]

/** The third page's pixels are no deflate stream. */
const damaged = Buffer.from(good)
const stream = damaged.indexOf(Buffer.from([0x78]), good.indexOf(pages[2]!.subarray(8, 40)))
damaged.fill(0xff, stream, stream + 12)

let seen = 0
const failing: Detector = { labels: ['STAMP'], detect: () => { if (seen++ === 2) throw new Error('Ada Byron'); return [] } }

t.test('by default one bad page fails the whole', async t => {
  await t.rejects(effaceBuffer(damaged, BARE), { code: 'ERR_MALFORMED_INPUT', frame: 2 })
  await t.rejects(effaceBuffer(damaged, { ...BARE, onError: 'fail' }), { code: 'ERR_MALFORMED_INPUT' })
  t.throws(() => createHandler({ pool, defaults: { onError: 'ignore' as 'skip' } }), { code: 'ERR_INVALID_OPTION' })
})

t.test('with skip, a page that cannot be decoded leaves black, the others as ever, and the report says so', async t => {
  const { data, report } = await effaceBuffer(damaged, { ...BARE, onError: 'skip' })
  t.same(await colours(data), [asTheyWere[0], asTheyWere[1], black, asTheyWere[3]])
  t.match(report, { page_count: 4, skipped: ['page 2: blacked as a whole (ERR_MALFORMED_INPUT in the split stage)'] })
  t.same(report.frames.map(({ failed }) => failed?.code), [undefined, undefined, 'ERR_MALFORMED_INPUT', undefined])
})

t.test('with skip, a page on which a plug-in fails leaves black, whatever was found there', async t => {
  const one = createPool({ threads: 1 })
  t.teardown(() => one.close())
  const options: EffaceOptions = { ...BARE, onError: 'skip', detectors: [failing], pool: one }
  seen = 0
  const { data, report } = await effaceBuffer(good, options)
  t.same((await colours(data)).filter(colour => colour.join() === black.join()).length, 1)
  t.match(report.frames.filter(({ failed }) => failed), [{ failed: { code: 'ERR_DETECTOR_FAILED', stage: 'detect' }, painted: 1 }])
  t.notMatch(JSON.stringify(report), /Ada/)
  seen = 0
  const plan = await makePlan(good, options)
  t.match(plan.pages.filter(({ boxes }) => boxes.length > 0), [{ boxes: [{ x: 0, y: 0, w: 64, h: 40, method: 'blackbox' }] }])
  seen = 0
  const found = []
  for await (const page of scan(good, options)) found.push(page.failed?.code)
  t.same(found.filter(Boolean), ['ERR_DETECTOR_FAILED'], 'a scan does not take it for clean')
})

t.test('with skip, what is no page\'s own failure still fails the whole', async t => {
  await t.rejects(effaceBuffer(good.subarray(0, good.length - 40), { ...BARE, onError: 'skip' }), { code: 'ERR_MALFORMED_INPUT' })
  await t.rejects(effaceBuffer(good, { ...BARE, onError: 'skip', signal: AbortSignal.abort() }), { name: 'AbortError' })
})
