import type { View, VisualObject } from '../core/types.js'
import { iou, union } from '../core/geometry.js'
import { fills, windowAbout } from '../inference/crops.js'
import type { Net } from '../inference/net.js'
import type { Crop, Turn } from '../inference/letterbox.js'

/** Scores of finds that are seen again: from this share of the needed one on, and below `sure`. */
const unsure = { share: 0.64, sure: 0.9 }
/** A further crop hardly ever scores more. */
const best = 0.8
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
/** A second find counts from this score on. */
const least = 0.12
/** No more finds than this are seen again, the surest first: it bounds the time. */
const most = 32

export interface AugmentOptions {
  type: string
  /** Score that matters in the end: finds that further crops can bring neither above nor below it are spared them. */
  needed: number
  turn: Turn
  signal?: AbortSignal
}

/**
 * Test-time augmentation of those finds of a type that a net is unsure of: they are seen again mirrored and at other sizes, and keep the mean of the
 * scores. Errors of a net seldom survive that. Finds in pixels of the view, before and after.
 */
export async function augment(net: Net, view: View, found: readonly VisualObject[], { type, needed, turn, signal }: AugmentOptions): Promise<VisualObject[]> {
  /** Whether crops that are left, each of which may score 0..`best`, can still bring the mean of all scores above or below what is needed. */
  const isOpen = (sum: number, seen: number, left: number): boolean => sum < needed * (seen + left) && sum + best * left >= needed * (seen + left)
  const isUnsure = ({ type: ofType, score }: VisualObject): boolean => ofType === type && score >= unsure.share * needed && score < unsure.sure
  const again = new Set(found.filter(isUnsure).toSorted((a, b) => b.score - a.score).slice(0, most))
  const settled: VisualObject[] = found.filter(object => !again.has(object))
  for (const object of again) {
    const crops = cropsOf(view, object)
    let box = object
    let [sum, seen] = [object.score, 1]
    while (isOpen(sum, seen, crops.length)) {
      const finds = await net(view, [{ ...crops.shift()!, turn }], { [type]: least }, signal)
      const [second] = finds.filter(other => iou(other, object) > same).toSorted((a, b) => b.score - a.score)
      sum += second?.score ?? 0
      seen++
      if (second) box = { ...box, ...union(box, second) }
    }
    settled.push({ ...box, score: sum / seen })
  }
  return settled
}

/** Windows around the object that show it with those longer sides. */
function cropsOf(view: View, object: VisualObject): Crop[] {
  const longer = Math.max(object.w, object.h)
  return (fills(object, view) ? fillsPicture : inPicture).map(({ side, ...how }) => {
    const scale = Math.min(side / longer, maxEnlargement)
    return { ...how, window: windowAbout(object, view, Math.round(Math.max(around.times * longer, around.least / scale))), scale }
  })
}
