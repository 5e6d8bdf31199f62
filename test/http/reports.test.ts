import t from 'tap'
import { Reports } from '../../lib/http/reports.js'
import { until } from '../fixtures/waiting.js'

t.test('reports are kept for a while, and no more of them than the limits say', async t => {
  const reports = new Reports({ reports: 3, bytes: 56, keepMs: 60_000 })
  const ids = Array.from({ length: 5 }, () => reports.reserve())
  t.equal(new Set(ids).size, 5)
  t.match(ids[0], /^[\w-]{24}$/)
  t.equal(reports.get(ids[0]!), undefined, 'not yet')
  ids.forEach((id, i) => reports.keep(id, { n: i }))
  t.same(ids.map(id => reports.get(id)), [undefined, undefined, '{"n":2}', '{"n":3}', '{"n":4}'], 'in number')
  reports.keep('large', { text: 'a'.repeat(40) })
  t.same([reports.get(ids[4]!), reports.get('large')?.length], [undefined, 51], 'in bytes')
  reports.keep('larger', { text: 'a'.repeat(100) })
  t.same([reports.get('large')?.length, reports.get('larger')], [51, undefined], 'one that no limit has room for is not kept')
  reports.clear()
  t.equal(reports.get('large'), undefined)
  const short = new Reports({ keepMs: 1 })
  short.keep('a', 1)
  await until(() => short.get('a') === undefined)
})
