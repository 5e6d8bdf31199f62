import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { isPrivateAddress } from '../../lib/storage/addresses.js'
import { HttpStorage } from '../../lib/storage/http.js'
import { request } from '../../lib/storage/http-request.js'
import { fileName, isPlainPath, schemeOf, shown } from '../../lib/storage/names.js'
import { listed } from '../fixtures/storing.js'

const data = randomBytes(300_000)
const storage = new HttpStorage()

async function serve(t: Test, answer: (request: IncomingMessage, response: ServerResponse, n: number) => void): Promise<string> {
  let n = 0
  const server = createServer((request, response) => { answer(request, response, ++n) })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => { server.closeAllConnections(); server.close() })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const read = async (url: string): Promise<Buffer> => await buffer((await storage.read(url)).stream)

t.test('a file, and what is told of it', async t => {
  const base = await serve(t, (request, response) => {
    if (request.url !== '/a.png') return void response.writeHead(request.url === '/signed' && request.method === 'HEAD' ? 403 : 404).end()
    response.writeHead(200, { 'content-length': data.length, etag: '"1"', 'last-modified': 'Mon, 30 Nov 2026 12:00:00 GMT' }).end(data)
  })
  const told = { url: `${base}/a.png`, size: data.length, version: '"1"', modified: new Date('2026-11-30T12:00:00Z') }
  t.same(await storage.head(`${base}/a.png`), told)
  t.same(await listed(storage.list(`${base}/a.png`)), [told])
  t.ok((await read(`${base}/a.png`)).equals(data))
  t.equal(await storage.head(`${base}/none`), undefined)
  t.same(await storage.head(`${base}/signed`), { url: `${base}/signed` }, 'signed for GET: nothing is known')
  await t.rejects(storage.read(`${base}/none?token=secret`), { code: 'ERR_STORAGE_FAILED', status: 404, message: /^Cannot read [^ ]*none\?[0-9a-f]{12}: 404$/ })
  for (const refuse of [storage.write, storage.remove, storage.sweep]) await t.rejects(async () => await refuse(base), { code: 'ERR_INVALID_OPTION' })
  await t.rejects(storage.read('http://'), { code: 'ERR_INVALID_OPTION' })
})

t.test('redirections', async t => {
  const seen: (string | undefined)[] = []
  const base = await serve(t, (request, response) => {
    seen.push(request.headers.authorization)
    const to: Record<string, string> = { '/1': '/2', '/2': '/a', '/loop': '/loop', '/file': 'file:///etc/passwd', '/nowhere': 'http://:', '/other': base.replace('127.0.0.1', 'localhost') + '/a' }
    const location = to[request.url!]
    response.writeHead(location ? 302 : 200, location ? { location } : {}).end(location ? '' : 'it')
  })
  t.equal(String(await read(`${base.replace('//', '//me:word@')}/1`)), 'it')
  t.same(seen, Array(3).fill(`Basic ${Buffer.from('me:word').toString('base64')}`))
  seen.length = 0
  await read(`${base.replace('//', '//me:word@')}/other`)
  t.same(seen.map(header => header !== undefined), [true, false], 'another host hears no password')
  for (const path of ['loop', 'file', 'nowhere']) await t.rejects(read(`${base}/${path}`), { code: 'ERR_STORAGE_FAILED', message: /redirection/ }, path)
  // Of what is fetched for others, and after a public address, private ones are no places.
  await t.rejects(new HttpStorage({ privateAddresses: 'never' }).read(`${base}/1`), { code: 'ERR_STORAGE_FAILED', message: /not public/ })
  for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]']) {
    await t.rejects(request(new URL(base.replace('127.0.0.1', host)), { method: 'GET', headers: {}, mayBePrivate: false }), { message: /not public/ }, host)
  }
})

t.test('what breaks off is gone on with where the server can, and what is cut is no whole', async t => {
  const tags: Record<string, string> = { '/strong': '"1"', '/weak': 'W/"1"', '/changed': '"1"' }
  const base = await serve(t, ({ url, headers }, response) => {
    const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0)
    const changed = from > 0 && url === '/changed'
    const head = { etag: tags[url!], 'content-length': data.length - (changed ? 0 : from), 'content-range': `bytes ${from}-${data.length - 1}/${data.length}` }
    response.writeHead(from > 0 && !changed ? 206 : 200, head)
    response.write(data.subarray(from, from + 100_000), () => {
      if (from + 100_000 >= data.length) response.end()
      else response.destroy()
    })
  })
  t.ok((await read(`${base}/strong`)).equals(data))
  await t.rejects(read(`${base}/weak`), { code: 'ERR_STORAGE_FAILED' })
  await t.rejects(read(`${base}/changed`), { code: 'ERR_STORAGE_FAILED', message: /changed meanwhile/ })
})

t.test('a busy server is asked again, as it says', async t => {
  const base = await serve(t, (_request, response, n) => { response.writeHead(n < 3 ? 503 : 200, { 'retry-after': '0' }).end('it') })
  t.equal(String(await read(base)), 'it')
  const packed = await serve(t, (_request, response) => { response.writeHead(200, { 'content-encoding': 'gzip' }).end('it') })
  await t.rejects(read(packed), { message: /content-encoding gzip/ })
  const controller = new AbortController()
  const busy = await serve(t, (_request, response) => { response.writeHead(503, { 'retry-after': '20' }).end(); controller.abort() })
  await t.rejects(storage.read(busy, { signal: controller.signal }), { name: 'AbortError' })
})

t.test('which addresses are not public', async t => {
  const privates = ['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255',
    '::1', '::', 'fe80::1%eth0', 'fd00::1', 'ff02::1', '::ffff:10.0.0.1', '::ffff:7f00:1', '64:ff9b::a00:1', '2002:7f00:1::', '2001:db8::1', '::7f00:1']
  for (const address of privates) t.ok(isPrivateAddress(address), address)
  for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2001:4860:4860::8888', '::ffff:8.8.8.8', '64:ff9b::808:808']) t.notOk(isPrivateAddress(address), address)
})

t.test('names', async t => {
  t.same(['s3://b/k', 'C:\\scans', 'file:/x', 'HTTPS://h', 'a/b', 'a:b'].map(schemeOf), ['s3', undefined, 'file', 'https', undefined, undefined])
  t.equal(shown('https://me:word@host/a?b=c#d'), shown('https://host/a?b=c'))
  t.not(shown('https://host/a?b=c'), shown('https://host/a?b=d'))
  t.same(['https://host/a%20b.png?x=1', 'https://host/', 'https://host/a/%2e%2e%2fx', 'https://host/%ff', 's3://b/c/d.png'].map(fileName), ['a b.png', 'host', '%2e%2e%2fx', '%ff', 'd.png'])
  for (const key of ['../a', 'a//b', '/a', 'a/.', 'a\0', '']) t.notOk(isPlainPath(key), JSON.stringify(key))
  for (const key of ['a', 'a/b.png', '..a/b..', '.a']) t.ok(isPlainPath(key), key)
})
