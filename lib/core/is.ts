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
 * `Expected <expected> for <option> but received <value> of type <type>.`
 *
 * @param known words of which one was meant, perhaps
 */
export function invalidOption(option: string, expected: string, received: unknown, known: readonly string[] = []): EffaceError {
  const shown = typeof received === 'string' || typeof received === 'number' || typeof received === 'boolean' || received === null
    ? ` ${JSON.stringify(received)}`
    : ''
  const type = received === null ? 'null' : Array.isArray(received) ? 'array' : typeof received
  return new EffaceError('ERR_INVALID_OPTION', `Expected ${expected} for ${option} but received${shown} of type ${type}${afterPoint(didYouMean(received, known))}`, { stage: 'options' })
}

/** @throws EffaceError ERR_INVALID_OPTION for a name that there is not. @param place where they stand, '' for the options themselves */
export function refuseStrangers(value: object, known: readonly string[], place = ''): void {
  const stranger = Object.keys(value).find(name => !known.includes(name))
  if (stranger === undefined) return
  const at = place === '' ? stranger : `${place}.${stranger}`
  throw new EffaceError('ERR_INVALID_OPTION', `There is no such option (known: ${known.join(', ')}) for ${at}${afterPoint(didYouMean(stranger, known))}`, { stage: 'options' })
}

const afterPoint = (question: string): string => question === '' ? '' : `.${question}`
