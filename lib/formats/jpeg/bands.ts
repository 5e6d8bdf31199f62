import { malformed } from '../../core/errors.js'
import { rasterBytes } from '../../core/raster.js'
import { PrivateFile, readSpooled, SpooledPieces, type SpooledBytes } from '../../core/private-file.js'
import type { RasterLayout } from '../../core/types.js'
import type { ByteSource } from '../../core/byte-source.js'
import type { Bands } from '../codec.js'
import { inBand, rowsOf } from '../../core/pixel-store.js'
import { Ifd, readHeader } from '../tiff/ifd.js'
import { Tag } from '../tiff/tags.js'
import { dropBeyondColour } from './gamut.js'
import { bandHeight, encodeInBands } from './encode.js'
import { decoding, type JpegInfo } from './info.js'
import { M, segments } from './parse.js'
import { repaint } from './repaint.js'

/** Sequential files whose one scan holds everything, as cameras write them. */
export const bands: Bands = {
  can({ info }) {
    const { header, file, ended } = info as JpegInfo
    if (!file || !ended || header.progressive) return false
    const scan = [...segments(file, 2)].find(({ marker }) => marker === M.SOS)
    const blocks = header.components.reduce((sum, { h, v }) => sum + h * v, 0)
    return scan?.body[0] === header.components.length && (header.components.length === 1 || blocks <= 10)
  },

  /** libvips decodes to a file piece by piece, but only to one in a format. */
  async decode(page, write) {
    const file = await PrivateFile.create(async path => {
      await decoding(page.data, page.layout)
        .tiff({ compression: 'none', predictor: 'none' }).toFile(path)
        .catch((cause: unknown) => { throw isWriteError(cause) ? noSpace(cause) : malformed('The JPEG image data are damaged', { cause }) })
    })
    try {
      const { size } = await file.handle.stat()
      for (const rows of new SpooledPieces(await stripsOf({ ...file.spooled, offset: 0, length: size }, page.layout)).parts(1 << 22)) write(rows)
    } finally {
      await file.close()
    }
  },

  async encode({ info }, store, painted, write) {
    const { header, file } = info as JpegInfo
    const step = bandHeight(header)
    encodeInBands(file!, header, (planes, y) => {
      const top = y * step
      const rows = Math.min(step, store.height - top)
      const raster = rowsOf(store, top, rows)
      repaint(header, planes, raster, inBand(painted, top, rows))
      dropBeyondColour(header, planes, raster)
    }, write)
    return undefined
  },
}

/** libvips has its own words for what went wrong. */
const isWriteError = (error: unknown): boolean => /wbuffer_write|write error/i.test(String(error))

function noSpace(cause: unknown): Error {
  return Object.assign(new Error('ENOSPC: no space left in the temporary folder, write', { cause }), { code: 'ENOSPC' })
}

/** The pixels of a TIFF that is not compressed. */
async function stripsOf(file: SpooledBytes, layout: RasterLayout): Promise<SpooledBytes[]> {
  const source: ByteSource = {
    read: (offset, length) => Promise.resolve(readSpooled(file, offset, new Uint8Array(Math.max(0, Math.min(length, file.length - offset))))),
    size: () => Promise.resolve(file.length),
    release() {},
  }
  const header = await readHeader(source)
  const ifd = await Ifd.read(source, header, header.firstIfd, 4096)
  const offsets = await ifd.numbers(Tag.StripOffsets, layout.height)
  const lengths = await ifd.numbers(Tag.StripByteCounts, layout.height)
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (await ifd.number(Tag.ImageWidth) !== layout.width || await ifd.number(Tag.ImageLength) !== layout.height || total !== rasterBytes(layout)) {
    throw malformed('The JPEG image is not as its header says')
  }
  return offsets.map((offset, i) => ({ ...file, offset, length: lengths[i] }))
}
