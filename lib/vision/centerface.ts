import type { VisualObject } from '../core/types.js'
import type { Turn } from '../inference/letterbox.js'
import type { NetDefinition, Output, Thresholds } from '../inference/net.js'

const stride = 4
const turns = [0, 270, 180, 90] as const

/** A face, and how the picture is to be turned, clockwise, for it to stand upright. */
export interface Face extends VisualObject { turn: Turn }

/** CenterFace: faces, upright or turned. */
export const centerFace: NetDefinition<Face> = {
  file: 'centerface.onnx',
  fill: 0,
  outputs: ['cells'],
  decode: ([cells], thresholds) => decodeCenterFace(cells, thresholds),
}

/**
 * Planes of h × w, a cell for every four pixels: the logit of a face, logarithms of its height and width in strides, how far its middle lies below and
 * right of the cell's, in strides, and the places (y, x) of eyes, nose and corners of the mouth, in heights and widths.
 */
export function decodeCenterFace({ data, dims }: Output, { FACE: threshold }: Thresholds): Face[] {
  const [h, w] = dims.slice(-2)
  const cells = h * w
  const faces: Face[] = []
  if (threshold === undefined) return faces
  const least = Math.log(threshold / (1 - threshold))
  for (let cell = 0; cell < cells; cell++) {
    const logit = data[cell]
    if (!(logit >= least) || !isPeak(data, w, cells, cell)) continue
    const plane = (i: number): number => data[i * cells + cell]
    const [height, width] = [stride * Math.exp(plane(1)), stride * Math.exp(plane(2))]
    const centreY = (Math.floor(cell / w) + plane(3) + 0.5) * stride
    const centreX = (cell % w + plane(4) + 0.5) * stride
    const down = (plane(11) + plane(13) - plane(5) - plane(7)) * height
    const right = (plane(12) + plane(14) - plane(6) - plane(8)) * width
    const roll = Math.round(Math.atan2(-right, down) / (Math.PI / 2))
    faces.push({ type: 'FACE', score: 1 / (1 + Math.exp(-logit)), x: centreX - width / 2, y: centreY - height / 2, w: width, h: height, turn: turns[(roll + 4) % 4] })
  }
  return faces
}

/** Whether no cell around this one is surer: of the many that see one face, one or two are peaks. */
function isPeak(logits: Float32Array, w: number, cells: number, cell: number): boolean {
  const x = cell % w
  for (let row = cell - w; row <= cell + w; row += w) {
    for (let column = Math.max(0, x - 1); column <= Math.min(w - 1, x + 1); column++) {
      const at = row - x + column
      if (at >= 0 && at < cells && logits[at] > logits[cell]) return false
    }
  }
  return true
}
