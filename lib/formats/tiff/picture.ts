import { malformed } from '../../core/errors.js'
import { standalone } from './jpeg.js'
import type { Place, TiffPage } from './page.js'
import { Compression } from './tags.js'
import { libvips } from '../sharp.js'

export interface Picture { width: number, data: Uint8Array }

/** A strip or tile that is a JPEG or WebP picture by itself, as 8-bit samples; it must cover its place. */
export async function decodePicture(data: Uint8Array, info: TiffPage, samples: number, { columns, rows }: Place): Promise<Picture> {
  const jpeg = info.compression !== Compression.WebP
  const space = samples === 1 ? 'b-w' : samples === 4 && jpeg ? 'cmyk' : 'srgb'
  const limit = Math.max(info.segmentWidth * info.segmentHeight * 4, 1 << 16)
  try {
    const { data: pixels, info: got } = await (await libvips(jpeg ? standalone(data, info, samples) : data, { limitInputPixels: limit, failOn: 'warning', ignoreIcc: true }))
      .pipelineColourspace(space === 'cmyk' ? 'cmyk' : 'srgb').toColourspace(space).raw().toBuffer({ resolveWithObject: true })
    if (got.channels !== samples || got.width < columns || got.height < rows) throw malformed('it is of the wrong size')
    // libvips takes it that ink is stored upside down, as Adobe's programs do in files; in a TIFF it is not.
    if (space === 'cmyk') for (let i = 0; i < pixels.length; i++) pixels[i] ^= 255
    return { width: got.width, data: pixels }
  } catch (cause) {
    throw malformed('A TIFF strip or tile holds a broken picture', { cause })
  }
}
