import { limitExceeded, malformed } from '../../core/errors.js'
import type { EncodedPage } from '../../core/types.js'
import type { ByteSource } from '../../core/byte-source.js'
import type { WalkContext } from '../codec.js'
import { Cursor } from './cursor.js'
import { LEAST_CODE_SIZE, MOST_CODE_SIZE, mostPixels } from './lzw.js'
import { noPalette, type GifInfo, type Rect, type Screen } from './types.js'

/** Pages below this many pixels are not held to the ratio limit. */
const SMALL = 1 << 20

interface Control { disposal: GifInfo['disposal'], transparent?: number, delay?: number, waitsForUser: boolean }

/** Walks the blocks of a GIF; each frame comes out as soon as its last byte is in. */
export async function * walk(source: ByteSource, { limits }: WalkContext): AsyncGenerator<EncodedPage> {
  const cursor = new Cursor(source)
  const data = new Gathered()
  const header = await cursor.take(13)
  let screen: Screen = { width: u16(header, 6), height: u16(header, 8), background: header[11], aspect: header[12] }
  if (header[10] & 0x80) screen.palette = new Uint8Array(await cursor.take(3 << (header[10] & 7) + 1))

  const fresh = (): Control => ({ disposal: 0, waitsForUser: false })
  let control = fresh()
  let loop: number | undefined
  let loops = false
  for (let index = 0; ;) {
    const type = await cursor.byteOrEnd()
    // Many files lack the trailer, and browsers show them.
    if (type === undefined || type === TRAILER) {
      if (index === 0) throw malformed('The GIF file ends before its first frame')
      return
    }
    if (type === EXTENSION) {
      const label = await cursor.byte()
      const block = await cursor.block()
      if (label === GRAPHIC_CONTROL) control = graphicControl(block) ?? control
      // Once is enough: viewers go by one of them.
      else if (label === APPLICATION && isLooping(block) && !loops) loops = (loop = loopCount(await cursor.block())) !== undefined
      // A graphic control belongs to what comes next, also to a plain text, which goes.
      else if (label === PLAIN_TEXT) control = fresh()
      await cursor.skipBlocks()
    } else if (type === IMAGE) {
      const image = await describeImage(cursor, index)
      const { rect } = image
      // As browsers do, and libvips: a first frame that is larger than the screen enlarges it.
      if (index === 0) screen = { ...screen, width: Math.max(screen.width, rect.x + rect.w), height: Math.max(screen.height, rect.y + rect.h) }
      if (screen.width === 0 || screen.height === 0) throw malformed('The GIF screen has no area')
      const frame = { frame: index }
      const area = screen.width * screen.height
      const most = Math.max(area, rect.w * rect.h)
      if (most > limits.pixelsPerFrame) throw limitExceeded('pixelsPerFrame', limits.pixelsPerFrame, most, frame)
      const lzw = await imageData(cursor, data, rect.w * rect.h)
      if (mostPixels(lzw.length, image.minCodeSize) < rect.w * rect.h) throw malformed('The GIF image data end before the frame is complete', frame)
      const ratio = Math.round(area / cursor.offset)
      if (area > SMALL && ratio > limits.decompressionRatio) throw limitExceeded('decompressionRatio', limits.decompressionRatio, ratio, frame)

      const info: GifInfo = { screen, ...image, ...control }
      // Nothing is there to put back: what some viewers clear to nothing, others make black or the first colour of the palette.
      if (index === 0 && info.disposal === 3) info.disposal = 2
      if (!info.palette && !screen.palette) info.palette = noPalette
      if (loop !== undefined) info.loop = loop
      control = fresh()
      loop = undefined
      yield {
        index: index++, format: 'gif', orientation: 1, animated: true, data: lzw, info,
        layout: { width: screen.width, height: screen.height, model: 'rgb', channels: 4, bits: 8, sample: 'uint', alpha: 'straight' },
      }
    } else if (type !== PADDING) {
      throw malformed('The GIF file holds an unknown block', { frame: index })
    }
    cursor.release()
  }
}

/** What stands before the data of a frame. */
async function describeImage(cursor: Cursor, frame: number): Promise<Pick<GifInfo, 'rect' | 'interlaced' | 'minCodeSize' | 'palette'>> {
  const d = await cursor.take(9)
  const rect: Rect = { x: u16(d, 0), y: u16(d, 2), w: u16(d, 4), h: u16(d, 6) }
  const interlaced = (d[8] & 0x40) !== 0
  const palette = d[8] & 0x80 ? new Uint8Array(await cursor.take(3 << (d[8] & 7) + 1)) : undefined
  const minCodeSize = await cursor.byte()
  if (minCodeSize < LEAST_CODE_SIZE || minCodeSize > MOST_CODE_SIZE) throw malformed(`The GIF code size is ${minCodeSize}, not 1 to 11`, { frame })
  return { rect, interlaced, minCodeSize, ...palette && { palette } }
}

const IMAGE = 0x2c
const EXTENSION = 0x21
const TRAILER = 0x3b
const PADDING = 0
const GRAPHIC_CONTROL = 0xf9
const APPLICATION = 0xff
const PLAIN_TEXT = 0x01

const u16 = (bytes: Uint8Array, at: number): number => bytes[at] | bytes[at + 1] << 8

function graphicControl(block: Uint8Array): Control | undefined {
  if (block.length < 4) return undefined
  const method = block[0] >> 2 & 7
  const control: Control = {
    // 4 was written for 3 by some early programs; the others mean nothing.
    disposal: method === 4 ? 3 : method > 3 ? 0 : method as GifInfo['disposal'],
    waitsForUser: (block[0] & 2) !== 0,
    delay: u16(block, 1),
  }
  if (block[0] & 1) control.transparent = block[3]
  return control
}

function isLooping(block: Uint8Array): boolean {
  const name = Buffer.from(block).toString('latin1')
  return name === 'NETSCAPE2.0' || name === 'ANIMEXTS1.0'
}

function loopCount(block: Uint8Array): number | undefined {
  return block.length >= 3 && (block[0] & 7) === 1 ? u16(block, 1) : undefined
}

/** Bytes put one behind the other, in memory that is used again for the next frame's. */
class Gathered {
  length = 0
  #bytes = new Uint8Array(4096)

  add(window: Uint8Array, from: number, to: number): void {
    while (this.length + to - from > this.#bytes.length) {
      const wider = new Uint8Array(this.#bytes.length * 2)
      wider.set(this.#bytes)
      this.#bytes = wider
    }
    // Blocks are too short for views of them to pay.
    for (let i = from; i < to; i++) this.#bytes[this.length++] = window[i]
  }

  /** A copy of all, and nothing is left. */
  take(): Uint8Array {
    const all = this.#bytes.slice(0, this.length)
    this.length = 0
    return all
  }
}

/** The data of one frame. No more is kept than `pixels` can need, whatever follows. */
async function imageData(cursor: Cursor, data: Gathered, pixels: number): Promise<Uint8Array> {
  const most = 1024 + pixels * 3
  await cursor.blocks((window, from, to) => { if (data.length + to - from <= most) data.add(window, from, to) })
  return data.take()
}
