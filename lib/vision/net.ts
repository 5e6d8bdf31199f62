import type { Box, View, VisualObject } from '../core/types.js'
import { anchorFreeFill, anchorFreeMultiple, runAnchorFree, type Thresholds } from './anchor-free.js'
import { isCut } from './crops.js'
import { prepare, type Look, type Prepared } from './letterbox.js'
import { openSession } from '../inference/session.js'
import { runSsd, ssdMultiple } from './ssd.js'

/** A net with the form of picture it takes. */
export interface Net {
  /** Sides of its pictures are multiples of this … */
  multiple: number
  /** … filled up with this value. */
  fill: number
  /** Finds in pixels of the prepared picture, overlapping ones included. */
  run(picture: Prepared, thresholds: Thresholds): Promise<VisualObject[]>
}

/** SSD MobileNetV1: faces, sure ones, upright. */
export async function openSsd(threads: number): Promise<Net> {
  const session = await openSession('converted/ssd-face.onnx', threads)
  return { multiple: ssdMultiple, fill: 0, run: async (picture, { FACE }) => FACE === undefined ? [] : await runSsd(session, picture, FACE) }
}

/** The anchor-free net: license plates and faces, large and small. */
export async function openAnchorFree(threads: number): Promise<Net> {
  const session = await openSession('detector.int8.onnx', threads)
  return { multiple: anchorFreeMultiple, fill: anchorFreeFill, run: (picture, thresholds) => runAnchorFree(session, picture, thresholds) }
}

/** What a net finds in one look at a view, in pixels of the view. Objects cut by an inner edge of a tile are left out. */
export async function lookAt(net: Net, view: View, look: Look, thresholds: Thresholds): Promise<VisualObject[]> {
  const picture = await prepare(view, look, net.multiple, net.fill)
  const found = (await net.run(picture, thresholds)).map(picture.toView)
  const whole: Box = { x: 0, y: 0, w: view.width, h: view.height }
  return found.filter(object => !isCut(object, look.window ?? whole, view, 2 / look.scale))
}
