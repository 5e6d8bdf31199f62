import type { Sensitivity } from '../core/option-types.js'
import type { Thresholds } from './net.js'

/** Least scores where the caller sets none. */
export const sensitivities: Readonly<Record<Sensitivity, Thresholds>> = {
  high: { FACE: 0.12, LICENSE_PLATE: 0.35 },
  standard: { FACE: 0.3, LICENSE_PLATE: 0.47 },
  low: { FACE: 0.6, LICENSE_PLATE: 0.6 },
}
