import t from 'tap'
import { boolean, exactly, integer, list, named, number, object, oneOf, readBy, text } from '../../lib/core/schema.js'

const schema = object({
  name: text({ pattern: '^[a-z]+$' }), kind: oneOf('a', 'b'), on: boolean, share: number({ exclusiveMinimum: 0, maximum: 1 }), count: integer({ minimum: 0 }),
  tags: list(text({ minLength: 1 }), { maxItems: 2 }), inner: object({ version: exactly(1) }, ['version']),
}, ['name'])

t.test('what fits comes back, and is JSON Schema', async t => {
  const value = { name: 'x', kind: 'a', on: true, share: 0.5, count: 3, tags: ['y'], inner: { version: 1 } }
  t.same(readBy(schema, value), { value, faults: [], unknown: [] })
  t.same(named('Pair', object({ a: integer({ minimum: 1 }) }, ['a'])), { title: 'Pair', type: 'object', required: ['a'], properties: { a: { type: 'integer', minimum: 1 } } })
})

t.test('every fault is told with its place', async t => {
  const places = (value: unknown): string[] => readBy(schema, value).faults.map(({ loc, type }) => `${loc.join('.')} ${type}`)
  t.same(places([]), [' type_error.dict'])
  t.same(places({}), ['name value_error.missing'])
  t.same(places({ name: 'X', kind: 'c', on: 'true', share: 0, count: 1.5, tags: ['', 7], inner: {} }), [
    'name value_error.str.regex', 'kind value_error.enum', 'on type_error.bool', 'share value_error.number', 'count type_error.integer',
    'tags.0 value_error.str.min_length', 'tags.1 type_error.str', 'inner.version value_error.missing',
  ])
  t.same(places({ name: null, share: NaN, count: -1, tags: ['a', 'b', 'c'], inner: { version: 2 } }), [
    'name type_error.str', 'share type_error.float', 'count value_error.number', 'tags value_error.list', 'inner.version value_error.const',
  ])
  t.same(readBy(schema, { name: 'x', more: 1, inner: { version: 1, less: 2 } }).unknown, [{ loc: ['inner', 'less'], known: ['version'] }, { loc: ['more'], known: Object.keys(schema.properties!) }])
})

t.test('lenient: what clients in several languages send', async t => {
  const read = (value: unknown): unknown => readBy(schema, value, { lenient: true }).value
  t.same(read({ name: 'x', kind: null, on: 'True', share: '0.5', tags: 'one' }), { name: 'x', on: true, share: 0.5, tags: ['one'] })
  t.same(readBy(schema, { name: null }, { lenient: true, loc: ['body'] }).faults, [{ loc: ['body', 'name'], msg: 'field required', type: 'value_error.missing' }])
})

t.test('names that objects have of themselves are none of the value', async t => {
  t.same(readBy(object({ constructor: text() }, ['constructor']), {}).faults.length, 1)
  t.same(readBy(boolean, 'constructor', { lenient: true }).faults.length, 1)
  const value = readBy(object({}), JSON.parse('{"__proto__": {"polluted": 1}}')).value
  t.equal((value as { polluted?: unknown }).polluted, undefined)
})
