import sharp, { type Sharp } from 'sharp'
import type { View } from '../core/types.js'

/** A view made small enough that its longer side is `side` pixels at most, as RGB. */
export function thumbnail({ width, height, channels, data }: View, side: number): Sharp {
  return sharp(Buffer.from(data.buffer, data.byteOffset, data.length), { raw: { width, height, channels } })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true }).toColourspace('srgb')
}
