import { EffaceError, limitExceeded, malformed, unsupported } from '../../core/errors.js'
import type { Limits } from '../../core/limits.js'
import type { EncodedPage, Orientation } from '../../core/types.js'
import type { SpooledBytes } from '../../core/private-file.js'
import type { ByteSource } from '../../core/byte-source.js'
import type { WalkContext } from '../codec.js'
import { isLarge } from '../large.js'
import { Ancillary } from './ancillary.js'
import { chunksOf, ownedBytes, SIGNATURE, uint16, uint32, type Chunk } from './chunks.js'
import { layoutOf, parseHeader, type Header } from './header.js'
import { inflatedBytes } from './pixels.js'

export interface Rect { x: number, y: number, w: number, h: number }

/** One fcTL: where a frame is drawn, how, and for how long. */
export interface FrameControl extends Rect {
  delay: [numerator: number, denominator: number]
  /** What happens to the frame's rectangle before the next is drawn: nothing, cleared, or put back. */
  dispose: 0 | 1 | 2
  /** Whether the frame replaces what is there or is laid over it. */
  blend: 0 | 1
}

/** What the file says of itself and what is needed to write a page again. */
export interface PngInfo {
  header: Header
  /** PLTE and tRNS as stored. */
  palette?: Uint8Array
  transparency?: Uint8Array
  ancillary: [string, Uint8Array][]
  orientation: Orientation
  animation?: { frames: number, plays: number, /** The still image is not one of the frames. */ separate: boolean }
  /** For a frame of an animation: its number among the frames. */
  frame?: FrameControl & { number: number }
}

/** Deflate cannot do better than 1032 : 1. */
const DEFLATE_MOST = 1040
const FREE_RATIO = 1 << 20
const MOST_PLAYS = 65_535
/** Denominators of delays; the usual ones are 100, 1000 and frames a second, 1001 and its multiples apart. */
const MOST_RATE = 1000

/** Pages of a PNG: the image, or every frame of an animation (and the still image before them, if it is not one of them). */
export async function * walk(source: ByteSource, { limits }: WalkContext): AsyncGenerator<EncodedPage> {
  const start = await source.read(0, SIGNATURE.length)
  if (!SIGNATURE.every((byte, i) => start[i] === byte)) throw malformed('The PNG signature is wrong')
  const ancillary = new Ancillary()
  const file = new Pages(ancillary)
  let header: Header | undefined
  let inImage = false

  for await (const chunk of chunksOf(source)) {
    const { type } = chunk
    if (header === undefined) {
      header = file.header = await headerOf(chunk, limits)
      continue
    }
    if (inImage && type !== 'IDAT') {
      inImage = false
      if (file.animated) yield file.take(limits.decompressionRatio)
    }
    switch (type) {
      case 'IHDR': throw malformed('A PNG file has two headers')
      case 'PLTE':
        await file.addPalette(chunk)
        break
      case 'tRNS':
        if (file.data.length === 0) file.transparency = checkTransparency(chunk.length, await chunk.data(), file)
        break
      case 'IDAT':
        if (!inImage && file.imageDone) throw malformed('The image data of a PNG are not in one piece')
        inImage = true
        await file.addImageData(chunk, source.keep !== undefined)
        break
      case 'acTL':
        if (!file.imageDone && !file.animated) file.startAnimation(await exactly(chunk, 8), limits.frames)
        break
      case 'fcTL':
        if (!file.animated) break
        // The frame before ends here; that of the image itself ended with its data.
        if (file.frame !== undefined && file.imageDone) yield file.take(limits.decompressionRatio)
        // Nobody shows more frames than were announced.
        if (file.taken < file.frames) file.startFrame(await exactly(chunk, 26))
        break
      case 'fdAT':
        if (file.animated && file.taken < file.frames) file.addFrameData(await chunk.data())
        break
      case 'IEND': break
      default:
        if (chunk.critical) throw unsupported(`The PNG needs the unknown chunk ${type}`)
        if (Ancillary.wants(type, chunk.length)) await takeAncillary(ancillary, chunk, header)
    }
  }
  if (header === undefined || !file.imageDone) throw malformed('The PNG file holds no image')
  if (file.large) source.lend!(file.spooled)
  if (!file.animated) yield file.take(limits.decompressionRatio)
  else {
    if (inImage) yield file.take(limits.decompressionRatio)
    if (file.frame !== undefined) yield file.take(limits.decompressionRatio)
  }
}

async function headerOf(chunk: Chunk, limits: Limits): Promise<Header> {
  if (chunk.type !== 'IHDR' || chunk.length !== 13) throw malformed('A PNG file must begin with its header')
  const header = parseHeader(await chunk.data())
  const pixels = header.width * header.height
  if (pixels > limits.pixelsPerFrame) throw limitExceeded('pixelsPerFrame', limits.pixelsPerFrame, pixels)
  return header
}

/** Seconds as a fraction: hundredths, thousandths or a rate of frames, whichever way they were written. */
function delayOf(above: number, below: number): [number, number] {
  if (below <= MOST_RATE) return [above, below]
  const milliseconds = Math.round(above / below * 1000)
  return milliseconds < 65_536 ? [milliseconds, 1000] : [Math.round(above / below), 1]
}

async function exactly(chunk: Chunk, length: number): Promise<Uint8Array> {
  if (chunk.length !== length) throw malformed(`A PNG ${chunk.type} chunk has a wrong length`)
  return await chunk.data()
}

/** A chunk that only helps is dropped, not fatal, when it is damaged. */
async function takeAncillary(ancillary: Ancillary, chunk: Chunk, header: Header): Promise<void> {
  try {
    ancillary.take(chunk.type, await chunk.data(), header)
  } catch (error) {
    if (!(error instanceof EffaceError && error.code === 'ERR_MALFORMED_INPUT')) throw error
  }
}

function checkTransparency(length: number, data: Uint8Array, { header, palette }: Pages): Uint8Array | undefined {
  if (header.colourType === 3) {
    if (palette === undefined || length > palette.length / 3) throw malformed('The transparency of a PNG does not fit its palette')
    return data
  }
  if (header.colourType > 3) return undefined
  if (length !== (header.colourType === 0 ? 2 : 6)) throw malformed('The transparency of a PNG has a wrong length')
  return data
}

/** Gathers what belongs to the next page. */
class Pages {
  header!: Header
  palette?: Uint8Array
  transparency?: Uint8Array
  data: Uint8Array[] = []
  /** For an image too large for memory: its data, where they lie in the input. */
  readonly spooled: SpooledBytes[] = []
  large = false
  imageDone = false
  animation?: PngInfo['animation']
  frame?: FrameControl
  frames = 0
  /** Frames handed out. */
  taken = 0
  private pages = 0
  private sequence = 0

  constructor(private readonly ancillary: Ancillary) {}

  get animated(): boolean { return this.animation !== undefined }

  /** The image as far as it is known before its data. */
  get shape(): Pick<EncodedPage, 'layout' | 'orientation'> {
    return { layout: layoutOf(this.header, this.palette, this.transparency), orientation: this.ancillary.orientation }
  }

  async addPalette(chunk: Chunk): Promise<void> {
    if (chunk.length === 0 || chunk.length % 3 !== 0 || chunk.length > 768) throw malformed('The palette of a PNG has a wrong length')
    if (this.header.colourType !== 3) return
    if (this.palette !== undefined || this.data.length > 0) throw malformed('A PNG palette stands at the wrong place')
    this.palette = await chunk.data()
  }

  /** @param keeps whether the source can leave bytes where they lie */
  async addImageData(chunk: Chunk, keeps: boolean): Promise<void> {
    const { colourType, interlaced } = this.header
    if (colourType === 3 && this.palette === undefined) throw malformed('A PNG of palette colours has no palette')
    if (!this.imageDone) this.large = keeps && !this.animated && !interlaced && isLarge(this.shape)
    this.imageDone = true
    if (!this.large) this.data.push(await chunk.data())
    else if (chunk.length > 0) this.spooled.push(await chunk.keep())
  }

  startAnimation(data: Uint8Array, limit: number): void {
    // Of none, viewers show the still image, and of fewer than were announced those that there are.
    this.frames = uint32(data, 0)
    if (this.frames === 0) return
    if (this.frames > limit) throw limitExceeded('frames', limit, this.frames)
    // More often than anybody watches is for ever.
    const plays = uint32(data, 4)
    this.animation = { frames: this.frames, plays: plays > MOST_PLAYS ? 0 : plays, separate: true }
  }

  startFrame(data: Uint8Array): void {
    this.inSequence(uint32(data, 0))
    const [w, h, x, y] = [4, 8, 12, 16].map(at => uint32(data, at))
    const [dispose, blend] = data.subarray(24)
    const { width, height } = this.header
    if (w < 1 || h < 1 || x + w > width || y + h > height) throw malformed('A frame of an animated PNG lies outside the image')
    if (dispose > 2 || blend > 1) throw malformed('A frame of an animated PNG has an unknown disposal or blending')
    if (this.frame !== undefined) throw malformed('A frame of an animated PNG has no image data')
    this.frame = { x, y, w, h, delay: delayOf(uint16(data, 20), uint16(data, 22)), dispose: dispose as 0 | 1 | 2, blend: blend as 0 | 1 }
    if (!this.imageDone) {
      if (x !== 0 || y !== 0 || w !== width || h !== height) throw malformed('The first frame of an animated PNG must be the whole image')
      this.animation!.separate = false
    }
  }

  addFrameData(data: Uint8Array): void {
    if (data.length < 4) throw malformed('Frame data of an animated PNG are too short')
    this.inSequence(uint32(data, 0))
    if (this.frame === undefined || !this.imageDone) throw malformed('Frame data of an animated PNG stand at the wrong place')
    this.data.push(data.subarray(4))
  }

  /** The page whose data have been gathered. */
  take(ratio: number): EncodedPage {
    const { frame, animation, palette, transparency, ancillary } = this
    const { width, height } = this.header
    const header = frame === undefined ? this.header : { ...this.header, width: frame.w, height: frame.h }
    const data = ownedBytes(this.data)
    const length = this.spooled.reduce((sum, piece) => sum + piece.length, data.length)
    const decoded = inflatedBytes(header)
    if (length === 0) throw malformed('A PNG image has no data')
    if (decoded > FREE_RATIO && decoded > length * ratio) throw limitExceeded('decompressionRatio', ratio, Math.ceil(decoded / length))
    if (decoded > FREE_RATIO && decoded > length * DEFLATE_MOST) throw malformed('A PNG image holds less than its size needs')
    const info: PngInfo = { header: this.header, ancillary: ancillary.entries(), orientation: ancillary.orientation }
    if (palette !== undefined) info.palette = palette
    if (transparency !== undefined) info.transparency = transparency
    if (animation !== undefined) info.animation = animation
    const index = this.pages++
    const page: EncodedPage = {
      index, format: 'png', orientation: ancillary.orientation, data, info,
      total: animation === undefined ? 1 : animation.frames + (animation.separate ? 1 : 0),
      layout: this.shape.layout,
    }
    if (this.large) Object.assign(page, { large: true, spooled: this.spooled })
    if (frame !== undefined) {
      info.frame = { ...frame, number: this.taken++ }
      page.animated = true
      // A page of an animation is the whole canvas as a viewer shows it.
      page.layout = { width, height, model: 'rgb', channels: 4, bits: this.header.depth === 16 ? 16 : 8, sample: 'uint', alpha: 'straight' }
    }
    const { dpi, pixelAspect } = ancillary
    if (dpi !== undefined) page.dpi = dpi
    if (pixelAspect !== undefined) page.pixelAspect = pixelAspect
    this.frame = undefined
    this.data = []
    return page
  }

  private inSequence(number: number): void {
    if (number !== this.sequence++) throw malformed('The frames of an animated PNG are out of order')
  }
}
