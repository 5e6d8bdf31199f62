import { symlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { findInputs, outputPath } from '../../lib/cli/inputs.js'
import { since } from '../../lib/cli/args.js'

t.test('files of folders, without what is excluded, hidden, old, or no picture', async t => {
  const folder = t.testdir({ 'a.PNG': '', '.hidden.png': '', 'b.txt': '', drafts: { 'c.jpg': '', deep: { 'd.tif': '', 'a.png': '' } } })
  const places = async (...args: Parameters<typeof findInputs>): Promise<string[]> => (await findInputs(...args)).map(({ place }) => place).sort()
  t.same(await places([folder]), ['a.PNG', 'drafts/c.jpg', 'drafts/deep/a.png', 'drafts/deep/d.tif'])
  t.same(await places([folder], { exclude: ['drafts/**'] }), ['a.PNG'])
  t.same(await places([folder], { exclude: ['a.*', '*.tif'] }), ['drafts/c.jpg'])
  await utimes(join(folder, 'a.PNG'), new Date(), new Date('2020-01-01'))
  t.same(await places([folder], { since: new Date('2021-01-01') }), ['drafts/c.jpg', 'drafts/deep/a.png', 'drafts/deep/d.tif'])
  t.same(await places([join(folder, 'a.PNG'), join(folder, 'a.PNG')]), ['a.PNG'], 'each once')
  await symlink(folder, join(folder, 'drafts/up'))
  t.equal((await findInputs([folder])).length, 4, 'a link upward is no way round and round')
  await t.rejects(findInputs([join(folder, 'none')]), /No such file/)
})

t.test('where outputs lie', async t => {
  t.equal(outputPath({ path: 'in/x/a.png', place: 'x/a.png' }, 'out', undefined), 'out/x/a.png')
  t.equal(outputPath({ path: 'in/x/a.png', place: 'x/a.png' }, undefined, 'jpeg'), 'in/x/a.redacted.jpg')
})

t.test('since when', async t => {
  const now = Date.parse('2026-11-30T12:00:00Z')
  t.same(['2d', '12h', '2026-11-01'].map(value => since(value, now)!.toISOString()), ['2026-11-28T12:00:00.000Z', '2026-11-30T00:00:00.000Z', '2026-11-01T00:00:00.000Z'])
  t.equal(since(undefined), undefined)
  t.throws(() => since('yesterday'), /--since/)
})
