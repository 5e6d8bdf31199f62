// Kernels of convolutions in 8 bits, made so that no processor computes them wrongly.
//
// Processors without 8-bit dot products (x86 before VNNI) multiply bytes in pairs of neighbouring channels and hold the sum of the two
// products in 16 bits: 255 × (a + b) must not leave -32768..32767, so weights of one sign may come to 128 in a pair.

const MOST_PAIR = 128
/** When rounding brings a pair over the limit, the step is made larger by this and tried again. */
const COARSER = 1.002

/**
 * The largest of what each pair of neighbouring input channels adds up to, by one sign, in one out channel.
 *
 * @param weights of one out channel: [channels, taps]
 */
function largestPair(weights, channels, taps) {
  let largest = 0
  for (let channel = 0; channel < channels; channel += 2) {
    for (let tap = 0; tap < taps; tap++) {
      const [a, b] = [weights[channel * taps + tap], weights[(channel + 1) * taps + tap]]
      largest = Math.max(largest, Math.max(a, 0) + Math.max(b, 0), -Math.min(a, 0) - Math.min(b, 0))
    }
  }
  return largest
}

/**
 * A kernel in 8 bits with one step an out channel, as fine as can be computed exactly everywhere. Kernels of one input channel (depthwise) are
 * computed in 32 bits.
 *
 * @param kernel floats, [out, channels, height, width]
 * @param options.mostWeight largest integer, at most 127
 * @param options.leastStep of each out channel, where something else needs one
 * @returns the integers, and per out channel what one of them stands for
 * @throws Error for an odd number of channels: which of them make a pair is not known then
 */
export function toEightBits(kernel, dims, { mostWeight = 127, leastStep = () => 0 } = {}) {
  const [out, channels, ...area] = dims
  const taps = area.reduce((product, dim) => product * dim, 1)
  const paired = channels > 1
  if (paired && channels % 2 !== 0) throw new Error(`expected an even number of input channels, found ${channels}`)
  const steps = new Float32Array(out)
  const integers = new Int8Array(kernel.length)
  for (let o = 0; o < out; o++) {
    const weights = kernel.subarray(o * channels * taps, (o + 1) * channels * taps)
    const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0)
    let step = Math.fround(Math.max(largest / mostWeight, paired ? largestPair(weights, channels, taps) / MOST_PAIR : 0, leastStep(o), 1e-12))
    let rounded = weights.map(weight => Math.round(weight / step))
    while (paired && largestPair(rounded, channels, taps) > MOST_PAIR) {
      step = Math.fround(step * COARSER)
      rounded = weights.map(weight => Math.round(weight / step))
    }
    steps[o] = step
    integers.set(rounded, o * channels * taps)
  }
  return { steps, integers }
}
