import t from 'tap'
import type { ProviderName } from '../../lib/core/providers.js'
import { currentProviders, onFirst, usesOf, withProviders } from '../../lib/inference/providers.js'

/** Starts on these alone, and writes down what was tried. */
const startsOn = (able: readonly ProviderName[], tried: string[] = []) => async (provider: ProviderName): Promise<string> => {
  tried.push(provider)
  if (!able.includes(provider)) throw new Error(`x.cc:1 thing was false. No ${provider} here\nmore`)
  return `on ${provider}`
}

t.test('the processor alone where nothing is said', async t => {
  t.same(currentProviders(), ['cpu'])
  t.equal(await onFirst(startsOn(['cpu', 'cuda'])), 'on cpu')
})

t.test('the first that can be started, and why others could not; those are not tried again', async t => {
  const providers = ['cuda', 'webgpu', 'cpu'] as const
  const tried: string[] = []
  await withProviders(providers, async () => {
    t.equal(await onFirst(startsOn(['webgpu', 'cpu'], tried)), 'on webgpu')
    t.equal(await onFirst(startsOn(['webgpu', 'cpu'], tried)), 'on webgpu')
  })
  t.same(tried, ['cuda', 'webgpu', 'webgpu'])
  t.same(usesOf(providers), { used: ['webgpu'], fallbacks: ['cuda could not be started: No cuda here'] })
  t.same(currentProviders(), ['cpu'], 'choices do not leak')
})

t.test('none', async t => {
  await t.rejects(withProviders(['cuda'], () => onFirst(startsOn([]))), { code: 'ERR_INVALID_OPTION', message: /No execution provider of cuda could be started \(.*No cuda here\).*'cpu' as the last/ })
  await t.rejects(withProviders(['cpu'], () => onFirst(startsOn([]))), { message: /No cpu here/ }, 'what the processor cannot run is the net\'s own fault')
})
