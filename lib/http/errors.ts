import { EffaceError, type ErrorCode } from '../core/errors.js'

/** An answer other than 200, in the form that Limina's clients read: `{"detail": …}`. */
export class HttpError extends Error {
  constructor(readonly status: number, readonly detail: unknown, readonly headers: Record<string, string> = {}, readonly code?: string) {
    super(typeof detail === 'string' ? detail : `HTTP ${status}`)
  }
}

const STATUS: Record<ErrorCode, number> = {
  ERR_INVALID_OPTION: 400,
  ERR_UNSUPPORTED_FORMAT: 400,
  ERR_MALFORMED_INPUT: 400,
  ERR_LIMIT_EXCEEDED: 413,
  ERR_DETECTOR_FAILED: 500,
  ERR_OCR_FAILED: 500,
  ERR_RECOGNIZER_FAILED: 500,
  ERR_WORKER_DIED: 500,
  ERR_REDACTION_UNVERIFIED: 500,
  ERR_MODEL_INTEGRITY: 500,
  ERR_CONTAINER_OVERFLOW: 500,
  ERR_STORAGE_FAILED: 502,
  ERR_OUTPUT_EXISTS: 409,
  ERR_MISSING_PACKAGE: 501,
  ERR_INTERNAL: 500,
}

/** Any error as an answer. Messages of the library hold no text of an image; those of others are not passed on. */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error
  if (error instanceof EffaceError) {
    const status = STATUS[error.code]
    const detail = status < 500 ? error.message : 'The file could not be processed'
    return new HttpError(status, detail, {}, error.code)
  }
  return new HttpError(500, 'Internal error', {}, 'ERR_INTERNAL')
}

/** What a log may tell of an unexpected error: where it came from. Its message may hold what was read. */
export function traceOf(error: unknown): string[] {
  let deepest = error
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause
  if (!(deepest instanceof Error)) return []
  const lines = deepest.stack?.split('\n').map(line => line.trim()).filter(line => line.startsWith('at ')).slice(0, 5) ?? []
  return [(deepest as NodeJS.ErrnoException).code ?? deepest.name, ...lines]
}

/** The body that goes with an error. */
export function errorBody({ detail, code, status }: HttpError, cause?: unknown): Record<string, unknown> {
  const body: Record<string, unknown> = { detail }
  if (code !== undefined) body.code = code
  if (status === 413 && cause instanceof EffaceError && cause.limit !== undefined) body.limit = cause.limit
  return body
}
