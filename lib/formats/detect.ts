import { malformed, unsupported } from '../core/errors.js'
import { formatTitles, sniff, type Format } from '../core/formats.js'

/** The format by magic bytes. @throws EffaceError ERR_UNSUPPORTED_FORMAT, ERR_MALFORMED_INPUT */
export function formatOf(head: Uint8Array): Format {
  if (head.length === 0) throw malformed('The input is empty', { stage: 'decode' })
  const format = sniff(head)
  if (format === undefined) throw unsupported(`The input is not a ${formatTitles} file`, { stage: 'decode' })
  return format
}
