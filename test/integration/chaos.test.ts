// The short form of benchmarks/queue/chaos: worker processes and Redis are killed, and all is as if they had not been.
import t from 'tap'
import { chaos } from '../../benchmarks/queue/chaos.js'
import { noRedis } from '../../benchmarks/queue/redis.js'

t.test('killed workers and a killed Redis: every document once, every broken one with its code, every start accounted for', { skip: noRedis, timeout: 240_000 }, async t => {
  const result = await chaos({
    seed: 7, documents: 20, broken: 4, large: 1, pages: 12, reads: false, modelsEvery: Infinity, workers: 2, killSeconds: 1.5, outageSeconds: 0,
  })
  t.same(result.wrong, [])
  t.equal(result.redisKills, 1)
  t.ok(result.kills > 0, `${result.kills} workers were killed`)
})
