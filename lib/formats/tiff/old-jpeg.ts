import { malformed, unsupported } from '../../core/errors.js'
import type { ByteSource } from '../../core/byte-source.js'
import type { Ifd } from './ifd.js'
import { gridOf, type TiffPage } from './page.js'
import { Tag } from './tags.js'

const SOI = [0xff, 0xd8]
const EOI = [0xff, 0xd9]
const u16 = (n: number): number[] => [n >> 8, n & 255]

/**
 * Old-style JPEG (TIFF 6.0, section 22) keeps quantisation and Huffman tables apart from the scans, or a whole JPEG stream
 * beside them. Either way, what comes out are ordinary JPEGs: one for the page where there is a whole stream, which then
 * counts as a single strip, or else one for each strip or tile.
 */
export async function gatherOldJpeg(source: ByteSource, ifd: Ifd, size: { width: number, height: number }, info: TiffPage,
  gather: () => Promise<{ data: Uint8Array, lengths: number[] }>): Promise<Uint8Array> {
  if (info.planar) throw unsupported('Old-style TIFF JPEG in planes')
  const stream = await wholeStream(source, ifd)
  if (stream) {
    Object.assign(info, { tiled: false, segmentWidth: size.width, segmentHeight: size.height, lengths: [stream.length] })
    return stream
  }
  const { data, lengths } = await gather()
  const tables = await tablesOf(source, ifd, info.samples)
  const grid = gridOf(size, info)
  const parts: Uint8Array[] = []
  for (let i = 0, at = 0; i < lengths.length; at += lengths[i++]) {
    const line = Math.floor(i / grid.across)
    const rows = info.tiled ? info.segmentHeight : Math.min(info.segmentHeight, size.height - line * info.segmentHeight)
    const scan = data.subarray(at, at + lengths[i])
    parts.push(Buffer.concat([Uint8Array.of(...SOI), tables, Uint8Array.from(frame(info, info.segmentWidth, rows)), scan, Uint8Array.of(...EOI)]))
  }
  info.lengths = parts.map(part => part.length)
  return Buffer.concat(parts)
}

/** The stream that JPEGInterchangeFormat points at, if it is a whole one: with a scan and an end. */
async function wholeStream(source: ByteSource, ifd: Ifd): Promise<Uint8Array | undefined> {
  const offset = await ifd.number(Tag.JPEGInterchangeFormat)
  const length = await ifd.number(Tag.JPEGInterchangeFormatLength)
  if (!offset || !length) return undefined
  const bytes = await source.read(offset, length)
  if (bytes.length < length || bytes[0] !== SOI[0] || bytes[1] !== SOI[1]) return undefined
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const next = at + 2 + (bytes[at + 2] << 8 | bytes[at + 3])
    if (bytes[at + 1] === 0xda && next <= bytes.length) {
      const out = bytes.slice()
      // All there is in this style is baseline, but some writers leave the end of the spectrum at 0.
      out.set([0, 63, 0], next - 3)
      return out
    }
    at = next
  }
  return undefined
}

/** DQT, DHT and DRI segments from the tables that lie about in the file. */
async function tablesOf(source: ByteSource, ifd: Ifd, samples: number): Promise<Uint8Array> {
  const out: number[] = []
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const bytes = await source.read(offset, length)
    if (bytes.length < length) throw malformed('A JPEG table of a TIFF page lies beyond the end of the file')
    return bytes
  }
  const offsets = async (tag: number): Promise<number[]> => {
    const list = await ifd.numbers(tag, samples)
    if (list.length < samples) throw malformed('A TIFF page in old-style JPEG lacks tables')
    return list
  }
  for (const [i, offset] of (await offsets(Tag.JPEGQTables)).entries()) out.push(0xff, 0xdb, ...u16(67), i, ...await read(offset, 64))
  for (const [kind, tag] of [Tag.JPEGDCTables, Tag.JPEGACTables].entries()) {
    for (const [i, offset] of (await offsets(tag)).entries()) {
      const counts = await read(offset, 16)
      const values = await read(offset + 16, counts.reduce((sum, n) => sum + n, 0))
      out.push(0xff, 0xc4, ...u16(19 + values.length), kind << 4 | i, ...counts, ...values)
    }
  }
  const interval = await ifd.number(Tag.JPEGRestartInterval) ?? 0
  if (interval > 0) out.push(0xff, 0xdd, ...u16(4), ...u16(interval))
  return Uint8Array.from(out)
}

/** SOF and SOS: baseline, a table of its own for each component. */
function frame({ samples, subsampling: { h, v } }: TiffPage, width: number, height: number): number[] {
  if (samples > 4 || width > 65535 || height > 65535) throw unsupported('Old-style TIFF JPEG of this shape')
  const components = Array.from({ length: samples }, (_, i) => [i + 1, i === 0 && samples > 1 ? h << 4 | v : 0x11, i])
  return [
    0xff, 0xc0, ...u16(8 + samples * 3), 8, ...u16(height), ...u16(width), samples, ...components.flat(),
    0xff, 0xda, ...u16(6 + samples * 2), samples, ...components.flatMap(([id, , i]) => [id, i << 4 | i]), 0, 63, 0,
  ]
}
