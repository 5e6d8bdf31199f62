import { PassThrough, Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { Chain } from '../../streams/chain.js'
import { ordered } from '../../streams/ordered.js'
import { settled, until } from '../fixtures/waiting.js'

const add = (suffix: string): Transform => new Transform({ transform: (chunk, _e, cb) => cb(null, `${chunk}${suffix}`) })

t.test('is its links, one after the other', async t => {
  const parts: string[] = []
  await pipeline(Readable.from(['a', 'b'], { objectMode: false }), new Chain([add('1'), add('2'), add('3')]), async source => {
    for await (const part of source) parts.push(String(part))
  })
  t.equal(parts.join(''), 'a123b123')
})

t.test('an error in any link destroys all of them', async t => {
  const first = new PassThrough()
  const bad = new Transform({ transform: (_c, _e, cb) => cb(new Error('bad link')) })
  const last = new PassThrough()
  await t.rejects(pipeline(Readable.from(['a'], { objectMode: false }), new Chain([first, bad, last]), new PassThrough()), /bad link/)
  t.ok(first.destroyed && bad.destroyed && last.destroyed)
})

t.test('destroying it destroys the links', async t => {
  const links = [new PassThrough(), new PassThrough()]
  const stream = new Chain(links)
  stream.on('error', () => {})
  stream.destroy()
  await until(() => links.every(link => link.destroyed))
  t.pass()
})

t.test('a stalled reader stalls the writer', async t => {
  const stream = new Chain([new PassThrough({ highWaterMark: 10 }), new PassThrough({ highWaterMark: 10 })])
  let taken = 0
  const source = new Readable({ highWaterMark: 10, read() { taken += 10; this.push(Buffer.alloc(10)) } })
  source.pipe(stream)
  t.ok(await settled(() => taken) < 200, `${taken} bytes taken`)
  source.destroy()
  stream.destroy()
  await until(() => stream.closed)
})

t.test('empty input ends', async t => {
  await pipeline(Readable.from([]), new Chain([new PassThrough(), new PassThrough()]), new Writable({ write: (_c, _e, cb) => cb() }))
  t.pass()
})

t.test('regression: a chain that is destroyed tells links that have ended already, since what they lent may be on its way', async t => {
  let abandoned = 0
  const first = ordered<number, number>({ concurrency: 1, run: async n => n, abandoned: () => { abandoned++ } })
  const stuck = ordered<number, number>({ concurrency: 1, run: async () => await new Promise<number>(() => {}) })
  const chain = new Chain([first, stuck])
  chain.end(1)
  chain.resume()
  await new Promise(resolve => first.once('close', resolve))
  t.equal(abandoned, 0, 'its own end is none')
  chain.destroy()
  await new Promise(resolve => chain.once('close', resolve))
  t.equal(abandoned, 1)
})

t.test('regression: it ends once its input has ended, so that a pipeline with a function behind it does not abort it', async t => {
  const chain = new Chain([new Transform({
    transform(chunk, _encoding, callback) {
      this.push(chunk)
      this.push(null)
      callback()
    },
  })])
  let ended = false
  chain.once('end', () => { ended = true })
  chain.resume()
  chain.write('a')
  await settled(() => ended)
  t.notOk(ended)
  chain.end()
  await until(() => ended)
})
