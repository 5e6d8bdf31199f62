import type { Box, Raster } from '../../core/types.js'
import { blockSamples } from './block.js'
import { samplingOf, type Plane } from './planes.js'
import { componentsOf, transformOf } from './colour.js'
import type { JpegHeader } from './parse.js'
import { blockReader, repaint } from './repaint.js'

// Luma and chroma can say colours that are none: red, green and blue beyond what there is are cut off. So a picture can be drawn in the luma
// under a chroma that leaves magenta everywhere; viewers that show JPEGs in grey read nothing but the luma.

/** What is cut off by less than this (mean square, in levels of luma) says nothing: chroma is quantised. */
const SILENT = 36
/** Of what the block shows, as at edges. */
const SHARE = 0.1

/**
 * Makes MCUs whose luma holds more than the raster shows anew of what it shows, in place.
 *
 * @returns where they lie, in pixels
 * @param raster all of the picture, or of the band of it that the planes hold
 * @param load is called before a block of luma is looked at, by its number
 */
export function dropBeyondColour(header: JpegHeader, planes: readonly Plane[], raster: Raster, load?: (block: number) => void): Box[] {
  if (transformOf(header) === 'none' || raster.channels !== planes.length) return []
  const [luma] = planes
  const { h, v } = samplingOf(header)
  // Pixels of a luma block; luma is hardly ever the one that is sampled less.
  const [wide, high] = [8 * h / luma.component.h, 8 * v / luma.component.v]
  const read = blockReader(raster, componentsOf(header)[0], wide / 8, high / 8)
  const found: Box[] = []
  const cut = cutBlocks(raster, wide, high, luma.columns)
  for (let block = cut.indexOf(1); block >= 0; block = cut.indexOf(1, block + 1)) {
    const [row, column] = [Math.floor(block / luma.columns), block % luma.columns]
    const [x, y] = [column * wide, row * high]
    const columns = Math.ceil(Math.min(wide, raster.width - x) * 8 / wide)
    const rows = Math.ceil(Math.min(high, raster.height - y) * 8 / high)
    read(column * 8, row * 8, shown)
    load?.(row * luma.stride + column)
    if (!isBeyond(luma, (row * luma.stride + column) * 64, columns, rows)) continue
    const box = { x: Math.floor(x / (8 * h)) * 8 * h, y: Math.floor(y / (8 * v)) * 8 * v, w: 8 * h, h: 8 * v }
    const last = found.at(-1)
    if (last?.y === box.y && last.x + last.w >= box.x) last.w = box.x + box.w - last.x
    else found.push(box)
  }
  if (found.length > 0) repaint(header, planes, raster, found)
  return found
}

/** Of blocks of `wide` × `high` pixels, `across` of them in a row: 1 for those with a pixel that may be cut. */
function cutBlocks({ data, width, height, channels }: Raster, wide: number, high: number, across: number): Uint8Array {
  const blocks = new Uint8Array(across * Math.ceil(height / high))
  const look = (pixel: number): void => {
    if (!isCut(data, pixel * channels)) return
    const y = Math.floor(pixel / width)
    blocks[Math.floor(y / high) * across + Math.floor((pixel - y * width) / wide)] = 1
  }
  const pixels = width * height
  let from = 0
  // Four pixels of three bytes are three words.
  if (channels === 3 && data.byteOffset % 4 === 0) {
    const words = new Int32Array(data.buffer, data.byteOffset, (pixels >> 2) * 3)
    const bytes = Buffer.from(data.buffer, data.byteOffset, words.length * 4)
    for (let start = 0; start < words.length; start += STRETCH) {
      const end = Math.min(words.length, start + STRETCH)
      const stretch = bytes.subarray(start * 4, end * 4)
      if (!stretch.includes(0) && !stretch.includes(255)) continue
      for (let i = start; i < end; i += 3) {
        const a = words[i]
        const b = words[i + 1]
        const c = words[i + 2]
        if ((extreme(a) | extreme(b) | extreme(c)) === 0 || (a === b && b === c && (a === -1 || a === 0))) continue
        for (let k = 0; k < 4; k++) look(i / 3 * 4 + k)
      }
    }
    from = words.length / 3 * 4
  }
  for (let pixel = from; pixel < pixels; pixel++) look(pixel)
  return blocks
}

/** Words that are passed over together where no byte is 0 or 255, which libraries look for many at a time. */
const STRETCH = 3 * 256

/** Not 0 where one of four bytes is 0 or 255. */
const extreme = (word: number): number => (word - 0x01010101 & ~word | ~word - 0x01010101 & word) & 0x80808080

/** Whether a pixel has a channel that is none or full, but not all of them: white and black hide nothing but what clipping finds. */
function isCut(data: Uint8Array, at: number): boolean {
  const r = data[at]
  const g = data[at + 1]
  const b = data[at + 2]
  if (r === g && g === b) return false
  return r === 0 || g === 0 || b === 0 || r === 255 || g === 255 || b === 255
}

const samples = new Float64Array(64)
const shown = new Float64Array(64)

/** Whether the luma of a block, of which so much is in the picture, is another than the one `shown`. */
function isBeyond(plane: Plane, at: number, columns: number, rows: number): boolean {
  blockSamples(plane, at, samples)
  let [seen, seenSquares, hiddenSquares] = [0, 0, 0]
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const value = shown[y * 8 + x]
      const luma = Math.max(-128, Math.min(127, samples[y * 8 + x]))
      seen += value
      seenSquares += value * value
      hiddenSquares += (luma - value) ** 2
    }
  }
  const count = rows * columns
  return hiddenSquares / count > Math.max(SILENT, SHARE * (seenSquares / count - (seen / count) ** 2))
}
