import type { Plane } from './planes.js'
import { forward, inverse } from './dct.js'
import { zigzag } from './huffman.js'

/** The samples, -128..127 and what lies beyond, of the block whose coefficients begin at `at`. */
export function blockSamples({ coefficients, table }: Plane, at: number, samples: Float64Array): void {
  for (let k = 0; k < 64; k++) samples[zigzag[k]] = coefficients[at + k] * table[k]
  inverse(samples)
}

/** The inverse of {@link blockSamples}; `samples` are used up. */
export function setBlock({ coefficients, table }: Plane, at: number, samples: Float64Array): void {
  // Most of what is painted is one colour: the first coefficient says it, and there is nothing to transform.
  if (isOneValue(samples)) {
    coefficients.fill(0, at, at + 64)
    coefficients[at] = quantised(8 * samples[0], table[0])
    return
  }
  forward(samples)
  for (let k = 0; k < 64; k++) coefficients[at + k] = quantised(samples[zigzag[k]], table[k])
}

/** A coefficient in steps of `step`; nothing can be said in steps of 0. */
export function quantised(value: number, step: number): number {
  return step === 0 ? 0 : Math.max(-1023, Math.min(1023, Math.round(value / step)))
}

function isOneValue(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false
  return true
}
