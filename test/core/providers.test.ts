import t from 'tap'
import { fillOptions } from '../../lib/core/options.js'
import { providersOn } from '../../lib/core/providers.js'

t.test('what each platform has', t => {
  t.same(providersOn('linux', 'x64'), ['cuda', 'webgpu', 'cpu'])
  t.same(providersOn('linux', 'arm64'), ['webgpu', 'cpu'])
  t.same(providersOn('darwin', 'arm64'), ['coreml', 'webgpu', 'cpu'])
  t.same(providersOn('win32', 'x64'), ['dml', 'webgpu', 'cpu'])
  t.end()
})

t.test('one that the platform lacks is refused, in words', t => {
  const lacking = process.platform === 'darwin' ? 'dml' : 'coreml'
  const where = process.platform === 'darwin' ? 'win32' : 'darwin'
  t.throws(() => fillOptions({ providers: [lacking, 'cpu'] }), {
    code: 'ERR_INVALID_OPTION', message: `providers: ${lacking} is there on ${where} only, and this is ${process.platform} ${process.arch}, which has ${providersOn().join(', ')}`,
  })
  t.throws(() => fillOptions({ providers: ['cdua'] as never }), { message: /Expected one of cuda.* Did you mean cuda\?/ })
  t.throws(() => fillOptions({ providers: [] }), { message: /at least one/ })
  t.same(fillOptions({ providers: ['webgpu', 'cpu'] }).providers, ['webgpu', 'cpu'])
  t.equal(fillOptions().providers, undefined)
  t.end()
})
