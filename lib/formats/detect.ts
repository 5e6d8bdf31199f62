import { malformed, unsupported } from '../core/errors.js'
import type { Format } from '../core/types.js'

/** How many bytes {@link sniff} wants to see. */
export const SNIFF_BYTES = 16

const starts = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((b, i) => head[i] === b)
const ascii = (head: Uint8Array, at: number, text: string): boolean => [...text].every((c, i) => head[at + i] === c.charCodeAt(0))

/** The format by magic bytes; undefined when it is none of ours. */
export function sniff(head: Uint8Array): Format | undefined {
  if (starts(head, 0xff, 0xd8, 0xff)) return 'jpeg'
  if (starts(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png'
  if (ascii(head, 0, 'GIF87a') || ascii(head, 0, 'GIF89a')) return 'gif'
  if (starts(head, 0x49, 0x49, 0x2a, 0) || starts(head, 0x4d, 0x4d, 0, 0x2a)) return 'tiff'
  if (starts(head, 0x49, 0x49, 0x2b, 0) || starts(head, 0x4d, 0x4d, 0, 0x2b)) return 'tiff'
  if (ascii(head, 0, 'RIFF') && ascii(head, 8, 'WEBP')) return 'webp'
  if (ascii(head, 0, 'BM')) return 'bmp'
  return undefined
}

/** As {@link sniff}. @throws EffaceError ERR_UNSUPPORTED_FORMAT, ERR_MALFORMED_INPUT */
export function formatOf(head: Uint8Array): Format {
  if (head.length === 0) throw malformed('The input is empty', { stage: 'decode' })
  const format = sniff(head)
  if (format === undefined) throw unsupported('The input is not a JPEG, PNG, BMP, GIF, TIFF or WebP file', { stage: 'decode' })
  return format
}
