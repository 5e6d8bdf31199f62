import { unsupported } from '../../core/errors.js'
import { clearSpareBits, rasterBytes, rowBytes } from '../../core/raster.js'
import type { EncodedPage, PaintBox, Raster } from '../../core/types.js'
import { bytesOf, type Codec, type CodecState, type WrittenPage } from '../codec.js'
import { bandRows, bandsOf, rowsOf } from '../../core/pixel-store.js'
import { encodedBytes } from '../large.js'
import { ancillaryChunks } from './ancillary.js'
import { around, blankCanvas, dispose, draw, framePixels, type Canvas } from './animation.js'
import { Seen } from './seen.js'
import { concat, SIGNATURE, writeChunk } from './chunks.js'
import { keyOfImage, layoutOf, writeHeader, type ColourType, type Header } from './header.js'
import { deflatePixels, readPixels, writePixels } from './pixels.js'
import { alone, readByLibspng } from './witness.js'
import { walk, type FrameControl, type PngInfo, type Rect } from './walk.js'

/**
 * PNG and APNG. A still image is its own samples at its own depth. A frame of an animation is the whole canvas as a viewer shows
 * it, RGBA; it goes out with its own rectangle (wider where something was painted outside it), delay, disposal and blending, as RGBA.
 */
export const png: Codec = {
  format: 'png',
  sequential: true,
  pages: walk,

  // A canvas each to decode, to encode and to read back on, what is shown on that, and the frame's own pixels.
  composing: ({ info, layout }) => (info as PngInfo).frame === undefined ? 0 : 5 * rasterBytes(layout),

  async decodePage({ data, info, layout }: EncodedPage, into: Uint8Array, state?: CodecState): Promise<CodecState> {
    const { header, palette, transparency, frame } = info as PngInfo
    const key = keyOfImage(header, transparency)
    if (frame === undefined) {
      await readPixels([data], header, into, key)
      clearSpareBits(layout, into)
      return state
    }
    const own = { ...header, width: frame.w, height: frame.h }
    const shape = layoutOf(own, palette, transparency)
    const image = { ...shape, data: new Uint8Array(rasterBytes(shape)) }
    await readPixels([data], own, image.data, key)
    const canvas = state as Canvas | undefined ?? blankCanvas(header.width, header.height, layout.bits as 8 | 16)
    into.set(canvas.data)
    draw(image, frame, frame.blend, { ...canvas, data: into })
    dispose(canvas, into, frame, disposalOf(frame))
    return canvas
  },

  async encodePage(page: EncodedPage, raster: Raster, _painted: readonly PaintBox[], state?: CodecState): Promise<{ page: WrittenPage, state?: CodecState }> {
    const info = page.info as PngInfo | undefined ?? infoOf(raster)
    const { header, animation, frame } = info
    // All images of a file share one colour type, and frames need RGBA.
    const written: Header = animation === undefined ? header : { ...header, colourType: 6, depth: header.depth === 16 ? 16 : 8 }
    const substituted = written.colourType === header.colourType ? {} : { substituted: 'RGBA samples' }
    if (animation === undefined) {
      const seen = new Seen(info, raster)
      seen.rows(raster.data)
      return { page: { data: imageChunks(await writePixels(raster, written, seen.key)), info: { head: headOf(info, written, seen) } }, state }
    }
    const head = headOf(info, written)
    if (frame === undefined) {
      return { page: { data: imageChunks(await writePixels(asRgba(raster, written.depth as 8 | 16), written)), info: { head, ...substituted } }, state }
    }
    const canvas = state as Canvas | undefined ?? blankCanvas(raster.width, raster.height, raster.bits as 8 | 16)
    const rect = around(frame, canvas, raster.data)
    const { data, blend } = framePixels(canvas, raster.data, rect, frame.blend)
    dispose(canvas, raster.data, rect, disposalOf(frame))
    const image = await writePixels({ ...raster, width: rect.w, height: rect.h, data }, { ...written, width: rect.w, height: rect.h })
    return { page: { data: frameChunks(frame, rect, blend, image, animation.separate), info: { head, ...substituted } }, state: canvas }
  },

  witness: {
    read: readByLibspng,
    /** Paint in the very colour that stands for transparent is written as the next one. */
    rounding: ({ info }) => (info as PngInfo | undefined)?.transparency ? Math.ceil(255 / (2 ** Math.min(8, (info as PngInfo).header.depth) - 1)) : 0,
  },
  alone,

  timing({ info }) {
    const { frame, animation } = info as PngInfo | undefined ?? {}
    return frame && animation ? [...frame.delay, animation.plays].join(' ') : ''
  },

  bands: {
    can: ({ info }) => !(info as PngInfo).header.interlaced && (info as PngInfo).animation === undefined,

    async decode(page, write) {
      const { header, transparency } = page.info as PngInfo
      const rows = new Uint8Array(rowBytes(page.layout) * bandRows(page.layout))
      await readPixels(encodedBytes(page).parts(), header, rows, keyOfImage(header, transparency), done => {
        clearSpareBits(page.layout, done)
        write(done)
      })
    },

    async encode(page, store, _painted, write) {
      const info = page.info as PngInfo
      const seen = new Seen(info, store)
      if (seen.looks) for (const { data } of bandsOf(store)) seen.rows(data)
      for await (const piece of deflatePixels((y, rows) => rowsOf(store, y, rows).data, store.channels, info.header, seen.key)) {
        write(writeChunk('IDAT', piece))
      }
      return { head: headOf(info, info.header, seen) }
    },
  },

  async * join(pages: AsyncIterable<WrittenPage>): AsyncGenerator<Uint8Array> {
    let first = true
    for await (const page of pages) {
      if (first) yield (page.info as { head: Uint8Array }).head
      first = false
      yield * bytesOf(page)
    }
    yield writeChunk('IEND')
  },
}

/** Nothing is there to put back before the first frame. */
function disposalOf({ number, dispose }: FrameControl & { number: number }): FrameControl['dispose'] {
  return number === 0 && dispose === 2 ? 1 : dispose
}

/** Everything before the first image data. `seen`: of a still image. */
function headOf({ header, ancillary, orientation, animation }: PngInfo, written: Header, seen?: Seen): Uint8Array {
  const same = header.colourType === written.colourType
  const { before, after } = ancillaryChunks(ancillary, orientation, same, seen?.entries)
  const parts = [SIGNATURE, writeHeader(written)]
  if (animation !== undefined) parts.push(writeChunk('acTL', uint32s(animation.frames, animation.plays)))
  parts.push(before)
  const { palette, transparency } = seen ?? {}
  if (palette !== undefined) parts.push(writeChunk('PLTE', palette))
  if (transparency !== undefined) parts.push(writeChunk('tRNS', transparency))
  parts.push(after)
  return concat(parts)
}

/** A chunk holds less than 2 GiB. */
function imageChunks(pieces: Uint8Array[]): Uint8Array {
  const MOST = 2 ** 30
  if (pieces.reduce((sum, piece) => sum + piece.length, 0) <= MOST) return writeChunk('IDAT', ...pieces)
  const data = concat(pieces)
  const parts: Uint8Array[] = []
  for (let at = 0; at < data.length; at += MOST) parts.push(writeChunk('IDAT', data.subarray(at, at + MOST)))
  return concat(parts)
}

/** One fcTL and one image chunk a frame, so that every sequence number is known from the frame's own. */
function frameChunks(
  { number, delay, dispose }: FrameControl & { number: number }, rect: Rect, blend: number, data: Uint8Array[], separate: boolean,
): Uint8Array {
  const inIdat = number === 0 && !separate
  const sequence = separate ? number * 2 : number === 0 ? 0 : number * 2 - 1
  const timing = Uint8Array.from([delay[0] >> 8, delay[0] & 255, delay[1] >> 8, delay[1] & 255, dispose, blend])
  const control = concat([uint32s(sequence, rect.w, rect.h, rect.x, rect.y), timing])
  const image = inIdat ? writeChunk('IDAT', ...data) : writeChunk('fdAT', uint32s(sequence + 1), ...data)
  return concat([writeChunk('fcTL', control), image])
}

function uint32s(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4)
  const view = new DataView(bytes.buffer)
  values.forEach((value, i) => view.setUint32(i * 4, value))
  return bytes
}

/** The still image beside an animation, in the animation's samples. */
function asRgba(raster: Raster, bits: 8 | 16): Raster {
  const canvas = blankCanvas(raster.width, raster.height, bits)
  const { width, height } = raster
  draw(raster, { x: 0, y: 0, w: width, h: height }, 0, canvas)
  return { width, height, model: 'rgb', channels: 4, bits, sample: 'uint', alpha: 'straight', data: canvas.data }
}

/** For pages that come from another format: what a PNG of this raster looks like. */
function infoOf({ width, height, model, bits, channels, sample, alpha, palette }: Raster): PngInfo {
  const colours = model === 'rgb' ? 3 : 1
  const plain = sample === 'uint' && channels === colours + (alpha === 'straight' ? 1 : 0) && (bits === 8 || bits === 16 || (bits < 8 && colours === 1 && alpha === undefined))
  if (!plain || (model !== 'rgb' && model !== 'grey' && !(model === 'palette' && bits <= 8 && channels === 1))) throw unsupported(`PNG cannot hold ${model} samples of ${bits} bits`)
  const colourType: ColourType = model === 'palette' ? 3 : colours === 3 ? (alpha ? 6 : 2) : alpha ? 4 : 0
  const info: PngInfo = { header: { width, height, depth: bits as Header['depth'], colourType, interlaced: false }, ancillary: [], orientation: 1 }
  if (model === 'palette') {
    const entries = palette!.length / 4
    info.palette = Uint8Array.from({ length: entries * 3 }, (_, i) => palette![Math.floor(i / 3) * 4 + i % 3])
    info.transparency = Uint8Array.from({ length: entries }, (_, i) => palette![i * 4 + 3])
  }
  return info
}
