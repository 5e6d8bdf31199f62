import { isIntegerIn, isNumberIn, isObject, isOneOf, isString, invalidOption, refuseStrangers } from '../core/is.js'

/** Families of detectors by what their outputs look like. */
const onnxKinds = ['yunet', 'scrfd', 'yolov8'] as const
/** A family of detectors, by what its outputs look like. */
export type OnnxKind = typeof onnxKinds[number]

/** How a net of {@link onnx} is to be run. */
export interface OnnxOptions {
  /** The family of the net. */
  kind: OnnxKind
  /**
   * Label of each class, in the order of the net's outputs; `null` for a class that is of no interest.
   * Default for yunet and scrfd: `['FACE']`. Needed for yolov8.
   */
  labels?: readonly (string | null)[]
  /** Side, in pixels, of the square picture that the net takes: a multiple of 32, 32 to 8192. Default 640. */
  inputSize?: number
  /** Least score, 0..1. Default 0.5. */
  threshold?: number
}

/** A detector brought by the user, as plain data that crosses to the worker threads. */
export interface OnnxPlugin { module: string, options: Required<OnnxOptions> & { path: string } }

/**
 * A detector from an ONNX file of yours. Mind its licence: many face weights are for research only.
 *
 * @param path of the .onnx file
 * @throws EffaceError ERR_INVALID_OPTION
 * @example
 * efface({ detectors: [onnx('scrfd_2.5g.onnx', { kind: 'scrfd', inputSize: 640 })] })
 */
export function onnx(path: string, options: OnnxOptions): OnnxPlugin {
  if (!isString(path)) throw invalidOption('path', 'the path of an ONNX file', path)
  if (!isObject(options)) throw invalidOption('options', 'an object', options)
  refuseStrangers(options, ['kind', 'labels', 'inputSize', 'threshold'])
  const { kind, inputSize = 640, threshold = 0.5 } = options
  if (!isOneOf(kind, onnxKinds)) throw invalidOption('kind', `one of ${onnxKinds.join(', ')}`, kind)
  const labels = options.labels ?? (kind === 'yolov8' ? undefined : ['FACE'])
  if (!Array.isArray(labels) || labels.length === 0 || !labels.every(label => label === null || isString(label))) {
    throw invalidOption('labels', 'a list of labels, one a class', labels)
  }
  if (!isIntegerIn(inputSize, 32, 8192) || inputSize % 32 !== 0) throw invalidOption('inputSize', 'a multiple of 32 from 32 to 8192', inputSize)
  if (!isNumberIn(threshold, 0, 1)) throw invalidOption('threshold', 'a number from 0 to 1', threshold)
  return { module: new URL('./onnx-detector.js', import.meta.url).href, options: { path, kind, labels, inputSize, threshold } }
}
