import { isPassing } from '../api/failures.js'
import { EffaceError } from '../core/errors.js'

/** Why a job failed, as the queue keeps it: 'ERR_MALFORMED_INPUT: …'. */
export interface Failure { code: string, message: string, passing: boolean }

/** What a worker's death is called, by us and by BullMQ. */
const DIED = 'ERR_WORKER_DIED'
const STALLED = 'job stalled more than allowable limit'

/** Another try does not help: beside faults of the input, options that are refused. What stands at the target by now is seen anew. */
export function failureOf(error: unknown): Failure {
  // A thrown string would be kept as "null".
  const thrown = error instanceof Error ? error : new Error(String(error))
  const { code = thrown.name, message } = thrown as Error & { code?: string }
  const passing = code === 'ERR_OUTPUT_EXISTS' || code !== 'ERR_INVALID_OPTION' && isPassing(error)
  return { code, message, passing }
}

export const toReason = ({ code, message, passing }: Failure): string => `${code}: ${message}${passing ? PASSING : ''}`
const PASSING = ' (may pass)'

/** Whether the queue itself gave a job up, since too many of its workers died. */
export const isOutlived = (reason: string): boolean => reason === STALLED

/** The other way. */
export function readReason(reason: string | undefined = ''): Failure {
  if (isOutlived(reason)) return { code: DIED, message: 'Every worker that took it died or fell silent', passing: true }
  const [, code = 'ERR_INTERNAL', message = reason] = /^(\w+): ([^]*)$/.exec(reason) ?? []
  return message.endsWith(PASSING) ? { code, message: message.slice(0, -PASSING.length), passing: true } : { code, message, passing: false }
}

/** A failure that was kept, as an error. */
export class KeptFailure extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(toReason(failure))
    this.failure = failure
  }
}

/** Another worker has the job: whatever this one still does counts for nothing. */
export const lostJob = (): EffaceError => new EffaceError(DIED, 'The job was taken over by another worker')

/** What Redis refuses, a full memory above all, as an error of ours: its own holds the command, with what was to be kept. */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  return await answer.catch((error: Error) => {
    if (error.name !== 'ReplyError') throw error
    throw new EffaceError('ERR_STORAGE_FAILED', `Redis refuses: ${error.message}`)
  })
}
