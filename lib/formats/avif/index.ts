import type { AvifOptions } from 'sharp'
import { malformed, unsupported } from '../../core/errors.js'
import type { EncodedPage, Orientation, PaintBox, Raster, RasterLayout } from '../../core/types.js'
import type { Alone, Codec, Seen, WrittenPage } from '../codec.js'
import { join, rebuilt } from './mux.js'
import { MOST_ACROSS, walk, type AvifInfo } from './walk.js'
import { libvips } from '../sharp.js'

/**
 * AVIF: one still image, RGB or RGBA, upright, cut and turned as it is shown; 10 and 12 bits lie in 16. Nothing of the file is passed on:
 * its pixels are encoded anew, without loss where they were so, and put into a file of our own.
 */
export const avif: Codec = {
  format: 'avif',
  sequential: false,
  pages: walk,

  async decodePage({ data, info, layout }: EncodedPage, into: Uint8Array): Promise<void> {
    into.set(await pixelsOf(data, layout, (info as AvifInfo).bits))
  },

  async encodePage({ info }: EncodedPage, raster: Raster, painted: readonly PaintBox[]): Promise<{ page: WrittenPage }> {
    return { page: await encode(raster, info as AvifInfo, painted.length > 0) }
  },

  witness: {
    async read({ info, layout }, _written, { file }: Alone): Promise<Seen> {
      const { orientation = 1 } = await (await libvips(file)).metadata()
      return { by: 'sharp', raster: { ...layout, data: await pixelsOf(file, layout, (info as AvifInfo).bits) }, orientation: orientation as Orientation }
    },
    tolerance: ({ info }) => (info as AvifInfo).lossless ? 0 : LOSSY_TOLERANCE,
    /** Paint is of 8 bits, which 10 and 12 do not hold to the last of 16. */
    rounding: ({ info }) => (info as AvifInfo).bits > 8 ? 1 : 0,
    encodeAnew: async ({ info }, raster) => ({ page: await encode(raster, { ...info as AvifInfo, lossless: true }, false) }),
  },

  infoOf: avifInfo,
  join,
}

/** Levels that the edges of a painted box, which is larger than what it covers, may lose in a tile of 8 × 8 pixels. */
const LOSSY_TOLERANCE = 16
/** Below this, painted pages would visibly lose what is around the boxes. */
const LEAST_QUALITY = 50
/** Without loss, more effort takes three times as long for 7 % fewer bytes; with loss, five times. */
const LOSSLESS: AvifOptions = { lossless: true, effort: 0 }
const LOSSY: AvifOptions = { effort: 2 }

/**
 * What `encodePage` needs for a page that comes from another format.
 *
 * @throws EffaceError ERR_UNSUPPORTED_FORMAT for a page larger than what is written
 */
function avifInfo({ width, height, alpha }: RasterLayout): unknown {
  if (Math.max(width, height) > MOST_ACROSS) throw unsupported(`AVIF is written with ${MOST_ACROSS} pixels across at most`, { stage: 'encode' })
  return { lossless: true, quality: 100, alpha: alpha !== undefined, bits: 8, fullChroma: true } satisfies AvifInfo
}

async function pixelsOf(file: Uint8Array, { width, height, channels, bits }: RasterLayout, depth: AvifInfo['bits']): Promise<Uint8Array> {
  const source = await libvips(file, { failOn: 'warning', limitInputPixels: false, ignoreIcc: true })
  const whole = channels === 4 ? source.ensureAlpha() : source.removeAlpha()
  const image = bits === 16 ? whole.pipelineColourspace('rgb16').toColourspace('rgb16').raw({ depth: 'ushort' }) : whole.toColourspace('srgb').raw()
  const { data, info } = await image.toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => { throw malformed('The AVIF image data are damaged', { cause }) })
  if (info.width !== width || info.height !== height || info.channels !== channels) throw malformed('The AVIF image is not as its header says')
  if (bits === 16) widen(data, depth)
  return data
}

/** libvips puts samples of 10 and 12 bits into the highest of 16, and leaves the rest 0: white would be grey. */
function widen(data: Buffer, depth: number): void {
  for (let at = 0; at < data.length; at += 2) {
    const sample = data.readUInt16LE(at)
    data.writeUInt16LE(sample | sample >> depth, at)
  }
}

async function encode(raster: Raster, info: AvifInfo, painted: boolean): Promise<WrittenPage> {
  const { data, width, height, channels, bits } = raster
  const { lossless, quality, fullChroma, icc, codePoints } = info
  const samples = bits === 16 ? new Uint16Array(data.slice().buffer) : data
  const options: AvifOptions = lossless ? LOSSLESS : { ...LOSSY, quality: painted ? Math.max(LEAST_QUALITY, quality) : quality, chromaSubsampling: fullChroma ? '4:4:4' : '4:2:0' }
  const image = await libvips(samples, { raw: { width, height, channels: channels as 3 | 4 }, limitInputPixels: false })
  const file = await (bits === 16 ? image.toColourspace('rgb16') : image).avif({ ...options, bitdepth: info.bits }).toBuffer()
  const written: WrittenPage = { data: rebuilt(file, { width, height, ...icc && { icc }, ...codePoints && { codePoints } }), info: undefined }
  if (!lossless) written.anew = true
  return written
}
