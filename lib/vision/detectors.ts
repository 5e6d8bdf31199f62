import { EffaceError } from '../core/errors.js'
import type { InferenceSession } from '../inference/onnxruntime.js'
import { objectLabels, OBJECTS } from '../core/object-labels.js'
import type { AnalysisContext, Detector, View, VisualObject } from '../core/types.js'
import type { Thresholds } from './anchor-free.js'
import { createBarcodeReader } from './barcodes.js'
import { openCorners, withCorners } from './corners.js'
import { clip, fuse, intersection, suppress } from '../core/geometry.js'
import { fills, looksAbout, roomyLook, tileLooks, wholeLook } from './crops.js'
import { lookAt, openAnchorFree, openSsd, type Net } from './net.js'
import { prepare, type Look, type Turn } from './letterbox.js'
import { reconsider } from './rescore.js'
import { glance } from './orientation-estimate.js'

/** Larger pictures are brought to this longer side first, long ones to more (`roomyLook`): all looks are taken from there. */
const pictureSide = 2752
/** Longer side of the whole picture, in net pixels; and of the picture at a glance, which shows what fills the picture, and which way is up. */
const [wholeSide, glanceSide] = [1280, 320]
/** What fills the picture is seen best so small, with some ground around it: the net was taught on things that have surroundings. */
const closeUp = { side: 160, border: 32 }
/** Pictures with a longer side than `from` are shown to the anchor-free net in parts besides. */
const tiles = { from: 2000, tileSide: 1472, overlap: 128 }
/** Windows in which SSD looks closer, where there is a doubt to be settled: room around each, least and largest side, in net pixels. */
const closer = { room: 96, least: 256, most: 384 }
/** A doubt is a face with at least this score, and less than counts, whose longer side is at most this share of the picture's: SSD saw it too small. */
const doubtful = { least: 0.4, share: 1 / 16 }

/** Finds from this score on count as hints: looks that both have one may be sure together. */
const hint = 0.12
/** SSD is asked only where the anchor-free net has seen one face at least with this score. */
const suspected = 0.4
/** In a picture that is to be turned, faces that stand upright as it is must be surer than this. */
const wrongWayUp = 0.75

export const defaultThresholds: Thresholds = { FACE: 0.57, LICENSE_PLATE: 0.47 }
/** Faces with a longer side from this on, in pixels, are seen so well that the nets must be surer of them, unless the caller sets the threshold. */
export const largeFace = { from: 96, threshold: 0.66 }

/** How one label is looked for. */
export interface ObjectOptions {
  /** Least score, 0..1. */
  threshold?: number
}

export interface DetectorsOptions {
  /** Labels to find, or label → how. */
  objects: readonly string[] | Readonly<Record<string, ObjectOptions>>
  /** Threads that a net may use, from 1. Default 1. */
  threads?: number
}

/** What the built-in detectors can be asked for. Finds of BARCODE have the types URL and NUMERICAL_PII, by what they say. */
export const builtInLabels: readonly string[] = objectLabels.filter(label => OBJECTS[label].seen === 'picture')

/**
 * One detector for all the built-in labels asked for. Models are loaded here, once per thread.
 *
 * @throws EffaceError ERR_INVALID_OPTION for a label that no built-in detector finds, ERR_MODEL_INTEGRITY for wrong weights
 * @example
 * const detector = await createDetectors({ objects: ['FACE'] })
 * const objects = await detector.detect(view, {})
 */
export async function createDetectors({ objects, threads = 1 }: DetectorsOptions): Promise<Detector> {
  const wanted: Record<string, ObjectOptions> = Array.isArray(objects) ? Object.fromEntries(objects.map(label => [label, {}])) : { ...objects }
  const labels = Object.keys(wanted)
  const unknown = labels.find(label => !builtInLabels.includes(label))
  if (unknown !== undefined) {
    throw new EffaceError('ERR_INVALID_OPTION', `Expected one of ${builtInLabels.join(', ')} for objects but received ${unknown}`, { stage: 'options' })
  }
  const ssd = wanted.FACE && await openSsd(threads)
  const anchorFree = (wanted.FACE || wanted.LICENSE_PLATE) && await openAnchorFree(threads)
  const corners = wanted.LICENSE_PLATE && await openCorners(threads)
  const barcodes = wanted.BARCODE && await createBarcodeReader()
  const thresholds = Object.fromEntries(labels.map(label => [label, wanted[label].threshold ?? defaultThresholds[label]]))
  const least: Least = ({ type, w, h }) =>
    type === 'FACE' && wanted.FACE.threshold === undefined && Math.max(w, h) >= largeFace.from ? largeFace.threshold : thresholds[type]!
  return {
    labels: barcodes ? [...labels.filter(label => label !== 'BARCODE'), ...barcodes.labels] : labels,
    async detect(view: View, { signal }: AnalysisContext): Promise<VisualObject[]> {
      const found: VisualObject[] = []
      if (anchorFree) {
        const picture = await prepare(view, { scale: Math.min(1, roomyLook(view, pictureSide).scale) }, 1)
        found.push(...(await look({ ...picture, channels: 3 }, { ssd, anchorFree, corners }, thresholds, least, signal)).map(picture.toView))
      }
      if (barcodes) found.push(...await barcodes.detect(view, { signal }))
      return found.map(object => clip(object, view.width, view.height)).filter(object => object !== undefined)
    },
  }
}

interface Nets { ssd?: Net, anchorFree: Net, corners?: InferenceSession }
/** Score from which on a find counts. */
type Least = (object: VisualObject) => number

/**
 * The anchor-free net looks at the picture, at a glance and closely; where it suspects faces, SSD gives a second opinion at a glance,
 * and of those in doubt from near. All of it again at the turned picture, where the faces lie on their side or head down.
 */
async function look(view: View, { ssd, anchorFree, corners }: Nets, thresholds: Thresholds, least: Least, signal?: AbortSignal): Promise<VisualObject[]> {
  const hints = Object.fromEntries(Object.keys(thresholds).map(label => [label, hint]))
  const see = async (net: Net, looks: readonly Look[], turn: Turn): Promise<VisualObject[]> => {
    const sights: VisualObject[] = []
    for (const look of looks) {
      signal?.throwIfAborted()
      sights.push(...await lookAt(net, view, { ...look, turn }, hints))
    }
    return sights
  }
  const longer = Math.max(view.width, view.height)
  const looks = [wholeLook(view, wholeSide), ...longer > tiles.from ? tileLooks(view, { ...tiles, pictureSide: longer }) : []]
  const reduced = await prepare(view, wholeLook(view, glanceSide), 1)
  const small: View = { ...reduced, channels: 3 }
  const atAGlance = async (turn: Turn): Promise<VisualObject[]> => [
    ...await lookAt(anchorFree, small, { scale: 1, turn }, hints),
    ...(await lookAt(anchorFree, small, { ...wholeLook(small, closeUp.side), border: closeUp.border, turn }, hints)).filter(object => fills(object, small)),
  ]
  const byAnchorFree = async (turn: Turn): Promise<VisualObject[]> =>
    [...(await atAGlance(turn)).map(reduced.toView), ...await see(anchorFree, looks, turn)]
  const upright = await byAnchorFree(0)
  const second = upright.some(({ type, score }) => type === 'FACE' && score >= suspected) ? ssd : undefined
  const { turn, found: large } = second ? await glance(second, small, hint) : { turn: 0 as const, found: [] }
  const found: VisualObject[] = []
  for (const way of turn === 0 ? [turn] : [0 as const, turn]) {
    // A part of a plate that fills the picture may score more than the plate, until it is seen again: it must not displace it yet.
    const first = suppress(way === 0 ? upright : await byAnchorFree(way), { containment: Infinity })
    const settled = await reconsider(anchorFree, view, first, { type: 'LICENSE_PLATE', least: hint, needed: thresholds.LICENSE_PLATE ?? 0, turn: way, signal })
    const sights = [settled, ...way === turn ? [large.map(reduced.toView)] : []]
    const near = second ? await see(second, doubtLooks(view, fuse(sights), thresholds.FACE!), way) : []
    const counts = (object: VisualObject): boolean => object.score >= least(object) && (way === turn || object.type !== 'FACE' || object.score >= wrongWayUp)
    const sure = fuse([...sights, suppress(near)]).filter(counts)
    found.push(...corners ? await withCorners(corners, view, sure, { turn: way, signal }) : sure)
  }
  return withoutFacesTakenForPlates(suppress(found))
}

/** A plate that lies in a face the nets are surer of is the face again, and will be painted with it; unless the face is far larger. */
function withoutFacesTakenForPlates(objects: readonly VisualObject[]): VisualObject[] {
  const faces = objects.filter(({ type }) => type === 'FACE')
  const area = ({ w, h }: VisualObject) => w * h
  const inFace = (plate: VisualObject): boolean => faces.some(face =>
    face.score > plate.score && area(face) < 4 * area(plate) && intersection(face, plate) > 0.8 * area(plate))
  return objects.filter(object => object.type !== 'LICENSE_PLATE' || !inFace(object))
}

/** Windows about the faces in doubt, if they are larger there than at a glance. */
function doubtLooks(view: View, faces: readonly VisualObject[], sure: number): Look[] {
  const { scale } = roomyLook(view, pictureSide)
  if (scale <= 1.2 * wholeLook(view, glanceSide).scale) return []
  const most = doubtful.share * Math.max(view.width, view.height)
  const open = faces.filter(({ type, score, w, h }) => type === 'FACE' && score >= doubtful.least && score < sure && Math.max(w, h) <= most)
  return looksAbout(view, open, { ...closer, scale })
}
