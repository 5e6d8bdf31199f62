import { fits, integer, matching, number, shape } from '../core/check.js'
import { isBoolean, isFunction, isObject, isString } from '../core/is.js'
import { fillOptions } from '../core/options.js'
import { capacity } from './capacity.js'
import type { QueueOptions, WorkerOptions } from './options.js'
import type { RedisPlace } from './redis.js'

const place = {
  redis: fits<RedisPlace>("a URL, a socket's path, options of ioredis or a client", v => isString(v) || isObject(v)),
  name: matching(/^[^:]+$/, 'a name without a colon'),
  prefix: matching(/^[^:]+$/, 'a text without a colon'),
}
const where = { redis: 'redis://127.0.0.1:6379', name: 'efface', prefix: 'efface' }

const queueCheck = shape<QueueOptions>({ ...place, attempts: integer(1, 100), backoffSeconds: number(0, 3600), keepDays: number(0, 36_500) })

/** @throws EffaceError ERR_INVALID_OPTION */
export const checkQueueOptions = (options: QueueOptions): Required<QueueOptions> => ({ ...where, attempts: 5, backoffSeconds: 5, keepDays: 30, ...queueCheck(options, '') })

const workerCheck = shape<WorkerOptions>({
  ...place,
  options: (value, at) => {
    if (isObject(value)) fillOptions(value)
    return fits<NonNullable<WorkerOptions['options']>>('an object', isObject)(value, at)
  },
  pool: fits('a pool made by createPool()', v => isObject(v) && isFunction(v.run)),
  concurrency: integer(1, 1000),
  pagesPerJob: integer(1, 1e9),
  deaths: integer(0, 1000),
  silentSeconds: number(0.1, 86_400),
  limit: shape<NonNullable<WorkerOptions['limit']>>({ documents: integer(1, 1e9), seconds: number(0.001, 86_400) }, ['documents', 'seconds']),
  logger: fits('a logger', v => isObject(v) && isFunction(v.info) && isFunction(v.error)),
  checkRedis: fits('a boolean', isBoolean),
})

export type WorkerSettings = WorkerOptions & Required<Pick<WorkerOptions, 'redis' | 'name' | 'prefix' | 'concurrency' | 'pagesPerJob' | 'deaths' | 'silentSeconds'>>

/** @throws EffaceError ERR_INVALID_OPTION */
export function checkWorkerOptions(options: WorkerOptions): WorkerSettings {
  const said = workerCheck(options, '')
  return { ...where, concurrency: capacity({ threads: said.pool?.threads }).documents, pagesPerJob: 25, deaths: 5, silentSeconds: 30, ...said }
}
