// Reads the weights of tfjs models and turns their layouts into those of ONNX.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const count = shape => shape.reduce((product, n) => product * n, 1)

function read({ shape, dtype, quantization }, bytes, offset) {
  const n = count(shape)
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset)
  const values = (size, at) => ({ shape, data: Float32Array.from({ length: n }, (_, i) => at(i * size)), size: n * size })
  if (quantization?.dtype === 'uint8') return values(1, i => view.getUint8(i) * quantization.scale + quantization.min)
  if (dtype === 'float32') return values(4, i => view.getFloat32(i, true))
  throw new Error(`weights of type ${quantization?.dtype ?? dtype} are not known`)
}

/** A weights manifest (`[{weights, paths}]`) and its binary files → name → { shape, data: Float32Array }. */
export async function readWeights(manifest, folder) {
  const all = new Map()
  for (const group of manifest) {
    const bytes = Buffer.concat(await Promise.all(group.paths.map(path => readFile(join(folder, path)))))
    let offset = 0
    for (const weight of group.weights) {
      const tensor = read(weight, bytes, offset)
      all.set(weight.name, tensor)
      offset += tensor.size
    }
  }
  return all
}

/** Convolution kernels: [h, w, in, out] → [out, in, h, w]. */
export function hwioToOihw([h, w, i, o], data) {
  const out = new data.constructor(data.length)
  let from = 0
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      for (let a = 0; a < i; a++) {
        for (let b = 0; b < o; b++) out[((b * i + a) * h + y) * w + x] = data[from++]
      }
    }
  }
  return { dims: [o, i, h, w], data: out }
}

/** Depthwise kernels: [h, w, channels, multiplier] → [channels * multiplier, 1, h, w]. */
export function depthwiseToOihw([h, w, c, m], data) {
  const { data: out } = hwioToOihw([h, w, 1, c * m], data)
  return { dims: [c * m, 1, h, w], data: out }
}
