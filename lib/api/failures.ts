import { EffaceError, type ErrorCode } from '../core/errors.js'

/** Code and message; never a stack, never text from the image. */
export function describe(error: unknown): string {
  const e = error as Error & { code?: string, frame?: number }
  const cause = e.cause instanceof Error ? ` (${e.cause.message.split('\n')[0]})` : ''
  const code = e.code ?? e.name
  // The system's own messages begin with the code.
  return `${e.message.startsWith(`${code}: `) ? '' : `${code}: `}${e.message}${cause}`
}

/** A failure as a report has it. */
export function failureOf(error: unknown): { code: string, message: string } {
  const { code, name, message } = error as Error & { code?: string }
  return { code: code ?? name, message }
}

/** Faults of the input: the same bytes fail again. */
const LASTING: readonly ErrorCode[] = ['ERR_UNSUPPORTED_FORMAT', 'ERR_MALFORMED_INPUT', 'ERR_LIMIT_EXCEEDED', 'ERR_REDACTION_UNVERIFIED', 'ERR_CONTAINER_OVERFLOW', 'ERR_OUTPUT_EXISTS']

/** Whether it may go better another time: a full disk, a thread that died, a busy machine. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof EffaceError) || !LASTING.includes(error.code) || error.limit === 'stageSeconds'
}
