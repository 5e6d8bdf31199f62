import t from 'tap'
import { EffaceError, malformed } from '../../lib/core/errors.js'
import { toStageError } from '../../streams/stage-error.js'

t.test('an error gets the code of its stage, unless it has one that says more', t => {
  t.match(toStageError(new TypeError('x'), 'ocr', 3), { code: 'ERR_OCR_FAILED', stage: 'ocr', frame: 3, cause: { message: 'x' } })
  t.match(toStageError(malformed('cut off'), 'split', 2), { code: 'ERR_MALFORMED_INPUT', stage: 'split', frame: 2 })
  t.match(toStageError(new EffaceError('ERR_OCR_FAILED', 'x', { stage: 'ocr' }), 'redact'), { stage: 'ocr' })
  const abort = Object.assign(new Error('stop'), { name: 'AbortError' })
  t.equal(toStageError(abort, 'split'), abort)
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  t.equal(toStageError(full, 'split', 0), full, 'a full disk is no malformed input')
  const missing = Object.assign(new Error('no such file or directory'), { code: 'ENOENT', syscall: 'mkdtemp' })
  t.equal(toStageError(missing, 'decode'), missing, 'nor is a missing TMPDIR')
  for (const stage of ['decode', 'split', 'pii', 'redact', 'encode'] as const) {
    t.match(toStageError(new RangeError('x'), stage, 1), { code: 'ERR_INTERNAL', stage, frame: 1, cause: { message: 'x' } }, `${stage}: a fault of ours is none of the input's`)
  }
  t.end()
})
