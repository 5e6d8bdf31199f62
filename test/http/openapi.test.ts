import t from 'tap'
import { openapi } from '../../lib/http/openapi.js'
import { ROUTES } from '../../lib/http/routes/index.js'

t.test('every path of every route is described, with its body, and is matched behind any prefix', async t => {
  const paths = openapi.paths as Record<string, Record<string, { requestBody?: object, responses: object }>>
  for (const { paths: own, path: pattern, method, info } of ROUTES) {
    for (const path of own) {
      const operation = paths[path]![method.toLowerCase()]!
      t.equal(operation.requestBody !== undefined, info.body !== undefined, path)
      t.ok(Object.keys(operation.responses).includes('200'))
      const asked = path.replace(/\{\w+\}/, 'a-B_9')
      for (const prefix of ['', '/v4', '/community/v4']) t.match(`${prefix}${asked}`, pattern)
      t.notMatch(`${asked}!`, pattern)
    }
  }
  t.ok(paths['/ner/text'])
  t.equal(Object.keys(paths).length, ROUTES.flatMap(route => route.paths).length)
})

t.test('what is referred to is there', async t => {
  const said = JSON.stringify(openapi)
  const names = new Set([...said.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!))
  t.same([...names].sort(), Object.keys(openapi.components.schemas).sort())
  t.ok(names.has('Options') && names.has('Base64Request') && names.has('Answer'))
})
