import { EffaceError } from '../core/errors.js'
import type { Box } from '../core/types.js'
import type { OnnxKind } from './onnx.js'
import type { PixelForm } from '../inference/tensor.js'

/** What a net gave, by output name. */
export type Outputs = Readonly<Record<string, { readonly data: Float32Array, readonly dims: readonly number[] }>>

/** A find in pixels of the net's input. */
interface Found extends Box { score: number, classIndex: number }

export interface OnnxDecoder {
  pixels: PixelForm
  /** Value of the pixels beside the picture. */
  fill: number
  decode(outputs: Outputs, inputSize: number, threshold: number): Found[]
}

const strides = [8, 16, 32]

function unexpected(kind: OnnxKind): EffaceError {
  return new EffaceError('ERR_DETECTOR_FAILED', `The outputs of the ONNX file are not those of a ${kind} detector`, { stage: 'detect' })
}

/** OpenCV's YuNet: cls_8, obj_8, bbox_8 … for strides 8, 16, 32, one anchor a cell. */
function decodeYunet(outputs: Outputs, inputSize: number, threshold: number): Found[] {
  const found: Found[] = []
  for (const stride of strides) {
    const columns = inputSize / stride
    const [classes, objects, boxes] = ['cls', 'obj', 'bbox'].map(name => outputs[`${name}_${stride}`]?.data)
    const cells = columns * columns
    if (classes?.length !== cells || objects?.length !== cells || boxes?.length !== cells * 4) throw unexpected('yunet')
    for (let i = 0; i < cells; i++) {
      const score = Math.sqrt(Math.min(1, Math.max(0, classes[i])) * Math.min(1, Math.max(0, objects[i])))
      if (!(score >= threshold)) continue
      const w = Math.exp(boxes[i * 4 + 2]) * stride
      const h = Math.exp(boxes[i * 4 + 3]) * stride
      const centreX = (i % columns + boxes[i * 4]) * stride
      const centreY = (Math.floor(i / columns) + boxes[i * 4 + 1]) * stride
      found.push({ x: centreX - w / 2, y: centreY - h / 2, w, h, score, classIndex: 0 })
    }
  }
  return found
}

/**
 * InsightFace's SCRFD: scores [n, 1] and boxes [n, 4] for strides 8, 16, 32, with or without corners of eyes and mouth, under
 * names that say nothing; two anchors a cell; boxes are distances to the four sides in strides.
 */
function decodeScrfd(outputs: Outputs, inputSize: number, threshold: number): Found[] {
  const ofWidth = (width: number) => Object.values(outputs)
    .filter(({ dims }) => dims.at(-1) === width)
    .sort((a, b) => b.data.length - a.data.length)
  const [scores, boxes] = [ofWidth(1), ofWidth(4)]
  const found: Found[] = []
  for (const [level, stride] of strides.entries()) {
    const columns = inputSize / stride
    const [score, box] = [scores[level]?.data, boxes[level]?.data]
    if (score?.length !== columns * columns * 2 || box?.length !== score.length * 4) throw unexpected('scrfd')
    for (let i = 0; i < score.length; i++) {
      if (!(score[i] >= threshold)) continue
      const cell = i >> 1
      const [centreX, centreY] = [cell % columns * stride, Math.floor(cell / columns) * stride]
      const [left, top, right, bottom] = box.subarray(i * 4, i * 4 + 4).map(distance => distance * stride)
      found.push({ x: centreX - left, y: centreY - top, w: left + right, h: top + bottom, score: score[i], classIndex: 0 })
    }
  }
  return found
}

/** Ultralytics' layout since YOLOv8: one output [1, 4 + classes, n]: centre x, centre y, width, height, scores. */
function decodeYolov8(outputs: Outputs, _inputSize: number, threshold: number): Found[] {
  const { data, dims } = Object.values(outputs)[0] ?? { dims: [] }
  if (dims.length !== 3 || dims[0] !== 1 || dims[1] < 5) throw unexpected('yolov8')
  const [, rows, n] = dims
  const found: Found[] = []
  for (let i = 0; i < n; i++) {
    let best = 4
    for (let row = 5; row < rows; row++) if (data[row * n + i] > data[best * n + i]) best = row
    const score = data[best * n + i]
    if (!(score >= threshold)) continue
    const [w, h] = [data[2 * n + i], data[3 * n + i]]
    found.push({ x: data[i] - w / 2, y: data[n + i] - h / 2, w, h, score, classIndex: best - 4 })
  }
  return found
}

export const onnxDecoders: Readonly<Record<OnnxKind, OnnxDecoder>> = {
  yunet: { pixels: { mean: 0, deviation: 1, order: 'bgr' }, fill: 0, decode: decodeYunet },
  scrfd: { pixels: { mean: 127.5, deviation: 128, order: 'rgb' }, fill: 0, decode: decodeScrfd },
  yolov8: { pixels: { mean: 0, deviation: 255, order: 'rgb' }, fill: 114, decode: decodeYolov8 },
}
