import { limitExceeded, malformed } from '../core/errors.js'
import { SNIFF_BYTES, type Format } from '../core/formats.js'
import type { EncodedPage } from '../core/types.js'
import { avif } from './avif/index.js'
import { bmp } from './bmp/index.js'
import type { ByteSource } from '../core/byte-source.js'
import type { Codec, WalkContext } from './codec.js'
import { formatOf } from './detect.js'
import { gif } from './gif/index.js'
import { jpeg } from './jpeg/index.js'
import { png } from './png/index.js'
import { tiff } from './tiff/index.js'
import { webp } from './webp/index.js'

/** By the names of the table of formats. They are small: what they need of libraries is loaded when a page is decoded. */
const codecs: Readonly<Record<Format, Codec>> = { jpeg, png, bmp, gif, tiff, webp, avif }

/** What reads and writes a format. */
export function codecOf(format: Format): Codec { return codecs[format] }

/**
 * The pages of an input of any known format, told by its first bytes and never by its name.
 *
 * @throws EffaceError ERR_UNSUPPORTED_FORMAT, ERR_MALFORMED_INPUT, ERR_LIMIT_EXCEEDED
 */
export async function * pages(source: ByteSource, context: WalkContext): AsyncGenerator<EncodedPage> {
  const { limits } = context
  const format = formatOf(await source.read(0, SNIFF_BYTES))
  let count = 0
  let pixels = 0
  for await (const page of codecs[format].pages(source, context)) {
    const { width, height } = page.layout
    if (++count > limits.frames) throw limitExceeded('frames', limits.frames, count, { stage: 'decode', frame: page.index })
    if (width * height > limits.pixelsPerFrame) throw limitExceeded('pixelsPerFrame', limits.pixelsPerFrame, width * height, { stage: 'decode', frame: page.index })
    pixels += width * height
    if (pixels > limits.pixelsTotal) throw limitExceeded('pixelsTotal', limits.pixelsTotal, pixels, { stage: 'decode', frame: page.index })
    yield page
  }
  if (count === 0) throw malformed('The file holds no image', { stage: 'decode' })
}

/**
 * How many pages the walker will find.
 *
 * @throws EffaceError as {@link pages} does
 */
export async function countPages(source: ByteSource, context: WalkContext): Promise<number> {
  const codec = codecs[formatOf(await source.read(0, SNIFF_BYTES))]
  if (codec.count) return await codec.count(source, context)
  let count = 0
  for await (const { total } of codec.pages(source, context)) {
    if (total !== undefined) return total
    count++
  }
  return count
}
