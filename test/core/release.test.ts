import t from 'tap'
import { release } from '../../lib/core/release.js'

t.test('regression: what a page took lay about until the garbage collector came', t => {
  const memory = (): number => process.memoryUsage().arrayBuffers
  const before = memory()
  for (let i = 0; i < 64; i++) release(new Uint8Array(1 << 20), new Float32Array(1 << 18))
  t.ok(memory() - before < 4 << 20, 'nothing is left of 128 MiB')
  t.end()
})

t.test('arrays are empty afterwards, also the same one given twice', t => {
  const pixels = new Float32Array(100)
  release(pixels, pixels)
  release(pixels)
  t.equal(pixels.length, 0)
  t.end()
})

t.test('memory that others have a share in stays', t => {
  const whole = new Uint8Array(100)
  const shared = new Uint8Array(new SharedArrayBuffer(100))
  release(whole.subarray(50), shared)
  t.same([whole.length, shared.length], [100, 100])
  t.end()
})
