import type { Pool } from '../../workers/pool.js'
import type { Logger } from '../core/logger.js'
import type { AnyOptions } from '../core/option-types.js'
import type { RedisPlace } from './redis.js'

/** Which queue. Producers and workers say the same. */
export interface QueuePlace {
  /** Default: Redis on this machine. */
  redis?: RedisPlace
  /** Name of the queue. Default 'efface'. */
  name?: string
  /** What all keys in Redis begin with. Default 'efface'; in a cluster one in braces: '{efface}'. */
  prefix?: string
}

/** How jobs are added. */
export interface QueueOptions extends QueuePlace {
  /** So often a document is tried that fails for what may pass, 1 to 100. Default 5. What its own bytes are to blame for is not tried again. */
  attempts?: number
  /** Seconds before the second try; it doubles with each, and differs by up to a half at random. Default 5. */
  backoffSeconds?: number
  /** Days for which a finished document is remembered, and not redacted again. Default 30. */
  keepDays?: number
}

/** How a worker works. */
export interface WorkerOptions extends QueuePlace {
  /** What holds where a document's own options say nothing: plug-ins, for example. All workers of a queue are to have the same. */
  options?: AnyOptions
  /** Threads to work on. Default: the pool of the process. */
  pool?: Pool
  /** Documents at a time, 1 to 1000. Default: by threads and memory. */
  concurrency?: number
  /** A TIFF of more pages is looked through in ranges of so many, each a job of its own, from 1. Default 25. */
  pagesPerJob?: number
  /** So often the worker that has a document may die before the document is given up, 0 to 1000. Default 5. */
  deaths?: number
  /** A worker that gives no sign for so many seconds is taken for dead, and its documents are begun anew elsewhere. Default 30. */
  silentSeconds?: number
  /** Jobs that all workers together begin in so many seconds, at most. */
  limit?: { documents: number, seconds: number }
  /** Is told what is done, by ids of jobs: neither names of files nor what was read. */
  logger?: Logger
  /** Look whether Redis keeps its jobs over a restart, and log where it does not. Default true. */
  checkRedis?: boolean
}
