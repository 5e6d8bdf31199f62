import { HttpError } from './errors.js'

interface Fault { loc: (string | number)[], msg: string, type: string }

/**
 * Reads a JSON body key by key and collects what is wrong with it, in the form of the answer 422. Null is taken for a key that is not
 * there, and 'True' for true, since clients send both. Keys that nobody asks for are told by `ignored()`.
 */
export class Reader {
  readonly #faults: Fault[]
  /** Of the whole body. */
  readonly #readers: Reader[]
  readonly #value: Record<string, unknown>
  readonly #loc: (string | number)[]
  readonly #asked = new Set<string>()

  constructor(value: unknown, loc: (string | number)[] = ['body'], { faults, readers }: { faults: Fault[], readers: Reader[] } = { faults: [], readers: [] }) {
    this.#loc = loc
    this.#faults = faults
    this.#readers = readers
    readers.push(this)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    this.#value = isObject ? value as Record<string, unknown> : {}
    if (!isObject) this.#fault([], 'value is not a valid dict', 'type_error.dict')
  }

  string(key: string, { required = false, pattern, oneOf }: { required?: boolean, pattern?: RegExp, oneOf?: readonly string[] } = {}): string | undefined {
    const value = this.#get(key)
    if (value == null) return required ? this.#fault([key], 'field required', 'value_error.missing') : undefined
    if (typeof value !== 'string') return this.#fault([key], 'str type expected', 'type_error.str')
    if (pattern && !pattern.test(value)) return this.#fault([key], `string does not match regex "${pattern.source}"`, 'value_error.str.regex')
    if (oneOf && !oneOf.includes(value)) return this.#fault([key], `value is not one of: ${oneOf.join(', ')}`, 'value_error.enum')
    return value
  }

  boolean(key: string): boolean | undefined {
    const value = this.#get(key)
    if (value == null) return undefined
    if (typeof value === 'boolean') return value
    const word = String(value).toLowerCase()
    if (['true', '1', 'yes', 'on'].includes(word)) return true
    if (['false', '0', 'no', 'off'].includes(word)) return false
    return this.#fault([key], 'value could not be parsed to a boolean', 'type_error.bool')
  }

  number(key: string): number | undefined {
    const value = this.#get(key)
    if (value == null) return undefined
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number !== 'number' || !Number.isFinite(number)) return this.#fault([key], 'value is not a valid float', 'type_error.float')
    return number
  }

  strings(key: string): string[] | undefined {
    const value = this.#get(key)
    if (value == null) return undefined
    const list = typeof value === 'string' ? [value] : value
    if (!Array.isArray(list) || !list.every(item => typeof item === 'string')) return this.#fault([key], 'value is not a valid list of str', 'type_error.list')
    return list
  }

  object(key: string, { required = false } = {}): Reader | undefined {
    const value = this.#get(key)
    if (value == null) return required ? this.#fault([key], 'field required', 'value_error.missing') : undefined
    return new Reader(value, [...this.#loc, key], { faults: this.#faults, readers: this.#readers })
  }

  objects(key: string): Reader[] {
    const value = this.#get(key)
    if (value == null) return []
    if (!Array.isArray(value)) {
      this.#fault([key], 'value is not a valid list', 'type_error.list')
      return []
    }
    return value.map((item, i) => new Reader(item, [...this.#loc, key, i], { faults: this.#faults, readers: this.#readers }))
  }

  /**
   * To be called when everything was asked for.
   *
   * @param strict a key that nobody asked for is wrong as well
   * @throws HttpError 422 when anything was wrong
   */
  check({ strict = false } = {}): void {
    if (strict) for (const reader of this.#readers) for (const key of reader.#unasked()) reader.#fault([key], `extra fields not permitted (known: ${[...reader.#asked].join(', ')})`, 'value_error.extra')
    if (this.#faults.length > 0) throw new HttpError(422, this.#faults)
  }

  /** Where the keys stand that nobody asked for. */
  ignored(): string[] {
    return this.#readers.flatMap(reader => reader.#unasked().map(key => [...reader.#loc, key].join('.')))
  }

  #unasked(): string[] {
    return Object.keys(this.#value).filter(key => this.#value[key] != null && !this.#asked.has(key))
  }

  #get(key: string): unknown {
    this.#asked.add(key)
    return Object.hasOwn(this.#value, key) ? this.#value[key] : undefined
  }

  #fault(loc: (string | number)[], msg: string, type: string): undefined {
    this.#faults.push({ loc: [...this.#loc, ...loc], msg, type })
    return undefined
  }
}
