import t from 'tap'
import { EffaceError } from '../../lib/core/errors.js'
import { asked, failureOf, isOutlived, KeptFailure, readReason, toReason } from '../../lib/queue/failures.js'

t.test('a failure comes back as it was kept', async t => {
  for (const [error, code, passing] of [
    [new EffaceError('ERR_MALFORMED_INPUT', 'Cut short:\nat byte 3'), 'ERR_MALFORMED_INPUT', false],
    [new EffaceError('ERR_INVALID_OPTION', 'no'), 'ERR_INVALID_OPTION', false],
    [new EffaceError('ERR_OUTPUT_EXISTS', 'there'), 'ERR_OUTPUT_EXISTS', true],
    [new EffaceError('ERR_STORAGE_FAILED', '503'), 'ERR_STORAGE_FAILED', true],
    [Object.assign(new Error('no space'), { code: 'ENOSPC' }), 'ENOSPC', true],
    [new TypeError('of undefined'), 'TypeError', true],
    ['a text', 'Error', true],
  ] as const) {
    const failure = failureOf(error)
    t.match(failure, { code, passing })
    t.same(readReason(toReason(failure)), failure)
    t.same(new KeptFailure(failure).failure, failure)
  }
  t.match(readReason(undefined), { code: 'ERR_INTERNAL', passing: false })
})

t.test('what the queue itself gave up is a death, and may be tried again', async t => {
  const reason = 'job stalled more than allowable limit'
  t.ok(isOutlived(reason))
  t.match(readReason(reason), { code: 'ERR_WORKER_DIED', passing: true })
})

t.test('what Redis refuses is told without the command that it was asked', async t => {
  const refused = Object.assign(new Error("OOM command not allowed when used memory > 'maxmemory'."), { name: 'ReplyError', command: { args: ['/in/ada.png'] } })
  const error = await asked(Promise.reject(refused)).catch((error: unknown) => error)
  t.match(error, { code: 'ERR_STORAGE_FAILED', message: /^Redis refuses: OOM/, cause: undefined })
  t.equal(await asked(Promise.resolve(1)), 1)
  const other = new Error('Connection is closed.')
  await t.rejects(asked(Promise.reject(other)), other)
})
