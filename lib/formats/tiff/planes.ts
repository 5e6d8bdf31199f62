import { isFax } from './describe.js'
import type { TiffPage } from './page.js'
import { Compression, Photometric } from './tags.js'

const HALF = 16
const FLOAT = 3

/**
 * Whether a page that came in planes is written so. Others go out pixel by pixel: libvips 8.18 takes the planes of half floats and of YCbCr for
 * pixels, Pillow 12 those of 16 bits without compression for samples of 8, and both would show what nobody has looked at.
 */
export function staysPlanar({ planar, bits, photometric, sampleFormat, compression }: TiffPage): boolean {
  const [depth] = bits
  return planar && bits.every(b => b === depth) && depth % 8 === 0 && depth !== 24 && !isFax(compression)
    && photometric !== Photometric.YCbCr && !(compression === Compression.None && depth > 8) && !(sampleFormat === FLOAT && depth === HALF)
}

/** Pixels of whole bytes a sample, sample by sample. */
export function planesOf(pixels: Uint8Array, samples: number, bits: number): Uint8Array[] {
  const size = bits / 8
  const count = pixels.length / size / samples
  return Array.from({ length: samples }, (_, sample) => {
    const plane = new Uint8Array(count * size)
    for (let from = sample * size, to = 0; to < plane.length; from += samples * size) for (let b = 0; b < size; b++) plane[to++] = pixels[from + b]
    return plane
  })
}

/** The inverse. */
export function pixelsOf(planes: readonly Uint8Array[], bits: number): Uint8Array {
  const size = bits / 8
  const pixels = new Uint8Array(planes.length * planes[0].length)
  planes.forEach((plane, sample) => {
    for (let to = sample * size, from = 0; from < plane.length; to += planes.length * size) for (let b = 0; b < size; b++) pixels[to + b] = plane[from++]
  })
  return pixels
}
