import type { InferenceSession } from '../inference/onnxruntime.js'
import type { VisualObject } from '../core/types.js'
import type { Prepared } from './letterbox.js'
import { toBytes } from './tensor.js'

/** Sides of the pictures the net takes are multiples of this. */
export const anchorFreeMultiple = 32
/** What lies beside the picture. */
export const anchorFreeFill = 114
/** The classes, in the order of the planes. */
const anchorFreeLabels = ['LICENSE_PLATE', 'FACE'] as const

/** Label → least score; labels that are absent are not looked for. */
export type Thresholds = Readonly<Partial<Record<string, number>>>

const strides = [8, 16, 32]

/** Plates and faces in one prepared picture, in its pixels, overlapping finds included. */
export async function runAnchorFree(session: InferenceSession, picture: Prepared, thresholds: Thresholds): Promise<VisualObject[]> {
  const outputs = await session.run({ image: toBytes(picture) })
  return strides.flatMap((stride, level) => {
    const { data, dims } = outputs[`level${level}`]
    return decodeAnchorFree(data as Float32Array, dims[2], dims[3], stride, thresholds)
  })
}

/**
 * Planes of h × w: the logit of each class, then the distances (left, top, right, bottom) from the middle of the cell to the
 * sides of the box, as logarithms of strides.
 */
export function decodeAnchorFree(values: Float32Array, h: number, w: number, stride: number, thresholds: Thresholds): VisualObject[] {
  const cells = h * w
  const objects: VisualObject[] = []
  for (const [plane, type] of anchorFreeLabels.entries()) {
    const threshold = thresholds[type]
    if (threshold === undefined) continue
    const least = Math.log(threshold / (1 - threshold))
    for (let cell = 0; cell < cells; cell++) {
      const logit = values[plane * cells + cell]
      if (!(logit >= least)) continue
      const side = (i: number) => Math.exp(Math.min(4.2, Math.max(-4, values[(anchorFreeLabels.length + i) * cells + cell]))) * stride
      const [left, top, right, bottom] = [side(0), side(1), side(2), side(3)]
      const centreX = (cell % w + 0.5) * stride
      const centreY = (Math.floor(cell / w) + 0.5) * stride
      objects.push({ type, score: 1 / (1 + Math.exp(-logit)), x: centreX - left, y: centreY - top, w: left + right, h: top + bottom })
    }
  }
  return objects
}
