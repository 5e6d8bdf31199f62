import { limitExceeded, malformed, unsupported } from '../../core/errors.js'
import { MemorySource } from '../../core/memory-source.js'
import { rasterBytes } from '../../core/raster.js'
import type { EncodedPage, RasterLayout } from '../../core/types.js'
import type { ByteSource } from '../../core/byte-source.js'
import type { Codec, WalkContext } from '../codec.js'
import { strippedIcc } from '../icc.js'
import { jpeg } from '../jpeg/index.js'
import { png } from '../png/index.js'
import { Fields } from './fields.js'
import { HEADER_BYTES, parseHeader, type Header, type Masks } from './header.js'

export interface BmpInfo {
  header: Header
  /** The profile without its texts, where one is embedded. */
  profile?: Uint8Array
  /** For 'jpeg' and 'png': what the inner codec says of the picture. */
  inner?: unknown
}

const MAX_PROFILE = 4 << 20
const FREE_RATIO = 1 << 20

export const innerCodecs: Readonly<Record<string, Codec>> = { jpeg, png }

/** The one page of a BMP, its header checked. @throws EffaceError ERR_MALFORMED_INPUT, ERR_UNSUPPORTED_FORMAT, ERR_LIMIT_EXCEEDED */
export async function * walk(source: ByteSource, context: WalkContext): AsyncGenerator<EncodedPage> {
  const { limits } = context
  const head = await source.read(0, HEADER_BYTES)
  if (head[0] !== 0x42 || head[1] !== 0x4d) throw malformed('The BMP signature is wrong')
  const header = parseHeader(head)
  const { width, height, coding, palette } = header
  if (width * height > limits.pixelsPerFrame) throw limitExceeded('pixelsPerFrame', limits.pixelsPerFrame, width * height)
  const entries = await source.read(palette.offset, palette.entries * palette.entrySize)
  if (entries.length < palette.entries * palette.entrySize) throw malformed('The file ends inside the palette of a BMP')

  const info: BmpInfo = { header }
  const page: EncodedPage = { index: 0, total: 1, format: 'bmp', orientation: 1, layout: layoutOf(header, entries), data: new Uint8Array(0), info }
  const dpi = Math.round(header.resolution[0] * 0.0254)
  if (dpi > 0) page.dpi = dpi
  if (Math.min(...header.resolution) > 0) page.pixelAspect = header.resolution[1] / header.resolution[0]
  page.data = await readData(source, header)
  if (coding === 'jpeg' || coding === 'png') await takeInner(page, context)
  else {
    const decoded = rasterBytes(page.layout)
    if (decoded > FREE_RATIO && decoded > page.data.length * limits.decompressionRatio) {
      throw limitExceeded('decompressionRatio', limits.decompressionRatio, Math.ceil(decoded / Math.max(1, page.data.length)))
    }
    if (page.layout.alpha !== undefined && !anyAlpha(page.data, header.bits / 8, header.masks)) delete page.layout.alpha
  }
  const profile = header.colourSpace?.profile
  if (profile !== undefined && profile.size <= MAX_PROFILE) {
    const bytes = await source.read(profile.offset, profile.size)
    const stripped = bytes.length === profile.size ? strippedIcc(bytes) : undefined
    if (stripped !== undefined) info.profile = stripped
  }
  yield page
}

/** Bytes of a row as stored: rows are multiples of four bytes. */
export function storedRow({ width, bits }: Pick<Header, 'width' | 'bits'>): number { return Math.ceil(width * bits / 32) * 4 }

async function readData(source: ByteSource, header: Header): Promise<Uint8Array> {
  const { coding, height, dataOffset, dataSize } = header
  const plain = coding === 'plain' || coding === 'fields'
  // What a compressed image claims to need is no more than what the file has.
  const length = plain ? storedRow(header) * height : Math.max(0, await source.size() - dataOffset)
  const size = plain || dataSize === 0 ? length : Math.min(length, dataSize)
  const data = await source.read(dataOffset, size)
  if (data.length < size || size === 0) throw malformed('The BMP file ends before its last pixel')
  return data
}

function layoutOf({ width, height, bits, coding, masks, palette }: Header, entries: Uint8Array): RasterLayout {
  const layout = { width, height, sample: 'uint' } as const
  if (bits <= 8) {
    const rgba = new Uint8Array(palette.entries * 4)
    for (let i = 0; i < palette.entries; i++) {
      const at = i * palette.entrySize
      rgba.set([entries[at + 2], entries[at + 1], entries[at], 255], i * 4)
    }
    return { ...layout, model: 'palette', channels: 1, bits: bits as 1 | 2 | 4 | 8, palette: rgba }
  }
  if (bits === 64) return { ...layout, model: 'rgb', channels: 4, bits: 32, sample: 'float', alpha: 'straight' }
  if (bits === 24 || coding === 'rle24') return { ...layout, model: 'rgb', channels: 3, bits: 8 }
  const fields = new Fields(masks)
  return { ...layout, model: 'rgb', channels: fields.channels, bits: fields.bits, ...(fields.channels === 4 ? { alpha: 'straight' } : {}) }
}

/** A channel of nothing but zeros is no alpha: the picture would be invisible, and viewers that look at alpha show it nevertheless. */
function anyAlpha(data: Uint8Array, bytes: number, masks: Masks): boolean {
  if (bytes === 8) {
    for (let at = 6; at < data.length; at += 8) if ((data[at] | data[at + 1]) !== 0) return true
    return false
  }
  const mask = Array.from({ length: bytes }, (_, b) => masks[3] >>> (b * 8) & 255)
  for (let at = 0; at < data.length; at++) if ((data[at] & mask[at % bytes]) !== 0) return true
  return false
}

/** A BMP may be an envelope around a JPEG or PNG: the page is then that picture's page. */
async function takeInner(page: EncodedPage, context: WalkContext): Promise<void> {
  const info = page.info as BmpInfo
  const { data } = page
  let found: EncodedPage | undefined
  for await (const inner of innerCodecs[info.header.coding].pages(new MemorySource(data), context)) {
    if (found !== undefined || (inner.total ?? 1) > 1) throw unsupported('The picture inside a BMP is an animation')
    found = inner
  }
  if (found === undefined) throw malformed('The BMP holds no image')
  if (found.layout.width !== info.header.width || found.layout.height !== info.header.height) throw malformed('The BMP and the picture in it differ in size')
  info.inner = found.info
  page.layout = found.layout
  page.data = found.data
  if (found.blocks) page.blocks = found.blocks
}
