import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { optionsOf, readArgs } from '../../lib/cli/args.js'
import { checkConfig, findConfig, over, readConfig } from '../../lib/cli/config.js'
import { PRESETS, presetNames } from '../../lib/cli/presets.js'
import { fillOptions } from '../../lib/core/options.js'

t.test('the nearest file upward', async t => {
  const folder = t.testdir({ 'efface.config.json': '{}', a: { 'efface.config.js': '', b: {} }, c: { 'efface.config.ts': '', 'efface.config.json': '{}' } })
  t.equal(findConfig(join(folder, 'a/b')), join(folder, 'a/efface.config.js'))
  t.equal(findConfig(folder), join(folder, 'efface.config.json'))
  t.throws(() => findConfig(join(folder, 'c')), /side by side/)
})

t.test('JSON and JavaScript', async t => {
  const folder = t.testdir({
    'a.json': '\ufeff{"preset": "pci", "ocr": "paddle", "ignore": ["drafts/"]}',
    'b.mjs': 'export default { objects: ["FACE"], filters: [{ type: "ALLOW", pattern: /x/ }] }',
    'c.cjs': 'module.exports = { accuracy: "high" }',
  })
  t.same(await readConfig(join(folder, 'a.json')), { options: { ...PRESETS.pci.options, ocr: 'paddle' }, ignore: ['drafts/'] })
  t.match((await readConfig(join(folder, 'b.mjs'))).options, { objects: ['FACE'] })
  t.same((await readConfig(join(folder, 'c.cjs'))).options, { accuracy: 'high' })
})

t.test('TypeScript where Node runs it, else words that say since when it does', async t => {
  const folder = t.testdir({ 'efface.config.ts': "const ocr: string = 'none'\nexport default { ocr }\n" })
  const read = readConfig(join(folder, 'efface.config.ts'))
  if ((process.features as { typescript?: unknown }).typescript) t.same((await read).options, { ocr: 'none' })
  else await t.rejects(read, /efface\.config\.ts: .* needs Node 22\.18 or later, and this is v/)
})

t.test('what is wrong is said with the name of the file', async t => {
  const folder = t.testdir({})
  const wrong: [string, RegExp][] = [
    ['{"objcts": []}', /objcts.*Did you mean objects\?/], ['{"preset": "hippa"}', /preset/], ['[]', /an object of options/], ['{', /JSON/], ['{"ignore": "x"}', /an array of patterns/],
    ['{"method": "smear"}', /blackbox/],
  ]
  for (const [text, message] of wrong) {
    await writeFile(join(folder, 'efface.config.json'), text)
    await t.rejects(readConfig(join(folder, 'efface.config.json')), { name: 'Error', message })
    await t.rejects(readConfig(join(folder, 'efface.config.json')), { message: /efface\.config\.json: / })
  }
  await t.rejects(readConfig(join(folder, 'none.json')), /no such file/)
  await mkdir(join(folder, 'folder.json'))
  await t.rejects(readConfig(join(folder, 'folder.json')), /no such file/)
})

t.test('flags win over the preset that is said, and that over the file', t => {
  const base = checkConfig({ preset: 'street', objects: ['FACE'], entities: { enable: ['NAME'] }, limits: { frames: 9 } })
  t.same(base.options, { objects: ['FACE'], ocr: 'none', sensitivity: 'high', entities: { enable: ['NAME'] }, limits: { frames: 9 } })
  const { flags } = readArgs(['a.png', '--preset', 'screenshots', '--no-entities', 'URL', '--ocr', 'tesseract'])
  t.same(optionsOf({ ...flags, base }), {
    objects: ['FACE', 'BARCODE'], ocr: 'tesseract', sensitivity: 'high', onUnread: 'redact', entities: { enable: ['DEFAULT'], disable: ['URL'] }, limits: { frames: 9 },
  })
  t.same(over({ entities: { enable: ['NAME'] } }, { entities: { disable: ['URL'] }, method: undefined }), { entities: { enable: ['NAME'], disable: ['URL'] } })
  t.throws(() => optionsOf(readArgs(['a.png', '--preset', 'hippa']).flags), /There is no preset hippa.* Did you mean hipaa\?/)
  t.end()
})

t.test('presets are options that the library takes', t => {
  for (const name of presetNames) t.doesNotThrow(() => fillOptions(PRESETS[name].options), name)
  t.same(fillOptions(PRESETS['faces-only'].options).objects, ['FACE'])
  t.end()
})
