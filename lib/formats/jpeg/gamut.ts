import type { Box, Raster } from '../../core/types.js'
import { blockSamples } from './block.js'
import { samplingOf, type Plane } from './planes.js'
import { componentsOf, transformOf } from './colour.js'
import type { JpegHeader } from './parse.js'
import { repaint, samplesOf } from './repaint.js'

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
 */
export function dropBeyondColour(header: JpegHeader, planes: readonly Plane[], raster: Raster): Box[] {
  if (transformOf(header) === 'none' || raster.channels !== planes.length) return []
  const [luma] = planes
  const { h, v } = samplingOf(header)
  // Pixels of a luma block; luma is hardly ever the one that is sampled less.
  const [wide, high] = [8 * h / luma.component.h, 8 * v / luma.component.v]
  const shown = samplesOf(raster, componentsOf(header)[0], wide / 8, high / 8)
  const found: Box[] = []
  for (let row = 0; row < luma.rows; row++) {
    for (let column = 0; column < luma.columns; column++) {
      const [x, y] = [column * wide, row * high]
      const [right, bottom] = [Math.min(raster.width, x + wide), Math.min(raster.height, y + high)]
      if (!mayBeCut(raster, x, y, right, bottom)) continue
      const columns = Math.ceil((right - x) * 8 / wide)
      const rows = Math.ceil((bottom - y) * 8 / high)
      if (!isBeyond(luma, (row * luma.stride + column) * 64, (i, j) => shown(column * 8 + i, row * 8 + j), columns, rows)) continue
      const box = { x: Math.floor(x / (8 * h)) * 8 * h, y: Math.floor(y / (8 * v)) * 8 * v, w: 8 * h, h: 8 * v }
      const last = found.at(-1)
      if (last?.y === box.y && last.x + last.w >= box.x) last.w = box.x + box.w - last.x
      else found.push(box)
    }
  }
  if (found.length > 0) repaint(header, planes, raster, found)
  return found
}

/** Whether a pixel has a channel that is none or full, but not all of them: white and black hide nothing but what clipping finds. */
function mayBeCut({ data, width, channels }: Raster, left: number, top: number, right: number, bottom: number): boolean {
  for (let y = top; y < bottom; y++) {
    const end = (y * width + right) * channels
    for (let i = (y * width + left) * channels; i < end; i += channels) {
      const [r, g, b] = [data[i], data[i + 1], data[i + 2]]
      if (r === g && g === b) continue
      if (r === 0 || g === 0 || b === 0 || r === 255 || g === 255 || b === 255) return true
    }
  }
  return false
}

const samples = new Float64Array(64)

function isBeyond(plane: Plane, at: number, shown: (x: number, y: number) => number, columns: number, rows: number): boolean {
  blockSamples(plane, at, samples)
  let [seen, seenSquares, hiddenSquares] = [0, 0, 0]
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const value = shown(x, y)
      const luma = Math.max(-128, Math.min(127, samples[y * 8 + x]))
      seen += value
      seenSquares += value * value
      hiddenSquares += (luma - value) ** 2
    }
  }
  const count = rows * columns
  return hiddenSquares / count > Math.max(SILENT, SHARE * (seenSquares / count - (seen / count) ** 2))
}
