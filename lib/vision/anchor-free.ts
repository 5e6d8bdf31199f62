import type { VisualObject } from '../core/types.js'
import type { NetDefinition, Output, Thresholds } from '../inference/net.js'

const strides = [8, 16, 32]
/** The classes, in the order of the planes. */
const labels = ['LICENSE_PLATE', 'FACE'] as const

/** The net trained in models/train/detector: license plates and faces, large and small. */
export const anchorFree: NetDefinition = {
  file: 'detector.int8.onnx',
  fill: 114,
  outputs: strides.map((_, level) => `level${level}`),
  decode: (outputs, thresholds) => outputs.flatMap((output, level) => decodeAnchorFree(output, strides[level], thresholds)),
}

/**
 * Planes of h × w: the logit of each class, then the distances (left, top, right, bottom) from the middle of the cell to the
 * sides of the box, as logarithms of strides.
 */
export function decodeAnchorFree({ data, dims }: Output, stride: number, thresholds: Thresholds): VisualObject[] {
  const [h, w] = dims.slice(-2)
  const cells = h * w
  const objects: VisualObject[] = []
  for (const [plane, type] of labels.entries()) {
    const threshold = thresholds[type]
    if (threshold === undefined) continue
    const least = Math.log(threshold / (1 - threshold))
    for (let cell = 0; cell < cells; cell++) {
      const logit = data[plane * cells + cell]
      if (!(logit >= least)) continue
      const side = (i: number) => Math.exp(Math.min(4.2, Math.max(-4, data[(labels.length + i) * cells + cell]))) * stride
      const [left, top, right, bottom] = [side(0), side(1), side(2), side(3)]
      const centreX = (cell % w + 0.5) * stride
      const centreY = (Math.floor(cell / w) + 0.5) * stride
      objects.push({ type, score: 1 / (1 + Math.exp(-logit)), x: centreX - left, y: centreY - top, w: left + right, h: top + bottom })
    }
  }
  return objects
}
