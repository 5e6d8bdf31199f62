import { HttpError } from '../errors.js'
import type { Entry, Exchange, Route } from '../context.js'
import { apply, check } from './apply.js'
import { loadAssets, type Asset } from './assets.js'
import { pathOf, type Desk } from './desk.js'
import type { Document } from './documents.js'
import { setHeaders, type Guard } from './guard.js'
import { listFiles, openServerFile, openUpload } from './opening.js'
import { painted, picture, putPage, smallPicture, texts } from './page-routes.js'

/**
 * The page needs no API key, for there is nothing personal in it: it asks for the key when its requests are answered 401. Everything
 * about documents wants the key, where the server has one, and must come from the page itself.
 */
export function uiRoutes(desk: Desk, guard: Guard): Entry[] {
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
    const document = desk.documents.get(path[path.lastIndexOf('documents') + 1]!)
    await document.use(() => route(document, exchange))
  })
  return [
    { name: 'ui', method: 'GET', path: /\/ui$/, open: true, route: open(async ({ res }) => {
      res.writeHead(308, { location: 'ui/' })
      res.end()
    }) },
    { name: 'ui', method: 'GET', path: /\/ui\/([\w-]+\.[a-z]+)?$/, open: true, route: open(asset) },
    { name: 'ui-files', method: 'GET', path: /\/ui\/files$/, route: own(exchange => listFiles(desk, exchange)) },
    { name: 'ui-analyse', method: 'POST', path: /\/ui\/files\/\d+$/, route: own(exchange => openServerFile(desk, exchange)) },
    { name: 'ui-analyse', method: 'POST', path: /\/ui\/documents$/, route: own(exchange => openUpload(desk, exchange)) },
    { name: 'ui-touch', method: 'GET', path: /\/ui\/documents\/[\w-]+$/, route: withDocument(async (_document, { res }) => void res.writeHead(204).end()) },
    { name: 'ui-page', method: 'GET', path: /\/ui\/documents\/[\w-]+\/pages\/\d+\.png$/, route: withDocument(picture) },
    { name: 'ui-small', method: 'GET', path: /\/ui\/documents\/[\w-]+\/pages\/\d+\/small$/, route: withDocument(smallPicture) },
    { name: 'ui-text', method: 'GET', path: /\/ui\/documents\/[\w-]+\/pages\/\d+\/text$/, route: withDocument(texts) },
    { name: 'ui-painted', method: 'POST', path: /\/ui\/documents\/[\w-]+\/pages\/\d+\/painted$/, route: withDocument(painted) },
    { name: 'ui-mark', method: 'PUT', path: /\/ui\/documents\/[\w-]+\/pages\/\d+$/, route: withDocument((document, exchange) => putPage(document, desk, exchange)) },
    { name: 'ui-plan', method: 'POST', path: /\/ui\/documents\/[\w-]+\/plan$/, route: withDocument(check) },
    { name: 'ui-apply', method: 'POST', path: /\/ui\/documents\/[\w-]+\/apply$/, route: withDocument(apply) },
    { name: 'ui-close', method: 'DELETE', path: /\/ui\/documents\/[\w-]+$/, route: own(async ({ req, res }) => {
      await desk.documents.remove(pathOf(req).at(-1)!)
      res.writeHead(204).end()
    }) },
  ]
}
