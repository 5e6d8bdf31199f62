import { EffaceError } from '../../core/errors.js'
import type { WrittenPage } from '../codec.js'
import { writeExif } from '../jpeg/exif.js'
import { bytes24, chunk, riff } from './riff.js'
import type { Frame, Screen } from './walk.js'

export interface WebpPage {
  screen: Screen
  alpha: boolean
  /** In an animation. */
  frame?: Frame
}

const ICC = 0x20
const ALPHA = 0x10
const EXIF = 0x08
const ANIMATION = 0x02
/** RIFF sizes are 32 bits wide. */
const MOST = 2 ** 32 - 16

/** A file's size stands at its start, so the pages of an animation are gathered, still encoded, before the first byte. */
export async function * joinPages(pages: AsyncIterable<WrittenPage>): AsyncGenerator<Uint8Array> {
  let first: WebpPage | undefined
  let alpha = false
  let total = 0
  const images: Uint8Array[] = []
  for await (const { data, info } of pages) {
    const page = info as WebpPage
    first ??= page
    alpha ||= page.alpha
    const image = page.frame ? frameChunk(page.frame, data) : data
    total += image.length
    if (total > MOST) throw new EffaceError('ERR_CONTAINER_OVERFLOW', 'The output does not fit a WebP file', { stage: 'encode' })
    images.push(image)
  }
  if (!first) return
  const { width, height, icc, animation, exif: facts } = first.screen
  const exif = writeExif(facts)
  const flags = (icc ? ICC : 0) | (exif ? EXIF : 0) | (animation ? ANIMATION : 0)
  // A lossless image tells its alpha itself; a lossy one with an alpha plane needs the extended header.
  if (flags === 0 && images[0][0] !== 'A'.charCodeAt(0)) {
    yield riff(images[0])
    return
  }
  yield riff(
    chunk('VP8X', Buffer.from([flags | (alpha ? ALPHA : 0), 0, 0, 0, ...bytes24(width - 1), ...bytes24(height - 1)])),
    ...icc ? [chunk('ICCP', icc)] : [],
    ...animation ? [chunk('ANIM', Buffer.from([...animation.background, animation.loop & 0xff, animation.loop >> 8]))] : [],
    ...images,
    ...exif ? [chunk('EXIF', exif)] : [],
  )
}

function frameChunk({ x, y, w, h, duration, blend, dispose }: Frame, image: Uint8Array): Buffer {
  const head = [...bytes24(x / 2), ...bytes24(y / 2), ...bytes24(w - 1), ...bytes24(h - 1), ...bytes24(duration), (blend ? 0 : 2) | (dispose ? 1 : 0)]
  return chunk('ANMF', Buffer.concat([Buffer.from(head), image]))
}
