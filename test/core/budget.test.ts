import type { EncodedPage } from '../../lib/core/types.js'
import { heldBack } from '../../streams/track.js'
import t from 'tap'
import { Budget, SlabStore, slabSize } from '../../lib/core/budget.js'
import { settled } from '../fixtures/waiting.js'

const MB = 2 ** 20

t.test('slabs come in steps of an eighth of a doubling', async t => {
  t.equal(slabSize(1), 4096)
  for (const bytes of [4097, 100_000, 26_214_400, 26_214_401, 2 ** 31 + 5]) {
    const size = slabSize(bytes)
    t.ok(size >= bytes, `${bytes} fits`)
    t.ok(size <= bytes * 1.125 + 1, `${bytes} wastes at most an eighth`)
  }
})

t.test('a slab is used again, and nothing of the last frame is left in it', async t => {
  const store = new SlabStore(10 * MB)
  const first = store.take(MB)
  new Uint8Array(first).fill(7)
  store.give(first)
  const second = store.take(MB - 5)
  t.equal(second, first)
  t.ok(new Uint8Array(second).every(b => b === 0))
})

t.test('the store keeps no more than its bound', async t => {
  const store = new SlabStore(2 * MB)
  for (let i = 0; i < 5; i++) store.give(new SharedArrayBuffer(MB))
  t.equal(store.freeBytes, 2 * MB)
})

t.test('a lease waits until the budget has room, first come first served', async t => {
  const budget = new Budget(10, new SlabStore(0))
  const a = await budget.lease(6)
  const order: string[] = []
  const b = budget.lease(6).then(lease => { order.push('b'); return lease })
  const c = budget.lease(1).then(lease => { order.push('c'); return lease })
  await new Promise(setImmediate)
  t.same(order, [], 'the small one does not overtake')
  a.release()
  await Promise.all([b, c])
  t.same(order, ['b', 'c'])
  t.equal(budget.used, 7)
})

t.test('a frame larger than the budget gets its turn alone', async t => {
  const budget = new Budget(10, new SlabStore(0))
  const small = await budget.lease(1)
  let got = false
  const large = budget.lease(100).then(lease => { got = true; return lease })
  await new Promise(setImmediate)
  t.notOk(got)
  small.release()
  ;(await large).release()
  t.equal(budget.used, 0)
})

t.test('memory is not lent anew while work that was started on it is unsettled', async t => {
  const store = new SlabStore(MB)
  const budget = new Budget(MB, store)
  const lease = await budget.lease(5000)
  let finish = (): void => {}
  const work = lease.hold(() => new Promise<void>(resolve => { finish = resolve }))
  budget.close()
  t.equal(store.freeBytes, 0, 'still held')
  finish()
  await work
  t.ok(store.freeBytes > 0, 'given back')
  await t.rejects(lease.hold(async () => {}), 'no new work on released memory')
  await t.rejects(budget.lease(1), 'no new loans from a closed budget')
})

t.test('encoded bytes are lent to a worker on a slab that comes back', async t => {
  const store = new SlabStore(MB)
  const budget = new Budget(MB, store)
  const bytes = Uint8Array.from({ length: 5000 }, (_, i) => i)
  const kept = await budget.sharing(bytes, async shared => {
    t.ok(shared.buffer instanceof SharedArrayBuffer)
    t.same(Buffer.from(shared), Buffer.from(bytes))
    t.equal(store.freeBytes, 0)
    return await budget.sharing(shared, async same => same === shared)
  })
  t.ok(kept, 'what is shared already is taken as it is')
  t.ok(store.freeBytes > 0)
  await t.rejects(budget.sharing(bytes, async () => { throw new Error('no') }), { message: 'no' })
})

t.test('spoilt memory never comes back', async t => {
  const store = new SlabStore(MB)
  const budget = new Budget(MB, store)
  const lease = await budget.lease(5000)
  lease.spoil()
  lease.release()
  t.equal(store.freeBytes, 0)
  t.equal(budget.used, 0)
})

t.test('closing fails those who wait', async t => {
  const budget = new Budget(10, new SlabStore(0))
  await budget.lease(10)
  const waiting = budget.lease(10)
  budget.close()
  await t.rejects(waiting)
})

t.test('so many loans are granted whatever their size, for stages that hold frames back', async t => {
  const budget = new Budget(10, new SlabStore(0))
  const leases = [await budget.lease(100, 3), await budget.lease(100, 3), await budget.lease(100, 3)]
  let fourth = false
  const waiting = budget.lease(100, 3).then(lease => { fourth = true; return lease })
  await new Promise(setImmediate)
  t.notOk(fourth)
  leases[0]!.release()
  await waiting
  t.equal(budget.used, 300)
})

t.test('so many frames at a time at most, however small', async t => {
  const budget = new Budget(MB, new SlabStore(0), 2)
  const [first] = [await budget.lease(10), await budget.lease(10)]
  let third = false
  const waiting = budget.lease(10).then(() => { third = true })
  t.notOk(await settled(() => third))
  first.release()
  await waiting
  t.ok(third)
  await budget.lease(10, 3)
  t.pass('but for who must have more')
})

t.test('regression: what composing takes is no more lent, and large frames are not held back', async t => {
  const budget = new Budget(100_000, new SlabStore(0))
  budget.reserve(40_000)
  budget.reserve(10_000)
  const first = await budget.lease(50_000)
  let lent = false
  const second = budget.lease(20_000).then(lease => { lent = true; return lease })
  await new Promise(resolve => setImmediate(resolve))
  t.notOk(lent, '50,000 of 60,000 are lent')
  first.release()
  ;(await second).release()

  const page = (side: number): EncodedPage => ({
    index: 0, format: 'gif', orientation: 1, data: new Uint8Array(0), info: { screen: { width: side, height: side }, rect: { x: 0, y: 0, w: 1, h: 1 }, disposal: 0 },
    layout: { width: side, height: side, model: 'rgb', channels: 4, bits: 8, sample: 'uint', alpha: 'straight' },
  })
  t.same([100, 1300, 1700, 2200, 5000].map(side => heldBack(page(side), 128 * 2 ** 20)), [3, 3, 3, 0, 0])
})
