import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { ordered } from '../../streams/ordered.js'
import { settled, until } from '../fixtures/waiting.js'

const turns = async (count: number): Promise<void> => { for (let i = 0; i < count; i++) await turn() }

t.test('passes results on in the order of the input, whatever order they are finished in', async t => {
  const out: number[] = []
  let inFlight = 0
  let most = 0
  await pipeline(Readable.from(Array.from({ length: 30 }, (_, i) => i)), ordered<number, number>({
    concurrency: 4,
    run: async n => {
      most = Math.max(most, ++inFlight)
      await turns((n * 7) % 5)
      inFlight--
      return n * 10
    },
  }), async function * (source) { for await (const n of source) out.push(n) })
  t.same(out, Array.from({ length: 30 }, (_, i) => i * 10))
  t.equal(most, 4)
})

t.test('calls inOrder for each result in order', async t => {
  const seen: number[] = []
  const stream = ordered<number, number>({ concurrency: 3, run: async n => { await turns(3 - n); return n }, inOrder: n => seen.push(n) })
  await pipeline(Readable.from([0, 1, 2]), stream, new Writable({ objectMode: true, write: (_c, _e, cb) => cb() }))
  t.same(seen, [0, 1, 2])
})

t.test('a sink that stalls stops the work after a bounded number of items', async t => {
  let started = 0
  const stream = ordered<number, number>({ concurrency: 3, run: async n => { started++; return n } })
  let read = 0
  const source = new Readable({ objectMode: true, highWaterMark: 1, read() { this.push(read++) } })
  source.pipe(stream)
  const before = await settled(() => started)
  t.ok(started <= 6, `${started} started`)
  t.ok(read <= 10, `${read} read from the source`)
  t.equal(stream.read(), 0)
  await until(() => started > before)
  source.destroy()
  stream.destroy()
})

t.test('a failure destroys the stream with that error and passes nothing on after it', async t => {
  const out: number[] = []
  const run = async (n: number): Promise<number> => {
    if (n === 2) throw new Error('two')
    return n
  }
  await t.rejects(pipeline(Readable.from([0, 1, 2, 3, 4]), ordered({ concurrency: 4, run }), async source => {
    for await (const n of source as AsyncIterable<number>) out.push(n)
  }), /two/)
  t.ok(out.every(n => n < 2))
})

t.test('destroying aborts the signal and says that the stream was abandoned', async t => {
  let signal: AbortSignal | undefined
  let abandoned = 0
  const never = new Promise<never>(() => {})
  const stream = ordered<number, number>({ concurrency: 1, run: async (n, s) => { signal = s; await never; return n }, abandoned: () => { abandoned++ } })
  stream.write(1)
  stream.destroy()
  await until(() => stream.closed)
  t.equal(signal?.aborted, true)
  t.equal(abandoned, 1)
})

t.test('an end that was reached is not an abandonment', async t => {
  let abandoned = 0
  const stream = ordered<number, number>({ concurrency: 1, run: async n => n, abandoned: () => { abandoned++ } })
  await pipeline(Readable.from([1]), stream, new Writable({ objectMode: true, write: (_c, _e, cb) => cb() }))
  await until(() => stream.closed)
  t.equal(abandoned, 0)
})
