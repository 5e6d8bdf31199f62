import { malformed, unsupported } from '../core/errors.js'
import { formatTitles, sniff, type Format } from '../core/formats.js'

/** What people try that is not read, by what it begins with, and what is to be done with it. */
const STRANGERS: readonly (readonly [magic: RegExp, advice: string])[] = [
  [/^%PDF-/, 'is a PDF, which is not read: make a TIFF or pictures of its pages first'],
  [/^.{4}ftyphe(?:i[cmsx]|v[cmsx])/s, 'is HEIC, which is not read: make a JPEG of it first'],
]

/** The format by magic bytes. @throws EffaceError ERR_UNSUPPORTED_FORMAT, ERR_MALFORMED_INPUT */
export function formatOf(head: Uint8Array): Format {
  if (head.length === 0) throw malformed('The input is empty', { stage: 'decode' })
  const format = sniff(head)
  if (format === undefined) {
    const text = Buffer.from(head).toString('latin1')
    const advice = STRANGERS.find(([magic]) => magic.test(text))?.[1]
    throw unsupported(`The input ${advice ?? `is not a ${formatTitles} file`}`, { stage: 'decode' })
  }
  return format
}
