import t from 'tap'
import { readRect } from '../../lib/core/pixels.js'
import type { Raster } from '../../lib/core/types.js'

t.test('floats beyond [0, 1] are scaled by what is there; not-a-number is black', async t => {
  const raster: Raster = { width: 4, height: 1, model: 'grey', channels: 1, bits: 32, sample: 'float', data: new Uint8Array(Float32Array.from([-100, 0, 100, NaN]).buffer) }
  const rgba = readRect(raster, 0, 0, 4, 1)
  t.same([rgba[0], rgba[4], rgba[8], rgba[12]], [0, 128, 255, 0])
})
