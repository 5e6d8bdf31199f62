import type { Raster } from '../../types.js'
import type { JpegHeader } from './parse.js'

/** How the components of a file stand for its pixels. */
export type Transform = 'none' | 'ycc' | 'ycck'

/** As libjpeg tells it: by the JFIF marker, then by Adobe's, then by the components' names. */
export function transformOf({ components, jfif, adobe }: JpegHeader): Transform {
  if (components.length === 4) return adobe === 2 ? 'ycck' : 'none'
  if (components.length !== 3) return 'none'
  if (jfif) return 'ycc'
  if (adobe !== undefined) return adobe === 0 ? 'none' : 'ycc'
  return String.fromCharCode(...components.map(c => c.id)) === 'RGB' ? 'none' : 'ycc'
}

/** The value, 0..255, of one component at a pixel of the raster. */
export function componentsOf(header: JpegHeader): (raster: Raster, x: number, y: number, component: number) => number {
  const transform = transformOf(header)
  // Programs of Adobe store ink upside down; the raster has 255 = full.
  const inverted = header.components.length === 4 && header.adobe !== undefined
  return ({ data, width, channels }, x, y, c) => {
    const at = (y * width + x) * channels
    const value = (i: number): number => inverted ? 255 - data[at + i] : data[at + i]
    if (transform === 'none' || c === 3) return value(c)
    const flip = transform === 'ycck' ? 255 : 0
    const [r, g, b] = [Math.abs(flip - value(0)), Math.abs(flip - value(1)), Math.abs(flip - value(2))]
    if (c === 0) return 0.299 * r + 0.587 * g + 0.114 * b
    if (c === 1) return 128 - 0.168736 * r - 0.331264 * g + 0.5 * b
    return 128 + 0.5 * r - 0.418688 * g - 0.081312 * b
  }
}
