import type { InferenceSession } from '../inference/onnxruntime.js'
import type { Point, View, VisualObject } from '../core/types.js'
import { anchorFree } from './anchor-free.js'
import { boundingBox, iou, union } from '../core/geometry.js'
import { windowAbout } from '../inference/crops.js'
import { letterbox, type Turn } from '../inference/letterbox.js'
import { openSession } from '../inference/session.js'
import { toBytes } from '../inference/tensor.js'

/** Side of the picture that the net takes, and how many times a find's longer side it shows: as in models/train/detector/corners.py. */
const side = 96
const around = 2
/** Corners whose bounds agree less with the find are not believed. */
const agreement = 0.4

/** No more plates than this are looked at, the surest first: it bounds the time. */
const most = 64

/** The small net that sees one license plate from near and says where its corners are. */
export async function openCorners(threads: number): Promise<InferenceSession> {
  return await openSession('plate-corners.onnx', threads)
}

/**
 * Gives license plates their corners; a box then holds both what was found and the corners. Plates whose corners do not fit, and other
 * objects, stay as they are.
 *
 * @param objects in pixels of the view, by falling score
 * @param turn clockwise degrees by which the view is turned until its objects are upright
 */
export async function withCorners(
  session: InferenceSession, view: View, objects: readonly VisualObject[], { turn, signal }: { turn: Turn, signal?: AbortSignal },
): Promise<VisualObject[]> {
  const cornered: VisualObject[] = []
  let plates = 0
  for (const object of objects) {
    signal?.throwIfAborted()
    cornered.push(object.type === 'LICENSE_PLATE' && plates++ < most ? await cornersOf(session, view, object, turn) : object)
  }
  return cornered
}

async function cornersOf(session: InferenceSession, view: View, plate: VisualObject, turn: Turn): Promise<VisualObject> {
  const extent = Math.max(8, Math.round(around * Math.max(plate.w, plate.h)))
  const picture = await letterbox(view, { window: windowAbout(plate, view, extent), scale: side / extent, turn }, side, anchorFree.fill)
  const { corners: output } = await session.run({ image: toBytes(picture) })
  const corners = output.data as Float32Array
  const inPicture = [0, 1, 2, 3].map((i): Point => ({ x: corners[i * 2] * side, y: corners[i * 2 + 1] * side })) as NonNullable<VisualObject['quad']>
  const { quad, ...bounds } = picture.toView({ type: plate.type, score: plate.score, ...boundingBox(inPicture), quad: inPicture })
  return iou(bounds, plate) < agreement ? plate : { ...plate, ...union(plate, bounds), quad: quad! }
}
