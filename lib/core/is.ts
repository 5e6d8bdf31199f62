/** Predicates for validation, and the one shape of message for a wrong option. */
import { didYouMean } from './closest.js'
import { EffaceError } from './errors.js'

export const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)
export const isString = (v: unknown): v is string => typeof v === 'string' && v.length > 0
export const isBoolean = (v: unknown): v is boolean => typeof v === 'boolean'
export const isFunction = (v: unknown): v is (...args: never[]) => unknown => typeof v === 'function'
export const isNumberIn = (v: unknown, min: number, max: number): v is number => typeof v === 'number' && v >= min && v <= max
export const isIntegerIn = (v: unknown, min: number, max: number): v is number => Number.isInteger(v) && isNumberIn(v, min, max)
export const isOneOf = <T extends string>(v: unknown, values: readonly T[]): v is T => (values as readonly unknown[]).includes(v)

/**
 * `Expected <expected> for <option> but received <value> of type <type>`, or what it is in words: nothing, an array.
 *
 * @param known words of which one was meant, perhaps
 */
export function invalidOption(option: string, expected: string, received: unknown, known: readonly string[] = []): EffaceError {
  return new EffaceError('ERR_INVALID_OPTION', `Expected ${expected} for ${option} but received ${inWords(received)}${afterPoint(didYouMean(received, known))}`, { stage: 'options' })
}

function inWords(received: unknown): string {
  if (received === undefined) return 'nothing'
  if (received === null) return 'null'
  if (Array.isArray(received)) return 'an array'
  if (typeof received === 'object') return 'an object'
  return typeof received === 'function' ? 'a function' : `${JSON.stringify(received) ?? String(received)} of type ${typeof received}`
}

/** @throws EffaceError ERR_INVALID_OPTION for a name that there is not. @param place where they stand, '' for the options themselves */
export function refuseStrangers(value: object, known: readonly string[], place = ''): void {
  const stranger = Object.keys(value).find(name => !known.includes(name))
  if (stranger === undefined) return
  const at = place === '' ? stranger : `${place}.${stranger}`
  const meant = didYouMean(stranger, known)
  throw new EffaceError('ERR_INVALID_OPTION', `There is no such option: ${at}.${meant || ` There are ${known.join(', ')}`}`, { stage: 'options' })
}

const afterPoint = (question: string): string => question === '' ? '' : `.${question}`
