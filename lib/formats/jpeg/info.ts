import type { Sharp } from 'sharp'
import type { RasterLayout } from '../../core/types.js'
import type { JpegHeader } from './parse.js'
import { libvips } from '../sharp.js'

/** What is needed to decode a JPEG page and to write it again. */
export interface JpegInfo {
  header: JpegHeader
  /** The whole input, on shared memory: its coefficients are taken over into the output. Absent: all is taken from the raster. */
  file?: Uint8Array
  /** The file has an end marker of its own; without it, it may have been cut. */
  ended?: boolean
}

const OPTIONS = { limitInputPixels: false, ignoreIcc: true, sequentialRead: true } as const

/** A file to the samples of its page's raster. Where nobody reads its coefficients besides, not even a warning is let pass. */
export async function decoding(file: Uint8Array, { model, alpha }: RasterLayout, failOn: 'truncated' | 'warning' = 'truncated'): Promise<Sharp> {
  // Two components are RGB to libvips, which then lacks one.
  if (alpha) return await libvips(file, { ...OPTIONS, failOn })
  const space = model === 'grey' ? 'b-w' : model === 'cmyk' ? 'cmyk' : 'srgb'
  return (await libvips(file, { ...OPTIONS, failOn })).pipelineColourspace(space === 'cmyk' ? 'cmyk' : 'srgb').toColourspace(space)
}
