import { wholeBlocks } from './shape.js'
import { Pixels } from '../core/pixels.js'
import { rowBytes } from '../core/raster.js'
import type { Box, CodedBlocks, EncodedPage, Raster, RasterLayout } from '../core/types.js'
import { UsedEntries } from '../formats/palette.js'

/**
 * Whether a raster that was read back shows what was meant, of pages without loss: everywhere, bit for bit.
 *
 * @param cell pixels that share samples: but for the first, they may change where a painted box cuts through them
 * @param rounding levels, of 255, by which painted pixels may be off, because they are stored with fewer bits
 */
export function showsExactly(
  seen: Raster, meant: Raster, painted: readonly Box[], { cell, rounding = 0 }: { cell?: { width: number, height: number }, rounding?: number } = {},
): boolean {
  if (!isAlike(seen, meant)) return sameColours(seen, meant, painted, rounding)
  if (!samePalette(seen, meant)) return false
  if (bytesOf(seen.data).equals(bytesOf(meant.data).subarray(0, seen.data.length)) && seen.data.length === meant.data.length) return true
  if (cell) {
    const touched = painted.map(({ x, y, w, h }) => wholeBlocks({ x, y, w, h }, cell, 0, meant))
    return sameOutside(seen.data, meant, touched) && sameFirstSamples(seen, meant)
  }
  return rounding > 0 && sameOutside(seen.data, meant, painted) && sameColours(seen, meant, painted, rounding)
}

/** Of pages with loss whose blocks are kept as they were where nobody painted. */
export function showsPainted(
  seen: Raster, meant: Raster,
  { page, painted, rounded = [], tolerance }: { page: EncodedPage, painted: readonly Box[], rounded?: readonly Box[], tolerance: number },
): boolean {
  // More of them than in any honest picture: it is encoded anew.
  if (rounded.length > MOST_ROUNDED || !isAlike(seen, meant)) return false
  const other = [...painted, ...rounded]
  // Boxes on grey need not fill their blocks: what is left of these is as it was, but for rounding.
  const blocks = page.blocks ? other.map(({ x, y, w, h }) => wholeBlocks({ x, y, w, h }, page.blocks!, 0, meant)) : other
  return sameOutside(seen.data, meant, touchedBy(other, page.blocks, meant)) && shows(seen.data, meant, blocks, tolerance)
}

const MOST_ROUNDED = 1000

/** Of pixels that were all coded once more. Sharp edges are nowhere near flat: means may be off by more than in painted boxes. */
export function showsNearly(seen: Raster, meant: Raster, painted: readonly Box[], tolerance: number): boolean {
  if (!isAlike(seen, meant)) return false
  return shows(seen.data, meant, [{ x: 0, y: 0, w: meant.width, h: meant.height }], 3 * tolerance) && shows(seen.data, meant, painted, tolerance)
}

const bytesOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)

function isAlike(a: Raster, b: Raster): boolean {
  return a.model === b.model && a.channels === b.channels && a.bits === b.bits && a.sample === b.sample && a.data.length >= b.data.length
}

/** The entries that pixels use. */
function samePalette({ palette: seen }: Raster, meant: Raster): boolean {
  const { palette } = meant
  if (!palette || palette === seen) return true
  if (!seen) return false
  const used = UsedEntries.of(meant)
  for (let i = 0; i < palette.length >> 2; i++) {
    if (!used.has(i)) continue
    const clear = palette[i * 4 + 3] === 0 && seen[i * 4 + 3] === 0
    for (let c = i * 4; !clear && c < i * 4 + 4; c++) if (seen[c] !== palette[c]) return false
  }
  return true
}

/** Compares as 8-bit RGBA; what is transparent in both has no colour. In boxes there may be rounding. */
function sameColours(seen: Raster, meant: Raster, boxes: readonly Box[], rounding: number): boolean {
  const { width, height } = meant
  if (rounding === 0 && meant.palette && meant.bits === 8 && meant.channels === 1 && seen.channels === 4 && seen.bits === 8) return sameEntries(seen, meant)
  // One range for both: floats are scaled by it.
  const own = new Pixels(meant)
  const other = new Pixels(seen, own.range)
  const [a, b] = [new Uint8Array(width * 4), new Uint8Array(width * 4)]
  for (let y = 0; y < height; y++) {
    own.read(0, y, width, a)
    other.read(0, y, width, b)
    if (bytesOf(a).equals(b)) continue
    const crossing = boxes.filter(box => y >= box.y && y < box.y + box.h)
    for (let i = 0; i < a.length; i++) {
      if (a[i] === b[i] || (i % 4 < 3 && a[i | 3] + b[i | 3] === 0)) continue
      const x = i >> 2
      if (Math.abs(a[i] - b[i]) > rounding || !crossing.some(box => x >= box.x && x < box.x + box.w)) return false
    }
  }
  return true
}

/** A palette's colours, where what was read is RGBA. */
function sameEntries({ data }: Raster, { data: indices, palette }: Raster): boolean {
  const rgba = new Uint8Array(1024)
  for (let i = 0; i < 256; i++) rgba[i * 4 + 3] = 255
  rgba.set(palette!.subarray(0, 1024))
  const words = new Uint32Array(rgba.buffer)
  const seen = data.byteOffset % 4 === 0 ? new Uint32Array(data.buffer, data.byteOffset, data.length >> 2) : new Uint32Array(data.slice().buffer)
  for (let i = 0; i < indices.length; i++) {
    if (seen[i] !== words[indices[i]] && data[i * 4 + 3] + rgba[indices[i] * 4 + 3] > 0) return false
  }
  return seen.length >= indices.length
}

/** Of 8-bit samples. */
function sameFirstSamples(seen: Raster, meant: Raster): boolean {
  for (let i = 0; i < meant.data.length; i += meant.channels) if (seen.data[i] !== meant.data[i]) return false
  return true
}

/** All that may be other than it was where boxes were painted. */
export function touchedBy(painted: readonly Box[], blocks: CodedBlocks | undefined, layout: RasterLayout): readonly Box[] {
  return blocks ? painted.map(({ x, y, w, h }) => wholeBlocks({ x, y, w, h }, blocks, blocks.reach, layout)) : painted
}

/** Whether two rasters of one layout are the same but for pixels in boxes. */
export function sameOutside(seen: Uint8Array, raster: Raster, boxes: readonly Box[]): boolean {
  const stride = rowBytes(raster)
  const bits = raster.channels * raster.bits
  const [a, b] = [seen, raster.data].map(bytes => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
  if (a.length < b.length) return false
  const same = (start: number, end: number): boolean => end <= start || a.compare(b, start, end, start, end) === 0
  if (boxes.length === 0) return same(0, b.length)
  const byRow = boxes.slice().sort((one, other) => one.x - other.x)
  for (let y = 0; y < raster.height; y++) {
    let from = 0
    for (const box of byRow) {
      if (y < box.y || y >= box.y + box.h) continue
      if (!same(y * stride + from, y * stride + Math.floor(box.x * bits / 8))) return false
      from = Math.max(from, Math.ceil((box.x + box.w) * bits / 8))
    }
    if (!same(y * stride + from, (y + 1) * stride)) return false
  }
  return true
}

const TILE = 8

/**
 * Whether boxes show what the raster has there: of each tile that one touches, the mean of the differences is within the tolerance. Samples of
 * 8 and 16 bits.
 */
export function shows(seen: Uint8Array, raster: Raster, boxes: readonly Box[], tolerance: number): boolean {
  const { width, height } = raster
  const across = Math.ceil(width / TILE)
  const looked = new Uint8Array(across * Math.ceil(height / TILE))
  for (const { x, y, w, h } of boxes) {
    const [left, right] = [Math.floor(x / TILE), Math.ceil(Math.min(width, x + w) / TILE)]
    for (let row = Math.floor(y / TILE); row < Math.ceil(Math.min(height, y + h) / TILE); row++) {
      for (let column = left; column < right; column++) {
        if (looked[row * across + column]) continue
        looked[row * across + column] = 1
        const [bottom, end] = [Math.min(height, (row + 1) * TILE), Math.min(width, (column + 1) * TILE)]
        if (meanDifference(seen, raster, column * TILE, row * TILE, end, bottom) > tolerance) return false
      }
    }
  }
  return true
}

function meanDifference(
  seen: Uint8Array, { data, width, channels, bits }: Raster, left: number, top: number, right: number, bottom: number,
): number {
  let sum = 0
  // Of 16 bits, the upper eight.
  const step = bits === 16 ? 2 : 1
  for (let y = top; y < bottom; y++) {
    const end = (y * width + right) * channels * step
    for (let i = ((y * width + left) * channels + 1) * step - 1; i < end; i += step) sum += Math.abs(seen[i] - data[i])
  }
  return sum / ((right - left) * (bottom - top) * channels)
}
