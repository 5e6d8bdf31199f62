import type { IncomingMessage, ServerResponse } from 'node:http'
import { invalidOption, isIntegerIn, isObject, isString, refuseStrangers } from '../core/is.js'
import { fillOptions } from '../core/options.js'
import { createPool } from '../../workers/pool.js'
import { Bodies } from './bodies.js'
import { sendJson, type Context, type Entry, type HttpOptions } from './context.js'
import { errorBody, HttpError, toHttpError, traceOf } from './errors.js'
import { clientGone, draining, Gate } from './gate.js'
import { Metrics } from './metrics.js'
import { openapi } from './openapi.js'
import { Patience } from './patience.js'
import { Reports } from './reports.js'
import { ROUTES } from './routes/index.js'
import { equalSecrets } from './secret.js'
import { createUi } from './ui/index.js'

/** Made by {@link createHandler}. */
export interface HttpHandler {
  /** For node:http, Express and, with `reply.hijack()`, Fastify. Calls `next` for paths that are not its own, where there is one. */
  (req: IncomingMessage, res: ServerResponse, next?: () => void): void
  /** Stops taking requests; resolves when those under way are answered and the threads have ended. */
  close(): Promise<void>
  /** @internal */
  readonly context: Context
}

/** How long the rest of a refused upload is read and thrown away, in milliseconds. */
const LINGER_MS = 5000

const openapiRoute: Entry = { name: 'openapi', method: 'GET', path: /\/openapi\.json$/, open: true, route: async ({ res }) => sendJson(res, 200, openapi) }

/**
 * A request handler with Limina's routes and a streaming one. Without a `pool` it makes its own, which `close()` ends.
 *
 * @throws EffaceError ERR_INVALID_OPTION
 * @example
 * import { createServer } from 'node:http'
 * createServer(createHandler({ apiKey: process.env.KEY })).listen(8080)
 */
export function createHandler<Own extends string = never>(options: HttpOptions<Own> = {}): HttpHandler {
  checkOptions(options)
  const defaults = { own: fillOptions(options.defaults), limina: fillOptions(options.defaults, fillOptions({ method: 'blur' })) }
  const ui = options.ui ? createUi(options.ui) : undefined
  const routes: readonly Entry[] = [...ui?.routes ?? [], ...ROUTES, openapiRoute]
  const pool = options.pool ?? createPool()
  const gate = new Gate(options.concurrency ?? pool.threads * 2, options.queue ?? 32)
  const maxJson = options.maxBody ?? 64 * 2 ** 20
  const idleMs = (options.idleSeconds ?? 60) * 1000
  const context: Context = {
    options, defaults, pool, gate, metrics: new Metrics(gate), patience: new Patience({ idleMs, minRate: options.minRate ?? 1024 }), reports: new Reports(),
    maxJson, bodies: new Bodies(Math.max(4 * maxJson, 256 * 2 ** 20)), idleMs, ready: true,
  }
  const under = new Set<Promise<void>>()

  const handler = (req: IncomingMessage, res: ServerResponse, next?: () => void): void => {
    const path = (req.url ?? '/').split('?', 1)[0]!
    const entry = routes.find(r => r.path.test(path) && r.method === (req.method === 'HEAD' ? 'GET' : req.method))
    if (!entry && next) return next()
    const known = entry !== undefined || routes.some(r => r.path.test(path))
    const admit = (): void => {
      // A page that reads what is personal is on this server: whoever gets at one route under a foreign name gets at all of them.
      ui?.checkHost(req)
      if (!entry) throw new HttpError(known ? 405 : 404, 'Not found')
      if (!entry.open) authorise(req, options.apiKey)
      if (!context.ready && entry.method === 'POST') throw draining()
      if (req.headers['x-efface-options'] !== undefined && entry.name !== 'files') throw new HttpError(400, 'The header x-efface-options goes with the route /process/files alone')
    }
    // Whatever goes wrong with a request is the end of that request.
    const answered = answer(entry, admit, req, res, context).catch(() => void res.destroy())
    under.add(answered)
    void answered.finally(() => under.delete(answered))
  }
  const close = async (): Promise<void> => {
    context.ready = false
    gate.close()
    context.patience.close()
    await Promise.allSettled(under)
    context.reports.clear()
    await ui?.close()
    if (!options.pool) await pool.close()
  }
  return Object.assign(handler, { close, context })
}

const NAMES = ['defaults', 'apiKey', 'root', 'outputDir', 'maxBody', 'concurrency', 'queue', 'idleSeconds', 'minRate', 'ui', 'pool', 'logger', 'port', 'host', 'requestSeconds']

/** @throws EffaceError ERR_INVALID_OPTION: a misspelt `apiKey` would leave the server open */
function checkOptions(options: HttpOptions): void {
  if (!isObject(options)) throw invalidOption('options', `an object {${NAMES.join(', ')}}`, options)
  refuseStrangers(options, NAMES)
  for (const name of ['concurrency', 'queue', 'maxBody', 'idleSeconds', 'minRate'] as const) {
    const value = options[name]
    const least = name === 'queue' || name === 'minRate' ? 0 : 1
    if (value !== undefined && !isIntegerIn(value, least, Number.MAX_SAFE_INTEGER)) throw invalidOption(name, 'a positive integer', value)
  }
  // An empty key would be matched by the key that a request does not have.
  if (options.apiKey !== undefined && !isString(options.apiKey)) throw invalidOption('apiKey', 'a text that is not empty', options.apiKey)
}

async function answer(entry: Entry | undefined, admit: () => void, req: IncomingMessage, res: ServerResponse, context: Context): Promise<void> {
  const start = performance.now()
  const gone = new AbortController()
  // Without listeners, an error of the connection would end the process.
  for (const stream of [req, res]) stream.on('error', () => {})
  res.once('close', () => { if (!res.writableFinished) gone.abort() })
  // A connection stands still while the server works, too: only a client that does not take its answer is cut off.
  res.setTimeout(context.idleMs, () => { if (res.writableLength > 0) res.destroy() })
  const { metrics, options: { logger } } = context
  const name = entry?.name ?? 'none'
  let status: number | undefined
  let code: string | undefined
  try {
    admit()
    await entry!.route({ req, res, signal: gone.signal, context })
  } catch (cause) {
    // What fails because the client has left is no failure of the server's.
    const error = gone.signal.aborted || req.socket.destroyed ? clientGone() : toHttpError(cause)
    status = error.status
    code = error.code ?? (cause as { name?: string }).name
    metrics.error(code ?? String(error.status))
    if (error.status === 500) {
      const { stage } = cause as { stage?: string }
      logger?.error({ route: name, code, ...stage === undefined ? {} : { stage }, ...code === 'ERR_INTERNAL' ? { trace: traceOf(cause) } : {} }, 'request failed')
    }
    fail(req, res, error, cause)
  }
  status ??= res.statusCode
  metrics.request(name, status)
  logger?.info({ route: name, status, ms: Math.round(performance.now() - start), ...(code === undefined ? {} : { code }) }, 'request')
}

/** An error body where nothing was sent yet; else the connection is cut, so that nobody takes the part for the whole. */
function fail(req: IncomingMessage, res: ServerResponse, error: HttpError, cause: unknown): void {
  if (res.destroyed || error.status === 499 || res.headersSent) return void res.destroy()
  // A connection that is closed on what still arrives takes the answer with it: what is left of the upload is read, for a while.
  if (!req.complete) {
    const enough = setTimeout(() => req.destroy(), LINGER_MS).unref()
    // A listener, and not only resume(): whoever read the body may let go of it later than this.
    req.once('close', () => clearTimeout(enough)).on('data', () => {}).resume()
  }
  sendJson(res, error.status, errorBody(error, cause), error.headers)
}

/** @throws HttpError 401 */
function authorise(req: IncomingMessage, key: string | undefined): void {
  if (key === undefined) return
  const header = req.headers['x-api-key'] ?? /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? ''
  if (!equalSecrets(String(header), key)) throw new HttpError(401, 'Invalid or missing API key')
}
