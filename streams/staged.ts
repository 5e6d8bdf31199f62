import { EffaceError, type ErrorCode, type Stage } from '../lib/errors.js'

/** What an error of a third party means, by the stage it came from. */
const CODE: Record<Stage, ErrorCode> = {
  options: 'ERR_INVALID_OPTION',
  decode: 'ERR_MALFORMED_INPUT',
  split: 'ERR_MALFORMED_INPUT',
  detect: 'ERR_DETECTOR_FAILED',
  ocr: 'ERR_OCR_FAILED',
  pii: 'ERR_DETECTOR_FAILED',
  redact: 'ERR_REDACTION_UNVERIFIED',
  encode: 'ERR_CONTAINER_OVERFLOW',
}

/** What the system lacks is no fault of the input or of a detector. */
const LACKING: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EMFILE', 'ENFILE', 'EIO']

/** The error with its stage and frame; whatever is not an EffaceError becomes the cause of one. Abort stays AbortError, and a full disk ENOSPC. */
export function staged(error: unknown, stage: Stage, frame?: number): Error {
  if (error instanceof Error && (error.name === 'AbortError' || LACKING.includes((error as NodeJS.ErrnoException).code))) return error
  if (error instanceof EffaceError) {
    error.stage ??= stage
    if (frame !== undefined) error.frame ??= frame
    return error
  }
  const details = frame === undefined ? { stage, cause: error } : { stage, frame, cause: error }
  return new EffaceError(CODE[stage], `The ${stage} stage failed${frame === undefined ? '' : ` on frame ${frame}`}`, details)
}
