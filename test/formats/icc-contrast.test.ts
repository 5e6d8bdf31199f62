import t from 'tap'
import { interpolated, isGentle, labOf, sampled } from '../../lib/formats/icc-contrast.js'

t.test('few levels shown far apart are told, whichever samples make the difference', async t => {
  const lightness = (l: number) => [l, 0, 0] as const
  t.ok(isGentle(([grey]) => lightness(grey), 1))
  t.ok(isGentle(([r, g, b]) => lightness(0.3 * r + 0.6 * g + 0.1 * b), 3))
  t.notOk(isGentle(([grey]) => lightness(grey > 0.5 ? 1 : 0), 1), 'a step')
  t.notOk(isGentle(([r, g, b]) => lightness(r + g + b > 0.04 && r + g + b < 0.1 ? 1 : 0), 3), 'near black')
  t.notOk(isGentle(([, , b]) => [0.5, 0, b > 0.3 ? 1 : -1], 3), 'of colour')
  t.notOk(isGentle(([c, m, y, k]) => lightness(c === 0.5 && m === 0.5 && y === 1 && k > 0.7 ? 1 : 0), 4), 'where the others stand in the middle')
  t.notOk(isGentle(() => lightness(NaN), 1), 'what is no number')
})

t.test('curves and tables between their points', async t => {
  const curve = sampled(i => [0, 10, 40][i], 3)
  t.same([-1, 0, 0.25, 0.5, 0.75, 1, 2].map(curve), [0, 0, 5, 10, 25, 40, 40])
  // Two samples of three and two points; the last varies most rapidly. Two values a point.
  const at = interpolated(i => i, [3, 2], 2)
  t.same(at([0, 0]), [0, 1])
  t.same(at([0, 1]), [2, 3])
  t.same(at([0.5, 0]), [4, 5])
  t.same(at([0.25, 0.5]), [3, 4])
  t.same(at([9, 9]), [10, 11])
})

t.test('white, black and grey', async t => {
  t.same(labOf([0.9642, 1, 0.8249]).map(v => Math.round(v * 100)), [100, 0, 0])
  t.same(labOf([0, 0, 0]).map(v => Math.round(v * 100) + 0), [0, 0, 0])
  t.equal(Math.round(labOf([0.9642, 1, 0.8249].map(v => v * 0.1842))[0] * 100), 50)
})
