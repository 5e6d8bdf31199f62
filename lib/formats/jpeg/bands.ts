import { malformed } from '../../core/errors.js'
import { rasterBytes } from '../../core/raster.js'
import { PrivateFile, readSpooled, SpooledPieces, type SpooledBytes } from '../../core/private-file.js'
import type { RasterLayout } from '../../core/types.js'
import type { ByteSource } from '../../core/byte-source.js'
import type { Bands } from '../codec.js'
import { Ifd, readHeader } from '../tiff/ifd.js'
import { Tag } from '../tiff/tags.js'
import { isOfOneScan } from './coefficients.js'
import { decoding, type JpegInfo } from './info.js'
import { recodeInBands, repainted } from './recode.js'

/** Sequential files whose one scan holds everything, as cameras write them. */
export const bands: Bands = {
  can({ info }) {
    const { header, file, ended } = info as JpegInfo
    return file !== undefined && ended === true && header.components.length !== 2 && isOfOneScan(file, header)
  },

  /** libvips decodes to a file piece by piece, but only to one in a format. */
  async decode(page, write) {
    const file = await PrivateFile.create(async path => {
      await (await decoding(page.data, page.layout))
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
    recodeInBands(file!, header, repainted(header, store, painted), write)
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
