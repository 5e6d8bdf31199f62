import { inflateSync } from 'node:zlib'
import { decompress as unzstd } from 'fzstd'
import { malformed, unsupported } from '../../errors.js'
import { decodeFax, type FaxCoding } from './fax-decode.js'
import { unpackLzw } from './lzw.js'
import { unpackBits } from './packbits.js'
import { isPackedYcbcr, type TiffPage } from './page.js'
import { Compression } from './tags.js'
import { unpackNext, unpackThunder } from './legacy.js'

/** How a fax page's rows are coded; undefined for other compressions. */
export function faxCoding({ compression, t4Options }: TiffPage): FaxCoding | undefined {
  switch (compression) {
    case Compression.RLE: return { kind: 'rle', twoDimensional: false }
    case Compression.RLEW: return { kind: 'rlew', twoDimensional: false }
    case Compression.G3: return { kind: 'g3', twoDimensional: (t4Options & 1) === 1 }
    case Compression.G4: return { kind: 'g4', twoDimensional: true }
    default: return undefined
  }
}

/**
 * The decoded bytes of a segment: `size` of them, `rows` rows. For everything but JPEG and WebP.
 *
 * @throws EffaceError ERR_MALFORMED_INPUT where the data is wrong or too short
 */
export function decompress(data: Uint8Array, page: TiffPage, rows: number, size: number): Uint8Array {
  switch (page.compression) {
    case Compression.None: return complete(data.slice(0, size), data.length, size)
    case Compression.LZW: return filled(size, out => unpackLzw(data, out))
    case Compression.PackBits: return filled(size, out => unpackBits(data, out))
    case Compression.Deflate: case Compression.OldDeflate: return inflate(data, size)
    case Compression.Zstd: return zstd(data, size)
    case Compression.NeXT: return filled(size, out => unpackNext(data, out, size / rows))
    case Compression.ThunderScan: return thunder(data, page.segmentWidth, size)
  }
  const coding = faxCoding(page)
  if (!coding || isPackedYcbcr(page)) throw unsupported(`TIFF compression ${page.compression}`)
  const out = new Uint8Array(size)
  decodeFax(data, coding, page.segmentWidth, rows, out)
  return out
}

/** Scans of that time end a few rows early; what is missing stays 0, as no pixels can hide there. */
function thunder(data: Uint8Array, width: number, size: number): Uint8Array {
  const out = new Uint8Array(size)
  const filled = unpackThunder(data, out, width)
  if (filled < size / 2) throw malformed('A TIFF strip decodes to less than its pixels')
  return out
}

function filled(size: number, fill: (out: Uint8Array) => number): Uint8Array {
  const out = new Uint8Array(size)
  return complete(out, fill(out), size)
}

function complete(out: Uint8Array, length: number, size: number): Uint8Array {
  if (length < 0) throw malformed('A TIFF strip or tile holds a wrong code')
  if (length < size) throw malformed('A TIFF strip or tile decodes to less than its pixels')
  return out.length === size ? out : out.subarray(0, size)
}

/** More than what a writer may have padded the last row with is not unpacked. */
const SLACK = 1 << 20

function inflate(data: Uint8Array, size: number): Uint8Array {
  try {
    const out = inflateSync(data, { maxOutputLength: size + SLACK })
    return complete(out, out.length, size)
  } catch (cause) {
    throw malformed('A TIFF strip or tile holds broken deflate data', { cause })
  }
}

function zstd(data: Uint8Array, size: number): Uint8Array {
  try {
    // Given its output, fzstd takes no memory for what a header claims.
    const out = unzstd(data, new Uint8Array(size))
    return complete(out, out.length, size)
  } catch (cause) {
    throw malformed('A TIFF strip or tile holds broken zstd data', { cause })
  }
}
