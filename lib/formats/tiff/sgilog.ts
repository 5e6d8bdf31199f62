import { malformed } from '../../core/errors.js'
import type { RasterLayout } from '../../core/types.js'
import { segmentsOf, type TiffPage } from './page.js'
import { join } from './splice.js'
import { Compression, Photometric, Tag, long, shorts } from './tags.js'
import { libvips } from '../sharp.js'

/**
 * SGI's logarithmic pictures as 32-bit floats: luminance alone, or linear RGB. The table behind 24-bit colour is libtiff's, so
 * colour is left to it, on a page that is put together from nothing but validated tags and the strips.
 */
export async function decodeSgiLog(layout: RasterLayout, info: TiffPage, data: Uint8Array, into: Uint8Array): Promise<void> {
  if (info.samples === 1 && info.compression === Compression.SGILog) decodeLuminance(layout, info, data, into)
  else await decodeColour(layout, info, data, into)
}

async function decodeColour({ width, height }: RasterLayout, info: TiffPage, data: Uint8Array, into: Uint8Array): Promise<void> {
  const shape = info.tiled
    ? [long(Tag.TileWidth, info.segmentWidth), long(Tag.TileLength, info.segmentHeight)]
    : [long(Tag.RowsPerStrip, info.segmentHeight)]
  const tags = [
    long(Tag.ImageWidth, width), long(Tag.ImageLength, height), shorts(Tag.BitsPerSample, [16, 16, 16]), shorts(Tag.SampleFormat, [2, 2, 2]),
    shorts(Tag.Compression, [info.compression]), shorts(Tag.Photometric, [Photometric.LogLuv]), shorts(Tag.SamplesPerPixel, [3]),
    shorts(Tag.PlanarConfig, [1]), ...shape,
  ]
  const parts: Uint8Array[] = []
  const page = { data, info: { big: false, tiled: info.tiled, tags, lengths: info.lengths } }
  for await (const part of join((async function * () { yield page })())) parts.push(part)
  try {
    const { data: pixels, info: got } = await (await libvips(Buffer.concat(parts), { limitInputPixels: false, failOn: 'warning', ignoreIcc: true }))
      .toColourspace('scrgb').raw({ depth: 'float' }).toBuffer({ resolveWithObject: true })
    if (got.channels !== 3 || pixels.length !== into.length) throw malformed('it is of the wrong size')
    into.set(pixels)
  } catch (cause) {
    throw malformed('A TIFF page holds a broken SGILog picture', { cause })
  }
}

/** Rows of 15 bits of log2 luminance and a sign, high bytes first and then low bytes, each run-length coded. */
function decodeLuminance(layout: RasterLayout, info: TiffPage, data: Uint8Array, into: Uint8Array): void {
  const { segmentWidth, tiled, segmentHeight } = info
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength)
  const row = new Uint16Array(segmentWidth)
  for (const { place, from, to } of segmentsOf(layout, info)) {
    let at = from
    for (let y = 0; y < (tiled ? segmentHeight : place.rows); y++) {
      row.fill(0)
      for (const shift of [8, 0]) {
        for (let x = 0; x < segmentWidth;) {
          if (at + 1 >= to) throw malformed('A TIFF strip or tile decodes to less than its pixels')
          const code = data[at++]
          if (code >= 128) {
            const value = data[at++] << shift
            for (let n = code - 126; n > 0 && x < segmentWidth; n--) row[x++] |= value
          } else {
            for (let n = code; n > 0 && x < segmentWidth && at < to; n--) row[x++] |= data[at++] << shift
          }
        }
      }
      if (y >= place.rows) continue
      for (let x = 0; x < place.columns; x++) view.setFloat32(((place.y + y) * layout.width + place.x + x) * 4, luminance(row[x]), true)
    }
  }
}

function luminance(code: number): number {
  const exponent = code & 0x7fff
  return exponent === 0 ? 0 : (code & 0x8000 ? -1 : 1) * 2 ** ((exponent + 0.5) / 256 - 64)
}
