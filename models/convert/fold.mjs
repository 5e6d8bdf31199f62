// Rewrites of ONNX graphs. Folding leaves what they compute (but for rounding) and takes passes over memory out: what a
// converter of another framework wrote as many small nodes becomes few. Quantising makes convolutions compute in 8 bits.
import onnxProto from 'onnx-proto'
import { toEightBits } from './kernels.mjs'

const { onnx } = onnxProto
const { FLOAT, INT } = onnx.AttributeProto.AttributeType
/** Steps twice as fine come nearer to the float graph, but were measured to read 0.4 (forms) and 0.7 points (receipts) fewer words. */
const MOST_WEIGHT = 63
/** Convolutions over fewer channels stay in floats. */
const LEAST_CHANNELS = 32
const FLOAT_TENSOR = onnx.TensorProto.DataType.FLOAT

export class Model {
  #proto
  #constants = new Map()
  #nodes = []
  #names = 0

  constructor(bytes) {
    this.#proto = onnx.ModelProto.decode(bytes)
    for (const node of this.#proto.graph.node) {
      if (node.opType === 'Constant') this.#constants.set(node.output[0], node.attribute[0].t)
      else this.#nodes.push(node)
    }
  }

  encode() {
    const { graph } = this.#proto
    const used = new Set(this.#nodes.flatMap(node => node.input))
    graph.initializer = [...this.#constants].filter(([name]) => used.has(name)).map(([name, tensor]) => Object.assign(tensor, { name }))
    graph.node = this.#nodes
    graph.valueInfo = []
    for (const output of graph.output) output.type.tensorType.shape = null
    return onnx.ModelProto.encode(this.#proto).finish()
  }

  get inputShape() {
    return this.#proto.graph.input[0].type.tensorType.shape.dim
  }

  nodes(opType) {
    return this.#nodes.filter(node => node.opType === opType)
  }

  tensors(lastDimension) {
    return [...this.#constants.values()].filter(tensor => Number(tensor.dims.at(-1)) === lastDimension)
  }

  /** dims and values of a float constant, or undefined when the name is not one. */
  floats(name) {
    const tensor = this.#constants.get(name)
    if (tensor?.dataType !== FLOAT_TENSOR) return undefined
    return { dims: tensor.dims.map(Number), data: valuesOf(tensor) }
  }

  /** A new float constant; its name. */
  constant(dims, data) {
    const name = `folded.${this.#names++}`
    this.#constants.set(name, tensorOf(dims, data))
    return name
  }

  /** HardSwish written as Add, Clip, Mul, Div becomes HardSigmoid and Mul. */
  joinHardSwish() {
    for (const div of this.nodes('Div')) {
      const mul = this.#maker(div.input[0], 'Mul')
      const clip = mul && this.#maker(mul.input[1], 'Clip')
      const add = clip && this.#maker(clip.input[0], 'Add')
      if (!add || add.input[0] !== mul.input[0] || this.#scalar(add.input[1]) !== 3 || this.#scalar(div.input[1]) !== 6) continue
      const gate = { opType: 'HardSigmoid', input: [mul.input[0]], output: [clip.output[0]], attribute: [floatAttribute('alpha', 1 / 6), floatAttribute('beta', 0.5)] }
      this.#replace(clip, gate)
      this.#remove(add)
      this.#remove(div)
      mul.output = div.output
    }
  }

  /** Products and sums by a scalar after a convolution go into its weights; a product after a HardSwish too. */
  foldScalars() {
    for (const node of [...this.#nodes]) {
      if (node.opType !== 'Mul' && node.opType !== 'Add') continue
      const at = node.input.findIndex(name => this.#scalar(name) !== undefined)
      if (at < 0) continue
      const value = this.#scalar(node.input[at])
      const from = node.input[1 - at]
      const conv = this.#maker(from, 'Conv')
      if (conv && this.#readers(from).length === 1) {
        if (node.opType === 'Mul') this.#scale(conv, value)
        else this.#shift(conv, () => value)
        conv.output = node.output
        this.#remove(node)
        continue
      }
      const swish = node.opType === 'Mul' ? this.#swish(from) : undefined
      if (swish && this.#readers(from).length === 1) {
        this.#scale(swish.conv, value)
        swish.gate.attribute[0].f /= value
        swish.mul.output = node.output
        this.#remove(node)
      }
    }
  }

  /** A sum by a scalar before convolutions that do not pad goes into their bias. */
  foldSums() {
    for (const add of this.nodes('Add')) {
      const at = add.input.findIndex(name => this.#scalar(name) !== undefined)
      if (at < 0) continue
      const readers = this.#readers(add.output[0])
      if (!readers.every(node => node.opType === 'Conv' && attribute(node, 'pads').ints.every(pad => Number(pad) === 0))) continue
      const value = this.#scalar(add.input[at])
      for (const conv of readers) {
        const { dims, data } = this.floats(conv.input[1])
        const taps = data.length / dims[0]
        this.#shift(conv, channel => value * data.subarray(channel * taps, (channel + 1) * taps).reduce((sum, w) => sum + w, 0))
        conv.input[0] = add.input[1 - at]
      }
      this.#remove(add)
    }
  }

  /** The bias and normalisation after a transposed convolution go into its weights. */
  foldTransposed() {
    for (const conv of this.nodes('ConvTranspose')) {
      const { dims, data } = this.floats(conv.input[1])
      const channels = dims[1]
      let scale = new Float32Array(channels).fill(1)
      let bias = new Float32Array(channels)
      const add = this.#readers(conv.output[0])[0]
      if (add.opType === 'Add' && this.floats(add.input[1])) {
        bias = this.floats(add.input[1]).data
        conv.output = add.output
        this.#remove(add)
      }
      const norm = this.#readers(conv.output[0])[0]
      if (norm?.opType === 'BatchNormalization') {
        const [gamma, beta, mean, variance] = norm.input.slice(1).map(name => this.floats(name).data)
        scale = gamma.map((g, c) => g / Math.sqrt(variance[c] + attribute(norm, 'epsilon').f))
        bias = bias.map((b, c) => (b - mean[c]) * scale[c] + beta[c])
        conv.output = [norm.output[0]]
        this.#remove(norm)
      }
      const area = dims[2] * dims[3]
      conv.input = [conv.input[0], this.constant(dims, data.map((w, i) => w * scale[Math.floor(i / area) % channels])), this.constant([channels], bias)]
    }
  }

  /**
   * The first convolution takes one grey channel, 0..255, in place of three equal ones: channel c was grey * factor[c] + offset[c].
   * (The edge of the picture, where the convolution pads, is a trifle lighter or darker than before.)
   */
  takeGrey(factor, offset) {
    const conv = this.#nodes.find(node => node.opType === 'Conv')
    const { dims: [out, , h, w], data } = this.floats(conv.input[1])
    const area = h * w
    const grey = new Float32Array(out * area)
    const bias = new Float32Array(out)
    for (let o = 0; o < out; o++) {
      for (let c = 0; c < 3; c++) {
        for (let i = 0; i < area; i++) {
          const weight = data[(o * 3 + c) * area + i]
          grey[o * area + i] += weight * factor[c]
          bias[o] += weight * offset[c]
        }
      }
    }
    conv.input[1] = this.constant([out, 1, h, w], grey)
    this.#shift(conv, channel => bias[channel])
    this.inputShape[1] = { dimValue: 1 }
  }

  /**
   * Convolutions over many channels compute in 8 bits: their input and output are quantised within the given ranges
   * (name → [least, most], found by running the float graph), their weights per channel.
   */
  quantize(ranges) {
    this.#raise()
    this.#proto.opsetImport.push({ domain: 'com.microsoft', version: 1 })
    const quantized = new Map()
    const both = name => {
      if (!quantized.has(name)) {
        const [scale, zero] = this.#range(ranges[name])
        this.#nodes.push(quantizer('QuantizeLinear', [name, scale, zero], `${name}/8bit`), quantizer('DequantizeLinear', [`${name}/8bit`, scale, zero], `${name}/from8bit`))
        quantized.set(name, `${name}/from8bit`)
      }
      return quantized.get(name)
    }
    const convolutions = this.quantizable()
    for (const conv of convolutions) {
      if (!ranges[conv.input[0]] || !ranges[conv.output[0]]) throw new Error(`no range for ${conv.input[0]} or ${conv.output[0]}`)
    }
    const outputs = new Set(convolutions.map(conv => conv.output[0]))
    const renamed = new Map()
    for (const name of outputs) renamed.set(name, both(name))
    for (const node of this.#nodes) {
      if (node.domain === 'com.microsoft') continue
      node.input = node.input.map(name => renamed.get(name) ?? name)
    }
    for (const conv of convolutions) {
      const name = conv.input[0]
      const inputRange = ranges[name.replace(/\/from8bit$/, '')]
      conv.input[0] = name.endsWith('/from8bit') ? name : both(name)
      this.#quantizeWeights(conv, scaleOf(inputRange))
    }
    this.#sort()
  }

  /** What quantize() quantises. */
  quantizable() {
    return this.nodes('Conv').filter(conv => this.floats(conv.input[1]).dims[1] >= LEAST_CHANNELS && attribute(conv, 'kernel_shape').ints.length === 2)
  }

  /** From version 9 of the operators to 10, which has 8-bit convolutions: Slice takes inputs in place of attributes. */
  #raise() {
    const version = this.#proto.opsetImport.find(entry => !entry.domain)
    if (Number(version.version) >= 10) return
    version.version = 10
    for (const slice of this.nodes('Slice')) {
      const parts = ['starts', 'ends', 'axes'].map(name => {
        const values = BigInt64Array.from(attribute(slice, name).ints, value => BigInt(value.toString()))
        return this.#integers([values.length], values, onnx.TensorProto.DataType.INT64)
      })
      slice.input = [slice.input[0], ...parts]
      slice.attribute = []
    }
  }

  /** Name → range constants: [scale, zero point]. */
  #range(range) {
    const scale = scaleOf(range)
    const zero = Math.round(-Math.min(0, range[0]) / scale)
    return [this.constant([], [scale]), this.#integers([], Uint8Array.of(zero), onnx.TensorProto.DataType.UINT8)]
  }

  #quantizeWeights(conv, inputScale) {
    const { dims, data } = this.floats(conv.input[1])
    const { steps: scales, integers: weights } = toEightBits(data, dims, { mostWeight: MOST_WEIGHT })
    const zeros = this.#integers([dims[0]], new Int8Array(dims[0]), onnx.TensorProto.DataType.INT8)
    this.#dequantized(conv, 1, [this.#integers(dims, weights, onnx.TensorProto.DataType.INT8), this.constant([dims[0]], scales), zeros])
    const bias = conv.input[2] ? this.floats(conv.input[2]).data : new Float32Array(dims[0])
    const biasScales = scales.map(scale => scale * inputScale)
    const integers = Int32Array.from(bias, (b, o) => Math.round(b / biasScales[o]))
    this.#dequantized(conv, 2, [this.#integers([dims[0]], integers, onnx.TensorProto.DataType.INT32), this.constant([dims[0]], biasScales)])
  }

  #dequantized(conv, at, inputs) {
    const name = `${inputs[0]}/dequantized`
    const node = quantizer('DequantizeLinear', inputs, name)
    node.attribute = [{ name: 'axis', i: 0, type: INT }]
    this.#nodes.push(node)
    conv.input[at] = name
  }

  #integers(dims, data, dataType) {
    const name = `folded.${this.#names++}`
    this.#constants.set(name, { dims, dataType, rawData: new Uint8Array(data.buffer) })
    return name
  }

  /** Every node after those that make its inputs. */
  #sort() {
    const makers = new Map(this.#nodes.flatMap(node => node.output.map(name => [name, node])))
    const sorted = new Set()
    const visit = node => {
      if (sorted.has(node)) return
      for (const name of node.input) if (makers.has(name)) visit(makers.get(name))
      sorted.add(node)
    }
    this.#nodes.forEach(visit)
    this.#nodes = [...sorted]
  }

  #maker(name, opType) {
    return this.#nodes.find(node => node.opType === opType && node.output[0] === name)
  }

  #readers(name) {
    return this.#nodes.filter(node => node.input.includes(name))
  }

  #scalar(name) {
    const tensor = this.#constants.get(name)
    if (!tensor || tensor.dataType !== FLOAT_TENSOR) return undefined
    const values = valuesOf(tensor)
    return values.length === 1 && tensor.dims.length <= 1 ? values[0] : undefined
  }

  /** Conv, HardSigmoid and Mul that make `name`. */
  #swish(name) {
    const mul = this.#maker(name, 'Mul')
    const gate = mul && this.#maker(mul.input[1], 'HardSigmoid')
    const conv = gate && gate.input[0] === mul.input[0] && this.#maker(mul.input[0], 'Conv')
    return conv ? { mul, gate, conv } : undefined
  }

  #scale(conv, value) {
    for (const i of [1, 2]) {
      if (!conv.input[i]) continue
      const { dims, data } = this.floats(conv.input[i])
      conv.input[i] = this.constant(dims, data.map(w => w * value))
    }
  }

  #shift(conv, of) {
    const channels = this.floats(conv.input[1]).dims[0]
    const bias = conv.input[2] ? this.floats(conv.input[2]).data : new Float32Array(channels)
    conv.input[2] = this.constant([channels], bias.map((b, channel) => b + of(channel)))
  }

  #replace(node, by) {
    this.#nodes[this.#nodes.indexOf(node)] = by
  }

  #remove(node) {
    this.#nodes.splice(this.#nodes.indexOf(node), 1)
  }
}

const attribute = (node, name) => node.attribute.find(a => a.name === name) ?? { ints: [0], f: 1e-5, type: INT }
const quantizer = (opType, input, output) => ({ opType, domain: 'com.microsoft', input, output: [output], attribute: [] })
const scaleOf = ([least, most]) => Math.fround((Math.max(0, most) - Math.min(0, least)) / 255)
const floatAttribute = (name, f) => ({ name, f, type: FLOAT })

export function valuesOf(tensor) {
  return tensor.rawData?.length ? new Float32Array(Uint8Array.from(tensor.rawData).buffer) : Float32Array.from(tensor.floatData)
}

export function tensorOf(dims, data) {
  const values = Float32Array.from(data)
  return { dims, dataType: FLOAT_TENSOR, rawData: new Uint8Array(values.buffer) }
}
