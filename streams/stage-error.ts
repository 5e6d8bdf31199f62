import { EffaceError, type ErrorCode, type Stage } from '../lib/core/errors.js'

/** An unexpected error is a detector's or an engine's own, else a fault of ours: what is wrong with an input is told where it is read. */
const CODE: Partial<Record<Stage, ErrorCode>> = { detect: 'ERR_DETECTOR_FAILED', ocr: 'ERR_OCR_FAILED' }

/** What the system lacks or refuses (a full disk, a missing TMPDIR, too many open files) is no fault of the input, of a detector or of ours. */
const isSystems = (error: Error): boolean => typeof (error as NodeJS.ErrnoException).syscall === 'string' || LACKING.includes((error as NodeJS.ErrnoException).code)
const LACKING: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EMFILE', 'ENFILE', 'EIO']

/** The error with its stage and frame; whatever is not an EffaceError becomes the cause of one. Abort stays AbortError, and the system's errors theirs. */
export function toStageError(error: unknown, stage: Stage, frame?: number): Error {
  if (error instanceof Error && (error.name === 'AbortError' || isSystems(error))) return error
  if (error instanceof EffaceError) {
    error.stage ??= stage
    if (frame !== undefined) error.frame ??= frame
    return error
  }
  const details = frame === undefined ? { stage, cause: error } : { stage, frame, cause: error }
  return new EffaceError(CODE[stage] ?? 'ERR_INTERNAL', `The ${stage} stage failed${frame === undefined ? '' : ` on frame ${frame}`}`, details)
}
