import type { ParsedGif } from 'gifuct-js'
import { malformed } from '../../core/errors.js'
import type { EncodedPage, Raster } from '../../core/types.js'
import type { Alone, CodecState, Seen, WrittenPage } from '../codec.js'
import { blank, compose, disposed, indicesOf, onScreen, paletteOf, rgb, TRANSPARENT, wordsOf, type Canvas, type Composed } from './canvas.js'
import type { GifInfo, Rect } from './types.js'

/** Larger frames are not given to gifuct-js, which makes lists of numbers of them. */
export const MOST_INDICES = 16 << 20

type Image = Extract<ParsedGif['frames'][number], { image: unknown }>

/** What a decoder makes of one frame. */
interface Frame { rect: Rect, delay: number, disposal: number, indices: Uint8Array, palette: Uint8Array, transparent?: number }

async function decodedByGifuct(file: Uint8Array): Promise<Frame> {
  // Loaded where it is used: in workers.
  const { decompressFrame, parseGIF } = await import('gifuct-js')
  const { frames, gct } = parseGIF(new Uint8Array(file).buffer)
  const images = frames.filter((frame): frame is Image => 'image' in frame)
  if (images.length !== 1) throw malformed('A GIF frame was written as several')
  const { gce } = images[0] as Partial<Image>
  const { dims: { left: x, top: y, width: w, height: h }, pixels, colorTable, transparentIndex } = decompressFrame(images[0], gct, false)
  return {
    rect: { x, y, w, h }, delay: gce?.delay ?? 0, disposal: gce?.extras.disposal ?? 0, indices: new Uint8Array(pixels),
    palette: Uint8Array.from(colorTable.flatMap(entry => [...entry])), transparent: transparentIndex,
  }
}

function decodedByOurselves({ data, info: walked }: EncodedPage): Frame {
  const info = walked as GifInfo
  const { delay = 0, disposal, transparent } = info
  return { rect: onScreen(info), delay, disposal, indices: indicesOf(data, info), palette: paletteOf(info), transparent }
}

/** The frame as gifuct-js decodes it, drawn on a canvas that holds what it made of the frames before. */
export async function readByGifuct({ info, layout }: EncodedPage, _written: WrittenPage, { file, page }: Alone, state?: CodecState): Promise<Seen> {
  const { screen: { width, height }, delay = 0, disposal } = info as GifInfo
  const { rect: own } = page.info as GifInfo
  const foreign = own.w * own.h <= MOST_INDICES
  const { rect, indices, palette, transparent, ...frame } = foreign ? await decodedByGifuct(file) : decodedByOurselves(page)
  if (frame.delay !== delay || frame.disposal !== disposal) throw malformed('A GIF frame is shown for another time')
  if (rect.x + rect.w > width || rect.y + rect.h > height) throw malformed('A GIF frame lies outside the screen')
  const words = wordsOf(palette, transparent)
  const canvas = disposed(state as Composed | undefined ?? blank(width * height), width)
  const before = state ? canvas.slice() : new Uint32Array(width * height)
  const composed = compose(canvas, width, { rect, disposal, indices, words })
  const raster: Raster = { ...layout, width, height, data: new Uint8Array(canvas.buffer, canvas.byteOffset, canvas.byteLength) }
  return { by: foreign ? 'gifuct-js' : 'own', raster, state: composed, allows: meant => isSame(raster, meant) || isNearest(canvas, before, meant, coloursOf(indices, words)) }
}

const isSame = (a: Raster, b: Raster): boolean => Buffer.compare(a.data, b.data) === 0

/** Those of a frame's colours that its pixels show. */
function coloursOf(indices: Uint8Array, words: Uint32Array): Uint32Array {
  const used = new Uint8Array(256)
  for (let i = 0; i < indices.length; i++) used[indices[i]] = 1
  return words.filter((word, i) => used[i] === 1 && word !== TRANSPARENT)
}

/**
 * Where a palette has no room for a colour, a pixel shows the nearest that the frame uses; nowhere else, and in no other way, may it differ
 * from what was meant. What is transparent leaves what was there, for GIFs cannot take anything away.
 */
function isNearest(shown: Canvas, before: Canvas, { data }: Raster, colours: Uint32Array): boolean {
  const wanted = data.byteOffset % 4 === 0 ? new Uint32Array(data.buffer, data.byteOffset, data.length / 4) : new Uint32Array(data.slice().buffer)
  if (shown.length !== wanted.length) return false
  const least = new Map<number, number>()
  for (let i = 0; i < shown.length; i++) {
    if (shown[i] === wanted[i]) continue
    if (data[i * 4 + 3] < 128) {
      if (shown[i] !== TRANSPARENT && shown[i] !== before[i]) return false
      continue
    }
    if (shown[i] === TRANSPARENT) return false
    let distance = least.get(wanted[i])
    if (distance === undefined) least.set(wanted[i], distance = colours.reduce((best, colour) => Math.min(best, apart(colour, wanted[i])), Infinity))
    if (apart(shown[i], wanted[i]) > distance) return false
  }
  return true
}

function apart(a: number, b: number): number {
  const [one, other] = [rgb(a), rgb(b)]
  return one.reduce((sum, value, c) => sum + (value - other[c]) ** 2, 0)
}
