/**
 * What JSON may be, said once: as JSON Schema that can be published, with the type of what fits it, and read by the same schema.
 */

/** As much of JSON Schema as is used here. */
export interface JsonSchema {
  $schema?: string
  title?: string
  description?: string
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'
  const?: unknown
  enum?: readonly string[]
  pattern?: string
  minLength?: number
  contentEncoding?: string
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  items?: JsonSchema
  minItems?: number
  maxItems?: number
  required?: readonly string[]
  properties?: Readonly<Record<string, JsonSchema>>
}

declare const fits: unique symbol
/** A schema, and the type of what fits it. */
export type Schema<T = unknown> = JsonSchema & { readonly [fits]?: () => T }
export type Static<S> = S extends { readonly [fits]?: () => infer T } ? T : never

type Fields = Readonly<Record<string, Schema>>

export const text = (rules: Pick<JsonSchema, 'pattern' | 'minLength' | 'contentEncoding' | 'description'> = {}): Schema<string> => ({ type: 'string', ...rules })
export const oneOf = <T extends string>(...values: readonly T[]): Schema<T> => ({ type: 'string', enum: values })
export const exactly = <const T extends string | number>(value: T): Schema<T> => ({ const: value })
export const boolean: Schema<boolean> = { type: 'boolean' }
export const number = (rules: Pick<JsonSchema, 'minimum' | 'exclusiveMinimum' | 'maximum'> = {}): Schema<number> => ({ type: 'number', ...rules })
export const integer = (rules: Pick<JsonSchema, 'minimum' | 'maximum'> = {}): Schema<number> => ({ type: 'integer', ...rules })
export const list = <T>(items: Schema<T>, rules: Pick<JsonSchema, 'minItems' | 'maxItems'> = {}): Schema<T[]> => ({ type: 'array', items, ...rules })

/** The fields of `required` must be there. Others than these may be. */
export const object = <F extends Fields, R extends keyof F & string = never>(
  properties: F, required: readonly R[] = [],
): Schema<{ [K in R]: Static<F[K]> } & { [K in Exclude<keyof F, R>]?: Static<F[K]> }> =>
  ({ type: 'object', ...required.length > 0 && { required }, properties })

/** The same under a name, by which others may refer to it. */
export const named = <S extends Schema>(title: string, schema: S): S => ({ title, ...schema })

/** What is wrong at one place. `type` is a word for programs. */
export interface Fault { loc: (string | number)[], msg: string, type: string }

export interface ReadResult<T> {
  /** What was read, as far as it is right; where there are faults, parts of it are missing. */
  value: T
  faults: Fault[]
  /** Fields that the schema does not know, with those that it knows at that place. */
  unknown: { loc: (string | number)[], known: readonly string[] }[]
}

/**
 * Reads a value by its schema. What comes back is made anew, and has no fields but those of the schema.
 *
 * @param lenient null is taken for a field that is not there, 'True' for true, '0.5' for a number and one text for a list of one: what
 * clients in several languages send
 */
export function readBy<T>(
  schema: Schema<T>, value: unknown, { loc = [], lenient = false }: { loc?: (string | number)[], lenient?: boolean } = {},
): ReadResult<T> {
  const result: ReadResult<T> = { value: undefined as T, faults: [], unknown: [] }
  result.value = new SchemaReader(lenient, result).read(schema, value, loc) as T
  return result
}

const [TRUE, FALSE] = [['true', '1', 'yes', 'on'], ['false', '0', 'no', 'off']]

class SchemaReader {
  constructor(private readonly lenient: boolean, private readonly result: Pick<ReadResult<unknown>, 'faults' | 'unknown'>) {}

  read(schema: JsonSchema, value: unknown, loc: (string | number)[]): unknown {
    if (schema.const !== undefined) return value === schema.const ? value : this.#fault(loc, `value is not ${String(schema.const)}`, 'value_error.const')
    switch (schema.type) {
      case 'object': return this.#object(schema, value, loc)
      case 'array': return this.#list(schema, value, loc)
      case 'string': return this.#text(schema, value, loc)
      case 'boolean': return this.#boolean(value, loc)
      case undefined: return value
      default: return this.#number(schema, value, loc)
    }
  }

  #object({ properties = {}, required = [] }: JsonSchema, value: unknown, loc: (string | number)[]): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.#fault(loc, 'value is not a valid dict', 'type_error.dict')
    const given = value as Record<string, unknown>
    const there = (key: string): boolean => Object.hasOwn(given, key) && given[key] !== undefined && !(this.lenient && given[key] === null)
    const made: Record<string, unknown> = {}
    for (const [key, schema] of Object.entries(properties)) {
      if (there(key)) made[key] = this.read(schema, given[key], [...loc, key])
      else if (required.includes(key)) this.#fault([...loc, key], 'field required', 'value_error.missing')
    }
    const known = Object.keys(properties)
    for (const key of Object.keys(given)) if (there(key) && !known.includes(key)) this.result.unknown.push({ loc: [...loc, key], known })
    return made
  }

  #list({ items = {}, minItems = 0, maxItems = Infinity }: JsonSchema, value: unknown, loc: (string | number)[]): unknown {
    const values: unknown = this.lenient && items.type === 'string' && typeof value === 'string' ? [value] : value
    if (!Array.isArray(values)) return this.#fault(loc, 'value is not a valid list', 'type_error.list')
    if (values.length < minItems || values.length > maxItems) return this.#fault(loc, `a list of ${minItems} to ${maxItems} items expected`, 'value_error.list')
    return Array.from(values, (item: unknown, i) => this.read(items, item, [...loc, i]))
  }

  #text({ pattern, minLength = 0, enum: values }: JsonSchema, value: unknown, loc: (string | number)[]): unknown {
    if (typeof value !== 'string') return this.#fault(loc, 'str type expected', 'type_error.str')
    if (value.length < minLength) return this.#fault(loc, 'the text is empty', 'value_error.str.min_length')
    if (pattern !== undefined && !new RegExp(pattern).test(value)) return this.#fault(loc, `string does not match regex "${pattern}"`, 'value_error.str.regex')
    if (values && !values.includes(value)) return this.#fault(loc, `value is not one of: ${values.join(', ')}`, 'value_error.enum')
    return value
  }

  #boolean(value: unknown, loc: (string | number)[]): unknown {
    if (typeof value === 'boolean') return value
    const word = String(value).toLowerCase()
    if (this.lenient && TRUE.includes(word)) return true
    if (this.lenient && FALSE.includes(word)) return false
    return this.#fault(loc, 'value could not be parsed to a boolean', 'type_error.bool')
  }

  #number({ type, minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity }: JsonSchema, value: unknown, loc: (string | number)[]): unknown {
    const n = this.lenient && typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (type === 'integer' && !Number.isSafeInteger(n)) return this.#fault(loc, 'value is not a valid integer', 'type_error.integer')
    if (typeof n !== 'number' || !Number.isFinite(n)) return this.#fault(loc, 'value is not a valid float', 'type_error.float')
    if (n < minimum || n <= exclusiveMinimum || n > maximum) return this.#fault(loc, 'value is out of range', 'value_error.number')
    return n
  }

  #fault(loc: (string | number)[], msg: string, type: string): undefined {
    this.result.faults.push({ loc, msg, type })
    return undefined
  }
}
