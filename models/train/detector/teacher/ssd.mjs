// SSD MobileNetV1 for faces, of the npm package @vladmandic/face-api, from tfjs weights to ONNX in 8 bits: node ssd.mjs MODEL_FOLDER OUT.onnx
//
// in:  image  uint8 [1, h, w, 3], RGB; h and w multiples of 64
// out: level0 … level5  float [1, anchors * 5, h / stride, w / stride], strides 16, 32, 64, 128, 256, 512;
//      per anchor: logit of the face score, then the box code ty, tx, th, tw (../teacher.py decodes it)
//
// Every layer ends in ReLU6, so its values lie in 0..6 by construction and need no calibration to be held in 8 bits:
// quantising to 0..255 is the clipping. Kernels get one scale a channel (kernels.mjs).
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toEightBits } from '../../../convert/kernels.mjs'
import { Graph } from '../../../convert/onnx.mjs'
import { depthwiseToOihw, hwioToOihw, readWeights } from './tfjs.mjs'

const stridedLayers = new Set([2, 4, 6, 12])
const epsilon = 0.001
const faceClass = 1
const relu6Step = 6 / 255

/** A kernel (out channels first) and its bias in integers; the bias in steps of input × kernel. */
function quantise(kernel, dims, bias, inputStep) {
  // Kernels of dead channels are all but 0: their bias must still fit into 32 bits.
  const { steps, integers } = toEightBits(kernel, dims, { leastStep: o => Math.abs(bias[o]) / inputStep / 2 ** 30 })
  const biasSteps = steps.map(step => step * inputStep)
  return { steps, integers, biasSteps, biases: Int32Array.from(bias, (b, o) => Math.round(b / biasSteps[o])) }
}

function build(weights) {
  const graph = new Graph()
  const step = graph.floats('relu6/step', [], [relu6Step])
  const zero = graph.constant('relu6/zero', [], Uint8Array.of(0))

  /** A convolution on 8-bit values x, in floats; `inputStep` is the step of x. */
  const convolution = (x, name, dims, kernel, bias, attributes, { inputStep = relu6Step, output } = {}) => {
    const { steps, integers, biasSteps, biases } = quantise(kernel, dims, bias, inputStep)
    const constant = (part, dims, data, stepData) =>
      graph.node('DequantizeLinear', [graph.constant(`${name}/${part}`, dims, data), graph.floats(`${name}/${part}/step`, [bias.length], stepData)], { axis: 0 })
    return graph.node('Conv', [x, constant('kernel', dims, integers, steps), constant('bias', [bias.length], biases, biasSteps)],
      { kernel_shape: dims.slice(2), auto_pad: 'SAME_UPPER', ...attributes }, output)
  }
  const relu6 = x => graph.node('DequantizeLinear', [graph.node('QuantizeLinear', [x, step, zero]), step, zero])

  const pointwise = (x, name, stride) => {
    const { shape, data } = weights.get(`${name}/weights`)
    const { dims, data: kernel } = hwioToOihw(shape, data)
    return relu6(convolution(x, name, dims, kernel, weights.get(`${name}/convolution_bn_offset`).data, { strides: [stride, stride] }))
  }

  const depthwise = (x, name, stride) => {
    const { shape, data } = weights.get(`${name}/depthwise_weights`)
    const { dims, data: kernel } = depthwiseToOihw(shape, data)
    const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(part => weights.get(`${name}/BatchNorm/${part}`).data)
    const factor = gamma.map((g, c) => g / Math.sqrt(variance[c] + epsilon))
    const perChannel = kernel.length / factor.length
    const folded = kernel.map((value, i) => value * factor[Math.floor(i / perChannel)])
    const bias = beta.map((b, c) => b - mean[c] * factor[c])
    return relu6(convolution(x, name, dims, folded, bias, { strides: [stride, stride], group: factor.length }))
  }

  /** One convolution for the face's score and the box code of all anchors: channel anchor * 5 + k. */
  const head = (x, level) => {
    const part = name => weights.get(`Prediction/BoxPredictor_${level}/${name}`)
    const boxes = part('BoxEncodingPredictor/weights')
    const classes = part('ClassPredictor/weights')
    const depth = boxes.shape[2]
    const anchors = boxes.shape[3] / 4
    const kernel = new Float32Array(anchors * 5 * depth)
    const bias = new Float32Array(anchors * 5)
    for (let anchor = 0; anchor < anchors; anchor++) {
      for (let k = 0; k < 5; k++) {
        const [tensor, biases, column] = k === 0
          ? [classes, part('ClassPredictor/biases'), anchor * 3 + faceClass]
          : [boxes, part('BoxEncodingPredictor/biases'), anchor * 4 + k - 1]
        const out = anchor * 5 + k
        bias[out] = biases.data[column]
        for (let i = 0; i < depth; i++) kernel[out * depth + i] = tensor.data[i * tensor.shape[3] + column]
      }
    }
    const name = `level${level}`
    convolution(x, name, [anchors * 5, depth, 1, 1], kernel, bias, {}, { output: name })
    graph.output(name, 'FLOAT', [1, anchors * 5, `h${level}`, `w${level}`])
  }

  /**
   * The first convolution, from bytes: four pixels of a row are one of twelve channels, and it makes two pixels at a time.
   * Three channels would be short rows in memory, and take three times as long. -> 8-bit values
   */
  const fromBytes = (image, name) => {
    const pixels = 4
    const { shape: [height, width, depth, count], data: kernel } = weights.get(`${name}/weights`)
    const bias = weights.get(`${name}/convolution_bn_offset`).data
    const dims = [pixels / 2 * count, pixels * depth, height, 2]
    const cells = new Float32Array(dims.reduce((product, dim) => product * dim))
    const at = (out, channel, y, x) => ((out * dims[1] + channel) * dims[2] + y) * dims[3] + x
    for (let pixel = 0; pixel < pixels / 2; pixel++) {
      for (let i = 0; i < kernel.length; i++) {
        const [out, channel, x, y] = [i % count, Math.floor(i / count) % depth, Math.floor(i / count / depth) % width, Math.floor(i / count / depth / width)]
        const from = 2 * pixel + x
        cells[at(pixel * count + out, from % pixels * depth + channel, y, Math.floor(from / pixels))] = kernel[i]
      }
    }
    // The bytes are the 8-bit form of -1..1 already.
    const imageStep = 2 / 255
    const rows = graph.node('Transpose', [graph.node('Reshape', [image, graph.ints('image/cells', [0, 0, -1, dims[1]])])], { perm: [0, 3, 1, 2] })
    const values = graph.node('DequantizeLinear', [rows, graph.floats('image/step', [], [imageStep]), graph.constant('image/zero', [], Uint8Array.of(128))])
    const tiled = Float32Array.from({ length: dims[0] }, (_, i) => bias[i % count])
    const made = convolution(values, name, dims, cells, tiled, { strides: [2, 1], auto_pad: 'NOTSET', pads: [0, 0, 1, 1] }, { inputStep: imageStep })
    const each = graph.node('Reshape', [
      graph.node('Transpose', [graph.node('QuantizeLinear', [made, step, zero])], { perm: [0, 2, 3, 1] }), graph.ints('first/pixels', [0, 0, -1, count])])
    return graph.node('DequantizeLinear', [graph.node('Transpose', [each], { perm: [0, 3, 1, 2] }), step, zero])
  }

  let x = fromBytes(graph.input('image', 'UINT8', [1, 'h', 'w', 3]), 'MobilenetV1/Conv2d_0_pointwise')
  for (let i = 1; i <= 13; i++) {
    x = depthwise(x, `MobilenetV1/Conv2d_${i}_depthwise`, stridedLayers.has(i) ? 2 : 1)
    x = pointwise(x, `MobilenetV1/Conv2d_${i}_pointwise`, 1)
    if (i === 11) head(x, 0)
  }
  head(x, 1)
  for (let i = 0; i < 8; i++) {
    x = pointwise(x, `Prediction/Conv2d_${i}_pointwise`, i % 2 + 1)
    if (i % 2 === 1) head(x, (i + 3) / 2)
  }
  return graph.encode()
}

const [folder, out] = process.argv.slice(2)
const manifest = JSON.parse(await readFile(join(folder, 'ssd_mobilenetv1_model-weights_manifest.json'), 'utf8'))
await writeFile(out, build(await readWeights(manifest, folder)))
