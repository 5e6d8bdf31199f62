import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import sharp from 'sharp'
import { Efface, makePlan } from '../../api/efface.js'
import { EffaceError } from '../../core/errors.js'
import { sniff, typeOf } from '../../core/formats.js'
import { defaultLimits } from '../../core/limits.js'
import { objectLabels } from '../../core/object-labels.js'
import { fillOptions } from '../../core/options.js'
import type { AnyOptions } from '../../core/option-types.js'
import { colourOf } from '../../paint/preview.js'
import { LABELS } from '../../core/labels.js'
import { readPlan, type Plan, type PlanPage } from '../../api/plan.js'
import type { View } from '../../core/types.js'
import { viewOfFrame } from '../../core/tiles.js'
import { bodyOf, letGo, readJson } from '../body.js'
import { atWork, sendJson, type Context, type Entry, type Exchange, type Route } from '../context.js'
import { errorBody, HttpError, toHttpError } from '../errors.js'
import { loadAssets, type Asset } from './assets.js'
import type { Document, Documents } from './documents.js'
import { setHeaders, type Guard } from './guard.js'
import type { Progress, Reviewed } from './wire.js'

/**
 * The page needs no API key, for there is nothing personal in it: it asks for the key when its requests are answered 401. Everything
 * about documents wants the key, where the server has one, and must come from the page itself.
 */
export function uiRoutes(documents: Documents, guard: Guard): Entry[] {
  let assets: Promise<ReadonlyMap<string, Asset>> | undefined
  const asset: Route = async ({ req, res }) => {
    const name = pathOf(req).at(-1)! || 'index.html'
    const found = (await (assets ??= loadAssets(guard.token))).get(name)
    if (!found) throw new HttpError(404, 'Not found')
    res.writeHead(200, { 'content-type': found.type, 'content-length': found.body.length })
    res.end(found.body)
  }
  const open = (route: Route): Route => async exchange => {
    setHeaders(exchange.res)
    await route(exchange)
  }
  const own = (route: Route): Route => async exchange => {
    setHeaders(exchange.res)
    guard.checkOwn(exchange.req)
    await route(exchange)
  }
  /** A route on the document whose id stands in the path. It stays while the route is at work. */
  const withDocument = (route: (document: Document, exchange: Exchange) => Promise<void>): Route => own(async exchange => {
    const path = pathOf(exchange.req)
    const document = documents.get(path[path.lastIndexOf('documents') + 1]!)
    await document.use(() => route(document, exchange))
  })
  return [
    { name: 'ui', method: 'GET', path: /\/ui$/, open: true, route: open(async ({ res }) => {
      res.writeHead(308, { location: 'ui/' })
      res.end()
    }) },
    { name: 'ui', method: 'GET', path: /\/ui\/([\w-]+\.[a-z]+)?$/, open: true, route: open(asset) },
    { name: 'ui-analyse', method: 'POST', path: /\/ui\/documents$/, route: own(exchange => analyse(documents, exchange)) },
    { name: 'ui-touch', method: 'GET', path: /\/ui\/documents\/[\w-]+$/, route: withDocument(async (_document, { res }) => void res.writeHead(204).end()) },
    { name: 'ui-page', method: 'GET', path: /\/ui\/documents\/[\w-]+\/pages\/\d+\.png$/, route: withDocument(page) },
    { name: 'ui-plan', method: 'POST', path: /\/ui\/documents\/[\w-]+\/plan$/, route: withDocument(check) },
    { name: 'ui-apply', method: 'POST', path: /\/ui\/documents\/[\w-]+\/apply$/, route: withDocument(apply) },
    { name: 'ui-close', method: 'DELETE', path: /\/ui\/documents\/[\w-]+$/, route: own(async ({ req, res }) => {
      await documents.remove(pathOf(req).at(-1)!)
      res.writeHead(204).end()
    }) },
  ]
}

const pathOf = (req: IncomingMessage): string[] => req.url!.split('?', 1)[0]!.split('/')

const optionsOf = ({ options: { defaults }, pool }: Context, signals: AbortSignal[]): AnyOptions =>
  ({ ...defaults, pool, signal: AbortSignal.any(signals) })

/**
 * POST /ui/documents: the bytes of one file in; newline-delimited JSON out: `{"page": 0, "total": 2}` as pages are done, then
 * `{"id": …, "plan": …, "labels": …}`, or `{"detail": …}` when a page failed after others were reported.
 */
async function analyse(documents: Documents, exchange: Exchange): Promise<void> {
  const { res, signal, context } = exchange
  const limit = context.options.maxBody ?? context.options.defaults?.limits?.inputBytes ?? defaultLimits.inputBytes
  const tell = (line: Progress): void => {
    if (!res.headersSent) res.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' })
    res.write(`${JSON.stringify(line)}\n`)
  }
  context.gate.checkRoom()
  const document = documents.create()
  const reading = new AbortController()
  const body = bodyOf(exchange, reading.signal)
  try {
    await document.put('input', body, { limit })
    await atWork(exchange, async () => {
      document.plan = await document.use(() => makePlan(() => document.read('input'), optionsOf(context, [signal, document.signal]), {
        inspect: async frame => await document.put(`${frame.index}.png`, [await toPng(viewOfFrame(frame))]),
        onFrame: ({ index, total }) => tell({ page: index, ...(total === undefined ? {} : { total }) }),
      }))
    })
    context.metrics.bytes('in', document.plan!.input.bytes)
    tell({ id: document.id, ...reviewOf(document.plan!) })
  } catch (cause) {
    await documents.remove(document.id)
    if (!res.headersSent || signal.aborted) throw cause
    const error = toHttpError(cause)
    context.metrics.error(error.code ?? String(error.status))
    tell(errorBody(error, cause) as { detail: unknown })
  } finally {
    letGo(body, reading)
  }
  res.end()
}

/** GET /ui/documents/ID/pages/N.png: what the boxes of page N lie on. */
async function page(document: Document, { req, res }: Exchange): Promise<void> {
  const index = parseInt(pathOf(req).at(-1)!, 10)
  if (!document.plan?.pages[index]) throw new HttpError(404, 'There is no such page')
  await send(document, `${index}.png`, res)
}

/** POST /ui/documents/ID/plan: a plan that somebody brings; back comes the same as it will be applied, or what is wrong with it. */
async function check(document: Document, exchange: Exchange): Promise<void> {
  sendJson(exchange.res, 200, reviewOf(planFor(document, await readJson(exchange), exchange.context)))
}

/** POST /ui/documents/ID/apply: a plan in, the redacted file out. */
async function apply(document: Document, exchange: Exchange): Promise<void> {
  const { res, signal, context } = exchange
  const plan = planFor(document, await readJson(exchange), exchange.context)
  // Who has the whole file may ask again before its place is given back.
  await document.inTurn(async () => {
    const output = randomUUID()
    try {
      await atWork(exchange, async () => {
        // The file that the plan was made for is the document's own: it is not looked at again.
        const stream = new Efface(fillOptions({ ...optionsOf(context, [signal, document.signal]), verify: false }), { plan })
        await pipeline(document.read('input'), stream, async (parts: AsyncIterable<Buffer>) => await document.put(output, parts, { apart: true }))
        context.metrics.report(await stream.report)
      })
      context.metrics.bytes('out', await send(document, output, res))
    } finally {
      await document.drop(output)
    }
  })
}

/** @returns its size */
async function send(document: Document, name: string, res: ServerResponse): Promise<number> {
  const size = document.size(name)
  res.writeHead(200, { 'content-type': typeOf(sniff(await document.head(name))), 'content-length': size, 'content-disposition': 'attachment' })
  await pipeline(document.read(name), res)
  return size
}

/** @throws EffaceError ERR_INVALID_OPTION when the plan is wrong, or was made for another file */
function planFor({ plan: own }: Document, value: unknown, { defaults }: Context): Plan {
  const plan = readPlan(value, defaults.own.limits)
  const sizes = (pages: readonly PlanPage[]): string => pages.map(({ width, height }) => `${width}×${height}`).join()
  if (plan.input.sha256 !== own?.input.sha256 || sizes(plan.pages) !== sizes(own.pages)) {
    throw new EffaceError('ERR_INVALID_OPTION', 'The plan was made for another file', { stage: 'options' })
  }
  return plan
}

function reviewOf(plan: Plan): Reviewed {
  const inPlan = plan.pages.flatMap(({ boxes }) => boxes.map(({ label }) => label))
  const labels = new Set(['REGION', ...objectLabels, ...Object.keys(LABELS), ...inPlan])
  const hex = (label: string): string => `#${colourOf(label).map(c => c.toString(16).padStart(2, '0')).join('')}`
  return { plan, labels: Object.fromEntries([...labels].map(label => [label, hex(label)])) }
}

const toPng = ({ width, height, channels, data }: View): Promise<Buffer> =>
  sharp(Buffer.from(data), { raw: { width, height, channels } }).png({ compressionLevel: 3 }).toBuffer()
