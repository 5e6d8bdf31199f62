import { limitExceeded, malformed, unsupported } from '../../core/errors.js'
import type { EncodedPage } from '../../core/types.js'
import type { ByteSource } from '../../core/byte-source.js'
import type { WalkContext } from '../codec.js'
import { strippedIcc } from '../icc.js'
import { dpiOf, readExif, type ExifFacts } from '../jpeg/exif.js'
import { lossyBlocks, lossyFrameBlocks } from './blocks.js'
import { chunk, chunksIn, riff, u24 } from './riff.js'
import { qualityOf } from './vp8-header.js'

/** What is the same for the whole file. */
export interface Screen {
  width: number
  height: number
  exif: ExifFacts
  /** Without its texts. */
  icc?: Uint8Array
  animation?: { background: Uint8Array, loop: number }
}

/** Where a frame of an animation lies on the screen, and what is done with what was there. */
export interface Frame { x: number, y: number, w: number, h: number, duration: number, blend: boolean, dispose: boolean }

export interface WebpInfo {
  screen: Screen
  lossless: boolean
  /** For lossy images: 0..100. */
  quality: number
  alpha: boolean
  frame?: Frame
  /** The chunks of the image as they came. Absent for pages of other formats. */
  chunks?: Uint8Array
}

const ANIMATION = 0x02
const EXIF = 0x08
/** The largest size that an image can state. */
export const MOST_ACROSS = 16_383
/** Milliseconds; what a GIF frame can last. */
const MOST_DURATION = 655_350
/** Pages below this many bytes are not held to the ratio limit. */
const SMALL = 1 << 20

/** Walks a WebP file. `data` of a page is a still WebP file of its own. */
export async function * walk(source: ByteSource, { limits }: WalkContext): AsyncGenerator<EncodedPage> {
  const head = Buffer.from(await source.read(0, 12))
  if (head.length < 12) throw malformed('The WebP file is truncated')
  const end = 8 + head.readUInt32LE(4)
  const screen: Screen = { width: 0, height: 0, exif: { orientation: 1 } }
  let extended = false
  const still: Buffer[] = []
  let index = 0
  for (let at = 12; at + 8 <= end;) {
    const { name, length, next } = await chunkAt(source, at)
    const body = async (): Promise<Uint8Array> => whole(source, at + 8, length)
    if (name === 'VP8X') {
      const header = await body()
      if (length < 10 || extended) throw malformed('The WebP header is damaged')
      extended = true
      screen.width = u24(header, 4) + 1
      screen.height = u24(header, 7) + 1
      if (screen.width * screen.height > limits.pixelsPerFrame) throw limitExceeded('pixelsPerFrame', limits.pixelsPerFrame, screen.width * screen.height)
      // What no image may measure, we could not write whole.
      if (screen.width > MOST_ACROSS || screen.height > MOST_ACROSS) throw unsupported(`WebP files of more than ${MOST_ACROSS} pixels across are not supported`)
      if (header[0] & ANIMATION) screen.animation = { background: new Uint8Array(4), loop: 0 }
      // It stands behind the images, but says how they are to be turned.
      if (header[0] & EXIF) screen.exif = await findExif(source, next, end)
    } else if (name === 'ICCP') {
      screen.icc = strippedIcc(await body())
    } else if (name === 'ANIM' && screen.animation) {
      const [b, g, r, a, low, high] = await body()
      // A hint that viewers do not follow; a grey one can be kept, other four bytes can be anything.
      const grey = b === g && g === r && (a === 0 || a === 255)
      screen.animation = { background: grey ? Uint8Array.of(b, g, r, a) : new Uint8Array(4), loop: (low | high << 8) || 0 }
    } else if (name === 'ANMF' && screen.animation) {
      const page = animationFrame(await body(), screen, index++, limits)
      source.release(next)
      yield page
    } else if (isImage(name) && !screen.animation) {
      still.push(chunk(name, await body()))
    }
    at = next
  }
  if (screen.animation) {
    if (index === 0) throw malformed('The WebP file holds no frame')
    return
  }
  const image = inspect(still, limits)
  if (!extended) Object.assign(screen, { width: image.width, height: image.height })
  else if (image.width !== screen.width || image.height !== screen.height) throw malformed('The WebP image is not as large as its header says')
  yield { ...pageOf(still, image, screen, 0), total: 1 }
}

const isImage = (name: string): boolean => name === 'ALPH' || name === 'VP8 ' || name === 'VP8L'

async function chunkAt(source: ByteSource, at: number): Promise<{ name: string, length: number, next: number }> {
  const head = Buffer.from(await whole(source, at, 8))
  const length = head.readUInt32LE(4)
  return { name: head.toString('latin1', 0, 4), length, next: at + 8 + length + length % 2 }
}

async function whole(source: ByteSource, at: number, length: number): Promise<Uint8Array> {
  const bytes = await source.read(at, length)
  if (bytes.length < length) throw malformed('The WebP file is truncated')
  return bytes
}

async function findExif(source: ByteSource, from: number, end: number): Promise<ExifFacts> {
  for (let at = from; at + 8 <= end;) {
    const { name, length, next } = await chunkAt(source, at)
    if (name === 'EXIF') {
      const body = await whole(source, at + 8, length)
      // Some programs put JPEG's prefix before it.
      return readExif(body[0] === 0x45 ? body.subarray(6) : body)
    }
    at = next
  }
  return { orientation: 1 }
}

function animationFrame(body: Uint8Array, screen: Screen, index: number, limits: WalkContext['limits']): EncodedPage {
  if (body.length < 16) throw malformed('A WebP frame is truncated', { frame: index })
  const chunks: Buffer[] = []
  for (const { name, body: data } of chunksIn(body.subarray(16))) if (isImage(name)) chunks.push(chunk(name, data))
  const frame: Frame = {
    x: u24(body, 0) * 2, y: u24(body, 3) * 2, w: u24(body, 6) + 1, h: u24(body, 9) + 1,
    duration: Math.min(MOST_DURATION, u24(body, 12)), blend: (body[15] & 2) === 0, dispose: (body[15] & 1) !== 0,
  }
  const image = inspect(chunks, limits, index)
  if (image.width !== frame.w || image.height !== frame.h || frame.x + frame.w > screen.width || frame.y + frame.h > screen.height) {
    throw malformed('A WebP frame is not as large as its header says', { frame: index })
  }
  return pageOf(chunks, image, screen, index, frame)
}

interface Image { width: number, height: number, alpha: boolean, lossless: boolean, quality: number }

/** Size and kind of an image, from the header of its bitstream, which must be its last chunk. */
function inspect(chunks: Buffer[], limits: WalkContext['limits'], frame?: number): Image {
  const [last] = chunks.slice(-1)
  const names = chunks.map(c => c.toString('latin1', 0, 4)).join()
  if (names !== 'VP8 ' && names !== 'VP8L' && names !== 'ALPH,VP8 ') throw malformed('The WebP file holds no image, or more than one', { frame })
  const data = last.subarray(8)
  const pixels = ({ width, height }: Image): number => width * height
  let image: Image
  if (names === 'VP8L') {
    if (data.length < 5 || data[0] !== 0x2f) throw malformed('The WebP image has a wrong signature', { frame })
    const bits = data.readUInt32LE(1)
    if (bits >>> 29 !== 0) throw unsupported('This version of lossless WebP is not supported', { frame })
    image = { width: (bits & 0x3fff) + 1, height: (bits >>> 14 & 0x3fff) + 1, alpha: (bits >>> 28 & 1) === 1, lossless: true, quality: 100 }
  } else {
    if (data.length < 10 || data[0] & 1 || data[3] !== 0x9d || data[4] !== 1 || data[5] !== 0x2a) throw malformed('The WebP image has a wrong signature', { frame })
    image = { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff, alpha: chunks.length > 1, lossless: false, quality: qualityOf(data) }
    if (pixels(image) === 0) throw malformed('The WebP image has no area', { frame })
    // Only lossy images are held to the ratio: a blank page in lossless WebP takes up 80,000 times more room than its file.
    const ratio = Math.round(pixels(image) * 3 / data.length)
    if (pixels(image) * 3 > SMALL && ratio > limits.decompressionRatio) throw limitExceeded('decompressionRatio', limits.decompressionRatio, ratio, { frame })
  }
  if (pixels(image) > limits.pixelsPerFrame) throw limitExceeded('pixelsPerFrame', limits.pixelsPerFrame, pixels(image), { frame })
  return image
}

function pageOf(parts: Buffer[], image: Image, screen: Screen, index: number, frame?: Frame): EncodedPage {
  const { lossless, quality } = image
  const alpha = image.alpha || frame !== undefined
  const joined = Buffer.concat(parts)
  const chunks = new Uint8Array(new SharedArrayBuffer(joined.length))
  chunks.set(joined)
  const page: EncodedPage = {
    index, format: 'webp', orientation: screen.exif.orientation, data: stillFile(chunks),
    info: { screen, lossless, quality, alpha, chunks, ...frame && { frame } } satisfies WebpInfo,
    layout: {
      width: screen.width, height: screen.height, model: 'rgb', channels: alpha ? 4 : 3, bits: 8, sample: 'uint',
      ...alpha && { alpha: 'straight' as const },
    },
  }
  const dpi = dpiOf(screen.exif)
  if (dpi) page.dpi = dpi
  if (frame) page.animated = true
  if (!lossless) page.blocks = frame ? lossyFrameBlocks : lossyBlocks
  return page
}

/** A file of the chunks of one image. */
export function stillFile(chunks: Uint8Array): Uint8Array {
  const last = [...chunksIn(chunks)].pop()!
  if (last.body.length + 8 >= chunks.length - 1) return riff(chunks)
  // With an alpha plane before it, the size of a lossy image must be said in a header.
  const header = Buffer.alloc(10)
  header[0] = 0x10
  header.writeUIntLE(((last.body[6] | last.body[7] << 8) & 0x3fff) - 1, 4, 3)
  header.writeUIntLE(((last.body[8] | last.body[9] << 8) & 0x3fff) - 1, 7, 3)
  return riff(chunk('VP8X', header), chunks)
}

/** The chunks of a still file that make up the image itself. */
export function imageChunks(file: Uint8Array): Uint8Array {
  const kept: Buffer[] = []
  for (const { name, body } of chunksIn(file.subarray(12))) if (isImage(name)) kept.push(chunk(name, body))
  return Buffer.concat(kept)
}
