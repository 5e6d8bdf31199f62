import type { IncomingMessage, ServerResponse } from 'node:http'
import { fillOptions } from '../core/options.js'
import type { Logger } from '../core/logger.js'
import type { AnyOptions, EffaceOptions, FilledOptions } from '../core/option-types.js'
import type { Pool } from '../../workers/pool.js'
import type { Bodies } from './bodies.js'
import type { Gate, Turn } from './gate.js'
import type { Metrics } from './metrics.js'
import type { Patience } from './patience.js'
import type { Reports } from './reports.js'

export interface DocumentLimits {
  /** Documents held at a time. */
  documents: number
  /** Bytes of all documents, the pictures of their pages, and the redacted files while they are sent. */
  bytes: number
  /** Minutes after which a document that nobody asks for is dropped. */
  idleMinutes: number
}

/** A file on the server's side that is to be reviewed. */
export interface ReviewFile {
  path: string
  /** As the page shows it. Default: the path. */
  name?: string
  /** Where the redacted file is written as soon as all pages are reviewed. Default: nowhere; the page gives it. */
  output?: string
}

/** The review page. */
export interface UiOptions extends Partial<DocumentLimits> {
  /** The page's list begins with these files, which need not be uploaded. */
  files?: readonly ReviewFile[]
  /** Folder for marks and plans, so that they outlive the server. No picture is kept in it, and no text that was read. Default: they end with it. */
  marks?: string
  /**
   * Host names, besides localhost, under which other machines may ask for the review page. serve() listens beyond this machine only
   * when there is one.
   */
  hosts?: readonly string[]
}

/** Numbers are whole and at least 1; `queue` and `minRate` may be 0. Wrong ones throw ERR_INVALID_OPTION. */
export interface HttpOptions<Own extends string = string> {
  /** Defaults for every request; what a request says of itself comes on top. */
  defaults?: EffaceOptions<Own>
  /** When set, requests must bring it as `x-api-key` or `Authorization: Bearer`. */
  apiKey?: string
  /** Folder below which `/process/files/uri` may read. Without it that route answers 403. */
  root?: string
  /** Folder where `/process/files/uri` writes. Default: beside the input. */
  outputDir?: string
  /** Largest body in bytes. Default 64 MiB for JSON bodies, `limits.inputBytes` for streamed files. */
  maxBody?: number
  /** Requests worked on at a time. Default: two for each thread of the pool. */
  concurrency?: number
  /** Requests that may wait beyond those before 429 is answered. Default 32. */
  queue?: number
  /** Seconds a client may keep the server waiting, for bytes of the upload or for room for the answer. Default 60. */
  idleSeconds?: number
  /** Bytes a second that an upload must bring on average, beyond its first ten seconds. Default 1024; 0 for none. */
  minRate?: number
  /**
   * The review page at `/ui/`, and how many files it may hold and for how long (16 files, 4 GiB, 15 minutes). Default: none.
   * It is served to this machine alone unless `hosts` names others.
   */
  ui?: boolean | UiOptions
  /** Worker threads to run on, from createPool(). Default: a pool of the handler's own. */
  pool?: Pool
  /** Takes a line for each request: route, status, milliseconds, code of an error; never text. */
  logger?: Logger
}

/** What every route works with. */
export interface Context {
  readonly options: HttpOptions
  /** What holds where a request says nothing: the operator's defaults over the library's, and over Limina's on Limina's routes. */
  readonly defaults: Readonly<Record<'own' | 'limina', FilledOptions>>
  readonly pool: Pool
  readonly gate: Gate
  readonly metrics: Metrics
  readonly patience: Patience
  readonly reports: Reports
  readonly maxJson: number
  /** What is in memory of JSON bodies. */
  readonly bodies: Bodies
  readonly idleMs: number
  ready: boolean
}

export interface Exchange {
  req: IncomingMessage
  res: ServerResponse
  /** Aborted when the client goes away. */
  signal: AbortSignal
  context: Context
  /** The place among those at work, as soon as it has one. */
  turn?: Turn
}

/** Does the work of a request when there is a place for it. */
export async function atWork<T>(exchange: Exchange, work: () => Promise<T>): Promise<T> {
  return await exchange.context.gate.run(async turn => {
    exchange.turn = turn
    return await work()
  }, exchange.signal)
}

/** Options of one request over those that hold where it says nothing. */
export function requestOptions({ context, signal }: Pick<Exchange, 'context' | 'signal'>, said: AnyOptions, under: FilledOptions): FilledOptions {
  // A request that says how carefully to read does not say what becomes of unread text: there the operator's own word stands.
  const onUnread = context.options.defaults?.onUnread
  return fillOptions({ ...onUnread === undefined ? {} : { onUnread }, ...said, pool: context.pool, signal }, under)
}

/** The header that says which keys of a body in Limina's form were ignored. */
export function ignoredHeader(keys: readonly string[]): Record<string, string> {
  if (keys.length === 0) return {}
  const shown = keys.slice(0, 20).map(key => key.slice(0, 100).replace(/[^\x21-\x2b\x2d-\x7e]/g, '?'))
  return { 'x-efface-ignored': [...shown, ...keys.length > shown.length ? ['...'] : []].join(', ') }
}

export type Route = (exchange: Exchange) => Promise<void>

/** A route with its place. `open`: no API key is asked for. */
export interface Entry { name: string, method: string, path: RegExp, route: Route, open?: boolean }

/** Ends an answer with JSON, its length said. */
export function sendJson(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = JSON.stringify(body)
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text), ...headers })
  res.end(text)
}
