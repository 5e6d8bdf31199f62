import type { Duplex } from 'node:stream'
import { fillOptions } from '../lib/core/options.js'
import type { EffaceOptions, FilledOptions } from '../lib/core/option-types.js'
import { withoutLetteredPlates } from '../lib/vision/lettered-plates.js'
import { detectStep } from './detect.js'
import { ocrStep } from './ocr.js'
import { inEachView } from './views.js'
import { stage, type Step } from './work.js'

/**
 * detect() and ocr() of a frame side by side, so that one large picture keeps two workers busy. Finds what the two in a row find, but for license plates
 * of which ocr() reads that they are signs or labels.
 *
 * @example
 * pages.pipe(split()).pipe(find({ objects: ['FACE'] })).on('data', frame => console.log(frame.objects.length, frame.words.length))
 */
export function find<Own extends string = never>(options?: EffaceOptions<Own>): Duplex {
  const filled = fillOptions(options)
  return stage(findStep(filled), filled)
}

/** What find() does to one frame. */
export function findStep(options: FilledOptions): Step {
  if (options.objects.length === 0 && options.detectors.length === 0 && options.ocr === 'none') return async () => {}
  const steps = [detectStep(options), ocrStep(options)]
  return inEachView(async (frame, signal) => {
    // Both are waited for even if one fails: the frame's memory is in use until the last has settled.
    const results = await Promise.allSettled(steps.map(step => step(frame, signal)))
    for (const result of results) if (result.status === 'rejected') throw result.reason
    // A plug-in's plates are its own business.
    if (options.detectors.length === 0) frame.objects = withoutLetteredPlates(frame.objects, frame.words)
  }, options)
}
