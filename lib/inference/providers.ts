/**
 * Which execution providers the nets of a task may run on. A thread serves pipelines of different options, and sessions are opened deep below a task:
 * what it may use goes along with its asynchronous context.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { EffaceError } from '../core/errors.js'
import type { ProviderName } from '../core/providers.js'
import type { ProviderUse } from '../core/types.js'

const CPU: readonly ProviderName[] = ['cpu']
const chosen = new AsyncLocalStorage<readonly ProviderName[]>()
const uses = new Map<string, ProviderUse>()

/** In the order in which they are tried. */
export const currentProviders = (): readonly ProviderName[] => chosen.getStore() ?? CPU

/** Sessions made within `work` may use these; absent: the processor alone. */
export const withProviders = <T>(providers: readonly ProviderName[] | undefined, work: () => T): T => providers ? chosen.run(providers, work) : work()

/** What this thread's nets ran on so far, for that choice. */
export const usesOf = (providers: readonly ProviderName[]): ProviderUse => uses.get(providers.join()) ?? { used: [], fallbacks: [] }

/**
 * Makes something on the first provider that can be started. One that could not is not tried again in this thread.
 *
 * @throws EffaceError ERR_INVALID_OPTION when none could
 */
export async function onFirst<T>(make: (provider: ProviderName) => Promise<T>): Promise<T> {
  const providers = currentProviders()
  const use = usesOf(providers)
  uses.set(providers.join(), use)
  for (const provider of providers) {
    if (use.fallbacks.some(text => text.startsWith(`${provider} `))) continue
    try {
      const made = await make(provider)
      if (!use.used.includes(provider)) use.used.push(provider)
      return made
    } catch (error) {
      // What the processor cannot run is wrong with the net.
      if (provider === 'cpu') throw error
      use.fallbacks.push(`${provider} could not be started: ${firstLine(error)}`)
    }
  }
  throw new EffaceError('ERR_INVALID_OPTION', `No execution provider of ${providers.join(', ')} could be started (${use.fallbacks.join('; ')}): with 'cpu' as the last, the processor takes over`, { stage: 'options' })
}

/** Without the place in onnxruntime's source. */
function firstLine(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).split('\n')[0]!
  return (/.* was false\. (.+)/.exec(text)?.[1] ?? text).slice(0, 300).trim()
}
