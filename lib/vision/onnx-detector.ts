import { EffaceError } from '../core/errors.js'
import { createSession, sessionOptions, Tensor } from '../inference/onnxruntime.js'
import type { AnalysisContext, Detector, View, VisualObject } from '../core/types.js'
import { clip, nms } from '../core/geometry.js'
import { onnxDecoders, type Outputs } from './onnx-decoders.js'
import type { OnnxPlugin } from './onnx.js'
import { letterbox } from '../inference/letterbox.js'
import { toPlanes } from '../inference/tensor.js'

/**
 * The plug-in module behind {@link onnx}: the built-in adapters for common detectors are loaded like any other plug-in.
 *
 * @throws EffaceError ERR_DETECTOR_FAILED when the file cannot be loaded, or its outputs are not those of its kind
 */
export default async function createOnnxDetector(options: OnnxPlugin['options']): Promise<Detector> {
  const { path, kind, labels, inputSize, threshold } = options
  const session = await createSession(path, sessionOptions(1)).catch(cause => {
    throw new EffaceError('ERR_DETECTOR_FAILED', `The ONNX file of a ${kind} detector cannot be loaded`, { stage: 'detect', cause })
  })
  const { decode, fill, pixels } = onnxDecoders[kind]
  return {
    labels: [...new Set(labels.filter(label => label !== null))],
    async detect(view: View, { signal }: AnalysisContext): Promise<VisualObject[]> {
      signal?.throwIfAborted()
      const scale = inputSize / Math.max(view.width, view.height)
      const picture = await letterbox(view, { scale }, inputSize, fill)
      const input = new Tensor('float32', toPlanes(picture, pixels), [1, 3, inputSize, inputSize])
      const outputs = await session.run({ [session.inputNames[0]]: input }).catch(cause => {
        throw new EffaceError('ERR_DETECTOR_FAILED', `The ${kind} detector does not take a picture of ${inputSize} × ${inputSize}`, { stage: 'detect', cause })
      })
      const found = decode(outputs as Outputs, inputSize, threshold).flatMap(({ classIndex, ...box }) => {
        const type = labels[classIndex]
        return type == null ? [] : [picture.toView({ type, ...box })]
      })
      return nms(found).map(object => clip(object, view.width, view.height)).filter(object => object !== undefined)
    },
  }
}
