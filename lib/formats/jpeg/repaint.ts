import type { Box, Raster } from '../../core/types.js'
import { blockSamples, setBlock } from './block.js'
import { samplingOf, type Plane } from './planes.js'
import { componentsOf, type ComponentWeights } from './colour.js'
import type { JpegHeader } from './parse.js'

/**
 * Puts the painted boxes of a raster into the coefficients. Only blocks that a box touches change, and of these only
 * the samples that a box touches; every other block keeps its coefficients.
 */
export function repaint(header: JpegHeader, planes: readonly Plane[], raster: Raster, boxes: readonly Box[]): void {
  const { h, v } = samplingOf(header)
  const components = componentsOf(header)
  planes.forEach((plane, c) => {
    // Pixels that one sample stands for.
    const wide = h / plane.component.h
    const high = v / plane.component.v
    const read = blockReader(raster, components[c], wide, high)
    const samplesAcross = Math.ceil(raster.width / wide)
    const samplesDown = Math.ceil(raster.height / high)
    // Boxes in samples of this component, each with all the samples it touches, as [x0, y0, x1, y1).
    const touched = boxes.map(({ x, y, w, h }) => [Math.floor(x / wide), Math.floor(y / high), Math.ceil((x + w) / wide), Math.ceil((y + h) / high)])
    const inBox = (x: number, y: number): boolean => touched.some(([x0, y0, x1, y1]) => x >= x0 && x < x1 && y >= y0 && y < y1)
    const marks = markBlocks(plane, touched, samplesAcross, samplesDown)
    for (let block = 0; block < marks.length; block++) {
      if (marks[block] === 0) continue
      const whole = marks[block] === WHOLE
      const [left, top] = [block % plane.stride * 8, Math.floor(block / plane.stride) * 8]
      read(left, top, samples)
      if (!whole) {
        blockSamples(plane, block * 64, before)
        for (let i = 0; i < 64; i++) {
          if (!inBox(Math.min(samplesAcross - 1, left + (i & 7)), Math.min(samplesDown - 1, top + (i >> 3)))) samples[i] = before[i]
        }
      }
      setBlock(plane, block * 64, samples)
    }
  })
}

const TOUCHED = 1
const WHOLE = 2

/** Of each block, whether a box touches it, and whether one covers all of its samples that are in the picture. */
function markBlocks({ columns, rows, stride }: Plane, boxes: readonly number[][], samplesAcross: number, samplesDown: number): Uint8Array {
  const marks = new Uint8Array(stride * rows)
  for (const [x0, y0, x1, y1] of boxes) {
    for (let row = y0 >> 3; row < Math.min(rows, Math.ceil(y1 / 8)); row++) {
      const high = row * 8 >= y0 && Math.min(samplesDown, row * 8 + 8) <= y1
      for (let column = x0 >> 3; column < Math.min(columns, Math.ceil(x1 / 8)); column++) {
        const block = row * stride + column
        if (high && column * 8 >= x0 && Math.min(samplesAcross, column * 8 + 8) <= x1) marks[block] = WHOLE
        else marks[block] ||= TOUCHED
      }
    }
  }
  return marks
}

type ReadBlock = (left: number, top: number, samples: Float64Array) => void

/**
 * A reader of the blocks of one component of the raster: into 64 samples, -128..127, those from `left` and `top` on, each the mean of the
 * `wide` × `high` pixels that it stands for. Beyond the edge of the picture stands what stands at the edge.
 */
export function blockReader(raster: Raster, { offset, weights }: ComponentWeights, wide: number, high: number): ReadBlock {
  const { data, width, height, channels } = raster
  const [across, down] = [Math.ceil(width / wide), Math.ceil(height / high)]
  const [first, second = 0, third = 0, fourth = 0] = weights
  const meanOf = (left: number, right: number, top: number, bottom: number): number => {
    let sum = 0
    for (let y = top; y < bottom; y++) {
      const end = (y * width + right) * channels
      for (let at = (y * width + left) * channels; at < end; at += channels) {
        sum += first * data[at]
        if (channels === 2) sum += second * data[at + 1]
        if (channels > 2) sum += second * data[at + 1] + third * data[at + 2]
        if (channels > 3) sum += fourth * data[at + 3]
      }
    }
    return sum / ((right - left) * (bottom - top))
  }
  return (left, top, samples) => {
    if (channels === 3 && wide === 1 && high === 1 && left + 8 <= width && top + 8 <= height) {
      // Most blocks, and nearly all that are read.
      for (let i = 0, at = (top * width + left) * 3; i < 64; i++, at += i % 8 === 0 ? (width - 7) * 3 : 3) {
        samples[i] = offset - 128 + (first * data[at] + second * data[at + 1] + third * data[at + 2])
      }
      return
    }
    for (let j = 0; j < 8; j++) {
      const y = Math.min(down - 1, top + j)
      const [from, to] = [Math.floor(y * high), Math.min(height, Math.ceil((y + 1) * high))]
      for (let i = 0; i < 8; i++) {
        const x = Math.min(across - 1, left + i)
        samples[j * 8 + i] = offset - 128 + meanOf(Math.floor(x * wide), Math.min(width, Math.ceil((x + 1) * wide)), from, to)
      }
    }
  }
}

/** The block at work, and what it was. */
const samples = new Float64Array(64)
const before = new Float64Array(64)
