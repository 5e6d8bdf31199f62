import { mergeFinds } from './merge-renderings.js'
import type { FilledOptions } from '../lib/core/option-types.js'
import type { Frame } from '../lib/core/types.js'
import { poolOf } from '../workers/pool.js'
import type { Budget } from '../lib/core/budget.js'
import { work, type Step } from './work.js'

/** A step that finds things, for all of a frame's renderings: what any viewer may show is looked at. */
export function inEachRendering(step: Step, options: FilledOptions): Step {
  let budget: Budget | undefined
  return async (frame, signal) => {
    await step(frame, signal)
    const { view: { width, height, channels }, raster, page: { orientation } } = frame
    for (const rendering of frame.renderings ?? []) {
      signal.throwIfAborted()
      const seen: Frame = { ...frame, rendering, objects: [], words: [], unread: [], models: [] }
      if (frame.digest !== undefined) seen.digest = `${frame.digest} ${JSON.stringify(rendering)}`
      if (frame.pixels) await step(seen, signal)
      else {
        budget ??= poolOf(options).budget()
        await budget.withSlab(width * height * channels, async view => {
          seen.view = await work(options, 'split', frame, 'view', { raster, orientation, view, rendering })
          await step(seen, signal)
        })
      }
      mergeFinds(frame, seen)
    }
  }
}
