import { layoutOf } from '../lib/core/raster.js'
import type { FilledOptions } from '../lib/core/option-types.js'
import { gather, type Sighting } from './merge-tiles.js'
import type { Frame } from '../lib/core/types.js'
import { viewLayout } from '../lib/core/view.js'
import { overviewLayout, windowsOf, type Window } from '../lib/core/tiles.js'
import { poolOf } from '../workers/pool.js'
import type { Budget } from '../lib/core/budget.js'
import { work, type Step } from './work.js'

/** A step that finds things, for frames too large for memory too: it is shown those window by window, and the whole of them made smaller. */
export function windowed(step: Step, options: FilledOptions): Step {
  let budget: Budget | undefined
  return async (frame, signal) => {
    if (!frame.pixels) return await step(frame, signal)
    budget ??= poolOf(options).budget()
    const look = async (window?: Window): Promise<Sighting> => {
      signal.throwIfAborted()
      const layout = layoutOf(frame.raster)
      const { orientation } = frame.page
      const overview = overviewLayout(layout, orientation)
      const { width, height, channels } = window ? viewLayout({ layout: { ...layout, width: window.w, height: window.h }, orientation }) : overview
      const memory = await budget!.lease(width * height * channels)
      try {
        const view = new Uint8Array(memory.buffer, 0, width * height * channels)
        const part: Frame = { ...frame, width, height, objects: [], words: [], unread: [], models: [], pixels: undefined, memory }
        part.view = await work(options, 'split', part, 'window', { pixels: frame.pixels!, layout, orientation, window, view, rendering: frame.rendering })
        if (!window) part.page = { ...frame.page, ...frame.page.dpi !== undefined && { dpi: frame.page.dpi / overview.scale } }
        await step(part, signal)
        const { objects, words, unread, models } = part
        return window ? { objects, words, unread, models, window } : { objects, words, unread, models, scale: overview.scale }
      } finally {
        memory.release()
      }
    }
    const windows = [undefined, ...windowsOf(frame.raster)]
    const sightings = new Array<Sighting>(windows.length)
    // As many at a time as there are workers.
    let next = 0
    const reader = async (): Promise<void> => {
      while (next < windows.length) {
        const i = next++
        sightings[i] = await frame.memory!.hold(() => look(windows[i]))
      }
    }
    const readers = await Promise.allSettled(Array.from({ length: poolOf(options).threads }, reader))
    for (const result of readers) if (result.status === 'rejected') throw result.reason
    const found = gather(sightings, frame)
    frame.objects.push(...found.objects)
    frame.words.push(...found.words)
    frame.unread.push(...found.unread)
    frame.models.push(...found.models)
  }
}
