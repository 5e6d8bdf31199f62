// Writes ONNX graphs: the few operators that the converters need, named by what they do.
import onnxProto from 'onnx-proto'

const { onnx } = onnxProto
const Type = onnx.TensorProto.DataType
const elementType = new Map([
  [Float32Array, Type.FLOAT], [Uint8Array, Type.UINT8], [Int8Array, Type.INT8], [BigInt64Array, Type.INT64], [Int32Array, Type.INT32],
])

function attribute(name, value) {
  const { AttributeType } = onnx.AttributeProto
  if (typeof value === 'string') return { name, s: Buffer.from(value), type: AttributeType.STRING }
  if (Array.isArray(value)) return { name, ints: value, type: AttributeType.INTS }
  if (typeof value === 'object') return { name, f: value.float, type: AttributeType.FLOAT }
  return { name, i: value, type: AttributeType.INT }
}

const valueInfo = (name, elemType, dims) => ({
  name,
  type: { tensorType: { elemType, shape: { dim: dims.map(dim => typeof dim === 'number' ? { dimValue: dim } : { dimParam: dim }) } } },
})

export class Graph {
  #nodes = []
  #initializers = []
  #inputs = []
  #outputs = []

  /** `type`: a key of TensorProto.DataType, such as 'UINT8'; dims: numbers, or names of free dimensions. */
  input(name, type, dims) {
    this.#inputs.push(valueInfo(name, Type[type], dims))
    return name
  }

  output(name, type, dims) {
    this.#outputs.push(valueInfo(name, Type[type], dims))
  }

  /** A constant. `data` is a typed array; its class decides the element type. */
  constant(name, dims, data) {
    this.#initializers.push({ name, dims, dataType: elementType.get(data.constructor), rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) })
    return name
  }

  floats(name, dims, values) {
    return this.constant(name, dims, Float32Array.from(values))
  }

  ints(name, values) {
    return this.constant(name, [values.length], BigInt64Array.from(values, BigInt))
  }

  /** Adds an operator and gives the name of its output back. Attributes: integer, [integers], string or {float}. */
  node(opType, inputs, attributes = {}, output = `${opType}_${this.#nodes.length}`) {
    const attribute_ = Object.entries(attributes).map(([name, value]) => attribute(name, value))
    this.#nodes.push({ opType, input: inputs, output: [output], name: output, attribute: attribute_ })
    return output
  }

  /** The file: the same bytes for the same graph, always. */
  encode(opset = 17) {
    const model = {
      irVersion: 8,
      producerName: 'efface',
      opsetImport: [{ domain: '', version: opset }],
      graph: { name: 'graph', node: this.#nodes, initializer: this.#initializers, input: this.#inputs, output: this.#outputs },
    }
    return onnx.ModelProto.encode(onnx.ModelProto.fromObject(model)).finish()
  }
}
