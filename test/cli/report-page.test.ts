import t from 'tap'
import { escaped, fileSection, pageEnd, pageHead, type ShownPage } from '../../lib/cli/report-page.js'

const page: ShownPage = {
  index: 1, width: 300, height: 400, after: Buffer.from('after'), ms: 1234, unread: [{ x: 1, y: 2, w: 3, h: 4 }],
  boxes: [
    { x: 10, y: 20, w: 30, h: 10, label: 'NAME', tag: { x: 10, y: 5, w: 50, h: 15 } },
    { x: 10, y: 80, w: 30, h: 10, label: 'NAME' }, { x: 10, y: 120, w: 30, h: 10, label: '<B>' },
  ],
}

t.test('names and labels are text, whatever they hold', async t => {
  t.equal(escaped('a<b>&"\'\n\udc80'), 'a&#60;b&#62;&#38;&#34;&#39;\ufffd\ufffd')
  const html = fileSection({ name: '"><script>alert(1)</script>', pages: [page], ms: 5 }, 1)
  t.notMatch(html, /<script|<B>/)
})

t.test('a page shows what came out, its boxes and counts, what was unread, and its time', async t => {
  const html = fileSection({ name: 'a.tif', pages: [page], ms: 65_000, notes: ['page 1: written otherwise'] }, 3)
  t.match(html, /id="f3p2"/)
  t.match(html, `data:image/webp;base64,${Buffer.from('after').toString('base64')}`)
  t.match(html, /2 NAME/)
  t.match(html, /1 unread/)
  t.match(html, /1\.2 s/)
  t.match(html, /65 s/)
  t.match(html, /page 1: written otherwise/)
  t.equal(html.match(/<text /g)?.length, 1, 'a label that has no place is not drawn')
  t.equal(html.match(/<img /g)?.length, 1)
  t.equal(fileSection({ name: 'a.tif', pages: [{ ...page, before: Buffer.from('b') }], ms: 1 }, 1).match(/<img /g)?.length, 2)
  t.match(fileSection({ name: 'a.tif', pages: [], ms: 1, error: 'ERR_MALFORMED_INPUT: bad' }, 1), /Failed: ERR_MALFORMED_INPUT/)
})

t.test('the page fetches nothing, runs nothing, and says when it is personal', async t => {
  const at = new Date('2026-11-30T12:00:00Z')
  t.match(pageHead({ before: false, at }), /default-src 'none'; img-src data:/)
  t.match(pageHead({ before: true, at }), /as personal as the files/)
  t.notMatch(pageHead({ before: false, at }), /https?:|<script/)
})

t.test('totals', async t => {
  const totals = { files: 3, failed: 1, skipped: 2, pages: 1, unread: 4, pagesWithUnread: 1, ms: 100 }
  const html = pageEnd({ ...totals, labels: new Map([['DOB', { finds: 1, files: 1 }], ['NAME', { finds: 9, files: 2 }]]) })
  t.match(html, /3 files, 1 page, 0\.1 s.*1 failed.*2 skipped/)
  t.ok(html.indexOf('NAME') < html.indexOf('DOB'), 'the most first')
  t.match(html, /4 places on 1 page/)
  t.match(pageEnd({ ...totals, unread: 0, labels: new Map() }), /All text that was seen was read[^]*Nothing was found/)
})
