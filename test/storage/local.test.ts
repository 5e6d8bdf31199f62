import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { storageFor } from '../../lib/storage/index.js'
import { writeTo } from '../../lib/storage/transfer.js'
import { get, listed, put } from '../fixtures/storing.js'

const storage = await storageFor('here')
const names = async (folder: string): Promise<string[]> => (await readdir(folder, { recursive: true })).sort()

t.test('what is written is there when it is published, whole, and not before', async t => {
  const folder = t.testdir({})
  const path = join(folder, 'deep/er/a.txt')
  const writing = await storage.write(path)
  await pipeline(Readable.from(['ab', 'c']), writing.stream)
  t.equal(await storage.head(path), undefined)
  const { size, version } = await writing.publish()
  t.equal(size, 3)
  await writing.abort()
  t.match(await storage.head(path), { url: path, size: 3, version })
  const opened = await storage.read(path)
  t.match(opened, { size: 3, version })
  t.equal(String(await buffer(opened.stream)), 'abc')
  t.equal(await get(storage, pathToFileURL(path).href), 'abc', 'by URL')
  await storage.remove(path)
  await storage.remove(path)
  t.equal(await storage.head(path), undefined)
  await t.rejects(storage.read(path), { code: 'ENOENT' })
})

t.test('what fails or is aborted leaves nothing', async t => {
  const folder = t.testdir({ a: 'old' })
  const path = join(folder, 'a')
  const fault = new Error('mine')
  await t.rejects(writeTo(storage, path, async sink => { sink.write('new'); throw fault }), fault)
  await t.rejects(writeTo(storage, path, async sink => await pipeline(Readable.from(['new']), sink), { complete: async () => { throw fault } }), fault)
  const controller = new AbortController()
  await t.rejects(writeTo(storage, path, async sink => {
    sink.write('new')
    controller.abort()
    await pipeline(Readable.from(['er']), sink)
  }, { signal: controller.signal }))
  t.same(await names(folder), ['a'])
  t.equal(await readFile(path, 'utf8'), 'old')
})

t.test('on condition of what is there', async t => {
  const folder = t.testdir({})
  const path = join(folder, 'a')
  const object = await put(storage, path, 'one', { ifVersion: null })
  await t.rejects(put(storage, path, 'two', { ifVersion: null }), { code: 'ERR_OUTPUT_EXISTS' })
  t.equal(await readFile(path, 'utf8'), 'one')
  const second = await put(storage, path, 'two', { ifVersion: object.version })
  await t.rejects(put(storage, path, 'three', { ifVersion: object.version }), { code: 'ERR_OUTPUT_EXISTS' })
  t.not(second.version, object.version)
  t.equal(await readFile(path, 'utf8'), 'two')
  t.same(await names(folder), ['a'], 'nothing else')
  // Of two at once, one.
  const race = await Promise.allSettled(['x', 'y'].map(text => put(storage, join(folder, 'b'), text, { ifVersion: null })))
  t.same(race.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

t.test('files below a folder', async t => {
  const folder = t.testdir({ 'a.png': '12', '.hidden.png': '', deep: { 'b.txt': '' } })
  await symlink(folder, join(folder, 'deep/up'))
  await utimes(join(folder, 'a.png'), new Date(), new Date('2020-01-01'))
  const found = await listed(storage.list(folder))
  t.same(found.map(({ url }) => url).sort(), [join(folder, 'a.png'), join(folder, 'deep/b.txt')])
  t.match(await storage.head(join(folder, 'a.png')), { size: 2, modified: new Date('2020-01-01') })
  t.same(await listed(storage.list(join(folder, 'none'))), [])
  t.equal(await storage.head(folder), undefined, 'a folder is no file')
})

t.test('what the dead have left', async t => {
  const folder = t.testdir({ deep: {} })
  await mkdir(join(folder, 'deep/er'))
  for (const name of ['a.png', 'deep/er/.a.png.0123456789ab.part', '.b.png.0123456789ab.part', '.c.part']) await writeFile(join(folder, name), '')
  await storage.sweep(folder, new Date(0))
  t.equal((await names(folder)).length, 6, 'but not what was begun since')
  await storage.sweep(folder, new Date(Date.now() + 1000))
  t.same(await names(folder), ['.c.part', 'a.png', 'deep', 'deep/er'])
  await storage.sweep(join(folder, 'none'), new Date())
  await storage.sweep(join(folder, 'none/one.png'), new Date())

  for (const name of ['.a.png.0123456789ab.part', '.a.png.bak.0123456789ab.part', '.aa.png.0123456789ab.part']) await writeFile(join(folder, name), '')
  await storage.sweep(join(folder, 'a.png'), new Date(Date.now() + 1000))
  t.same((await readdir(folder)).filter(name => name.endsWith('.part')), ['.a.png.bak.0123456789ab.part', '.aa.png.0123456789ab.part', '.c.part'], 'of one file')
})
