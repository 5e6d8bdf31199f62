import { malformed, unsupported } from '../../core/errors.js'
import { clearSpareBits, rowBytes } from '../../core/raster.js'
import type { EncodedPage, PaintBox, Raster } from '../../core/types.js'
import type { Codec, WrittenPage } from '../codec.js'
import { decodeFax } from '../tiff/fax-decode.js'
import { Fields } from './fields.js'
import { toFixed, fromFixed } from './linear.js'
import { decodeRle } from './rle.js'
import { innerCodecs, storedRow, walk, type BmpInfo } from './walk.js'
import { writeFile } from './write.js'
import { trailingZeros, type Header } from './header.js'

/**
 * BMP of all Windows and OS/2 versions. Depth, palette and colour masks go out as they came; run lengths and fax codes go out
 * uncompressed. A JPEG or PNG in a BMP envelope is read and written by its own codec.
 */
export const bmp: Codec = {
  format: 'bmp',
  sequential: false,
  pages: walk,

  async decodePage(page: EncodedPage, into: Uint8Array): Promise<void> {
    const { header, inner } = page.info as BmpInfo
    const { width, height, coding, topDown, bits } = header
    const { data, layout } = page
    if (inner !== undefined) {
      await innerCodecs[coding].decodePage({ ...page, info: inner }, into)
      return
    }
    const stride = rowBytes(layout)
    if (coding === 'rle4' || coding === 'rle8' || coding === 'rle24') {
      into.fill(0)
      decodeRle(data, bits as 4 | 8 | 24, width, height, pixelSetter(into, bits, stride, height))
      return
    }
    if (coding === 'huffman') {
      const rows = new Uint8Array(stride * height)
      decodeFax(data, { kind: 'g3', twoDimensional: false }, width, height, rows)
      for (let y = 0; y < height; y++) into.set(rows.subarray(y * stride, (y + 1) * stride), (height - 1 - y) * stride)
      return
    }
    const unpack = unpacker(header)
    const stored = storedRow(header)
    if (data.length < stored * height) throw malformed('The BMP file ends before its last pixel')
    for (let i = 0; i < height; i++) {
      const y = topDown ? i : height - 1 - i
      unpack(data.subarray(i * stored, (i + 1) * stored), into.subarray(y * stride, (y + 1) * stride))
    }
    clearSpareBits(layout, into)
  },

  async encodePage(page: EncodedPage, raster: Raster, painted: readonly PaintBox[]): Promise<{ page: WrittenPage }> {
    const info = page.info as BmpInfo | undefined ?? infoOf(raster)
    const { header, inner } = info
    const { height, coding, topDown } = header
    if (inner !== undefined) {
      const codec = innerCodecs[coding]
      const { page: written } = await codec.encodePage({ ...page, format: codec.format, info: inner }, raster, painted)
      const parts: Uint8Array[] = []
      for await (const part of codec.join(one(written))) parts.push(part)
      return { page: { ...written, data: writeFile(info, raster, Buffer.concat(parts)), info: {} } }
    }
    const pack = packer(header, raster.alpha !== undefined)
    const stride = rowBytes(raster)
    const stored = storedRow(header)
    const pixels = new Uint8Array(stored * height)
    for (let i = 0; i < height; i++) {
      const y = topDown ? i : height - 1 - i
      pack(raster.data.subarray(y * stride, (y + 1) * stride), pixels.subarray(i * stored, (i + 1) * stored))
    }
    const substituted = coding === 'plain' || coding === 'fields' ? {} : { substituted: 'no compression' }
    return { page: { data: writeFile(info, raster, pixels), info: substituted } }
  },

  witness: {
    // Nobody else reads BMP: what is tagged on here is how far the way to fewer bits and back may lead.
    read: async () => undefined,
    tolerance({ info }) {
      const { header, inner } = info as BmpInfo | undefined ?? {}
      return header?.coding === 'jpeg' && inner !== undefined ? innerCodecs.jpeg.witness!.tolerance!({ info: inner } as EncodedPage, NONE) : 0
    },
    rounding({ info }) {
      const { masks, bits } = (info as BmpInfo | undefined)?.header ?? { masks: [], bits: 24 }
      if (bits === 64) return 1
      return bits === 16 || bits === 32 ? Math.max(...masks.map((mask, i) => mask === 0 ? i < 3 ? 255 : 0 : 255 / (mask >>> trailingZeros(mask)))) : 0
    },
  },

  async * join(pages: AsyncIterable<WrittenPage>): AsyncGenerator<Uint8Array> {
    for await (const { data } of pages) yield data
  },
}

/** Tolerance goes by the page alone. */
const NONE: WrittenPage = { data: new Uint8Array(), info: undefined }

async function * one(page: WrittenPage): AsyncGenerator<WrittenPage> { yield page }

type Convert = (from: Uint8Array, to: Uint8Array) => void

/** Stored rows to rows of the raster. */
function unpacker({ width, bits, masks }: Header): Convert {
  if (bits <= 8) return (row, into) => { into.set(row.subarray(0, into.length)) }
  if (bits === 24) return swapRedBlue
  if (bits === 64) return (row, into) => { fromFixed(row, width, into) }
  const fields = new Fields(masks)
  return (row, into) => { fields.unpack(row, bits === 16 ? 2 : 4, width, into) }
}

/** The inverse of {@link unpacker}. */
function packer({ width, bits, masks }: Header, alpha: boolean): Convert {
  if (bits <= 8) return (samples, row) => { row.set(samples) }
  if (bits === 24) return swapRedBlue
  if (bits === 64) return (samples, row) => { toFixed(samples, width, row) }
  const fields = new Fields(masks)
  const bytes = bits === 16 ? 2 : 4
  // A channel of zeros is no alpha, and must stay zeros: else what nobody painted would be transparent.
  const blank = fields.channels === 4 && !alpha ? Array.from({ length: bytes }, (_, b) => ~(masks[3] >>> (b * 8)) & 255) : undefined
  return (samples, row) => {
    fields.pack(samples, width, row, bytes)
    if (blank) for (let at = 0; at < width * bytes; at++) row[at] &= blank[at % bytes]
  }
}

function swapRedBlue(from: Uint8Array, to: Uint8Array): void {
  const length = Math.min(from.length, to.length)
  for (let i = 0; i + 2 < length; i += 3) {
    to[i] = from[i + 2]
    to[i + 1] = from[i + 1]
    to[i + 2] = from[i]
  }
}

function pixelSetter(into: Uint8Array, bits: number, stride: number, height: number): (x: number, y: number, value: number) => void {
  if (bits === 8) return (x, y, value) => { into[(height - 1 - y) * stride + x] = value }
  if (bits === 4) return (x, y, value) => { into[(height - 1 - y) * stride + (x >> 1)] |= x & 1 ? value : value << 4 }
  return (x, y, value) => {
    const at = (height - 1 - y) * stride + x * 3
    into[at] = value >> 16
    into[at + 1] = value >> 8 & 255
    into[at + 2] = value & 255
  }
}

/** For pages that come from another format: what a BMP of this raster looks like. */
function infoOf({ width, height, model, bits, channels, sample, alpha, palette }: Raster): BmpInfo {
  const plain = sample === 'uint' && (model === 'palette' ? bits <= 8 && channels === 1 : model === 'rgb' && bits === 8 && (channels === 3 || (channels === 4 && alpha === 'straight')))
  if (!plain) throw unsupported(`BMP cannot hold ${model} samples of ${bits} bits`)
  const header: Header = {
    size: 40, width, height, topDown: false, bits: model === 'palette' ? bits : channels * 8, coding: channels === 4 ? 'fields' : 'plain',
    masks: [0xff0000, 0xff00, 0xff, channels === 4 ? 0xff000000 : 0], resolution: [0, 0], dataOffset: 0, dataSize: 0,
    palette: { offset: 0, entries: (palette?.length ?? 0) / 4, entrySize: 4 },
  }
  return { header }
}
