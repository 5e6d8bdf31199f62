import t from 'tap'
import { tiffInfo } from '../../../lib/formats/tiff/from-raster.js'
import { tiff } from '../../../lib/formats/tiff/index.js'
import { rasterBytes } from '../../../lib/core/raster.js'
import type { EncodedPage } from '../../../lib/core/types.js'
import { layouts } from '../../fixtures/layouts.js'
import { decodeAll, encodeAll } from '../../fixtures/memory-source.js'
import { seenLayout } from '../../fixtures/palettes.js'
import { noise } from '../../fixtures/tiff.js'

t.test('a page of any layout can be written', async t => {
  for (const [name, layout] of Object.entries(layouts(13, 7))) {
    const page: EncodedPage = { index: 0, format: 'png', orientation: 6, layout, data: new Uint8Array(0), info: tiffInfo(layout, { dpi: 203.2, orientation: 6 }) }
    const data = noise(rasterBytes(layout))
    const used = layout.width * layout.channels * layout.bits % 8
    const stride = data.length / layout.height
    if (used > 0) for (let at = stride - 1; at < data.length; at += stride) data[at] &= 0xff << (8 - used)
    const [back] = await decodeAll(tiff, await encodeAll(tiff, [{ page, raster: { ...layout, data } }]))
    t.equal(Buffer.compare(back.raster.data, data), 0, name)
    const { palette, ...rest } = layout
    t.match(back.page, { layout: rest, orientation: 6, dpi: 203.2 }, name)
    const seen = palette && seenLayout({ ...layout, data }).palette!
    if (seen) t.same(seenLayout(back.raster).palette!.subarray(0, seen.length), seen)
  }
})
