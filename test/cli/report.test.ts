import { readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t, { type Test } from 'tap'
import { main } from '../../lib/cli/main.js'
import { formTiff } from '../../benchmarks/pages.js'

const BARE = ['--ocr', 'none', '--objects', 'none', '--no-config', '-q']

async function folder(t: Test): Promise<(name: string) => string> {
  const png = await sharp({ create: { width: 120, height: 80, channels: 3, background: '#8fb' } }).png().toBuffer()
  const dir = t.testdir({ in: { 'a.tif': await formTiff(2), 'b.png': png, 'c.png': png.subarray(0, 60) } })
  return name => join(dir, name)
}

t.test('a page of all files, and a contact sheet; nothing else is written', async t => {
  const at = await folder(t)
  t.equal(await main(['report', at('in'), '-o', at('r.html'), '--contact-sheet', at('s.png'), ...BARE]), 1, 'one file fails')
  const html = await readFile(at('r.html'), 'utf8')
  t.ok(html.indexOf('a.tif') < html.indexOf('b.png') && html.indexOf('b.png') < html.indexOf('c.png'), 'in order')
  t.equal(html.match(/<img /g)?.length, 3)
  t.match(html, /c\.png[^]*Failed: ERR_MALFORMED_INPUT/)
  t.match(html, /3 files, 3 pages/)
  t.same((await readdir(at('.'))).sort(), ['in', 'r.html', 's.png'])
  t.same((await readdir(at('in'))).sort(), ['a.tif', 'b.png', 'c.png'])
  const { width, height } = await sharp(at('s.png')).metadata()
  t.same([width, height], [504, 536], 'two by two cells')
  if (process.platform !== 'win32') t.not((await stat(at('r.html'))).mode & 0o044, 0, 'what is redacted, others may read')
})

t.test('pages as they were are for the user alone', { skip: process.platform === 'win32' && 'no modes on Windows' }, async t => {
  const at = await folder(t)
  await writeFile(at('r.html'), 'older', { mode: 0o644 })
  t.equal(await main(['report', at('in/b.png'), '-o', at('r.html'), '--before', ...BARE]), 0)
  t.equal((await stat(at('r.html'))).mode & 0o777, 0o600)
  t.equal((await readFile(at('r.html'), 'utf8')).match(/<img /g)?.length, 2)
})

t.test('a contact sheet beside the redacted files', async t => {
  const at = await folder(t)
  t.equal(await main([at('in/a.tif'), at('in/b.png'), '--out-dir', at('out'), '--contact-sheet', at('s.jpg'), ...BARE]), 0)
  const { format, width, height } = await sharp(at('s.jpg')).metadata()
  t.same([format, width, height], ['jpeg', 504, 536])
})

t.test('wrong usage', async t => {
  const at = await folder(t)
  for (const args of [[at('in')], ['-o', at('r.html')], [at('in'), '-o', at('r.pdf')], [at('in'), '-o', at('r.html'), '--contact-sheet', at('s.gif')]]) {
    await t.rejects(main(['report', ...args, ...BARE]), /Say what to look at|Expected a name that ends in/)
  }
  t.notOk((await readdir(at('.'))).includes('r.html'))
})

t.test('regression: what the config file says to ignore is not on the page', async t => {
  const at = await folder(t)
  await writeFile(at('efface.config.json'), JSON.stringify({ ocr: 'none', objects: [], ignore: ['c.png', 'a.*'] }))
  t.equal(await main(['report', at('in'), '-o', at('r.html'), '--config', at('efface.config.json'), '-q']), 0)
  t.match(await readFile(at('r.html'), 'utf8'), /1 file, 1 page/)
})
