// The types of docs/http.md: checked by `npm run lint`, never run.
import { createServer, type Server } from 'node:http'
import { expectTypeOf } from 'expect-type'
import { createPool } from '../../lib/api/index.js'
import { createHandler, serve, type HttpHandler, type HttpOptions, type ServeOptions, type Serving } from '../../lib/http/index.js'

expectTypeOf(createHandler()).toEqualTypeOf<HttpHandler>()
expectTypeOf(createServer(createHandler({ pool: createPool(), defaults: { objects: ['FACE'] } }))).toExtend<Server>()
expectTypeOf(serve).returns.resolves.toEqualTypeOf<Serving>()
expectTypeOf<Serving['port']>().toBeNumber()
expectTypeOf<ServeOptions>().toExtend<HttpOptions>()
// @ts-expect-error no such option
createHandler({ key: 'x' })
// @ts-expect-error a port is a number
void serve({ port: '80' })
