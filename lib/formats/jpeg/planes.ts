import type { Box, CodedBlocks } from '../../core/types.js'
import { transformOf } from './colour.js'
import type { Component, JpegHeader } from './parse.js'

/** One component's quantised DCT coefficients. */
export interface Plane {
  component: Component
  /** Quantisation table, in zigzag order. */
  table: Uint16Array
  /** Blocks that hold picture, across and down. */
  columns: number
  rows: number
  /** Blocks that are stored across; those right of and below the picture fill up whole MCUs. */
  stride: number
  /** 64 a block, in zigzag order, blocks row by row. */
  coefficients: Int16Array
}

/** Four coefficients at a time, to skip zeros by: none is -32,768, which alone would make a zero of what is not. */
export function fours({ buffer, byteOffset, length }: Int16Array): Float64Array {
  return new Float64Array(buffer, byteOffset, length / 4)
}

/** Offset behind the last coefficient of the block at `at` that is not 0, rounded up to a multiple of 4. */
export function endOfBlock(fours: Float64Array, at: number): number {
  const first = at >> 2
  let end = first + 16
  while (end > first && fours[end - 1] === 0) end--
  return end << 2
}

export interface Sampling { h: number, v: number, mcusAcross: number, mcusDown: number }

export function samplingOf({ width, height, components }: JpegHeader): Sampling {
  const h = Math.max(...components.map(c => c.h))
  const v = Math.max(...components.map(c => c.v))
  return { h, v, mcusAcross: Math.ceil(width / (8 * h)), mcusDown: Math.ceil(height / (8 * v)) }
}

/** Pixels that are coded together: an MCU, or the block of the only component. */
export function blocksOf(header: JpegHeader): Omit<CodedBlocks, 'kept'> {
  if (header.components.length === 1) return { width: 8, height: 8, reach: 0 }
  const { h, v } = samplingOf(header)
  // Where one sample of chroma stands for two pixels, decoders interpolate.
  const interpolated = header.components.some(component => component.h < h || component.v < v)
  const blocks = { width: 8 * h, height: 8 * v, reach: interpolated ? 1 : 0 }
  const [luma] = header.components
  return interpolated && transformOf(header) === 'ycc' ? { ...blocks, luma: { width: 8 * h / luma.h, height: 8 * v / luma.v } } : blocks
}

/** Where a block lies, in pixels. */
export function placeOf({ component, stride }: Plane, block: number, sampling: Sampling): Box {
  const [w, h] = [8 * sampling.h / component.h, 8 * sampling.v / component.v]
  return { x: block % stride * w, y: Math.floor(block / stride) * h, w, h }
}

/** Planes with nothing in them yet; of a `band`, they hold the blocks of one row of MCUs at a time. */
export function blankPlanes(header: JpegHeader, band = false): Plane[] {
  const { h, v, mcusAcross, mcusDown } = samplingOf(header)
  return header.components.map(component => {
    const stride = mcusAcross * component.h
    const held = !band ? mcusDown * component.v : header.components.length === 1 ? 1 : component.v
    return {
      component, stride, table: header.tables[component.table] ?? new Uint16Array(),
      columns: Math.ceil(Math.ceil(header.width * component.h / h) / 8), rows: Math.ceil(Math.ceil(header.height * component.v / v) / 8),
      coefficients: new Int16Array(stride * held * 64),
    }
  })
}

/** A plane whose every step counts: a table may be missing, or hold steps of 0. */
export function withSteps(plane: Plane): Plane {
  return { ...plane, table: Uint16Array.from({ length: 64 }, (_, k) => plane.table[k] || 1) }
}
