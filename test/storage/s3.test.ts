import { ListMultipartUploadsCommand, type S3Client } from '@aws-sdk/client-s3'
import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { storageFor, type Storage } from '../../lib/storage/index.js'
import { S3Storage } from '../../lib/storage/s3.js'
import { writeTo } from '../../lib/storage/transfer.js'
import { noS3, startStore } from '../fixtures/s3-server.js'
import { get, listed, put } from '../fixtures/storing.js'
import { until } from '../fixtures/waiting.js'

const large = randomBytes(9 * 2 ** 20) // two parts
const sha = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')
const unfinished = async (client: S3Client): Promise<number> => (await client.send(new ListMultipartUploadsCommand({ Bucket: 'scans' }))).Uploads?.length ?? 0

t.test('without a store', async t => {
  for (const url of ['s3:///key', 's3://KEY:SECRET@bucket/key', 's3://b c/key']) {
    await t.rejects(new S3Storage({ endpoint: 'http://127.0.0.1:1' }).head(url), { code: 'ERR_INVALID_OPTION', message: /^Expected s3:..bucket.key, [^:]*$/ }, url)
  }
  process.env.AWS_MAX_ATTEMPTS = '1'
  t.teardown(() => delete process.env.AWS_MAX_ATTEMPTS)
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIASECRET', AWS_SECRET_ACCESS_KEY: 'verysecret' })
  const error = await new S3Storage({ endpoint: 'http://127.0.0.1:1' }).head('s3://bucket/key').catch((error: unknown) => error) as Error
  t.match(error, { code: 'ERR_STORAGE_FAILED', message: 'Cannot look at s3://bucket/key: ECONNREFUSED', status: undefined, cause: undefined })
  t.notMatch(JSON.stringify([error, error.message, error.stack]), /AKIASECRET|verysecret/)
})

t.test('a store', { skip: noS3 }, async t => {
  const store = await startStore(t)
  const storage: Storage = await storageFor('s3://scans', { s3: { client: store.client } })

  await t.test('objects by keys of any kind', async t => {
    const keys = ['a b.png', 'a+b%41.png', 'ü/é?#&.png', '../x.png', 'a//b', 'ctl\u0001.png', ' lead', 'plain/a.png', 'plainly.png']
    for (const key of keys) await put(storage, `s3://scans/${key}`, key)
    await put(storage, 's3://scans/plain/folder/', '')
    for (const key of keys) t.equal(await get(storage, `s3://scans/${key}`), key)
    t.same((await listed(storage.list('s3://scans'))).map(({ url }) => url), keys.map(key => `s3://scans/${key}`).sort())
    t.match(await listed(storage.list('s3://scans/plain')), [{ url: 's3://scans/plain/a.png', size: 11, modified: Date, version: /^[0-9a-f]{32}$/ }], 'no folder markers, no names that only begin so')
    const [found] = await listed(storage.list('s3://scans/plain/'))
    t.same(await storage.head(found.url), found)
    await storage.remove(found.url)
    await storage.remove(found.url)
    t.equal(await storage.head(found.url), undefined)
    await t.rejects(storage.read(found.url), { code: 'ERR_STORAGE_FAILED', status: 404, message: 'Cannot read s3://scans/plain/a.png: 404 NoSuchKey' })
    await t.rejects(listed(storage.list('s3://nowhere/')), { code: 'ERR_STORAGE_FAILED', status: 404 }, 'a bucket that is none is not an empty one')
  })

  await t.test('nothing is there before it is published', async t => {
    for (const [name, data] of [['small', large.subarray(0, 1000)], ['large', large]] as const) {
      const url = `s3://scans/published/${name}.png`
      const writing = await storage.write(url, { contentType: 'image/png' })
      await pipeline(Readable.from([data]), writing.stream)
      t.equal(await storage.head(url), undefined, name)
      const { version } = await writing.publish()
      await writing.abort()
      t.match(await storage.head(url), { size: data.length, version })
      t.equal(sha(await buffer((await storage.read(url)).stream)), sha(data))
    }
    t.equal(await unfinished(store.client), 0)
  })

  await t.test('what fails, is aborted or stalls leaves neither object nor parts', async t => {
    const fault = new Error('mine')
    const url = 's3://scans/failed.png'
    const half = async function * () { yield large; throw fault }
    await t.rejects(writeTo(storage, url, async sink => await pipeline(Readable.from(half()), sink)), fault)
    await t.rejects(writeTo(storage, url, async sink => await pipeline(Readable.from([large]), sink), { complete: async () => { throw fault } }), fault)
    const controller = new AbortController()
    await t.rejects(writeTo(storage, url, async sink => {
      await new Promise(resolve => sink.write(large, resolve))
      controller.abort() // the source is silent by now
      await pipeline(Readable.from([large]), sink)
    }, { signal: controller.signal }), { name: 'AbortError' })
    t.equal(await storage.head(url), undefined)
    t.equal(await unfinished(store.client), 0)
  })

  await t.test('on condition of what is there', async t => {
    for (const data of [large.subarray(0, 1000), large]) {
      const url = `s3://scans/condition${data.length}.png`
      const first = await put(storage, url, data, { ifVersion: null })
      const other = Buffer.from(data).fill(1, 0, 500)
      await t.rejects(put(storage, url, other, { ifVersion: null }), { code: 'ERR_OUTPUT_EXISTS' })
      const second = await put(storage, url, other, { ifVersion: first.version })
      await t.rejects(put(storage, url, data, { ifVersion: first.version }), { code: 'ERR_OUTPUT_EXISTS' })
      t.equal((await storage.head(url))!.version, second.version)
      // Begun while nothing was there, and nothing is seen of the other: the store itself refuses.
      const writings = await Promise.all([1, 2].map(async () => await storage.write(`${url}.race`, { ifVersion: null })))
      store.meddle(({ method }) => method === 'HEAD' && heads++ < 2 ? 404 : undefined)
      let heads = 0
      for (const [n, { stream }] of writings.entries()) await pipeline(Readable.from([Buffer.from(data).fill(n, 0, 9)]), stream)
      const { version } = await writings[0].publish()
      await t.rejects(writings[1].publish(), { code: 'ERR_OUTPUT_EXISTS' })
      store.meddle(undefined)
      t.equal((await storage.head(`${url}.race`))!.version, version)
    }
    t.equal(await unfinished(store.client), 0)
  })

  await t.test('a store that refuses for a while is asked again', async t => {
    const counts = new Map<string, number>()
    store.meddle(({ method, url }) => {
      const key = `${method} ${url}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      return counts.get(key)! <= 2 ? 503 : undefined
    })
    t.teardown(() => { store.meddle(undefined) })
    const url = 's3://scans/patience.png'
    await put(storage, url, large, { ifVersion: null })
    t.equal(sha(await buffer((await storage.read(url)).stream)), sha(large))
    t.ok([...counts].some(([key, n]) => key.includes('partNumber=2') && n === 3), 'each part')
  })

  await t.test('a completion whose answer was lost is no failure', async t => {
    for (const [name, data, method] of [['small', large.subarray(0, 1000), 'PUT'], ['large', large, 'POST']] as const) {
      let lost = 0
      // The store hears it, and the client does not hear of it.
      store.meddle(request => request.method === method && (name === 'small' || request.url!.includes('uploadId')) && lost++ === 0 ? 'lost' : undefined)
      const { version } = await put(storage, `s3://scans/lost/${name}.png`, data, { ifVersion: null })
      store.meddle(undefined)
      t.match(await storage.head(`s3://scans/lost/${name}.png`), { version, size: data.length })
      t.ok(lost > 1, 'it was asked again')
    }
    t.equal(await unfinished(store.client), 0)
  })

  await t.test('a body that breaks off is gone on with, unless it has changed meanwhile', async t => {
    const url = 's3://scans/broken.png'
    await put(storage, url, large)
    let breaks = 0
    store.meddle(({ method }) => method === 'GET' && ++breaks <= 3 ? 'break' : undefined)
    t.teardown(() => { store.meddle(undefined) })
    t.equal(sha(await buffer((await storage.read(url)).stream)), sha(large))
    t.equal(breaks, 4)

    breaks = 0
    const { stream } = await storage.read(url)
    store.meddle(undefined)
    await put(storage, url, 'another')
    await t.rejects(buffer(stream), { code: 'ERR_STORAGE_FAILED', status: 412 })

    const silent = await storage.read(url)
    silent.stream.destroy()
    const controller = new AbortController()
    const aborted = await storage.read(url, { signal: controller.signal })
    controller.abort()
    await t.rejects(buffer(aborted.stream), { name: 'AbortError' })
  })

  await t.test('what the dead have left', async t => {
    const writing = await storage.write('s3://scans/dead/a.png')
    await new Promise(resolve => writing.stream.write(large, resolve))
    writing.stream.write(large)
    await t.resolves(storage.sweep('s3://scans/dead/', new Date(0)))
    await until(async () => await unfinished(store.client) > 0)
    await storage.sweep('s3://scans/other/', new Date())
    t.equal(await unfinished(store.client), 1)
    await storage.sweep('s3://scans/dead', new Date())
    t.equal(await unfinished(store.client), 0)
    await writing.abort()
  })
})
