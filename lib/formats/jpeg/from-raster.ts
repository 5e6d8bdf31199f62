import type { RasterLayout } from '../../core/types.js'
import { zigzag } from './huffman.js'
import type { JpegHeader } from './parse.js'

/** Luminance and chrominance tables that the JPEG standard proposes (ITU T.81, Annex K), row by row. */
const luminance = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
]
const chrominance = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
  ...new Array<number>(32).fill(99),
]

/** The header of a file that does not exist yet: baseline, full chroma resolution. `quality` is on libjpeg's scale, 1 to 100. */
export function blankHeader({ width, height, channels }: RasterLayout, quality: number, dpi?: number): JpegHeader {
  const scale = quality < 50 ? 5000 / quality : 200 - quality * 2
  const scaled = (table: number[]): Uint16Array => Uint16Array.from(zigzag, cell => Math.max(1, Math.min(255, Math.floor((table[cell] * scale + 50) / 100))))
  const header: JpegHeader = {
    width, height, progressive: false, tables: [scaled(luminance), scaled(chrominance)], restartInterval: 0, jfif: channels < 4, exif: { orientation: 1 },
    components: Array.from({ length: channels }, (_, i) => ({ id: i + 1, h: 1, v: 1, table: channels === 3 && i > 0 ? 1 : 0 })),
  }
  if (channels === 4) header.adobe = 0
  else header.density = dpi === undefined ? { unit: 0, x: 1, y: 1 } : { unit: 1, x: Math.round(dpi), y: Math.round(dpi) }
  return header
}
