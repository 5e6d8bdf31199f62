import type * as bullmq from 'bullmq'
import type { Redis } from 'ioredis'
import { EffaceError } from '../core/errors.js'
import { invalidOption, isFunction, isObject, isString } from '../core/is.js'

/** Where Redis or Valkey is: a URL (`redis://host:6379/0`, `rediss://` with TLS), the path of a socket, ioredis' own options, or a client of its. */
export type RedisPlace = string | object

/** A client, and how it is given up: one that the caller made stays open. */
export interface Connection { client: Redis, close(): Promise<void> }

/** Optional peers are loaded by whoever has a use for them, and by nobody else. */
export const loadBullMq = (): Promise<BullMq> => load('bullmq', async () => await import('bullmq'))
const loadRedis = (): Promise<typeof Redis> => load('ioredis', async () => (await import('ioredis')).Redis)
export type BullMq = typeof bullmq

async function load<T>(name: string, importing: () => Promise<T>): Promise<T> {
  try {
    return await importing()
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw new EffaceError('ERR_MISSING_PACKAGE', `The queue needs ${name}, which is not installed: npm install bullmq ioredis`, { stage: 'options', cause })
  }
}

/**
 * Connects, and fails at once where nobody answers. A connection that is lost later is sought again for as long as it takes: commands wait.
 *
 * @throws EffaceError ERR_STORAGE_FAILED, ERR_MISSING_PACKAGE, ERR_INVALID_OPTION
 */
export async function connect(redis: RedisPlace): Promise<Connection> {
  if (!isString(redis) && !isObject(redis)) throw invalidOption('redis', "a URL, a socket's path, options of ioredis or a client", redis)
  if (isObject(redis) && isFunction(redis.defineCommand)) return { client: redis as unknown as Redis, close: async () => {} }
  const Redis = await loadRedis()
  // A command that is given up after some tries would be lost work; BullMQ asks for this.
  const options = { maxRetriesPerRequest: null, lazyConnect: true, retryStrategy: (times: number) => Math.min(50 * 2 ** times, 2000) }
  const client = isString(redis) ? new Redis(redis, options) : new Redis({ ...redis, ...options })
  let failure: Error | undefined
  client.on('error', error => { failure = error })
  await client.connect().catch((cause: Error) => {
    client.disconnect()
    const { code, message } = (failure ?? cause) as Error & { code?: string }
    throw new EffaceError('ERR_STORAGE_FAILED', `Redis cannot be reached: ${code ?? message}`, { cause: failure ?? cause })
  })
  return {
    client,
    close: async () => {
      if (client.status === 'ready') await client.quit().catch(() => {})
      client.disconnect()
    },
  }
}
