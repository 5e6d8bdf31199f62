import type { View, VisualObject } from '../types.js'
import { iou, suppress, union } from './geometry.js'
import { squareAbout } from './looks.js'
import { lookAt, type Net } from './net.js'
import type { Look, Turn } from './prepare.js'

/** Scores of finds that are worth a second look. */
const doubtful = { least: 0.4, sure: 0.9 }
/** Longer side, in net pixels, to which a find is brought. */
const side = 48
/** What is seen around a find is so many times its longer side, and at least so many net pixels. */
const around = { times: 4, least: 192 }
const maxEnlargement = 2.4
/** A second find that overlaps the first this much is the same object. */
const same = 0.35
/** No more finds than this are looked at again, the surest first: it bounds the time. */
const most = 32

export interface ReconsiderOptions {
  type: string
  /** Score from which on something counts as seen again. */
  least: number
  /** Score that matters in the end: finds that a second look can bring neither above nor below it are spared one. */
  needed: number
  turn: Turn
  signal?: AbortSignal
}

/**
 * Looks again, mirrored and at another size, at those finds of a type that a net is in doubt of. Errors of a net seldom survive
 * that, so the mean score parts true from false better. Finds in pixels of the view, before and after.
 */
export async function reconsider(
  net: Net, view: View, found: readonly VisualObject[], { type, least, needed, turn, signal }: ReconsiderOptions,
): Promise<VisualObject[]> {
  // The mean of two scores: where the second can change nothing that matters, it is spared.
  const open = ({ score }: VisualObject): boolean => score >= doubtful.least && score < doubtful.sure && score / 2 < needed && (score + 1) / 2 >= needed
  const doubts = found.filter(object => object.type === type && open(object)).toSorted((a, b) => b.score - a.score).slice(0, most)
  const settled: VisualObject[] = []
  for (const object of doubts) {
    signal?.throwIfAborted()
    const seen = await lookAt(net, view, { ...closeLook(view, object), turn, mirrored: true }, { [type]: least })
    const [again] = seen.filter(other => iou(other, object) > same).toSorted((a, b) => b.score - a.score)
    settled.push(again ? { ...object, ...union(object, again), score: (object.score + again.score) / 2 } : { ...object, score: object.score / 2 })
  }
  return suppress([...found.filter(object => !doubts.includes(object)), ...settled])
}

/** A window around the object that shows it with that longer side. */
function closeLook(view: View, object: VisualObject): Look {
  const longer = Math.max(object.w, object.h)
  const scale = Math.min(side / longer, maxEnlargement)
  return { window: squareAbout(object, view, Math.round(Math.max(around.times * longer, around.least / scale))), scale }
}
