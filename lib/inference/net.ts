import type { Box, View, VisualObject } from '../core/types.js'
import { nms } from '../core/geometry.js'
import { openSession } from './session.js'
import { isCut } from './crops.js'
import { letterbox, type Crop } from './letterbox.js'
import { toBytes } from './tensor.js'

/** Label → least score; labels that are absent are not looked for. */
export type Thresholds = Readonly<Partial<Record<string, number>>>

/** What a net gave under one name. */
export interface Output { data: Float32Array, dims: readonly number[] }

/** A net that takes the bytes of a picture, `image` [1, h, w, 3], and how to read what it gives. */
export interface NetDefinition<T extends VisualObject = VisualObject> {
  /** Weights, below models/weights/; named in models/manifest.json. */
  file: string
  /** Value of the pixels beside the picture. */
  fill: number
  outputs: readonly string[]
  /** Finds in pixels of the net's picture, overlapping ones included. */
  decode(outputs: readonly Output[], thresholds: Thresholds): T[]
}

/** Sides of the pictures that the nets take are multiples of this. */
const multiple = 32

/** Finds in crops of a view, in pixels of the view, the surest of overlapping ones. Objects that an inner edge of a crop cuts are left out. */
export type Net<T extends VisualObject = VisualObject> = (view: View, crops: readonly Crop[], thresholds: Thresholds, signal?: AbortSignal) => Promise<T[]>

/** A net of efface, its weights checked against the manifest. @throws EffaceError ERR_MODEL_INTEGRITY */
export async function openNet<T extends VisualObject>({ file, fill, outputs, decode }: NetDefinition<T>, threads: number): Promise<Net<T>> {
  const session = await openSession(file, threads)
  return async (view, crops, thresholds, signal) => {
    const whole: Box = { x: 0, y: 0, w: view.width, h: view.height }
    const found: T[] = []
    for (const crop of crops) {
      signal?.throwIfAborted()
      const picture = await letterbox(view, crop, multiple, fill)
      const given = await session.run({ image: toBytes(picture) })
      const objects = decode(outputs.map(name => given[name] as unknown as Output), thresholds).map(picture.toView)
      found.push(...nms(objects.filter(object => !isCut(object, crop.window ?? whole, view, 2 / crop.scale)), { containment: Infinity }))
    }
    return crops.length > 1 ? nms(found, { containment: Infinity }) : found
  }
}
