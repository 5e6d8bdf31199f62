import type { Duplex } from 'node:stream'
import { fillOptions, isPluginModule, type EffaceOptions, type FilledOptions, type PluginModule } from '../lib/options.js'
import type { Detector, Frame, VisualObject } from '../lib/types.js'
import { staged } from './staged.js'
import { onceEach } from './once-each.js'
import { stage, work, type Step } from './work.js'

/**
 * Frames in, the same frames with `objects` out: faces, license plates and what plug-in detectors find.
 *
 * @example
 * pages.pipe(split()).pipe(detect({ objects: ['FACE'] })).on('data', frame => console.log(frame.objects.length))
 */
export function detect(options?: EffaceOptions): Duplex {
  const filled = fillOptions(options)
  return stage(detectStep(filled), filled)
}

export function detectStep(options: FilledOptions): Step {
  const modules = options.detectors.filter((d): d is PluginModule => isPluginModule(d))
  const plain = options.detectors.filter((d): d is Detector => !isPluginModule(d))
  const settings = { objects: options.objects, labels: options.labels, modules }
  const builtIn = options.objects.length > 0 || modules.length > 0
  const look = onceEach(async (frame: Frame, signal: AbortSignal): Promise<VisualObject[]> => {
    const found = builtIn ? await work(options, 'detect', frame, 'detect', { view: frame.view, settings }) : []
    for (const detector of plain) {
      try {
        found.push(...await detector.detect(frame.view, { signal }))
      } catch (error) {
        throw staged(error, 'detect', frame.index)
      }
    }
    return found
  })
  return async (frame, signal) => { frame.objects.push(...await look(frame, signal)) }
}
