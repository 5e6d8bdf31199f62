import t from 'tap'
import { isPassing } from '../../lib/api/failures.js'
import { EffaceError } from '../../lib/core/errors.js'

t.test('faults of the input last, all others may pass', async t => {
  for (const code of ['ERR_MALFORMED_INPUT', 'ERR_UNSUPPORTED_FORMAT', 'ERR_REDACTION_UNVERIFIED'] as const) t.notOk(isPassing(new EffaceError(code, 'x')))
  t.notOk(isPassing(new EffaceError('ERR_LIMIT_EXCEEDED', 'x', { limit: 'frames', allowed: 1, actual: 2 })))
  t.ok(isPassing(new EffaceError('ERR_LIMIT_EXCEEDED', 'x', { limit: 'stageSeconds', allowed: 1, actual: 2 })))
  for (const code of ['ERR_WORKER_DIED', 'ERR_MODEL_INTEGRITY', 'ERR_OCR_FAILED'] as const) t.ok(isPassing(new EffaceError(code, 'x')))
  t.ok(isPassing(Object.assign(new Error('full'), { code: 'ENOSPC' })))
})
