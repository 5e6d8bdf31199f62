// 'frame' events say how many pages there are as soon as that is known, so that a bar can be a bar.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { createPool, efface, effaceFile, makePlan, type FrameEvent } from '../../lib/api/index.js'
import { formTiff } from '../../benchmarks/pages.js'

const tiff = await formTiff(12)
const pool = createPool({ threads: 1 })
t.teardown(() => pool.close())
const bare = { ocr: 'none', objects: [], pool } as const

t.test('of a file: from the first page on', async t => {
  const folder = t.testdir({})
  await writeFile(join(folder, 'a.tif'), tiff)
  const events: FrameEvent[] = []
  await effaceFile(join(folder, 'a.tif'), join(folder, 'b.tif'), bare, event => events.push(event))
  t.same(events.map(({ total }) => total), Array(12).fill(12))
  const planned: FrameEvent[] = []
  await makePlan(tiff, bare, { onFrame: event => planned.push(event) })
  t.same(planned.map(({ total }) => total), Array(12).fill(12))
})

t.test('of a stream: when the last page has been found', async t => {
  const totals: (number | undefined)[] = []
  const stream = efface(bare)
  stream.on('frame', ({ total }) => totals.push(total))
  await pipeline(Readable.from([tiff], { objectMode: false }), stream, async source => { for await (const _ of source) { /* read */ } })
  t.equal(totals.length, 12)
  t.equal(totals[11], 12)
  t.ok(totals.every(total => total === undefined || total === 12))
})
