import { interlacedRows } from './canvas.js'
import { encodeLzw } from './lzw.js'
import type { SharedPalette, Written } from './palette.js'
import type { Drawn } from './repaint.js'
import type { GifInfo, Screen } from './types.js'

const u16 = (n: number): [number, number] => [n & 0xff, n >> 8]

/** Signature, logical screen and global palette. */
export function headerOf({ width, height, background, aspect }: Screen, { palette, kept }: SharedPalette): Uint8Array {
  const flags = palette ? 0xf0 | depthOf(palette) - 1 : 0x70
  const screen = [...u16(width), ...u16(height), flags, kept[background] ? background : 0, aspect]
  return Buffer.concat([Buffer.from('GIF89a'), Buffer.from(screen), palette ?? new Uint8Array()])
}

/** The blocks of one frame. */
export function frameOf(info: GifInfo, drawn: Written): Uint8Array {
  const { rect, transparent } = drawn
  const parts: Uint8Array[] = []
  if (info.loop !== undefined) parts.push(Buffer.from('\x21\xff\x0bNETSCAPE2.0\x03\x01', 'latin1'), Buffer.from([...u16(info.loop), 0]))
  if (info.delay !== undefined || transparent !== undefined) {
    const flags = info.disposal << 2 | (info.waitsForUser ? 2 : 0) | (transparent === undefined ? 0 : 1)
    parts.push(Buffer.from([0x21, 0xf9, 4, flags, ...u16(info.delay ?? 0), transparent ?? 0, 0]))
  }
  const depth = depthOf(drawn.palette)
  const flags = (drawn.own ? 0x80 | depth - 1 : 0) | (info.interlaced ? 0x40 : 0)
  parts.push(Buffer.from([0x2c, ...u16(rect.x), ...u16(rect.y), ...u16(rect.w), ...u16(rect.h), flags]))
  if (drawn.own) parts.push(drawn.palette)
  // A transparent index may lie beyond the palette.
  const minCodeSize = Math.max(2, depth, 32 - Math.clz32(transparent ?? 0))
  parts.push(Buffer.from([minCodeSize]), encodeLzw(info.interlaced ? interlace(drawn) : drawn.indices, minCodeSize))
  return Buffer.concat(parts)
}

/** Bits an index into the palette needs. */
function depthOf(palette: Uint8Array): number { return 32 - Math.clz32(palette.length / 3 - 1) }

function interlace({ rect, indices }: Drawn): Uint8Array {
  const stored = new Uint8Array(indices.length)
  interlacedRows(rect.h).forEach((row, i) => stored.set(indices.subarray(row * rect.w, (row + 1) * rect.w), i * rect.w))
  return stored
}
