import { inflateSync } from 'node:zlib'
import { decompress as unzstd } from 'fzstd'
import { malformed, unsupported } from '../../core/errors.js'
import { decodeFax, type FaxCoding, type FaxDamage } from './fax-decode.js'
import { unpackLzw, type LzwFound } from './lzw.js'
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
 * The decoded bytes of a segment of `rows` rows, into `out`, which is as long as they are. For everything but JPEG and WebP.
 *
 * @param found is told whether LZW data hold nothing else
 * @param damage counts rows of a fax that a line has damaged; without it they are refused
 * @throws EffaceError ERR_MALFORMED_INPUT where the data is wrong or too short
 */
export function decompress(data: Uint8Array, page: TiffPage, rows: number, out: Uint8Array, damage?: FaxDamage, found?: LzwFound): void {
  switch (page.compression) {
    case Compression.None: {
      out.set(data.subarray(0, out.length))
      complete(data.length, out)
      return
    }
    case Compression.LZW: complete(unpackLzw(data, out, found), out); return
    case Compression.PackBits: complete(unpackBits(data, out), out); return
    case Compression.Deflate: case Compression.OldDeflate: inflate(data, out); return
    case Compression.Zstd: zstd(data, out); return
    case Compression.NeXT: complete(unpackNext(data, out, out.length / rows), out); return
    case Compression.ThunderScan: thunder(data, page.segmentWidth, out); return
  }
  const coding = faxCoding(page)
  if (!coding || isPackedYcbcr(page)) throw unsupported(`TIFF compression ${page.compression}`)
  decodeFax(data, coding, page.segmentWidth, rows, out, damage)
}

/** Scans of that time end a few rows early; what is missing is 0, as no pixels can hide there. */
function thunder(data: Uint8Array, width: number, out: Uint8Array): void {
  out.fill(0)
  if (unpackThunder(data, out, width) < out.length / 2) throw malformed('A TIFF strip decodes to less than its pixels')
}

function complete(length: number, out: Uint8Array): void {
  if (length < 0) throw malformed('A TIFF strip or tile holds a wrong code')
  if (length < out.length) throw malformed('A TIFF strip or tile decodes to less than its pixels')
}

/** More than what a writer may have padded the last row with is not unpacked. */
const SLACK = 1 << 20

function inflate(data: Uint8Array, out: Uint8Array): void {
  try {
    const inflated = inflateSync(data, { maxOutputLength: out.length + SLACK })
    complete(inflated.length, out)
    out.set(inflated.subarray(0, out.length))
  } catch (cause) {
    throw malformed('A TIFF strip or tile holds broken deflate data', { cause })
  }
}

function zstd(data: Uint8Array, out: Uint8Array): void {
  try {
    // Given its output, fzstd takes no memory for what a header claims.
    const unpacked = unzstd(data, out)
    complete(unpacked.length, out)
    if (unpacked.buffer !== out.buffer) out.set(unpacked.subarray(0, out.length))
  } catch (cause) {
    throw malformed('A TIFF strip or tile holds broken zstd data', { cause })
  }
}
