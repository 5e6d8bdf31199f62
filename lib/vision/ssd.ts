import type { InferenceSession } from '../inference/onnxruntime.js'
import type { VisualObject } from '../core/types.js'
import type { Prepared } from './letterbox.js'
import { toBytes } from './tensor.js'

/** Sides of the pictures this net takes are multiples of this. */
export const ssdMultiple = 64

// The anchors of the net, as height and width in pixels: it was trained at 512 × 512 with six scales and these aspect ratios.
const trainedSize = 512
const scales = [0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1]
const anchor = (scale: number, aspect: number) => ({ h: scale * trainedSize / Math.sqrt(aspect), w: scale * trainedSize * Math.sqrt(aspect) })

/** Per level: the stride, and the anchors that sit in the middle of each cell. */
export const ssdLevels = scales.slice(0, 6).map((scale, level) => ({
  stride: 16 << level,
  anchors: level === 0
    ? [anchor(0.1, 1), anchor(scale, 2), anchor(scale, 1 / 2)]
    : [anchor(scale, 1), anchor(Math.sqrt(scale * scales[level + 1]), 1), ...[2, 1 / 2, 3, 1 / 3].map(aspect => anchor(scale, aspect))],
}))

/** Faces in one prepared picture, in its pixels, overlapping finds included. */
export async function runSsd(session: InferenceSession, picture: Prepared, threshold: number): Promise<VisualObject[]> {
  const outputs = await session.run({ image: toBytes(picture) })
  const objects: VisualObject[] = []
  const least = Math.log(threshold / (1 - threshold))
  for (const [level, { stride, anchors }] of ssdLevels.entries()) {
    const { data, dims } = outputs[`level${level}`]
    decodeLevel(data as Float32Array, dims[2], dims[3], stride, anchors, least, objects)
  }
  return objects
}

/** Planes of h × w: for each anchor the score's logit and the code (ty, tx, th, tw) of its box. */
function decodeLevel(
  values: Float32Array, h: number, w: number, stride: number, anchors: { h: number, w: number }[], least: number, out: VisualObject[],
): void {
  const cells = h * w
  for (const [index, anchor] of anchors.entries()) {
    const scores = index * 5 * cells
    for (let cell = 0; cell < cells; cell++) {
      const logit = values[scores + cell]
      if (!(logit >= least)) continue
      const at = scores + cell
      const centreY = (Math.floor(cell / w) + 0.5) * stride + values[at + cells] / 10 * anchor.h
      const centreX = (cell % w + 0.5) * stride + values[at + 2 * cells] / 10 * anchor.w
      const height = anchor.h * Math.exp(values[at + 3 * cells] / 5)
      const width = anchor.w * Math.exp(values[at + 4 * cells] / 5)
      out.push({ type: 'FACE', score: 1 / (1 + Math.exp(-logit)), x: centreX - width / 2, y: centreY - height / 2, w: width, h: height })
    }
  }
}
