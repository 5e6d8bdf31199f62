import type { View, VisualObject } from '../core/types.js'
import { suppress } from '../core/geometry.js'
import { lookAt, type Net } from './net.js'
import type { Turn } from './letterbox.js'

/** What scores less says nothing about which way is up. */
const sure = 0.5
/** A face this sure as the picture stands leaves no doubt: turned faces do not score so. */
const certain = 0.95

export interface Glance {
  /** How the picture is to be turned, clockwise, for its faces to stand upright; 0 when there is nothing to go by. */
  turn: Turn
  /** Faces seen that way up. */
  found: VisualObject[]
}

/**
 * Looks at a small picture, once each way up, with a net that finds upright faces. The right way up is where it is surest of the
 * most faces; where it is certain of one as the picture stands, it looks no further.
 *
 * @param small some 320 pixels long: enough to tell which way up large faces are, in a few milliseconds
 * @param threshold least score of what is found, 0..1
 */
export async function glance(net: Net, small: View, threshold: number): Promise<Glance> {
  let best = { turn: 0 as Turn, found: [] as VisualObject[], evidence: -1 }
  for (const turn of [0, 90, 180, 270] as const) {
    const found = suppress(await lookAt(net, small, { scale: 1, turn }, { FACE: Math.min(threshold, sure) }))
    const evidence = found.reduce((sum, { score }) => score >= sure ? sum + score : sum, 0)
    if (evidence > best.evidence) best = { turn, found, evidence }
    if (turn === 0 && found.some(({ score }) => score >= certain)) break
  }
  return { turn: best.turn, found: best.found.filter(({ score }) => score >= threshold) }
}
