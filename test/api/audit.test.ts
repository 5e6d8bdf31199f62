import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { AuditLog, verifyAudit, type AuditEntry } from '../../lib/api/audit.js'

const entry = (n: number): AuditEntry => ({
  time: '2026-01-01T00:00:00.000Z', input: { sha256: 'a'.repeat(64), bytes: n }, output: { sha256: 'b'.repeat(64), bytes: n },
  options: { objects: ['FACE'] }, models: [], pages: [{ index: 0, width: 10, height: 10, boxes: [{ label: 'FACE', method: 'blur', x: 1, y: 1, w: 5, h: 5, shape: undefined }] }],
})

async function logOf(t: Test, lines: number): Promise<{ path: string, text: string[] }> {
  const path = join(t.testdir({}), 'audit.ndjson')
  const log = await AuditLog.open(path)
  await Promise.all(Array.from({ length: lines }, (_, i) => log.append(entry(i))))
  return { path, text: (await readFile(path, 'utf8')).trim().split('\n') }
}
type Test = typeof t

t.test('lines are chained, over more than one opening of the log', async t => {
  const { path } = await logOf(t as Test, 3)
  const hash = await (await AuditLog.open(path)).append(entry(9))
  t.same(verifyAudit(await readFile(path, 'utf8')), { lines: 4, last: hash })
})

t.test('a line that was changed, dropped, moved or added is found', async t => {
  const { path, text } = await logOf(t as Test, 4)
  const [a, b, c, d] = text as [string, string, string, string]
  const cases: [string[], RegExp][] = [
    [[a, b.replace('"bytes":1', '"bytes":7'), c, d], /Line 2 .* changed/],
    [[a, b.replace('"FACE"', '"NAME"'), c, d], /Line 2 .* changed/],
    [[a, c, d], /Line 2 .* follow/],
    [[b, c, d], /Line 1 .* follow/],
    [[a, c, b, d], /Line 2 .* follow/],
    [[a, b, c, d, d], /Line 5 .* follow/],
    [[a, 'no json', c], /Line 2 .* JSON/],
  ]
  for (const [lines, message] of cases) t.throws(() => verifyAudit(lines.join('\n')), { code: 'ERR_MALFORMED_INPUT', message })
  await writeFile(path, [a, c].join('\n'))
  await t.rejects(AuditLog.open(path), { code: 'ERR_MALFORMED_INPUT' }, 'a broken log is not added to')
})

t.test('regression: a line that cannot be written rejects its own append, and no other', async t => {
  const folder = t.testdir({})
  const path = join(folder, 'audit.ndjson')
  const log = await AuditLog.open(path)
  await log.append(entry(1))
  const text = await readFile(path, 'utf8')
  const stray: unknown[] = []
  const hear = (error: unknown): void => { stray.push(error) }
  process.on('unhandledRejection', hear)
  t.teardown(() => process.off('unhandledRejection', hear))
  // A folder in the log's place: nothing can be appended to it.
  await rm(path)
  await mkdir(path)
  const failed = await Promise.allSettled([log.append(entry(2)), log.append(entry(3))])
  t.match(failed, [{ status: 'rejected', reason: { code: 'EISDIR' } }, { status: 'rejected', reason: { code: 'EISDIR' } }])
  await rm(path, { recursive: true })
  await writeFile(path, text)
  const last = await log.append(entry(4))
  t.same(verifyAudit(await readFile(path, 'utf8')), { lines: 2, last })
  await new Promise(resolve => setImmediate(resolve))
  t.same(stray, [])
})
