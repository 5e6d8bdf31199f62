/** Predicates for validation, and the one shape of message for a wrong option. */
import { EffaceError } from './errors.js'

export const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)
export const isString = (v: unknown): v is string => typeof v === 'string' && v.length > 0
export const isBoolean = (v: unknown): v is boolean => typeof v === 'boolean'
export const isFunction = (v: unknown): v is (...args: never[]) => unknown => typeof v === 'function'
export const isNumberIn = (v: unknown, min: number, max: number): v is number => typeof v === 'number' && v >= min && v <= max
export const isIntegerIn = (v: unknown, min: number, max: number): v is number => Number.isInteger(v) && isNumberIn(v, min, max)
export const isOneOf = <T extends string>(v: unknown, values: readonly T[]): v is T => (values as readonly unknown[]).includes(v)

/** `Expected <expected> for <option> but received <value> of type <type>` */
export function invalidOption(option: string, expected: string, received: unknown): EffaceError {
  const shown = typeof received === 'string' || typeof received === 'number' || typeof received === 'boolean' || received === null
    ? ` ${JSON.stringify(received)}`
    : ''
  const type = received === null ? 'null' : Array.isArray(received) ? 'array' : typeof received
  return new EffaceError('ERR_INVALID_OPTION', `Expected ${expected} for ${option} but received${shown} of type ${type}`, { stage: 'options' })
}
