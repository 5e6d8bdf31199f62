import t from 'tap'
import { Cache } from '../../lib/inference/cache.js'

t.test('what is asked for twice is made once, also while it is being made', async t => {
  const cache = new Cache()
  let made = 0
  const make = async (): Promise<object> => ({ number: ++made })
  const [first, second] = await Promise.all([cache.get('a', make), cache.get('a', make)])
  t.equal(first, second)
  t.equal(await cache.get('a', make), first)
  t.not(await cache.get('b', make), first)
  t.equal(made, 2)
  t.same(cache.keys, ['a', 'b'])
})

t.test('what could not be made is tried again', async t => {
  const cache = new Cache()
  await t.rejects(cache.get('a', () => Promise.reject(new Error('not now'))), { message: 'not now' })
  t.same(cache.keys, [])
  t.equal(await cache.get('a', () => Promise.resolve(1)), 1)
})
