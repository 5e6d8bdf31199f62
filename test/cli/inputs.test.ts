import { mkdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { eachFile, findInputs, formatOfName, outputPath, type InputFilter } from '../../lib/cli/inputs.js'
import { fsPath } from '../../lib/core/fs-path.js'
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

/** Places, and what is skipped with why. */
async function filesOf(names: readonly string[], filter?: InputFilter): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const { place, skipped } of eachFile(names, filter)) found[place] = skipped ?? 'taken'
  return found
}

t.test('what is skipped is said, with the reason', async t => {
  const folder = t.testdir({ 'a.png': '', '.b.png': '', '.DS_Store': '', 'c.pdf': '', 'a.redacted.png': '', sub: { d: '' } })
  await symlink('self.png', join(folder, 'self.png'))
  await symlink('..', join(folder, 'sub', 'up'))
  const strange = 'no picture by its name'
  const links = { 'self.png': 'a link to nothing', 'sub/up': 'a link to a folder around it' }
  const skipped = { '.b.png': 'hidden', 'c.pdf': strange, 'sub/d': strange, ...links }
  t.same(await filesOf([folder]), { 'a.png': 'taken', 'a.redacted.png': 'taken', ...skipped }, 'nothing is written: a scan looks at outputs, too')
  t.same(await filesOf([folder], { outputs: [] }), { 'a.png': 'taken', 'a.redacted.png': 'an output of efface, by its name', ...skipped })
})

t.test('a second run does not take outputs of the first', async t => {
  const folder = t.testdir({ 'a.png': '', 'a.redacted.png': '', 'b.redacted.png': '', clean: { 'a.png': '' }, previews: { 'a.png.1.png': '' } })
  const at = (name: string): string => join(folder, name)
  const taken = async (names: readonly string[], outputs: readonly string[] = []): Promise<string[]> =>
    (await findInputs(names, { outputs })).map(({ place }) => place).sort()
  t.same(await taken([folder], [at('clean'), at('previews'), at('none')]), ['a.png'])
  t.same(await taken([folder], [folder]), ['a.png', 'clean/a.png', 'previews/a.png.1.png'], 'a folder may be its own output')
  t.same(await taken([at('a.png'), at('a.redacted.png'), at('b.redacted.png')]), ['a.png', 'b.redacted.png'], 'whose original is gone is one')
  t.same(await taken([at('a.redacted.png')]), ['a.redacted.png'], 'named alone it is meant')
  t.same(await taken([at('*.png')]), ['a.png', 'b.redacted.png'])
})

t.test('ignore files and patterns', async t => {
  const folder = t.testdir({
    '.effaceignore': '# a comment\ndrafts/\n*.bmp\n!keep.bmp\n', 'a.png': '', 'a.bmp': '', 'keep.bmp': '', drafts: { 'b.png': '' },
    sub: { '.effaceignore': '/c.png\n', 'c.png': '', deep: { 'c.png': '', 'd.bmp': '' } },
  })
  t.same(await filesOf([folder]), { 'a.png': 'taken', 'keep.bmp': 'taken', 'sub/deep/c.png': 'taken' })
  t.same(await filesOf([folder], { ignore: ['sub', 'keep.bmp'] }), { 'a.png': 'taken', 'keep.bmp': 'taken' }, 'the folder has the last word')
})

t.test('regression: names that are not UTF-8 are found', { skip: process.platform !== 'linux' && 'names are UTF-8 there' }, async t => {
  const folder = t.testdir({})
  const odd = join(folder, 'd\udce9r')
  await mkdir(fsPath(odd))
  await writeFile(fsPath(join(odd, 'caf\udcff.png')), '')
  t.same(await filesOf([folder]), { 'd\udce9r/caf\udcff.png': 'taken' })
  t.same(await filesOf([odd]), { 'caf\udcff.png': 'taken' })
})

t.test('what a name promises', t => {
  t.same(['a.PNG', 'b.jpe', 'c.tiff', 'd.pdf', 'png'].map(formatOfName), ['png', 'jpeg', 'tiff', undefined, undefined])
  t.end()
})

t.test('a command that was mistyped', async t => {
  await t.rejects(findInputs(['scna']), /No such file or folder: scna\. Did you mean the command: efface scan\?/)
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
