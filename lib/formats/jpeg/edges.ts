import type { Box } from '../../core/types.js'
import { blockSamples, setBlock } from './block.js'
import { placeOf, samplingOf, type Plane } from './planes.js'
import type { JpegHeader } from './parse.js'

/** Cuts a picture to its upper left part, by whole blocks; header and planes are changed. */
export function crop(header: JpegHeader, planes: readonly Plane[], width: number, height: number): void {
  if (header.width <= width && header.height <= height) return
  header.width = Math.min(header.width, width)
  header.height = Math.min(header.height, height)
  const { h, v, mcusAcross, mcusDown } = samplingOf(header)
  for (const plane of planes) {
    const { component, coefficients, stride: before } = plane
    const stride = mcusAcross * component.h
    const cut = new Int16Array(stride * mcusDown * component.v * 64)
    for (let row = 0; row < mcusDown * component.v; row++) cut.set(coefficients.subarray(row * before * 64, (row * before + stride) * 64), row * stride * 64)
    Object.assign(plane, {
      stride, coefficients: cut,
      columns: Math.ceil(Math.ceil(header.width * component.h / h) / 8), rows: Math.ceil(Math.ceil(header.height * component.v / v) / 8),
    })
  }
}

/**
 * Blanks what lies right of and below the first `columns` × `rows` pixels. Blocks wholly beyond get the mean of their neighbour;
 * in blocks that the edge runs through, what stands at the edge is continued.
 *
 * @returns `rounded`: where the part that is seen was rounded once more, in pixels; `changed`: whether anything was
 */
export function blankBeyond(header: JpegHeader, planes: readonly Plane[], columns: number, rows: number): { rounded: Box[], changed: boolean } {
  const sampling = samplingOf(header)
  const { h, v } = sampling
  const rounded: Box[] = []
  let changed = false
  for (const plane of planes) {
    const across = Math.ceil(columns * plane.component.h / h)
    const down = Math.ceil(rows * plane.component.v / v)
    const { stride, coefficients } = plane
    const all = coefficients.length / 64 / stride
    const [right, bottom] = [Math.ceil(across / 8), Math.ceil(down / 8)]
    // The edge runs through the last column or row, or through none.
    const [whole, all8] = [across >> 3, down >> 3]
    for (let y = 0; y < bottom; y++) {
      for (let x = y < all8 ? whole : 0; x < right; x++) {
        const [wide, high] = [Math.min(8, across - x * 8), Math.min(8, down - y * 8)]
        const block = y * stride + x
        if ((wide < 8 || high < 8) && continueEdge(plane, block * 64, wide, high)) rounded.push(placeOf(plane, block, sampling))
      }
    }
    for (let y = 0; y < all; y++) {
      for (let x = y < bottom ? right : 0; x < stride; x++) {
        const at = (y * stride + x) * 64
        const beside = y < bottom ? at - 64 : at - stride * 64
        if (coefficients[at] === coefficients[beside] && !coefficients.subarray(at + 1, at + 64).some(c => c !== 0)) continue
        changed = true
        coefficients.fill(0, at, at + 64)
        // Its average costs the fewest bits.
        coefficients[at] = coefficients[beside]
      }
    }
  }
  return { rounded, changed: changed || rounded.length > 0 }
}

const samples = new Float64Array(64)

/**
 * A block of which `wide` × `high` samples are seen. Encoders continue the edge; where that is what stands there, as nearly as the
 * quantisation tells, the block keeps its coefficients, so that the part that is seen is not encoded once more.
 */
function continueEdge(plane: Plane, at: number, wide: number, high: number): boolean {
  blockSamples(plane, at, samples)
  let sum = 0
  let most = 0
  for (let i = 0; i < 64; i++) {
    const [x, y] = [i & 7, i >> 3]
    if (x < wide && y < high) continue
    const seen = samples[Math.min(y, high - 1) * 8 + Math.min(x, wide - 1)]
    const difference = Math.abs(samples[i] - seen)
    sum += difference ** 2
    most = Math.max(most, difference)
    samples[i] = seen
  }
  const noise = noiseOf(plane.table)
  if (Math.sqrt(sum / (64 - wide * high)) <= noise && most <= 3 * noise) return false
  setBlock(plane, at, samples)
  return true
}

/** Levels by which a sample may be off for no other reason than quantisation; never so many that anything could be read. */
function noiseOf(table: Uint16Array): number {
  return Math.min(8, 1.5 * Math.sqrt(table.reduce((sum, q) => sum + q * q, 0) / 12 / 64))
}
