import type { Duplex } from 'node:stream'
import { checkedDetector } from '../lib/core/check-results.js'
import { objectModels } from '../lib/inference/manifest.js'
import { fillOptions, settingsOfObject } from '../lib/core/options.js'
import { isPluginModule } from '../lib/core/plugins.js'
import type { EffaceOptions, FilledOptions, PluginModule } from '../lib/core/option-types.js'
import type { Detector, Frame, VisualObject } from '../lib/core/types.js'
import { toStageError } from './stage-error.js'
import { memoizeByDigest } from './memoize.js'
import { inEachView } from './views.js'
import { stage, work, type Step } from './work.js'

/**
 * Frames in, the same frames with `objects` out: faces, license plates and what plug-in detectors find.
 *
 * @example
 * pages.pipe(split()).pipe(detect({ objects: ['FACE'] })).on('data', frame => console.log(frame.objects.length))
 */
export function detect<Own extends string = never>(options?: EffaceOptions<Own>): Duplex {
  const filled = fillOptions(options)
  return stage(inEachView(detectStep(filled), filled), filled)
}

/** What detect() does to one frame. */
export function detectStep(options: FilledOptions): Step {
  const ownFaces = options.faces !== undefined && options.objects.includes('FACE')
  const detectors = ownFaces ? [...options.detectors, options.faces!] : options.detectors
  const objects = ownFaces ? options.objects.filter(label => label !== 'FACE') : options.objects
  const modules = detectors.filter((d): d is PluginModule => isPluginModule(d))
  const plain = detectors.filter((d): d is Detector => !isPluginModule(d)).map(checkedDetector)
  const settings = { objects, labels: options.labels, sensitivity: options.sensitivity, modules }
  const onWorker = objects.length > 0 || modules.length > 0
  const look = memoizeByDigest(async (frame: Frame, signal: AbortSignal): Promise<VisualObject[]> => {
    const found = onWorker ? await work(options, 'detect', frame, 'detect', { view: frame.view, settings }) : []
    for (const detector of plain) {
      try {
        for (const object of await detector.detect(frame.view, { signal })) found.push(object)
      } catch (error) {
        throw toStageError(error, 'detect', frame.index)
      }
    }
    return found
  })
  return async (frame, signal) => {
    addObjects(frame, await look(frame, signal), options)
    frame.models.push(...await objectModels(objects))
  }
}

/** The one place where finds are held to `threshold`, whoever made them. */
export function addObjects(frame: Frame, found: readonly VisualObject[], options: FilledOptions): void {
  frame.objects.push(...found.filter(({ type, score }) => score >= (settingsOfObject(type, options).threshold ?? 0)))
}
