import type { WebpOptions } from 'sharp'
import { chunk, chunksIn, riff } from './riff.js'
import { recoded } from './vp8.js'
import { imageChunks, MOST_ACROSS, stillFile } from './walk.js'
import { libvips } from '../sharp.js'

/** Encodes pixels losslessly: 2 takes half of the default's time, for 3 % more bytes. */
export const LOSSLESS = { lossless: true, exact: true, effort: 2 } as const

export interface Pixels { data: Uint8Array, width: number, height: number, channels: number }

/** The chunks of an image of these pixels. */
export async function encode({ data, width, height, channels }: Pixels, options: WebpOptions): Promise<Uint8Array> {
  const image = await libvips(data, { raw: { width, height, channels: channels as 1 | 3 | 4 }, limitInputPixels: false })
  return imageChunks(await image.webp(options).toBuffer())
}

/** A still file, decoded. */
export async function decode(file: Uint8Array, channels: 3 | 4): Promise<Pixels> {
  const image = await libvips(file, { failOn: 'truncated', limitInputPixels: false, ignoreIcc: true })
  const { data, info } = await (channels === 4 ? image.ensureAlpha() : image.removeAlpha()).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return { data, ...info }
}

/**
 * The chunks of an untouched image without anything that a decoder does not show. The lossy code is translated into another that says
 * the same; what is lossless, alpha included, is encoded anew from its pixels.
 *
 * @param pixels of the image, if they are at hand
 * @returns undefined where the picture goes on beyond its edge: only its pixels are to be kept then
 */
export async function rebuilt(chunks: Uint8Array, quality: number, pixels?: Pixels): Promise<Uint8Array | undefined> {
  const parts = [...chunksIn(chunks)]
  const last = parts[parts.length - 1].body
  const still = stillFile(chunks)
  if (parts[0].name === 'VP8L') return await encode(pixels ?? await decode(still, 4), LOSSLESS)
  const frame = await goesOn(last, quality) ? undefined : recoded(last)
  if (frame === undefined) return undefined
  const alpha = parts.length > 1 ? await alphaChunk(pixels?.channels === 4 ? pixels : await decode(still, 4)) : new Uint8Array()
  return Buffer.concat([alpha, chunk('VP8 ', frame)])
}

/** The alpha plane by itself; nothing where all of it is opaque. */
async function alphaChunk({ data, width, height, channels }: Pixels): Promise<Uint8Array> {
  const black = new Uint8Array(width * height * 4)
  for (let from = channels - 1, to = 3; to < black.length; from += channels, to += 4) black[to] = data[from]
  const [first] = chunksIn(await encode({ data: black, width, height, channels: 4 }, { quality: 1, alphaQuality: 100, effort: 2 }))
  return first.name === 'ALPH' ? chunk('ALPH', first.body) : new Uint8Array()
}

const MACROBLOCK = 16

/**
 * Whether a lossy picture holds something else right of or below its edge, where whole macroblocks are stored, than its edge
 * continued, as encoders leave it. Of the difference, quantisation explains the more, the lower the quality is.
 */
async function goesOn(frame: Uint8Array, quality: number): Promise<boolean> {
  const whole = Buffer.from(frame)
  const [width, height] = [whole.readUInt16LE(6) & MOST_ACROSS, whole.readUInt16LE(8) & MOST_ACROSS]
  const [across, down] = [width, height].map(size => Math.ceil(size / MACROBLOCK) * MACROBLOCK)
  if (across === width && down === height) return false
  if (across > MOST_ACROSS || down > MOST_ACROSS) return true
  whole.writeUInt16LE(across, 6)
  whole.writeUInt16LE(down, 8)
  const { data } = await decode(riff(chunk('VP8 ', whole)), 3)
  const most = 10 + Math.max(0, 75 - quality) * 0.16
  for (let top = 0; top < down; top += MACROBLOCK) {
    for (let left = 0; left < across; left += MACROBLOCK) {
      if (left + MACROBLOCK <= width && top + MACROBLOCK <= height) continue
      if (differenceBeyond(data, across, { left, top, width, height }) > most) return true
    }
  }
  return false
}

/** Root of the mean square by which pixels beyond the edge, in one macroblock, differ from those at the edge. */
function differenceBeyond(rgb: Uint8Array, across: number, { left, top, width, height }: { left: number, top: number, width: number, height: number }): number {
  let sum = 0
  let count = 0
  for (let y = top; y < top + MACROBLOCK; y++) {
    for (let x = y < height ? Math.max(left, width) : left; x < left + MACROBLOCK; x++) {
      const [at, edge] = [(y * across + x) * 3, (Math.min(y, height - 1) * across + Math.min(x, width - 1)) * 3]
      for (let c = 0; c < 3; c++) sum += (rgb[at + c] - rgb[edge + c]) ** 2
      count += 3
    }
  }
  return Math.sqrt(sum / count)
}
