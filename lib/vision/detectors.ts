import { EffaceError } from '../core/errors.js'
import { clip } from '../core/geometry.js'
import { leastScore, type PictureLabel, type Sensitivity } from '../core/object-labels.js'
import type { AnalysisContext, Detector, View, VisualObject } from '../core/types.js'
import { anchorFree } from './anchor-free.js'
import { createBarcodeReader } from '../codes/barcodes.js'
import { centerFace } from './centerface.js'
import { openCorners } from './corners.js'
import { detectFacesAndPlates } from './faces-and-plates.js'
import { openNet, type Thresholds } from '../inference/net.js'

/** How one label is looked for. */
export interface ObjectOptions {
  /** Least score, 0..1. Default: that of the sensitivity. */
  threshold?: number
}

export interface DetectorsOptions {
  /** Labels to find, or label → how. */
  objects: readonly string[] | Readonly<Record<string, ObjectOptions>>
  /** Moves the thresholds that `objects` does not say. Default 'standard'. */
  sensitivity?: Sensitivity
  /** Threads that a net may use, from 1. Default 1. */
  threads?: number
}

type MakeDetector = (thresholds: Thresholds, threads: number) => Promise<Detector>

/** What looks for each label of the table that is seen in the picture; one that looks for several is made once, for all that are asked for. */
const detectors: Readonly<Record<PictureLabel, MakeDetector>> = { FACE: facesAndPlates, LICENSE_PLATE: facesAndPlates, BARCODE: createBarcodeReader }

/** What the built-in detectors can be asked for. Finds of BARCODE have the types URL and NUMERICAL_PII, by what they say. */
export const builtInLabels: readonly string[] = Object.keys(detectors)

async function facesAndPlates(thresholds: Thresholds, threads: number): Promise<Detector> {
  const labels = ['FACE', 'LICENSE_PLATE'].filter(label => thresholds[label] !== undefined)
  const faces = labels.includes('FACE') ? await openNet(centerFace, threads) : undefined
  const nets = { faces, anchorFree: await openNet(anchorFree, threads), corners: labels.includes('LICENSE_PLATE') ? await openCorners(threads) : undefined }
  return { labels, detect: async (view, { signal }) => await detectFacesAndPlates(view, nets, thresholds, { signal }) }
}

/**
 * One detector for all the built-in labels asked for. Models are loaded here, once per thread.
 *
 * @throws EffaceError ERR_INVALID_OPTION for a label that no built-in detector finds, ERR_MODEL_INTEGRITY for wrong weights
 * @example
 * const detector = await createDetectors({ objects: ['FACE'] })
 * const objects = await detector.detect(view, {})
 */
export async function createDetectors({ objects, sensitivity = 'standard', threads = 1 }: DetectorsOptions): Promise<Detector> {
  const wanted: Record<string, ObjectOptions> = Array.isArray(objects) ? Object.fromEntries(objects.map(label => [label, {}])) : { ...objects }
  const labels = Object.keys(wanted)
  const unknown = labels.find(label => !builtInLabels.includes(label))
  if (unknown !== undefined) {
    throw new EffaceError('ERR_INVALID_OPTION', `Expected one of ${builtInLabels.join(', ')} for objects but received ${unknown}`, { stage: 'options' })
  }
  const thresholds = Object.fromEntries(labels.map(label => [label, wanted[label].threshold ?? leastScore(label, sensitivity)]))
  const made: Detector[] = []
  for (const make of new Set(labels.map(label => detectors[label as PictureLabel]))) made.push(await make(thresholds, threads))
  return {
    labels: made.flatMap(({ labels }) => labels),
    async detect(view: View, context: AnalysisContext): Promise<VisualObject[]> {
      const found: VisualObject[] = []
      for (const detector of made) found.push(...await detector.detect(view, context))
      return found.map(object => clip(object, view.width, view.height)).filter(object => object !== undefined)
    },
  }
}
