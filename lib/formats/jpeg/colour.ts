import type { JpegHeader } from './parse.js'

/** How the components of a file stand for its pixels. */
type Transform = 'none' | 'ycc' | 'ycck'

/** As libjpeg tells it: by the JFIF marker, then by Adobe's, then by the components' names. */
export function transformOf({ components, jfif, adobe }: JpegHeader): Transform {
  if (components.length === 4) return adobe === 2 ? 'ycck' : 'none'
  if (components.length !== 3) return 'none'
  if (jfif) return 'ycc'
  if (adobe !== undefined) return adobe === 0 ? 'none' : 'ycc'
  return String.fromCharCode(...components.map(c => c.id)) === 'RGB' ? 'none' : 'ycc'
}

/** A component, 0..255, of a pixel of the raster: `offset`, and each channel times its weight. */
export interface ComponentWeights { offset: number, weights: readonly number[] }

/** The components of a file by the channels of its raster, in their order. */
export function componentsOf(header: JpegHeader): ComponentWeights[] {
  const transform = transformOf(header)
  // Ink is stored upside down, whether or not the marker of Adobe says so: as libvips and browsers read it. The raster has 255 = full.
  const inverted = header.components.length === 4
  return header.components.map((_, c) => {
    const plain = transform === 'none' || c === 3
    const { offset, weights } = plain ? { offset: 0, weights: header.components.map((_, i) => i === c ? 1 : 0) } : YCC[c]
    // What stands upside down, 255 - value, is as linear. YCCK means its ink so, too.
    if (inverted === (!plain && transform === 'ycck')) return { offset, weights }
    return { offset: offset + 255 * weights.reduce((sum, weight) => sum + weight, 0), weights: weights.map(weight => -weight) }
  })
}

/** Luma and the two chromas, of red, green and blue (ITU-T T.871). */
const YCC: readonly ComponentWeights[] = [
  { offset: 0, weights: [0.299, 0.587, 0.114] },
  { offset: 128, weights: [-0.168736, -0.331264, 0.5] },
  { offset: 128, weights: [0.5, -0.418688, -0.081312] },
]
