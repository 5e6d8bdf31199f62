import { appendFile, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { Journal } from '../../lib/cli/journal.js'
import { Offsets } from '../../lib/cli/offsets.js'

const outcome = (input: string, report = 0) => ({ input, size: 3, mtime: 1.5, sha256: 'a', output: { path: `out/${input}`, size: 2, sha256: 'b' }, report })

t.test('what was done is known to the next run, and of a line that was cut short nothing counts', async t => {
  const path = join(t.testdir(), 'j.ndjson')
  const first = await Journal.open(path, 'one')
  await first.add(outcome('a.png', 10))
  await first.add(outcome(`long ${'é\n'.repeat(4000)}.png`, 20))
  t.equal((await first.get('a.png'))!.report, 10, 'to itself')
  await first.close()
  const whole = (await stat(path)).size
  await appendFile(path, '{"input":"b.png","size":3')

  const second = await Journal.open(path, 'one')
  t.equal((await stat(path)).size, whole)
  t.same(await second.get('a.png'), outcome('a.png', 10))
  t.same(await second.get(`long ${'é\n'.repeat(4000)}.png`), outcome(`long ${'é\n'.repeat(4000)}.png`, 20))
  t.same([await second.get('b.png'), await second.get('c')], [undefined, undefined])
  t.same([second.size, second.reported, second.discarded], [2, 20, 0])
  await second.add({ ...outcome('a.png', 30), size: 4 })
  t.equal((await second.get('a.png'))!.size, 4, 'the last word counts')
  await second.close()
  const third = await Journal.open(path, 'one')
  t.same([(await third.get('a.png'))!.size, third.reported], [4, 30])
  await third.close()
})

t.test('with other settings it begins anew; to look into it changes nothing', async t => {
  const path = join(t.testdir(), 'j.ndjson')
  t.equal(await Journal.peek(path, 'one'), undefined)
  const first = await Journal.open(path, 'one')
  await first.add(outcome('a.png', 10))
  await first.close()
  const before = await readFile(path, 'utf8')
  t.equal(await Journal.peek(path, 'two'), undefined)
  const looked = await Journal.peek(path, 'one')
  t.ok(await looked!.get('a.png'))
  await looked!.close()
  t.equal(await readFile(path, 'utf8'), before)
  const second = await Journal.open(path, 'two')
  t.same([await second.get('a.png'), second.discarded, second.reported], [undefined, 1, 0])
  await second.close()
})

t.test('places of many names', async t => {
  const offsets = new Offsets()
  for (let i = 0; i < 20_000; i++) offsets.set(`name ${i}`, i * 7)
  offsets.set('name 3', 5)
  t.equal(offsets.size, 20_000)
  t.same([0, 3, 777, 19_999].map(i => offsets.get(`name ${i}`)), [0, 5, 5439, 139_993])
  t.equal(offsets.get('name 20000'), undefined)
})
