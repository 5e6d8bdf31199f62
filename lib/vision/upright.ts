import type { View, VisualObject } from '../types.js'
import { suppress } from './geometry.js'
import { wholeLook } from './looks.js'
import { lookAt, type Net } from './net.js'
import { prepare, type Turn } from './prepare.js'

/** Net pixels of the longer side: enough to tell which way up large faces are, in a few milliseconds. */
const side = 320
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
 * Small looks at a picture, one each way up, with a net that finds upright faces. The right way up is where it is surest of the
 * most faces; where it is certain of one as the picture stands, it looks no further.
 *
 * @param threshold least score of what is found, 0..1
 */
export async function glance(net: Net, view: View, threshold: number): Promise<Glance> {
  // Made smaller once; turning it costs nothing.
  const small = await prepare(view, wholeLook(view, side), 1)
  let best = { turn: 0 as Turn, found: [] as VisualObject[], evidence: -1 }
  for (const turn of [0, 90, 180, 270] as const) {
    const found = suppress(await lookAt(net, { ...small, channels: 3 }, { scale: 1, turn }, { FACE: Math.min(threshold, sure) }))
    const evidence = found.reduce((sum, { score }) => score >= sure ? sum + score : sum, 0)
    if (evidence > best.evidence) best = { turn, found, evidence }
    if (turn === 0 && found.some(({ score }) => score >= certain)) break
  }
  return { turn: best.turn, found: best.found.filter(({ score }) => score >= threshold).map(small.toView) }
}
