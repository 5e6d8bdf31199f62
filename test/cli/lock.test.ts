import { readdir, writeFile, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { lock } from '../../lib/cli/lock.js'

t.test('one run at a time; the lock of a dead one is taken over', async t => {
  const folder = t.testdir()
  const path = join(folder, 'x.lock')
  const by = async (host: string, pid: number): Promise<void> => writeFile(path, JSON.stringify({ host, pid }))
  await by(hostname(), process.ppid)
  await t.rejects(lock(path), /Another run is at work/)
  await by('elsewhere', 1)
  await t.rejects(lock(path), /Another run is at work/, 'of another host, as long as it gives signs')
  await utimes(path, new Date(), new Date(Date.now() - 120_000))
  await (await lock(path))()
  for (const dead of [2 ** 22 + 1, process.pid]) {
    await by(hostname(), dead)
    await (await lock(path))()
  }
  await writeFile(path, 'cut sho')
  const unlock = await lock(path)
  t.same(await readdir(folder), ['x.lock'])
  await unlock()
  t.same(await readdir(folder), [])
})
