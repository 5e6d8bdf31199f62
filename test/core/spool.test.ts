import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import t from 'tap'
import { Spool } from '../../lib/core/spool.js'
import { settled, until } from '../fixtures/waiting.js'

const bytes = (n: number, from = 0): Uint8Array => Uint8Array.from({ length: n }, (_, i) => (from + i) % 251)
const MB = 2 ** 20

t.test('reads wait for bytes that have not arrived, over chunk borders', async t => {
  const spool = new Spool()
  const read = spool.read(3, 10)
  await spool.write(bytes(5))
  await spool.write(bytes(20, 5))
  t.same(await read, bytes(10, 3))
  spool.end()
  t.same(await spool.read(20, 100), bytes(5, 20), 'fewer at the end')
  t.equal((await spool.read(99, 1)).length, 0)
  t.equal(await spool.size(), 25)
  await spool.destroy()
})

t.test('no more is taken than a little ahead of what was asked for', async t => {
  const spool = new Spool()
  let written = 0
  const writing = (async () => { while (written < 50) { await spool.write(bytes(MB / 4)); written++ } })()
  writing.catch(() => {})
  const stalled = await settled(() => written)
  t.ok(stalled < 10, `${stalled} quarters of a MiB taken`)
  await spool.read(5 * MB, 1)
  await until(() => written > stalled)
  t.ok(await settled(() => written) < 50, 'goes on a little further')
  await spool.destroy()
  await t.rejects(writing)
})

t.test('beyond a few MiB what is kept lies in a file, and reads as before', async t => {
  const spool = new Spool({ inMemory: 1000 })
  const all = bytes(50_000)
  const whole = spool.size()
  for (let at = 0; at < all.length; at += 777) await spool.write(all.subarray(at, at + 777))
  spool.end()
  await whole
  t.ok(spool.onDisk)
  for (const [from, length] of [[0, 50_000], [1, 1], [776, 2], [12_345, 20_000], [49_999, 5]] as const) {
    t.same(Buffer.from(await spool.read(from, length)), Buffer.from(all.subarray(from, from + length)), `${length} at ${from}`)
  }
  await spool.destroy()
})

t.test('what was released is not kept', async t => {
  const spool = new Spool({ inMemory: 1000 })
  for (let i = 0; i < 100; i++) {
    await spool.write(bytes(100))
    await spool.read(i * 100, 100)
    spool.release((i + 1) * 100)
  }
  t.notOk(spool.onDisk)
  await t.rejects(spool.read(0, 1), { code: 'ERR_MALFORMED_INPUT' })
  await spool.destroy()
})

t.test('what was read stays as it was while its block is used again, spilt or not', async t => {
  for (const inMemory of [100_000, 4 * MB]) {
    const spool = new Spool({ inMemory })
    const all = Uint8Array.from({ length: 2 * MB }, (_, i) => i * 31 + (i >> 8))
    const writing = (async () => {
      for (let at = 0; at < all.length; at += 10_007) await spool.write(all.subarray(at, at + 10_007))
      spool.end()
    })()
    const results: [number, Uint8Array][] = []
    let random = 1
    for (let at = 0; at < all.length - 30_000; at += random % 20_000) {
      random = random * 16_807 % 2_147_483_647
      results.push([at, await spool.read(at, 1 + random % 30_000, 65_536)])
      if (random % 3 === 0) spool.release(at)
    }
    spool.drain()
    await writing
    t.ok(results.every(([at, read]) => Buffer.from(read).equals(all.subarray(at, at + read.length))), `${results.length} reads`)
    t.ok(results.some(([, read]) => read.length > 30_000), 'more where it is at hand')
    await spool.destroy()
  }
})

t.test('the size of the input is limited', async t => {
  const spool = new Spool({ limit: 10 })
  await spool.write(bytes(10))
  await t.rejects(spool.write(bytes(1)), { code: 'ERR_LIMIT_EXCEEDED', limit: 'inputBytes', allowed: 10, actual: 11 })
  await spool.destroy()
})

t.test('destroy leaves no file, and fails those who wait', async t => {
  const ours = async (): Promise<string[]> => (await readdir(tmpdir())).filter(name => name.startsWith('efface-')).sort()
  const before = await ours()
  const spool = new Spool({ inMemory: 10 })
  const size = spool.size()
  size.catch(() => {})
  await spool.write(bytes(1000))
  t.ok(spool.onDisk)
  await spool.destroy()
  t.same(await ours(), before)
  await t.rejects(size)
  await t.rejects(spool.read(0, 5000))
})
