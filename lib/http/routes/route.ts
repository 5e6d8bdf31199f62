import { readBy, type Fault, type JsonSchema, type Schema } from '../../core/schema.js'
import { readJson } from '../body.js'
import { ignoredHeader, sendJson, type Context, type Entry, type Exchange, type Route } from '../context.js'
import { HttpError } from '../errors.js'

/** What is told of a route at /openapi.json. */
interface RouteInfo {
  summary: string
  /** MIME type → schema. */
  body?: Readonly<Record<string, JsonSchema>>
  answer: { description: string, content?: Readonly<Record<string, JsonSchema>> }
  /** Statuses of refusals beside those that any route with a body may have, and what they mean. */
  refusals?: Readonly<Record<number, string>>
}

/** A route of the API, at one or more paths; `{id}` stands for letters, digits, `-` and `_`. */
export interface ApiEntry extends Entry { paths: readonly string[], info: RouteInfo }

type Place = Pick<ApiEntry, 'name' | 'method' | 'paths' | 'info' | 'open'>

/** Any prefix may stand before the paths: clients say /v4/process/…, /community/v4/process/…, or nothing. */
export function apiRoute(place: Place, route: Route): ApiEntry {
  const patterns = place.paths.map(path => path.replace(/[.\\]/g, '\\$&').replace(/\{\w+\}/g, '[\\w-]+'))
  return { ...place, path: new RegExp(`(${patterns.join('|')})$`), route }
}

export interface JsonRoute<B, A> extends Omit<Place, 'method' | 'info'> {
  summary: string
  body: Schema<B>
  answer: Schema<A>
  refusals?: RouteInfo['refusals']
  /** Before the body is read. @throws HttpError */
  admit?(context: Context): void
  /** @param answer sends the answer; call it while the request has its place among those at work */
  run(exchange: Exchange, body: B, answer: (value: unknown) => void): Promise<void>
}

/** A POST of JSON that is answered with JSON: by its schemas the body is checked (422), and the route described. */
export function jsonRoute<B, A>({ summary, body, answer, refusals, admit, run, ...place }: JsonRoute<B, A>): ApiEntry {
  const info: RouteInfo = { summary, body: { 'application/json': body }, answer: { description: 'Done', content: { 'application/json': answer } }, ...refusals && { refusals } }
  return apiRoute({ ...place, method: 'POST', info }, async exchange => {
    admit?.(exchange.context)
    const { value, faults, unknown } = readBy(body, await readJson(exchange), { loc: ['body'], lenient: true })
    if (faults.length > 0) throw new HttpError(422, faults)
    await run(exchange, value, result => sendJson(exchange.res, 200, result, ignoredHeader(unknown.map(({ loc }) => loc.join('.')))))
  })
}

/** Reads what may have no other fields than those of its schema. @throws HttpError 422 */
export function readStrictly<T>(schema: Schema<T>, given: unknown, at: string): T {
  const { value, faults, unknown } = readBy(schema, given, { loc: [at], lenient: true })
  const extra = unknown.map(({ loc, known }): Fault => ({ loc, msg: `extra fields not permitted (known: ${known.join(', ')})`, type: 'value_error.extra' }))
  if (faults.length + extra.length > 0) throw new HttpError(422, [...faults, ...extra])
  return value
}
