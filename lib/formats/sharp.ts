import type { Sharp, SharpOptions } from 'sharp'
import type { Orientation } from '../core/types.js'

/** A picture for libvips, which is loaded with the first: whoever only imports efface, or whose pages go to worker threads, does without. */
export async function libvips(input: Uint8Array | Uint16Array, options?: SharpOptions): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  return sharp(input, options)
}

/** How libvips would turn a file. */
export async function orientationOf(file: Uint8Array): Promise<Orientation> {
  const { orientation = 1 } = await (await libvips(file, { limitInputPixels: false })).metadata()
  return orientation as Orientation
}
