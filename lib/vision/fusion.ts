import { pair, union } from '../core/geometry.js'
import type { VisualObject } from '../core/types.js'

export const logit = (score: number): number => Math.log(score / (1 - score))

/** Logistic regression on the logits of the nets' scores, where both see a face, and where only one does. */
export interface Platt {
  both: readonly [offset: number, first: number, second: number]
  first: readonly [offset: number, slope: number]
  second: readonly [offset: number, slope: number]
}

/** CenterFace is the first net, the anchor-free one the second. Fitted by benchmarks/accuracy/calibrate.ts. */
export const platt: Platt = { both: [0.41, 1.18, 1.93], first: [-2.06, 2.57], second: [-3.19, 3.07] }

/** The probability that there is a face, by the scores of those nets that see one. */
export function calibrated(first?: number, second?: number, { both, first: one, second: other }: Platt = platt): number {
  const value = first === undefined
    ? other[0] + other[1] * logit(second!)
    : second === undefined ? one[0] + one[1] * logit(first) : both[0] + both[1] * logit(first) + both[2] * logit(second)
  return 1 / (1 + Math.exp(-value))
}

/** Fuses the faces that two nets found, each one's list free of doubles. Where they agree, the box holds what each of them boxed. */
export function fuse(first: readonly VisualObject[], second: readonly VisualObject[]): VisualObject[] {
  return pair(first, second).map(([a, b]) => {
    const { x, y, w, h } = a && b ? union(a, b) : (a ?? b)!
    return { type: 'FACE', score: calibrated(a?.score, b?.score), x, y, w, h }
  })
}
