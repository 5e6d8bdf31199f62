import { malformed } from '../../core/errors.js'
import type { EncodedPage, Orientation, Raster } from '../../core/types.js'
import type { Alone, CodecState, Seen, WrittenPage } from '../codec.js'
import { blankCanvas, dispose, draw, type Canvas } from './animation.js'
import { concat, SIGNATURE, uint16, uint32, writeChunk } from './chunks.js'
import { writeHeader, type Header } from './header.js'
import type { FrameControl, PngInfo } from './walk.js'
import { libvips } from '../sharp.js'

const FCTL = 26

/** A chunk of written bytes: its type, and what it holds. */
interface Part { type: string, body: Uint8Array, bytes: Uint8Array }

function * partsOf(bytes: Uint8Array, from = 0): Generator<Part> {
  for (let at = from; at < bytes.length;) {
    const length = uint32(bytes, at)
    const next = at + 12 + length
    yield { type: Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1'), body: bytes.subarray(at + 8, next - 4), bytes: bytes.subarray(at, next) }
    at = next
  }
}

function controlOf({ data }: WrittenPage): FrameControl | undefined {
  const [{ type, body }] = partsOf(data)
  if (type !== 'fcTL' || body.length !== FCTL) return undefined
  const [w, h, x, y] = [4, 8, 12, 16].map(at => uint32(body, at))
  const [how, blend] = body.subarray(24)
  return { x, y, w, h, delay: [uint16(body, 20), uint16(body, 22)], dispose: how as FrameControl['dispose'], blend: blend as FrameControl['blend'] }
}

/** A frame of an animation as a still image of its own size, which others than viewers of animations can read. */
export function alone(written: WrittenPage): WrittenPage {
  const { head } = written.info as { head: Uint8Array }
  const parts = [...partsOf(head, SIGNATURE.length)]
  if (!parts.some(({ type }) => type === 'acTL')) return written
  const frame = controlOf(written)
  const header: Part = parts[0]
  const [width, height] = [uint32(header.body, 0), uint32(header.body, 4)]
  const own: Header = { width: frame?.w ?? width, height: frame?.h ?? height, depth: header.body[8] as Header['depth'], colourType: 6, interlaced: false }
  const images = [...partsOf(written.data)].filter(({ type }) => type === 'IDAT' || type === 'fdAT')
  const data = concat(images.map(({ type, body }) => writeChunk('IDAT', type === 'IDAT' ? body : body.subarray(4))))
  const others = parts.slice(1).filter(({ type }) => type !== 'acTL').map(({ bytes }) => bytes)
  return { data, info: { head: concat([SIGNATURE, writeHeader(own), ...others]) } }
}

/** What libspng makes of an image, or of a frame, which is then drawn as in any animation. */
export async function readByLibspng({ info, layout }: EncodedPage, written: WrittenPage, { file, page }: Alone, state?: CodecState): Promise<Seen> {
  const { orientation = 1 } = await (await libvips(file, { limitInputPixels: false })).metadata()
  const image = await decoded(file, page)
  const { frame, animation } = info as PngInfo | undefined ?? {}
  const seen = { by: 'sharp', orientation: orientation as Orientation } as const
  if (!frame) return { ...seen, raster: image, ...animation && { state } }
  const control = controlOf(written)
  if (!control || control.delay.join() !== frame.delay.join() || control.dispose !== frame.dispose) {
    throw malformed('A frame of an animated PNG is shown for another time')
  }
  const canvas = state as Canvas | undefined ?? blankCanvas(layout.width, layout.height, layout.bits as 8 | 16)
  const shown: Canvas = { ...canvas, data: new Uint8Array(canvas.data) }
  draw(image, control, control.blend, shown)
  dispose(canvas, shown.data, control, frame.number === 0 && control.dispose === 2 ? 1 : control.dispose)
  return { ...seen, raster: { ...layout, data: shown.data }, state: canvas }
}

/** Grey and RGB as they are stored, with alpha where our layout has it; few bits and palettes as 8-bit samples. */
async function decoded(file: Uint8Array, { layout }: EncodedPage): Promise<Raster> {
  const { bits, model, alpha, width, height } = layout
  const deep = bits === 16
  // libvips has no grey of 8 bits with alpha.
  const grey = model === 'grey' && (alpha === undefined || deep)
  const clear = alpha !== undefined || model === 'palette'
  const source = await libvips(file, { failOn: 'truncated', limitInputPixels: false, ignoreIcc: true, sequentialRead: true })
  const image = deep ? source.pipelineColourspace(grey ? 'grey16' : 'rgb16').toColourspace(grey ? 'grey16' : 'rgb16') : source.toColourspace(grey ? 'b-w' : 'srgb')
  const { data, info } = await (clear ? image.ensureAlpha() : image.removeAlpha()).raw({ depth: deep ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true })
  const channels = (grey ? 1 : 3) + (clear ? 1 : 0)
  if (info.width !== width || info.height !== height || info.channels !== channels) throw malformed('A PNG is not as its header says')
  return { width, height, model: grey ? 'grey' : 'rgb', channels, bits: deep ? 16 : 8, sample: 'uint', data, ...clear && { alpha: 'straight' } }
}
