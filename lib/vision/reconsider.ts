import type { View, VisualObject } from '../types.js'
import { iou, suppress, union } from './geometry.js'
import { squareAbout } from './looks.js'
import { lookAt, type Net } from './net.js'
import type { Look, Turn } from './prepare.js'

/** Scores of finds that are worth a second look. */
const doubtful = { least: 0.35, sure: 0.9 }
/** Longer sides, in net pixels, to which a find is brought: once small, so that much is seen around it, and once large. */
const sides = [32, 96]
/** What is seen around a find is so many times its longer side, and at least so many net pixels. */
const around = { times: 4, least: 224 }
const maxEnlargement = 2.4
/** A second find that overlaps the first this much is the same object. */
const same = 0.35
/** No more finds than this are looked at again, the surest first: it bounds the time. */
const most = 32

export interface ReconsiderOptions {
  type: string
  /** Score from which on something counts as seen again. */
  least: number
  /** Score that matters in the end: once the looks that are left can change nothing about it, they are spared. */
  needed: number
  turn: Turn
  signal?: AbortSignal
}

/**
 * Looks again, mirrored and at other sizes, at those finds of a type that a net is in doubt of. Errors of a net seldom survive
 * that, so the mean score parts true from false better. Finds in pixels of the view, before and after.
 */
export async function reconsider(
  net: Net, view: View, found: readonly VisualObject[], { type, least, needed, turn, signal }: ReconsiderOptions,
): Promise<VisualObject[]> {
  const looks = 1 + sides.length
  const doubts = found.filter(object => object.type === type && object.score >= doubtful.least && object.score < doubtful.sure)
    .toSorted((a, b) => b.score - a.score).slice(0, most)
  const settled: VisualObject[] = []
  for (const object of doubts) {
    let opinion = object
    let seenTimes = 1
    for (const side of sides) {
      const [worst, best] = [opinion.score / looks, (opinion.score + looks - seenTimes) / looks]
      if (worst >= needed || best < needed) break
      signal?.throwIfAborted()
      const seen = await lookAt(net, view, { ...closeLook(view, object, side), turn, mirrored: true }, { [type]: least })
      const [again] = seen.filter(other => iou(other, object) > same).toSorted((a, b) => b.score - a.score)
      if (again) opinion = { ...opinion, ...union(opinion, again), score: opinion.score + again.score }
      seenTimes++
    }
    settled.push({ ...opinion, score: opinion.score / seenTimes })
  }
  return suppress([...found.filter(object => !doubts.includes(object)), ...settled])
}

/** A window around the object that shows it with that longer side. */
function closeLook(view: View, object: VisualObject, side: number): Look {
  const longer = Math.max(object.w, object.h)
  const scale = Math.min(side / longer, maxEnlargement)
  return { window: squareAbout(object, view, Math.round(Math.max(around.times * longer, around.least / scale))), scale }
}
