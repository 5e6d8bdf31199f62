// What is kept of reviews: in memory, and on disk as a journal and plans.
import { appendFile, chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { readPlan } from '../../lib/api/plan.js'
import { defaultLimits } from '../../lib/core/limits.js'
import type { FileReview } from '../../lib/http/ui/file-review.js'
import { Marks } from '../../lib/http/ui/marks.js'

const sha256 = 'a'.repeat(64)
const review = (reviewed: boolean, hash = sha256): FileReview => ({
  version: 1, input: { sha256: hash, bytes: 5 }, options: { ocr: 'none' }, models: [],
  pages: [
    { index: 0, width: 100, height: 50, ...reviewed && { reviewed }, boxes: [
      { label: 'NAME', method: 'blackbox', x: 1, y: 2, w: 30, h: 10, score: 0.9 }, { label: 'FACE', method: 'blur', x: 50, y: 2, w: 30, h: 10, off: true, doubt: true, score: 0.2 },
    ] },
    { index: 1, width: 100, height: 50, boxes: [] },
  ],
})

for (const kept of [true, false]) {
  t.test(`a review comes back as it was, ${kept ? 'also in another process' : 'as long as the process lives'}`, async t => {
    const folder = kept ? join(t.testdir(), 'marks') : undefined
    const marks = await Marks.open(folder)
    t.equal(marks.kept, kept)
    t.equal(await marks.review(sha256, defaultLimits), undefined)
    const now = review(true)
    const saved = marks.save(now, { path: '/scans/a.tif', size: 5, mtime: 7.5 })
    now.pages[1]!.reviewed = true // after it was said
    await saved
    const again = kept ? await Marks.open(folder) : marks
    t.match(await again.review(sha256, defaultLimits), JSON.parse(JSON.stringify(review(true))))
    t.match(again.ofPath('/scans/a.tif', 5, 7.5), { pages: 2, reviewed: 1 })
    t.equal(again.ofPath('/scans/a.tif', 6, 7.5), undefined, 'a file that was changed is another')
    t.equal(again.ofPath('/scans/b.tif', 5, 7.5), undefined)
    await again.save(review(false))
    t.match(again.ofPath('/scans/a.tif', 5, 7.5), { reviewed: 0 }, 'the last word counts, wherever the bytes lie')
  })
}

t.test('on disk: a plan like any other, and for nobody else', async t => {
  const folder = join(t.testdir(), 'marks')
  const marks = await Marks.open(folder)
  await marks.save(review(true))
  t.same((await readdir(folder)).sort(), ['journal.ndjson', 'plans'])
  t.same(await readdir(join(folder, 'plans')), [`${sha256}.plan.json`])
  const plan = readPlan(JSON.parse(await readFile(join(folder, 'plans', `${sha256}.plan.json`), 'utf8')))
  t.same(plan.pages[0]!.boxes, [{ label: 'NAME', method: 'blackbox', x: 1, y: 2, w: 30, h: 10 }], 'what is left out is not painted by `efface apply` either')
  if (process.platform !== 'win32') {
    for (const path of [join(folder, 'journal.ndjson'), join(folder, 'plans', `${sha256}.plan.json`)]) t.equal((await stat(path)).mode & 0o777, 0o600)
    t.equal((await stat(folder)).mode & 0o777, 0o700)
  }
})

t.test('a line that was cut short does not count, and the next stands on a line of its own', async t => {
  const folder = join(t.testdir(), 'marks')
  await (await Marks.open(folder)).save(review(true), { path: '/a', size: 1, mtime: 1 })
  await appendFile(join(folder, 'journal.ndjson'), `{"sha256":"${'b'.repeat(64)}","pages":3,"revi`)
  const marks = await Marks.open(folder)
  t.match(marks.ofPath('/a', 1, 1), { reviewed: 1 })
  await marks.save(review(false, 'c'.repeat(64)), { path: '/c', size: 1, mtime: 1 })
  t.match((await Marks.open(folder)).ofPath('/c', 1, 1), { pages: 2, reviewed: 0 })
})

t.test('a plan that somebody spoilt is none', async t => {
  const folder = join(t.testdir(), 'marks')
  const marks = await Marks.open(folder)
  await marks.save(review(true))
  const path = join(folder, 'plans', `${sha256}.plan.json`)
  const kept = JSON.parse(await readFile(path, 'utf8')) as { review: { boxes: object[] }[] }
  kept.review[0]!.boxes = [{ label: 'NAME', method: 'blackbox', x: -1, y: 0, w: 1, h: 1 }]
  for (const text of ['', '{}', JSON.stringify(kept)]) {
    await writeFile(path, text)
    t.equal(await marks.review(sha256, defaultLimits), undefined)
  }
})

t.test('a folder that cannot be made is said', { skip: process.platform === 'win32' || process.getuid?.() === 0 ? 'nothing is forbidden to root' : false }, async t => {
  const folder = t.testdir()
  await chmod(folder, 0o500)
  await t.rejects(Marks.open(join(folder, 'marks')), { code: 'EACCES' })
})
