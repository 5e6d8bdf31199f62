import { EffaceError } from '../core/errors.js'
import { clip } from '../core/geometry.js'
import { leastScore, objectLabels, OBJECTS } from '../core/object-labels.js'
import type { Sensitivity } from '../core/object-labels.js'
import type { AnalysisContext, Detector, View, VisualObject } from '../core/types.js'
import { anchorFree } from './anchor-free.js'
import { createBarcodeReader } from './barcodes.js'
import { centerFace } from './centerface.js'
import { openCorners } from './corners.js'
import { detectFacesAndPlates } from './faces-and-plates.js'
import { openNet } from './net.js'

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
export async function createDetectors({ objects, sensitivity = 'standard', threads = 1 }: DetectorsOptions): Promise<Detector> {
  const wanted: Record<string, ObjectOptions> = Array.isArray(objects) ? Object.fromEntries(objects.map(label => [label, {}])) : { ...objects }
  const labels = Object.keys(wanted)
  const unknown = labels.find(label => !builtInLabels.includes(label))
  if (unknown !== undefined) {
    throw new EffaceError('ERR_INVALID_OPTION', `Expected one of ${builtInLabels.join(', ')} for objects but received ${unknown}`, { stage: 'options' })
  }
  const faces = wanted.FACE && await openNet(centerFace, threads)
  const net = (wanted.FACE || wanted.LICENSE_PLATE) ? await openNet(anchorFree, threads) : undefined
  const corners = wanted.LICENSE_PLATE && await openCorners(threads)
  const barcodes = wanted.BARCODE && await createBarcodeReader()
  const thresholds = Object.fromEntries(labels.map(label => [label, wanted[label].threshold ?? leastScore(label, sensitivity)]))
  return {
    labels: barcodes ? [...labels.filter(label => label !== 'BARCODE'), ...barcodes.labels] : labels,
    async detect(view: View, { signal }: AnalysisContext): Promise<VisualObject[]> {
      const found = net ? await detectFacesAndPlates(view, { faces, anchorFree: net, corners }, thresholds, { signal }) : []
      if (barcodes) found.push(...await barcodes.detect(view, { signal }))
      return found.map(object => clip(object, view.width, view.height)).filter(object => object !== undefined)
    },
  }
}
