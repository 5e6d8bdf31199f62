import type { JsonSchema } from '../core/schema.js'
import { ROUTES } from './routes/index.js'
import type { ApiEntry } from './routes/route.js'
import { APP_VERSION } from './routes/status.js'

const REFUSALS = {
  400: 'The file or the request is not understood', 401: 'API key missing or wrong', 408: 'The upload came in too slowly', 413: 'Too large, or beyond a limit',
  422: 'The body is not of the schema', 429: 'Too many requests; see Retry-After', 500: 'Failed inside', 503: 'Starting or shutting down',
} as const

const refusal: JsonSchema = { type: 'object', required: ['detail'], properties: { detail: {}, code: { type: 'string' }, limit: { type: 'string' } } }

/** Schemas that have a name, which stand once and are referred to. */
const schemas: Record<string, unknown> = {}

function referred(schema: JsonSchema): unknown {
  const { title, items, properties, ...rest } = schema
  const plain = {
    ...rest, ...items && { items: referred(items) },
    ...properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, referred(field)])) },
  }
  if (title === undefined) return plain
  schemas[title] = plain
  return { $ref: `#/components/schemas/${title}` }
}

const contentOf = (content: Readonly<Record<string, JsonSchema>>): object =>
  ({ content: Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema: referred(schema) }])) })

function operationOf(path: string, { info: { summary, body, answer: { description, content }, refusals }, open }: ApiEntry): object {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  const refused = { ...body ? REFUSALS : open ? {} : { 401: REFUSALS[401] }, ...refusals }
  return {
    summary,
    ...parameters.length > 0 && { parameters },
    ...body && { requestBody: { required: true, ...contentOf(body) } },
    responses: {
      200: { description, ...content && contentOf(content) },
      ...Object.fromEntries(Object.entries(refused).map(([status, description]) => [status, { description, ...contentOf({ 'application/json': refusal }) }])),
    },
  }
}

const paths = Object.fromEntries(ROUTES.flatMap(entry => entry.paths.map(path => [path, { [entry.method.toLowerCase()]: operationOf(path, entry) }])))

/** What the server answers at /openapi.json. */
export const openapi = {
  openapi: '3.1.0',
  info: { title: 'efface', version: APP_VERSION, description: "Takes faces, license plates and personal text out of images. The routes are compatible with Limina's; any prefix may stand before them." },
  paths,
  components: { schemas },
}
