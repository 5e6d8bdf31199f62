import type { FilledOptions } from '../lib/options.js'
import { detectStep } from './detect.js'
import { ocrStep } from './ocr.js'
import { work, type Step } from './work.js'

/** Objects and words of a frame, looked for side by side, so that one large picture keeps two workers busy; then signatures. */
export function findStep(options: FilledOptions): Step {
  const steps = [detectStep(options), ocrStep(options)]
  const signatures = options.objects.includes('SIGNATURE')
  return async (frame, signal) => {
    // Both are waited for even if one fails: the frame's memory is in use until the last has settled.
    const results = await Promise.allSettled(steps.map(step => step(frame, signal)))
    for (const result of results) if (result.status === 'rejected') throw result.reason
    // Signatures are looked for beside words such as 'Signed'.
    if (signatures) frame.objects.push(...await work(options, 'detect', frame, 'signatures', { view: frame.view, words: frame.words }))
  }
}
