import t from 'tap'
import { rasterBytes, rowBytes } from '../../lib/core/raster.js'

const base = { width: 5, height: 3, model: 'grey', channels: 1, bits: 8, sample: 'uint' } as const

t.test('rows start on a byte', async t => {
  t.equal(rowBytes({ ...base, bits: 1, width: 9 }), 2)
  t.equal(rowBytes({ ...base, bits: 4, width: 3, channels: 2 }), 3)
  t.equal(rasterBytes({ ...base, bits: 16 }), 30)
})
