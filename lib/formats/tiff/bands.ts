import { rowBytes } from '../../core/raster.js'
import type { EncodedPage, RasterLayout } from '../../core/types.js'
import type { Bands } from '../codec.js'
import { bandRows, bandsOf, inBand, rowsOf } from '../../core/pixel-store.js'
import { encodedBytes, LARGE } from '../large.js'
import { UsedEntries } from '../palette.js'
import { decodePage } from './decode.js'
import { isSgiLog, isPicture } from './describe.js'
import { encodeRows, stripRows } from './encode.js'
import { gridOf, isPackedYcbcr, segmentBytes, type TiffPage, type WrittenTiff } from './page.js'
import { Compression, Tag, long } from './tags.js'

type Page = Pick<EncodedPage, 'layout' | 'info' | 'data' | 'spooled'>

/** A band is a page of its own: the strips or lines of tiles of some rows. */
export const bands: Bands = {
  /** Not pictures in a TIFF, nor floats, whose range must be known before one of them is shown; and no strip may be large itself. */
  can({ layout, info }) {
    const page = cutIntoStrips(info as TiffPage, layout)
    const { compression, segmentHeight } = page
    return layout.sample !== 'float' && !isPicture(compression) && !isSgiLog(compression) && !isPackedYcbcr(page)
      && segmentHeight * rowBytes(layout) < LARGE / 2
  },

  async decode(page, write, tell) {
    for (const band of encodedBands(page)) {
      const rows = new Uint8Array(rowBytes(band.layout) * band.layout.height)
      await decodePage(band, rows, undefined, tell)
      write(rows)
    }
  },

  async encode(page, store, painted, write) {
    // Strips are written as they come, which planes would not.
    const info = { ...page.info as TiffPage, planar: false }
    const step = bandRows(store, stripRows(info, store))
    const lengths: number[] = []
    const used = store.model === 'palette' ? new UsedEntries(store) : undefined
    if (used) for (const band of bandsOf(store)) used.see(band.data)
    let written: WrittenTiff | undefined
    for (let y = 0; y < store.height; y += step) {
      const rows = Math.min(step, store.height - y)
      const band = { ...page, info: { ...info, segmentHeight: Math.min(info.segmentHeight, rows) } }
      const { page: { data, info: own } } = encodeRows(band, rowsOf(store, y, rows), inBand(painted, y, rows), used)
      written ??= own as WrittenTiff
      lengths.push(...(own as WrittenTiff).lengths)
      write(data)
    }
    return { ...written!, lengths, tags: written!.tags.map(tag => tag.tag === Tag.ImageLength ? long(Tag.ImageLength, store.height) : tag) }
  },
}

/** Rows that are not compressed can be cut anywhere: a page that is one great strip is taken for many. */
function cutIntoStrips(info: TiffPage, layout: RasterLayout): TiffPage {
  if (info.compression !== Compression.None || info.tiled || info.planar || isPackedYcbcr(info)) return info
  const segmentHeight = Math.min(info.segmentHeight, bandRows(layout))
  if (info.segmentHeight % segmentHeight !== 0 && info.segmentHeight < layout.height) return info
  const lengths = []
  for (let y = 0; y < layout.height; y += segmentHeight) lengths.push(segmentBytes(info, 0, Math.min(segmentHeight, layout.height - y)))
  return { ...info, segmentHeight, lengths }
}

/** The bands of a page from top to bottom, each with its own encoded bytes. */
function * encodedBands(page: Page): Generator<Page> {
  const { layout } = page
  const info = cutIntoStrips(page.info as TiffPage, layout)
  const encoded = encodedBytes(page)
  const starts = [0]
  for (const length of info.lengths) starts.push(starts[starts.length - 1] + length)
  const { across, down, planes } = gridOf(layout, info)
  const lines = bandRows(layout, info.segmentHeight) / info.segmentHeight
  for (let line = 0; line < down; line += lines) {
    const count = Math.min(lines, down - line) * across
    const lengths: number[] = []
    const parts: Uint8Array[] = []
    for (let plane = 0; plane < planes; plane++) {
      const first = (plane * down + line) * across
      lengths.push(...info.lengths.slice(first, first + count))
      parts.push(encoded.read(starts[first], new Uint8Array(starts[first + count] - starts[first])))
    }
    const y = line * info.segmentHeight
    const height = Math.min(lines * info.segmentHeight, layout.height - y)
    yield { layout: { ...layout, height }, info: { ...info, lengths }, data: parts.length === 1 ? parts[0] : Buffer.concat(parts) }
  }
}

