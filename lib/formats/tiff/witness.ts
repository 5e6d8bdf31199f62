import { rasterBytes } from '../../core/raster.js'
import type { Box } from '../../core/types.js'
import type { Witness } from '../codec.js'
import { toleranceOf } from '../jpeg/index.js'
import { decodePage } from './decode.js'
import { encodeRows } from './encode.js'
import { headerOfJpegs } from './jpeg.js'
import type { TiffPage, WrittenTiff } from './page.js'
import { Compression } from './tags.js'

/** libjpeg reads the JPEGs of a page, which are made of our reading of its coefficients. Other pages are made of the pixels that were inspected. */
export const witness: Witness = {
  async read({ layout, info }, { data, info: written }) {
    const { lengths, jpeg } = written as WrittenTiff
    if (!jpeg) return undefined
    const page: TiffPage = { ...info as TiffPage, compression: Compression.JPEG, jpegTables: undefined, lengths }
    const into = new Uint8Array(rasterBytes(layout))
    await decodePage({ layout, info: page, data }, into)
    return into
  },

  tolerance: ({ layout, info }) => toleranceOf(headerOfJpegs(info as TiffPage, layout)),

  async encodeAnew(page, raster) {
    const whole: Box = { x: 0, y: 0, w: raster.width, h: raster.height }
    return encodeRows(page, raster, [whole], undefined, true)
  },
}
