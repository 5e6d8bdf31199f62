import { malformed, unsupported } from '../../core/errors.js'
import type { EncodedPage, Orientation, PaintBox, Raster, RasterLayout } from '../../core/types.js'
import type { Alone, Codec, CodecState, Seen, WrittenPage } from '../codec.js'
import { compose, dropUnseen, holdsUnseen, type Composed } from './compose.js'
import { joinPages, type WebpPage } from './mux.js'
import { decode, encode, LOSSLESS, rebuilt } from './rebuild.js'
import { MOST_ACROSS, stillFile, walk, type WebpInfo } from './walk.js'
import { libvips } from '../sharp.js'

/**
 * WebP, still and animated. A page is the whole canvas in RGB or RGBA. Where nothing was painted the image goes out with the
 * pixels it came with; painted ones are encoded anew, lossless ones losslessly. From the first painted frame of an animation on,
 * frames are written whole and replace one another, for they are drawn upon what is no longer the same.
 */
export const webp: Codec = {
  format: 'webp',
  sequential: true,
  pages: walk,

  // The canvas, the frame's own pixels, and those that are encoded; the first two once more to read it back.
  composing: ({ info, layout: { width, height } }) => (info as WebpInfo).frame === undefined ? 0 : 6 * 4 * width * height,

  async decodePage(page: EncodedPage, into: Uint8Array, state?: CodecState): Promise<CodecState | void> {
    const info = page.info as WebpInfo
    const { width, height, channels } = page.layout
    if (info.frame) return compose(info, await pixelsOf(page.data, info.frame.w, info.frame.h, 4), into, state as Composed | undefined)
    into.set(await pixelsOf(page.data, width, height, channels))
  },

  async encodePage(page: EncodedPage, raster: Raster, painted: readonly PaintBox[], state?: CodecState): Promise<{ page: WrittenPage, state: CodecState }> {
    const { screen, lossless, quality, alpha, frame, chunks } = page.info as WebpInfo
    const changed = state === CHANGED || painted.length > 0
    const next = changed ? CHANGED : undefined
    const options = lossless ? LOSSLESS : { quality: Math.max(LEAST_QUALITY, quality), alphaQuality: 100 }
    if (chunks && !changed) {
      const pixels = frame ? await decode(stillFile(chunks), 4) : raster
      const unseen = frame?.blend === true && !lossless && holdsUnseen(pixels)
      if (frame?.blend) dropUnseen(pixels)
      const kept = unseen ? undefined : await rebuilt(chunks, quality, pixels)
      const data = kept ?? await encode(pixels, options)
      return { page: written(data, { screen, alpha, frame }, !kept && !lossless), state: next }
    }
    const { width, height } = raster
    const whole = frame && { x: 0, y: 0, w: width, h: height, duration: frame.duration, blend: false, dispose: false }
    return { page: written(await encode(raster, options), { screen, alpha, frame: whole }, !lossless), state: next }
  },

  witness: {
    read: readByLibwebp,
    tolerance: ({ info }) => (info as WebpInfo).lossless ? 0 : LOSSY_TOLERANCE,
    encodeAnew: async (page, raster) => await webp.encodePage({ ...page, info: { ...page.info as WebpInfo, lossless: true } }, raster, [], CHANGED),
  },

  timing: ({ info }) => String((info as WebpInfo).frame?.duration ?? 0),
  infoOf: webpInfo,
  join: joinPages,
}

const CHANGED = 'changed'
/** Levels that the edges of a painted box may lose in a tile of 8 × 8 pixels. */
const LOSSY_TOLERANCE = 32
/** Below this, painted frames would visibly lose what is around the boxes. */
const LEAST_QUALITY = 40

/**
 * What `encodePage` needs for a page that comes from another format.
 *
 * @throws EffaceError ERR_UNSUPPORTED_FORMAT for a page larger than the format holds
 */
export function webpInfo({ width, height, alpha }: RasterLayout): unknown {
  if (Math.max(width, height) > MOST_ACROSS) throw unsupported(`WebP holds ${MOST_ACROSS} pixels across at most`, { stage: 'encode' })
  return { screen: { width, height, exif: { orientation: 1 } }, lossless: true, quality: 100, alpha: alpha !== undefined } satisfies WebpInfo
}

async function pixelsOf(file: Uint8Array, width: number, height: number, channels: number): Promise<Uint8Array> {
  const image = await decode(file, channels as 3 | 4).catch((cause: unknown) => { throw malformed('The WebP image data are damaged', { cause }) })
  if (image.width !== width || image.height !== height || image.channels !== channels) throw malformed('The WebP image is not as its header says')
  return image.data
}

function written(data: Uint8Array, info: WebpPage, anew: boolean): WrittenPage { return anew ? { data, info, anew } : { data, info } }

/** What the witness carries through an animation. `nearly`: some frame so far was coded anew, with loss. */
interface Watched { composed: Composed, nearly: boolean }

async function readByLibwebp({ layout }: EncodedPage, { data, info, anew }: WrittenPage, { file }: Alone, state?: CodecState): Promise<Seen> {
  const { width, height, channels } = layout
  const { frame, screen } = info as WebpPage
  const { orientation = 1, delay } = await (await libvips(file)).metadata()
  const seen = { by: 'sharp', orientation: orientation as Orientation } as const
  if (!frame) return { ...seen, raster: { ...layout, data: await pixelsOf(file, width, height, channels) } }
  if (delay !== undefined && delay[0] !== frame.duration) throw malformed('The WebP frame is shown for another time')
  const before = state as Watched | undefined
  // A whole frame that replaces all leaves nothing of those before.
  const whole = !frame.blend && frame.w === width && frame.h === height
  const nearly = anew === true || (!whole && before?.nearly === true)
  const pixels = new Uint8Array(width * height * 4)
  const composed = compose({ screen, frame }, await pixelsOf(stillFile(data), frame.w, frame.h, 4), pixels, before?.composed)
  return { ...seen, raster: { ...layout, data: pixels }, nearly, state: { composed, nearly } satisfies Watched }
}
