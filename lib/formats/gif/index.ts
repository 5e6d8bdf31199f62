import { unsupported } from '../../core/errors.js'
import type { EncodedPage, PaintBox, Raster, RasterLayout } from '../../core/types.js'
import type { Codec, CodecState, WrittenPage } from '../codec.js'
import {
  blank, clear, compose, disposed, draw, indicesOf, newCanvas, onScreen, paletteOf, restore, save, TRANSPARENT, wordsOf, type Canvas, type Composed,
} from './canvas.js'
import { sharedPalette, withItsColours, type SharedPalette } from './palette.js'
import { covering, withTransparency } from './ground.js'
import { repaint, type Drawn } from './repaint.js'
import { noPalette, type GifInfo } from './types.js'
import { walk } from './walk.js'
import { frameOf, headerOf } from './write.js'
import { MOST_INDICES, readByGifuct } from './witness.js'

/** What a viewer of the output shows when the next frame comes, and whether that ever differed from the input. */
interface Shown { canvas: Canvas, width: number, painted: boolean, shared?: SharedPalette }

/**
 * GIF. A page is the whole screen as composed up to its frame, in RGBA: what a viewer shows is what is looked at and
 * painted. Frames go out with their own rectangle, palette, indices, transparency, disposal and delay, and are redrawn
 * only where that would show something else than the painted page.
 */
export const gif: Codec = {
  format: 'gif',
  sequential: true,
  rereads: () => true,
  pages: walk,

  // A canvas each to decode, to encode and to read back on, and what they are put back from; indices as stored, as sorted out, as drawn,
  // and as the witness has them, in lists.
  composing(page) {
    const { screen: { width, height }, rect, disposal } = page.info as GifInfo
    const listed = rect.w * rect.h <= MOST_INDICES ? 8 : 0
    return width * height * (3 * 4 + 4) + rect.w * rect.h * ((disposal === 3 ? 2 + 3 * 4 : 2) + listed)
  },

  async decodePage(page: EncodedPage, into: Uint8Array, state?: CodecState): Promise<CodecState> {
    const info = page.info as GifInfo
    const { width, height } = info.screen
    const before = disposed(state as Composed | undefined ?? blank(width * height), width)
    const next = compose(before, width, {
      rect: onScreen(info), disposal: info.disposal, indices: indicesOf(page.data, info), words: wordsOf(paletteOf(info), info.transparent),
    })
    into.set(new Uint8Array(next.canvas.buffer, next.canvas.byteOffset, next.canvas.byteLength))
    return next
  },

  async encodePage(page: EncodedPage, raster: Raster, painted: readonly PaintBox[], state?: CodecState): Promise<{ page: WrittenPage, state: CodecState }> {
    const info = page.info as GifInfo
    const { width, height } = info.screen
    const shown = state as Shown | undefined ?? { canvas: newCanvas(width * height), width, painted: false }
    if (shown.width !== width || shown.canvas.length !== width * height) throw unsupported('GIF holds pages of one size only', { stage: 'encode', frame: page.index })
    shown.painted ||= painted.length > 0
    const wanted = canvasOf(raster)
    const stored = storedFrame(page.data, info)
    const original = withGround(stored, page.index, info)
    const drawn = shown.painted || !asItIs(stored) ? repaint(original, shown.canvas, wanted, width) : original
    const shared = shown.shared ??= sharedPalette(info.screen, drawn)
    const data = frameOf(info, withItsColours(info.screen, drawn, shared))

    const saved = info.disposal === 3 ? save(shown.canvas, width, drawn.rect) : undefined
    draw(shown.canvas, width, drawn.rect, drawn.indices, wordsOf(drawn.palette, drawn.transparent))
    if (info.disposal === 2) clear(shown.canvas, width, drawn.rect)
    else if (saved) restore(shown.canvas, width, drawn.rect, saved)
    return { page: { data, info: { header: headerOf(info.screen, shared) } }, state: shown }
  },

  witness: { read: readByGifuct },

  timing({ info }) {
    const { delay = 0, disposal, loop = -1 } = info as GifInfo
    return [delay, disposal, loop].join(' ')
  },

  infoOf: gifInfo,

  async * join(pages: AsyncIterable<WrittenPage>): AsyncGenerator<Uint8Array> {
    let first = true
    for await (const { data, info } of pages) {
      if (first) yield (info as { header: Uint8Array }).header
      first = false
      yield data
    }
    yield new Uint8Array([0x3b])
  },
}

function storedFrame(data: Uint8Array, info: GifInfo): Drawn {
  const stored: Drawn = { rect: onScreen(info), indices: indicesOf(data, info), palette: paletteOf(info) }
  if (info.transparent !== undefined) stored.transparent = info.transparent
  return stored
}

/** The frame with what is transparent stated where viewers would show different grounds. */
function withGround(stored: Drawn, index: number, { disposal, screen }: GifInfo): Drawn {
  const { rect } = stored
  const uncovered = index === 0 && (rect.w < screen.width || rect.h < screen.height)
  if (!uncovered && disposal !== 2) return stored
  const stated = withTransparency(stored)
  return uncovered && stated.transparent !== undefined ? covering(stated, screen) : stated
}

const MOST_ACROSS = 65_535

/**
 * Of a frame that holds nothing yet.
 *
 * @throws EffaceError ERR_UNSUPPORTED_FORMAT for a page larger than the format holds
 */
function gifInfo({ width, height }: RasterLayout): unknown {
  if (Math.max(width, height) > MOST_ACROSS) throw unsupported(`GIF holds ${MOST_ACROSS} pixels across at most`, { stage: 'encode' })
  return {
    screen: { width, height, background: 0, aspect: 0 }, rect: { x: 0, y: 0, w: 0, h: 0 }, palette: noPalette.slice(),
    interlaced: false, disposal: 0, waitsForUser: false, minCodeSize: 2,
  } satisfies GifInfo
}

/** The painted page, in its own place, as a canvas: opaque or nothing, as GIF has it. */
function canvasOf({ data: bytes, width, height }: Raster): Canvas {
  const canvas = bytes.byteOffset % 4 === 0 ? new Uint32Array(bytes.buffer, bytes.byteOffset, width * height) : new Uint32Array(bytes.slice().buffer)
  const alpha = new Uint8Array(canvas.buffer, canvas.byteOffset, canvas.byteLength)
  for (let i = 0; i < canvas.length; i++) {
    if (canvas[i] === TRANSPARENT || alpha[i * 4 + 3] === 255) continue
    if (alpha[i * 4 + 3] >= 128) alpha[i * 4 + 3] = 255
    else canvas[i] = TRANSPARENT
  }
  return canvas
}

/** A frame without area, or with indices that its palette lacks, must be written otherwise than it was read. */
function asItIs({ rect, indices, palette, transparent }: Drawn): boolean {
  const entries = palette.length / 3
  if (entries < 256) for (let i = 0; i < indices.length; i++) if (indices[i] >= entries && indices[i] !== transparent) return false
  return rect.w > 0 && rect.h > 0
}
