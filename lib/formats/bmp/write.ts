import type { Raster } from '../../core/types.js'
import { UsedEntries, usedOnly } from '../palette.js'
import type { Header } from './header.js'
import type { BmpInfo } from './walk.js'

const compressions: Partial<Record<Header['coding'], number>> = { fields: 3, jpeg: 4, png: 5 }

/**
 * A file around stored pixels. The header is a version 4 or 5 one where the source's was, or where there is alpha; else the
 * plain Windows one. Nothing of the source's header but numbers with a meaning is in it, and of the palette what pixels use.
 */
export function writeFile({ header, profile }: BmpInfo, raster: Raster, pixels: Uint8Array): Uint8Array {
  const { width, height, topDown, bits, coding, masks, resolution, colourSpace } = header
  const size = profile !== undefined ? 124 : colourSpace !== undefined || masks[3] !== 0 ? Math.max(108, header.size === 124 ? 124 : 0) : 40
  const compression = compressions[coding] ?? 0
  const maskBytes = compression === 3 && size === 40 ? 12 : 0
  const palette = bits > 0 && bits <= 8 ? usedOnly(raster.palette!, 4, UsedEntries.of(raster)) : new Uint8Array()
  const entries = palette.length / 4
  const dataOffset = 14 + size + maskBytes + entries * 4
  const length = dataOffset + pixels.length + (profile?.length ?? 0)
  const file = new Uint8Array(length)
  const view = new DataView(file.buffer)
  const put = (at: number, ...values: number[]): void => { values.forEach((value, i) => { view.setUint32(at + i * 4, value, true) }) }
  file.set([0x42, 0x4d])
  // A size beyond 4 GiB is given as 0: readers go by the offset.
  put(2, length < 2 ** 32 ? length : 0, 0, dataOffset, size, width, topDown ? -height : height)
  view.setUint16(26, 1, true)
  view.setUint16(28, bits, true)
  put(30, compression, pixels.length < 2 ** 32 ? pixels.length : 0, ...resolution, entries, 0)
  if (compression === 3) put(54, masks[0], masks[1], masks[2])
  if (size >= 108) {
    put(66, masks[3])
    const type = profile !== undefined ? 'MBED' : colourSpace?.type === 'windows' ? 'Win ' : 'sRGB'
    if (colourSpace?.calibration) file.set(colourSpace.calibration, 74)
    else for (let i = 0; i < 4; i++) file[70 + i] = type.charCodeAt(3 - i)
  }
  if (size === 124) {
    put(122, colourSpace?.intent ?? 0)
    if (profile !== undefined) put(126, dataOffset + pixels.length - 14, profile.length)
  }
  for (let i = 0, at = 14 + size + maskBytes; i < entries; i++, at += 4) file.set([palette[i * 4 + 2], palette[i * 4 + 1], palette[i * 4]], at)
  file.set(pixels, dataOffset)
  if (profile !== undefined) file.set(profile, dataOffset + pixels.length)
  return file
}
