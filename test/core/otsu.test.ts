import t from 'tap'
import { otsu } from '../../lib/core/otsu.js'

const counts = (...pairs: [value: number, count: number][]): Uint32Array => {
  const all = new Uint32Array(256)
  for (const [value, count] of pairs) all[value] = count
  return all
}

t.test('two tones are parted, and are all of the variance', async t => {
  const { threshold, share } = otsu(counts([20, 300], [200, 700]))
  t.ok(threshold >= 20 && threshold < 200)
  t.ok(Math.abs(share - 1) < 1e-9)
})

t.test('evenly spread tones: the middle, three quarters', async t => {
  const { threshold, share } = otsu(new Uint32Array(256).fill(10))
  t.equal(threshold, 127)
  t.ok(Math.abs(share - 0.75) < 0.001)
})

t.test('one tone, or none', async t => {
  t.same(otsu(counts([7, 5])), { threshold: 0, share: 0 })
  t.same(otsu(counts()), { threshold: 0, share: 0 })
})
