/** cosines[u * 8 + x]: what the u-th cosine is at x, scaled so that the transform is orthonormal. */
const cosines = new Float64Array(64)
/** The same with rows and columns exchanged, which is its inverse. */
const transposed = new Float64Array(64)
for (let u = 0; u < 8; u++) {
  for (let x = 0; x < 8; x++) {
    cosines[u * 8 + x] = transposed[x * 8 + u] = Math.cos((2 * x + 1) * u * Math.PI / 16) * (u === 0 ? Math.SQRT1_2 : 1) / 2
  }
}

/** Samples of an 8 × 8 block → its coefficients, in place, both row by row. */
export function forward(block: Float64Array): void { transform(block, cosines) }

/** Coefficients → samples. */
export function inverse(block: Float64Array): void { transform(block, transposed) }

/** Rows done, columns not yet. */
const half = new Float64Array(64)

function transform(block: Float64Array, matrix: Float64Array): void {
  for (let row = 0; row < 64; row += 8) {
    for (let to = 0; to < 8; to++) {
      let sum = 0
      for (let from = 0; from < 8; from++) sum += block[row + from] * matrix[to * 8 + from]
      half[row + to] = sum
    }
  }
  for (let column = 0; column < 8; column++) {
    for (let to = 0; to < 8; to++) {
      let sum = 0
      for (let from = 0; from < 8; from++) sum += half[from * 8 + column] * matrix[to * 8 + from]
      block[to * 8 + column] = sum
    }
  }
}
