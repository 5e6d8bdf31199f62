import { EffaceError, type ErrorCode } from '../core/errors.js'

/** Code and message; never a stack, never text from the image. */
export function describe(error: unknown): string {
  const e = error as Error & { code?: string, frame?: number }
  const cause = e.cause instanceof Error ? ` (${e.cause.message.split('\n')[0]})` : ''
  return `${e.code ?? e.name}: ${e.message}${cause}`
}

/** Faults of the input: the same bytes fail again. */
const LASTING: readonly ErrorCode[] = ['ERR_UNSUPPORTED_FORMAT', 'ERR_MALFORMED_INPUT', 'ERR_LIMIT_EXCEEDED', 'ERR_REDACTION_UNVERIFIED', 'ERR_CONTAINER_OVERFLOW', 'ERR_OUTPUT_EXISTS']

/** Whether it may go better another time: a full disk, a thread that died, a busy machine. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof EffaceError) || !LASTING.includes(error.code) || error.limit === 'stageSeconds'
}
