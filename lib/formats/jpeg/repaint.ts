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
    const sampleAt = samplesOf(raster, components[c], wide, high)
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
      if (!whole) blockSamples(plane, block * 64, samples)
      for (let i = 0; i < 64; i++) {
        // Beyond the edge of the picture stands what stands at the edge.
        const x = Math.min(samplesAcross - 1, left + (i & 7))
        const y = Math.min(samplesDown - 1, top + (i >> 3))
        if (whole || inBox(x, y)) samples[i] = sampleAt(x, y)
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

/** A reader of one component of the raster: the mean of the pixels that a sample stands for, -128..127. */
export function samplesOf(raster: Raster, { offset, weights }: ComponentWeights, wide: number, high: number): (x: number, y: number) => number {
  const { data, width, height, channels } = raster
  const [first, second = 0, third = 0, fourth = 0] = weights
  const pixel = (at: number): number => {
    if (channels === 1) return first * data[at]
    if (channels === 2) return first * data[at] + second * data[at + 1]
    const three = first * data[at] + second * data[at + 1] + third * data[at + 2]
    return channels === 3 ? three : three + fourth * data[at + 3]
  }
  if (wide === 1 && high === 1) return (x, y) => offset - 128 + pixel((y * width + x) * channels)
  return (x, y) => {
    const [left, right] = [Math.floor(x * wide), Math.min(width, Math.ceil((x + 1) * wide))]
    const [top, bottom] = [Math.floor(y * high), Math.min(height, Math.ceil((y + 1) * high))]
    let sum = 0
    for (let py = top; py < bottom; py++) {
      for (let px = left; px < right; px++) sum += pixel((py * width + px) * channels)
    }
    return offset - 128 + sum / ((right - left) * (bottom - top))
  }
}

/** The block at work. */
const samples = new Float64Array(64)
