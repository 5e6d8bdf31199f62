/**
 * Pixels of 64 bits: blue, green, red and alpha as signed fixed-point numbers, 8192 for 1, in linear light. In the raster they
 * are floats on the sRGB curve, which goes through zero and on beyond 0 and 1; the way back is exact.
 */
const ONE = 8192

/** `n` pixels of BGRA in 2.13 fixed point, linear light, as RGBA in 32-bit floats, sRGB; alpha has no curve. */
export function fromFixed(row: Uint8Array, n: number, into: Uint8Array): void {
  const from = new DataView(row.buffer, row.byteOffset, row.byteLength)
  const to = new DataView(into.buffer, into.byteOffset, into.byteLength)
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < 4; c++) {
      const value = from.getInt16(i * 8 + order[c] * 2, true) / ONE
      to.setFloat32(i * 16 + c * 4, c === 3 ? value : curve(value), true)
    }
  }
}

/** The other way. */
export function toFixed(samples: Uint8Array, n: number, row: Uint8Array): void {
  const from = new DataView(samples.buffer, samples.byteOffset, samples.byteLength)
  const to = new DataView(row.buffer, row.byteOffset, row.byteLength)
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < 4; c++) {
      const value = from.getFloat32(i * 16 + c * 4, true)
      const fixed = Math.round((c === 3 ? value : straighten(value)) * ONE)
      to.setInt16(i * 8 + order[c] * 2, Math.max(-32768, Math.min(32767, fixed)), true)
    }
  }
}

/** Where red, green, blue and alpha are stored. */
const order = [2, 1, 0, 3] as const

function curve(v: number): number {
  const a = Math.abs(v)
  return Math.sign(v) * (a <= 0.0031308 ? 12.92 * a : 1.055 * a ** (1 / 2.4) - 0.055)
}

function straighten(v: number): number {
  const a = Math.abs(v)
  return Math.sign(v) * (a <= 0.0031308 * 12.92 ? a / 12.92 : ((a + 0.055) / 1.055) ** 2.4)
}
