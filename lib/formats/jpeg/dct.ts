/** cos(k π / 16) / 2, which makes the transform of eight values orthonormal. */
const cosine = (k: number): number => Math.cos(k * Math.PI / 16) / 2
const [C1, C2, C3, C4, C5, C6, C7] = [1, 2, 3, 4, 5, 6, 7].map(cosine)

/** Samples of an 8 × 8 block → its coefficients, in place, both row by row. */
export function forward(block: Float64Array): void {
  for (let row = 0; row < 64; row += 8) forward8(block, row, 1)
  for (let column = 0; column < 8; column++) forward8(block, column, 8)
}

/** Coefficients → samples. */
export function inverse(block: Float64Array): void {
  for (let column = 0; column < 8; column++) inverse8(block, column, 8)
  for (let row = 0; row < 64; row += 8) inverse8(block, row, 1)
}

/** Eight values, `step` apart. Sums and differences of what lies opposite part the even from the odd frequencies. */
function forward8(b: Float64Array, at: number, step: number): void {
  const i1 = at + step
  const i2 = i1 + step
  const i3 = i2 + step
  const i4 = i3 + step
  const i5 = i4 + step
  const i6 = i5 + step
  const i7 = i6 + step
  const s0 = b[at] + b[i7]
  const s1 = b[i1] + b[i6]
  const s2 = b[i2] + b[i5]
  const s3 = b[i3] + b[i4]
  const d0 = b[at] - b[i7]
  const d1 = b[i1] - b[i6]
  const d2 = b[i2] - b[i5]
  const d3 = b[i3] - b[i4]
  b[at] = (s0 + s3 + s1 + s2) * C4
  b[i4] = (s0 + s3 - s1 - s2) * C4
  b[i2] = (s0 - s3) * C2 + (s1 - s2) * C6
  b[i6] = (s0 - s3) * C6 - (s1 - s2) * C2
  b[i1] = d0 * C1 + d1 * C3 + d2 * C5 + d3 * C7
  b[i3] = d0 * C3 - d1 * C7 - d2 * C1 - d3 * C5
  b[i5] = d0 * C5 - d1 * C1 + d2 * C7 + d3 * C3
  b[i7] = d0 * C7 - d1 * C5 + d2 * C3 - d3 * C1
}

function inverse8(b: Float64Array, at: number, step: number): void {
  const i1 = at + step
  const i2 = i1 + step
  const i3 = i2 + step
  const i4 = i3 + step
  const i5 = i4 + step
  const i6 = i5 + step
  const i7 = i6 + step
  const sum = (b[at] + b[i4]) * C4
  const difference = (b[at] - b[i4]) * C4
  const low = b[i2] * C2 + b[i6] * C6
  const high = b[i2] * C6 - b[i6] * C2
  const o0 = b[i1] * C1 + b[i3] * C3 + b[i5] * C5 + b[i7] * C7
  const o1 = b[i1] * C3 - b[i3] * C7 - b[i5] * C1 - b[i7] * C5
  const o2 = b[i1] * C5 - b[i3] * C1 + b[i5] * C7 + b[i7] * C3
  const o3 = b[i1] * C7 - b[i3] * C5 + b[i5] * C3 - b[i7] * C1
  b[at] = sum + low + o0
  b[i7] = sum + low - o0
  b[i1] = difference + high + o1
  b[i6] = difference + high - o1
  b[i2] = difference - high + o2
  b[i5] = difference - high - o2
  b[i3] = sum - low + o3
  b[i4] = sum - low - o3
}
