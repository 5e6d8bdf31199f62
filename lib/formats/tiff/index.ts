import type { Codec } from '../codec.js'
import { decodePage } from './decode.js'
import { bands } from './bands.js'
import { encodePage } from './encode.js'
import { tiffInfo } from './from-raster.js'
import { join } from './splice.js'
import type { TiffPage } from './page.js'
import { count, pages } from './walk.js'
import { witness } from './witness.js'

/** TIFF and BigTIFF, any number of pages. */
export const tiff: Codec = {
  format: 'tiff', sequential: false, rereads: ({ info }) => (info as TiffPage).whole !== undefined, pages, count, bands, decodePage, encodePage, witness, join,
  infoOf: (layout, dpi) => tiffInfo(layout, dpi === undefined ? {} : { dpi }),
}
