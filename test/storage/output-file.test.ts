import { spawnSync } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { writeWhole } from '../../lib/storage/output-file.js'

t.test('the file has its name when it is complete', async t => {
  const folder = t.testdir({ out: 'old' })
  const path = join(folder, 'out')
  await writeWhole(path, async sink => {
    t.equal(await readFile(path, 'utf8'), 'old')
    await pipeline(Readable.from(['new']), sink)
  })
  t.equal(await readFile(path, 'utf8'), 'new')
  t.same(await readdir(folder), ['out'])
})

t.test('regression: a failure before the file has been opened leaves none behind', async t => {
  const folder = t.testdir({ out: 'old' })
  for (let i = 0; i < 50; i++) await t.rejects(writeWhole(join(folder, 'out'), async () => { throw new Error('at once') }), { message: 'at once' })
  t.same(await readdir(folder), ['out'])
  t.equal(await readFile(join(folder, 'out'), 'utf8'), 'old')
})

t.test('a file that cannot be made is an error', async t => {
  const folder = t.testdir({})
  await writeFile(join(folder, 'file'), '')
  await t.rejects(writeWhole(join(folder, 'file', 'out'), async sink => await pipeline(Readable.from(['x']), sink)), { code: 'ENOTDIR' })
  await t.rejects(writeWhole(join(folder, 'none', 'out'), async sink => await pipeline(Readable.from(['x']), sink)), { code: 'ENOENT' })
})

t.test('regression: process.exit() leaves no partial file, and signals are not listened to', async t => {
  const folder = t.testdir({})
  const program = `import { writeWhole } from ${JSON.stringify(new URL('../../lib/storage/output-file.js', import.meta.url).href)}
    writeWhole(${JSON.stringify(join(folder, 'out'))}, async sink => {
      sink.write('x')
      console.log(process.listenerCount('SIGTERM'), process.listenerCount('SIGINT'))
      process.exit(3)
    })`
  const before = `${process.listenerCount('SIGTERM')} ${process.listenerCount('SIGINT')}`
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } })
  t.equal(status, 3)
  t.ok(stdout.trim() === '0 0' || stdout.trim() === before, stdout)
  t.same(await readdir(folder), [])
})
