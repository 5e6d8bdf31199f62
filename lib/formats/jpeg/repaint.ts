import type { Box, Raster } from '../../types.js'
import { samplingOf, type Plane } from './coefficients.js'
import { componentsOf } from './colour.js'
import { forward, inverse } from './dct.js'
import { zigzag } from './huffman.js'
import type { JpegHeader } from './parse.js'

/**
 * Puts the painted boxes of a raster into the coefficients. Only blocks that a box touches change, and of these only
 * the samples that a box touches; every other block keeps its coefficients.
 */
export function repaint(header: JpegHeader, planes: readonly Plane[], raster: Raster, boxes: readonly Box[]): void {
  const { h, v } = samplingOf(header)
  const toComponents = componentsOf(header)
  planes.forEach((plane, c) => {
    // Pixels that one sample stands for.
    const wide = h / plane.component.h
    const high = v / plane.component.v
    const sample = (x: number, y: number): number => {
      let sum = 0
      let count = 0
      for (let py = Math.floor(y * high); py < Math.min(raster.height, Math.ceil((y + 1) * high)); py++) {
        for (let px = Math.floor(x * wide); px < Math.min(raster.width, Math.ceil((x + 1) * wide)); px++, count++) sum += toComponents(raster, px, py, c)
      }
      return sum / count - 128
    }
    const samplesAcross = Math.ceil(raster.width / wide)
    const samplesDown = Math.ceil(raster.height / high)
    // Boxes in samples of this component, each with all the samples it touches, as [x0, y0, x1, y1).
    const touched = boxes.map(({ x, y, w, h }) => [Math.floor(x / wide), Math.floor(y / high), Math.ceil((x + w) / wide), Math.ceil((y + h) / high)])
    const inBox = (x: number, y: number): boolean => touched.some(([x0, y0, x1, y1]) => x >= x0 && x < x1 && y >= y0 && y < y1)
    const done = new Set<number>()
    for (const [x0, y0, x1, y1] of touched) {
      for (let row = y0 >> 3; row < Math.min(plane.rows, Math.ceil(y1 / 8)); row++) {
        for (let column = x0 >> 3; column < Math.min(plane.columns, Math.ceil(x1 / 8)); column++) {
          const block = row * plane.stride + column
          if (done.has(block)) continue
          done.add(block)
          change(plane, block, (i, j) => {
            // Beyond the edge of the picture stands what stands at the edge.
            const x = Math.min(samplesAcross - 1, column * 8 + i)
            const y = Math.min(samplesDown - 1, row * 8 + j)
            return inBox(x, y) ? sample(x, y) : undefined
          })
        }
      }
    }
  })
}

/** Gives the samples of one block new values, where there are any, and takes its coefficients anew. */
function change({ coefficients, table }: Plane, block: number, valueAt: (x: number, y: number) => number | undefined): void {
  const samples = new Float64Array(64)
  for (let k = 0; k < 64; k++) samples[zigzag[k]] = coefficients[block * 64 + k] * table[k]
  inverse(samples)
  for (let i = 0; i < 64; i++) samples[i] = valueAt(i & 7, i >> 3) ?? samples[i]
  forward(samples)
  for (let k = 0; k < 64; k++) coefficients[block * 64 + k] = Math.max(-1023, Math.min(1023, Math.round(samples[zigzag[k]] / table[k])))
}
