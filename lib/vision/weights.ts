import { modelsNamed } from '../inference/manifest.js'
import type { ModelUse } from '../core/types.js'

/** The weight file of each net, below models/weights/, and what it finds or is needed for. */
export const weights = {
  centerFace: { file: 'centerface.onnx', labels: ['FACE'] },
  anchorFree: { file: 'detector.int8.onnx', labels: ['LICENSE_PLATE', 'FACE'] },
  corners: { file: 'plate-corners.onnx', labels: ['LICENSE_PLATE'] },
} as const

/** The nets that look for these objects. */
export function objectModels(objects: readonly string[]): Promise<ModelUse[]> {
  return modelsNamed(Object.values(weights).filter(({ labels }) => labels.some(label => objects.includes(label))).map(({ file }) => file))
}
