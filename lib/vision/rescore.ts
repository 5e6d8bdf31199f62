import type { View, VisualObject } from '../core/types.js'
import { iou, suppress, union } from '../core/geometry.js'
import { fills, windowAbout } from './crops.js'
import { lookAt, type Net } from './net.js'
import type { Look, Turn } from './letterbox.js'

/** Scores of finds that are worth a second look. */
const doubtful = { least: 0.4, sure: 0.9 }
/**
 * How a find is seen again: its longer side is brought to so many net pixels. First so that it can be told what it is, then small, so that it can
 * be told what it is a part of: signs look like plates until one sees that they hang on a wall. What fills the picture has hardly any
 * surroundings: it is seen larger, with some ground around it.
 */
const inPicture = [{ side: 48, mirrored: true }, { side: 24 }]
const fillsPicture = [96, 128].map(side => ({ side, mirrored: true, border: 32 }))
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
 * Looks again, mirrored and at other sizes, at those finds of a type that a net is in doubt of. Errors of a net seldom survive
 * that, so the mean score parts true from false better. Finds in pixels of the view, before and after.
 */
export async function reconsider(
  net: Net, view: View, found: readonly VisualObject[], { type, least, needed, turn, signal }: ReconsiderOptions,
): Promise<VisualObject[]> {
  const isDoubt = ({ type: ofType, score }: VisualObject): boolean => ofType === type && score >= doubtful.least && score < doubtful.sure
  /** Whether looks that are left, each of which may score 0..1, can still bring the mean of all scores above or below what is needed. */
  const isOpen = (sum: number, seen: number, left: number): boolean => sum < needed * (seen + left) && sum + left >= needed * (seen + left)
  const doubts = found.filter(isDoubt).toSorted((a, b) => b.score - a.score).slice(0, most)
  const settled: VisualObject[] = []
  for (const object of doubts) {
    const looks = againLooks(view, object)
    let settling = object
    let [sum, seen] = [object.score, 1]
    while (isOpen(sum, seen, looks.length)) {
      signal?.throwIfAborted()
      const sight = await lookAt(net, view, { ...looks.shift()!, turn }, { [type]: least })
      const [again] = sight.filter(other => iou(other, object) > same).toSorted((a, b) => b.score - a.score)
      sum += again?.score ?? 0
      seen++
      if (again) settling = { ...settling, ...union(settling, again) }
    }
    settled.push({ ...settling, score: sum / seen })
  }
  return suppress([...found.filter(object => !doubts.includes(object)), ...settled])
}

/** Windows around the object that show it with those longer sides. */
function againLooks(view: View, object: VisualObject): Look[] {
  const longer = Math.max(object.w, object.h)
  return (fills(object, view) ? fillsPicture : inPicture).map(({ side, ...look }) => {
    const scale = Math.min(side / longer, maxEnlargement)
    return { ...look, window: windowAbout(object, view, Math.round(Math.max(around.times * longer, around.least / scale))), scale }
  })
}
