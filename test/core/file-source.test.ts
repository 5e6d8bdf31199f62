import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { FileSource } from '../../lib/core/file-source.js'

t.test('bytes here and there, fewer at the end', async t => {
  const path = join(t.testdir({}), 'a')
  const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 251))
  await writeFile(path, bytes)
  const file = await open(path)
  t.teardown(() => file.close())
  const source = new FileSource(file)
  for (const [offset, length] of [[0, 16], [10, 5], [16_380, 10], [50_000, 40_000], [3, 1], [99_990, 50], [200_000, 4]] as const) {
    t.same(Buffer.from(await source.read(offset, length)), bytes.subarray(offset, offset + length), `${length} at ${offset}`)
  }
  t.equal(await source.size(), 100_000)
  t.match(await source.keep(99_000, 5_000), { offset: 99_000, length: 1_000 })
})
