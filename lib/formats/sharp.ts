import sharp from 'sharp'
import type { Orientation } from '../core/types.js'

/** How libvips would turn a file. */
export async function orientationOf(file: Uint8Array): Promise<Orientation> {
  const { orientation = 1 } = await sharp(file, { limitInputPixels: false }).metadata()
  return orientation as Orientation
}
