import { pathToFileURL } from 'node:url'
import { resolve } from 'node:path'
import t from 'tap'
import { checkDocument, lineOf } from '../../lib/queue/documents.js'

const document = { source: '/in/a.png', target: '/out/a.png' }

t.test('a document is plain data, and nothing else', async t => {
  t.same(checkDocument({ ...document, options: { languages: ['deu'] }, priority: 1, version: undefined }, ''), { ...document, options: { languages: ['deu'] }, priority: 1 })
  for (const wrong of [{ source: '' }, { target: 'a\0b' }, { priority: 0 }, { priority: 2 ** 21 }, { version: '' }, { extra: 1 }, { plan: {} }, { options: { objects: ['FCAE'] } }]) {
    t.throws(() => checkDocument({ ...document, ...wrong }, ''), { code: 'ERR_INVALID_OPTION' }, JSON.stringify(wrong))
  }
})

t.test('regression: a target that is the source by another name is refused', async t => {
  for (const [source, target] of [
    ['in/a.png', './in/../in/a.png'], ['in/a.png', resolve('in/a.png')], ['in/a.png', pathToFileURL('in/a.png').href], ['s3://in/a.png', 'S3://in/a.png'],
  ]) t.throws(() => checkDocument({ source, target }, ''), { code: 'ERR_INVALID_OPTION' }, target)
  for (const [source, target] of [['s3://in/a.png', 's3://in/A.png'], ['s3://in/a.png', 's3://in/./a.png'], ['in/a.png', 's3://in/a.png']]) {
    t.ok(checkDocument({ source, target }, ''), target)
  }
  t.throws(() => checkDocument({ source: 'in/a.png', target: 'file://elsewhere/a.png' }, ''), { code: 'ERR_INVALID_OPTION' }, 'a file of another machine')
})

t.test('a line counts, and says nothing that was read', async t => {
  const report = {
    page_count: 2, skipped: [], frames: [{ ms: { detect: 1.2, ocr: 2 } }, { ms: { detect: 1 } }],
    entities: ['NAME', 'NAME', 'SSN'].map(best_label => ({ best_label, text: 'Ada Byron' })), objects: [{ type: 'FACE' }],
  }
  const files = { input: { sha256: 'a', bytes: 1 }, output: { sha256: 'b', bytes: 2 } }
  t.same(lineOf(document, report as never, files), { ...document, pages: 2, entities: { NAME: 2, SSN: 1 }, objects: { FACE: 1 }, skipped: [], ...files, ms: 4 })
})
