import type { Redis } from 'ioredis'

/** What of a Redis' own settings would lose jobs, in words; nothing where it keeps them, or does not tell. */
export async function durabilityWarnings(redis: Pick<Redis, 'info' | 'config'>): Promise<string[]> {
  const [persistence, memory] = await Promise.all([redis.info('persistence'), redis.info('memory')].map(info => info.catch(() => '')))
  const warnings: string[] = []
  if (/^aof_enabled:0/m.test(persistence)) {
    // Managed services do not tell.
    const [, save] = await (redis.config('GET', 'save') as Promise<string[]>).catch(() => [])
    if (save === '') warnings.push('Redis keeps nothing over a restart: every job would be lost. Set appendonly yes')
    else warnings.push('Redis keeps snapshots alone: a restart loses the jobs since the last one. Set appendonly yes')
  }
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1]
  if (policy !== undefined && policy !== 'noeviction') warnings.push(`Redis may drop jobs when its memory is full (maxmemory-policy ${policy}). Set noeviction`)
  return warnings
}
