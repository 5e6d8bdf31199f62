import t from 'tap'
import { EffaceError, fromPlainError, limitExceeded, malformed, toPlainError } from '../../lib/core/errors.js'

t.test('an error keeps class, code, details and cause on its way between threads', async t => {
  const error = new EffaceError('ERR_OCR_FAILED', 'no', { stage: 'ocr', frame: 3, cause: malformed('inner', { stage: 'decode' }) })
  const back = fromPlainError(structuredClone(toPlainError(error))) as EffaceError
  t.ok(back instanceof EffaceError)
  t.match(back, { code: 'ERR_OCR_FAILED', message: 'no', stage: 'ocr', frame: 3 })
  t.match(back.cause, { code: 'ERR_MALFORMED_INPUT', message: 'inner' })
  t.ok(back.cause instanceof EffaceError)
})

t.test('a foreign error keeps name, code and message', async t => {
  const error = Object.assign(new TypeError('odd'), { code: 'EODD' })
  t.match(fromPlainError(structuredClone(toPlainError(error))), { name: 'TypeError', code: 'EODD', message: 'odd' })
  t.match(fromPlainError(toPlainError('thrown text')), { message: 'thrown text' })
})

t.test('a limit says which, how much and how much was met', async t => {
  t.match(limitExceeded('frames', 10, 11), { code: 'ERR_LIMIT_EXCEEDED', limit: 'frames', allowed: 10, actual: 11, message: /frames.*11.*10/ })
})
