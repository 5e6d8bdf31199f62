import t from 'tap'
import { createPool } from '../../workers/pool.js'
import type { Raster } from '../../lib/core/types.js'

t.test('regression: a pool that is closed ends its threads when tasks that wait for their turn have settled, too', async t => {
  const pool = createPool({ threads: 1 })
  const raster: Raster = { width: 8, height: 8, channels: 1, bits: 8, sample: 'uint', model: 'grey', data: new Uint8Array(64) }
  const tasks = Array.from({ length: 4 }, () => pool.run('redact', { raster, boxes: [{ x: 0, y: 0, w: 4, h: 4, label: 'X', method: 'blackbox' }] }))
  const order: string[] = []
  await Promise.all([
    Promise.all(tasks).then(done => order.push(`${done.length} done`)),
    pool.close().then(() => order.push('closed')),
    pool.close(),
  ])
  t.same(order, ['4 done', 'closed'])
})
