import { Tensor } from './onnxruntime.js'
import type { Letterboxed } from './letterbox.js'

/** How a net wants its pixels: (value - mean) / deviation, in planes of this order. */
export interface PixelForm { mean: number, deviation: number, order: 'rgb' | 'bgr' }

/** Interleaved RGB bytes → three planes of floats, [3, height, width]. */
export function toPlanes({ data, width, height }: Letterboxed, { mean, deviation, order }: PixelForm): Float32Array {
  const size = width * height
  const table = Float32Array.from({ length: 256 }, (_, value) => (value - mean) / deviation)
  const planes = new Float32Array(size * 3)
  const [first, third] = order === 'rgb' ? [0, 2 * size] : [2 * size, 0]
  for (let i = 0, from = 0; i < size; i++, from += 3) {
    planes[first + i] = table[data[from]]
    planes[size + i] = table[data[from + 1]]
    planes[third + i] = table[data[from + 2]]
  }
  return planes
}

/**
 * A prepared picture as nets take bytes, [1, height, width, 3]. onnxruntime takes no memory that threads share, and the bytes of a picture that
 * needed no change are still those of the frame.
 */
export function toBytes({ data, width, height }: Letterboxed): Tensor {
  return new Tensor('uint8', data.buffer instanceof SharedArrayBuffer ? new Uint8Array(data) : data, [1, height, width, 3])
}
