// A short form of `npm run soak`.
import t from 'tap'
import { soak } from '../../benchmarks/soak.js'

t.test('refused, cut, slow, stalled and good requests mixed: all as they should be, and nothing left behind', async t => {
  const { outcomes, early, late, stray, files, code, drained } = await soak({ requests: 400, atATime: 60, seconds: 60 })
  t.same(Object.keys(outcomes).sort(), ['cut', 'good, base64', 'good, form', 'good, raw', 'refused', 'slow, base64', 'slow, form', 'slow, raw', 'stalled'])
  for (const [kind, { right, wrong, lost }] of Object.entries(outcomes)) t.ok(right > 0 && wrong === 0 && lost === 0, `${kind}: ${right} right, ${wrong} wrong, ${lost} lost`)
  t.same({ stray, files, code }, { stray: 0, files: 0, code: 0 })
  t.ok(late < early * 1.5, `${(early / 2 ** 20).toFixed(0)} → ${(late / 2 ** 20).toFixed(0)} MiB`)
  t.ok(drained < 20_000, `drained in ${drained.toFixed(0)} ms`)
})
