/** Every code an {@link EffaceError} can carry. Codes are stable; messages are for people and may change. */
export const errorCodes = [
  'ERR_INVALID_OPTION',
  'ERR_UNSUPPORTED_FORMAT',
  'ERR_MALFORMED_INPUT',
  'ERR_LIMIT_EXCEEDED',
  'ERR_DETECTOR_FAILED',
  'ERR_OCR_FAILED',
  'ERR_RECOGNIZER_FAILED',
  'ERR_WORKER_DIED',
  'ERR_REDACTION_UNVERIFIED',
  'ERR_MODEL_INTEGRITY',
  'ERR_CONTAINER_OVERFLOW',
  'ERR_STORAGE_FAILED',
  'ERR_OUTPUT_EXISTS',
  'ERR_MISSING_PACKAGE',
  'ERR_INTERNAL',
] as const

/** What happened, for programs: see docs/options.md#errors. */
export type ErrorCode = typeof errorCodes[number]

/** The stages of a pipeline, in the order a frame meets them. */
export type Stage = 'options' | 'decode' | 'split' | 'detect' | 'ocr' | 'pii' | 'redact' | 'encode'

/** What an {@link EffaceError} knows beside its code. */
export interface ErrorDetails {
  /** Where it happened. */
  stage?: Stage
  /** Index of the page or frame, from 0. */
  frame?: number
  /** For ERR_LIMIT_EXCEEDED: which limit (its name in `options.limits`), its value, and what was met. */
  limit?: string
  allowed?: number
  actual?: number
  /** For ERR_STORAGE_FAILED: the HTTP status that the store answered with; absent where none came. */
  status?: number
  /** The error of a third party behind it. */
  cause?: unknown
}

/**
 * The one error class of the library. Messages never contain text read from an image.
 *
 * @example
 * try { await effaceFile('in.tif', 'out.tif') } catch (error) {
 *   if (error instanceof EffaceError && error.code === 'ERR_LIMIT_EXCEEDED') console.error(error.limit, error.allowed, error.actual)
 * }
 */
export class EffaceError extends Error {
  override readonly name = 'EffaceError'
  /** Stable: made for programs. */
  readonly code: ErrorCode
  /** Where it happened, where that is known. */
  declare stage?: Stage
  /** Index of the page or frame, from 0, where that is known. */
  declare frame?: number
  /** With ERR_LIMIT_EXCEEDED: the name of the limit, its value, and what was met. */
  declare readonly limit?: string
  declare readonly allowed?: number
  declare readonly actual?: number
  /** With ERR_STORAGE_FAILED: the HTTP status, where there was an answer. */
  declare readonly status?: number

  /** `message` is for people; it must not hold text read from an image. */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    if (details.stage !== undefined) this.stage = details.stage
    if (details.frame !== undefined) this.frame = details.frame
    if (details.limit !== undefined) this.limit = details.limit
    if (details.allowed !== undefined) this.allowed = details.allowed
    if (details.actual !== undefined) this.actual = details.actual
    if (details.status !== undefined) this.status = details.status
  }
}

/** Somebody asked for an end. */
export const isAbort = (error: unknown): error is Error => error instanceof Error && error.name === 'AbortError'

/** The input is not what its format says it must be. */
export function malformed(what: string, details?: ErrorDetails): EffaceError {
  return new EffaceError('ERR_MALFORMED_INPUT', what, details)
}

/** The input is whole, and of a kind that is not read or written. */
export function unsupported(what: string, details?: ErrorDetails): EffaceError {
  return new EffaceError('ERR_UNSUPPORTED_FORMAT', what, details)
}

/** ERR_LIMIT_EXCEEDED for the limit of that name. */
export function limitExceeded(limit: string, allowed: number, actual: number, details: ErrorDetails = {}): EffaceError {
  return new EffaceError('ERR_LIMIT_EXCEEDED', `Limit ${limit} exceeded: ${actual} is more than ${allowed}`, { ...details, limit, allowed, actual })
}

/**
 * The same error as a plain object and back: worker threads lose an error's class and own fields on the way.
 */
export interface PlainError { name: string, message: string, code?: string, details: ErrorDetails, stack?: string }

/** An error as plain data, which crosses to another thread whole: a structured clone keeps neither class nor code. */
export function toPlainError(error: unknown): PlainError {
  const e = error instanceof Error ? error : new Error(String(error))
  const details: ErrorDetails = {}
  if (e instanceof EffaceError) {
    for (const key of ['stage', 'frame', 'limit', 'allowed', 'actual', 'status'] as const) {
      if (e[key] !== undefined) (details as Record<string, unknown>)[key] = e[key]
    }
    if (e.cause instanceof Error) details.cause = toPlainError(e.cause)
  }
  const plain: PlainError = { name: e.name, message: e.message, details }
  if ('code' in e && typeof e.code === 'string') plain.code = e.code
  if (e.stack !== undefined) plain.stack = e.stack
  return plain
}

/** The other way: an EffaceError where it was one. */
export function fromPlainError(plain: PlainError): Error {
  const cause = plain.details.cause
  const details = cause === undefined ? plain.details : { ...plain.details, cause: fromPlainError(cause as PlainError) }
  if (plain.name !== 'EffaceError') {
    const error: Error & { code?: string } = new Error(plain.message, cause === undefined ? undefined : { cause: details.cause })
    error.name = plain.name
    if (plain.code !== undefined) error.code = plain.code
    if (plain.stack !== undefined) error.stack = plain.stack
    return error
  }
  const error = new EffaceError(plain.code as ErrorCode, plain.message, details)
  if (plain.stack !== undefined) error.stack = plain.stack
  return error
}
