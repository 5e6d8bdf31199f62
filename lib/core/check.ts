/** What values may be, said once and in one form: a check is put together from smaller ones, and its errors name the place. */
import { invalidOption, isBoolean, isIntegerIn, isNumberIn, isObject, isOneOf, isString, refuseStrangers } from './is.js'

/**
 * Gives a value back as it is to be used.
 *
 * @throws EffaceError ERR_INVALID_OPTION, saying what was expected at the place `at`, and what came
 */
export type Check<T> = (value: unknown, at: string) => T

/** @param known words of which one was meant, perhaps, by a wrong one */
export const fits = <T>(expected: string, test: (value: unknown) => boolean, known?: readonly string[]): Check<T> => (value, at) => {
  if (!test(value)) throw invalidOption(at, expected, value, known)
  return value as T
}

export const boolean = fits<boolean>('a boolean', isBoolean)
export const text = fits<string>('a text that is not empty', isString)
export const number = (min: number, max: number): Check<number> => fits(`a number from ${min} to ${max}`, v => isNumberIn(v, min, max))
export const integer = (min: number, max: number): Check<number> => fits(`a whole number from ${min} to ${max}`, v => isIntegerIn(v, min, max))
export const oneOf = <T extends string>(...values: readonly T[]): Check<T> => fits(`one of ${values.join(', ')}`, v => isOneOf(v, values), values)
export const matching = (pattern: RegExp, expected: string, known?: readonly string[]): Check<string> =>
  fits(expected, v => isString(v) && pattern.test(v), known)

export const list = <T>(item: Check<T>, expected: string): Check<readonly T[]> => (value, at) => {
  if (!Array.isArray(value)) throw invalidOption(at, expected, value)
  return value.map(v => item(v, at))
}

/** Any names, as far as `key` takes them, with a value each. */
export const map = <T>(key: Check<string>, item: Check<T>, expected: string): Check<Record<string, T>> => (value, at) => {
  if (!isObject(value)) throw invalidOption(at, expected, value)
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [key(name, at), item(v, `${at}.${name}`)]))
}

/** A few names and no others. Those in `required` must be there; undefined is a name that is not there. */
export const shape = <T extends object>(
  fields: { readonly [K in keyof T]-?: Check<NonNullable<T[K]>> }, required: readonly (keyof T)[] = [],
): Check<T> => {
  const names = Object.keys(fields) as (keyof T & string)[]
  return (value, at) => {
    if (!isObject(value)) throw invalidOption(at || 'options', `an object {${names.join(', ')}}`, value)
    const place = (name: string): string => at === '' ? name : `${at}.${name}`
    refuseStrangers(value, names, at)
    const result: Partial<T> = {}
    for (const name of names) {
      if (value[name] !== undefined || required.includes(name)) result[name] = fields[name](value[name], place(name))
    }
    return result as T
  }
}
