import sharp from 'sharp'
import { malformed } from '../../errors.js'
import type { EncodedPage, PaintBox, Raster, RasterLayout } from '../../types.js'
import type { Codec, CodecState, WrittenPage } from '../codec.js'
import { compose, type Composed } from './compose.js'
import { joinPages, type WebpPage } from './mux.js'
import { imageChunks, walk, type WebpInfo } from './walk.js'

/**
 * WebP, still and animated. A page is the whole canvas in RGB or RGBA. Where nothing was painted the image goes out bit
 * for bit; painted ones are encoded anew, lossless ones losslessly. From the first painted frame of an animation on,
 * frames are written whole and replace one another, for they are drawn upon what is no longer the same.
 */
export const webp: Codec = {
  format: 'webp',
  stateful: true,
  pages: walk,

  // The canvas, the frame's own pixels, and those that are encoded.
  composing: ({ info, layout: { width, height } }) => (info as WebpInfo).frame === undefined ? 0 : 3 * 4 * width * height,

  async decodePage(page: EncodedPage, into: Uint8Array, state?: CodecState): Promise<CodecState | void> {
    const info = page.info as WebpInfo
    const { width, height, channels } = page.layout
    if (info.frame) return compose(info, await decode(page.data, info.frame.w, info.frame.h, 4), into, state as Composed | undefined)
    into.set(await decode(page.data, width, height, channels))
  },

  async encodePage(page: EncodedPage, raster: Raster, painted: readonly PaintBox[], state?: CodecState): Promise<{ page: WrittenPage, state: CodecState }> {
    const { screen, lossless, quality, alpha, frame, chunks } = page.info as WebpInfo
    const changed = state === CHANGED || painted.length > 0
    const next = changed ? CHANGED : undefined
    if (chunks && !changed) return { page: { data: chunks, info: { screen, alpha, frame } satisfies WebpPage }, state: next }
    const { width, height, channels } = raster
    const file = await sharp(raster.data, { raw: { width, height, channels: channels as 1 | 3 | 4 }, limitInputPixels: false })
      .webp(lossless ? { lossless, exact: true } : { quality: Math.max(LEAST_QUALITY, quality), alphaQuality: 100 })
      .toBuffer()
    const whole = frame && { x: 0, y: 0, w: width, h: height, duration: frame.duration, blend: false, dispose: false }
    return { page: { data: imageChunks(file), info: { screen, alpha, frame: whole } satisfies WebpPage }, state: next }
  },

  join: joinPages,
}

const CHANGED = 'changed'
/** Below this, painted frames would visibly lose what is around the boxes. */
const LEAST_QUALITY = 40

/** What `encodePage` needs for a page that comes from another format. */
export function webpInfo({ width, height, alpha }: RasterLayout): unknown {
  return { screen: { width, height, exif: { orientation: 1 } }, lossless: true, quality: 100, alpha: alpha !== undefined } satisfies WebpInfo
}

async function decode(file: Uint8Array, width: number, height: number, channels: number): Promise<Uint8Array> {
  const image = sharp(file, { failOn: 'truncated', limitInputPixels: false, ignoreIcc: true })
  const { data, info } = await (channels === 4 ? image.ensureAlpha() : image.removeAlpha()).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => { throw malformed('The WebP image data are damaged', { cause }) })
  if (info.width !== width || info.height !== height || info.channels !== channels) throw malformed('The WebP image is not as its header says')
  return data
}
