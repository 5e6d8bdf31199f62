import { mergeFinds } from './merge-renderings.js'
import { mergeTiles, type TileFinds } from './merge-tiles.js'
import type { FilledOptions } from '../lib/core/option-types.js'
import { inMemory, layoutOf } from '../lib/core/pixel-store.js'
import { rasterOf } from '../lib/core/raster.js'
import { tilesOf, wholeViewLayout, type Tile } from '../lib/core/tiles.js'
import type { Frame } from '../lib/core/types.js'
import { viewLayout } from '../lib/core/view.js'
import { poolOf } from '../workers/pool.js'
import type { Budget } from '../lib/core/budget.js'
import { work, type Step } from './work.js'

/** A step that finds things in a view, for all that a viewer may show of a frame: each of its renderings, tile by tile where it lies in a file. */
export function inEachView(step: Step, options: FilledOptions): Step {
  return inEachRendering(inTiles(step, options), options)
}

/** The view of pixels that were painted since. Of those in a file there is none to renew: it is made anew for each look. */
export async function renewView(frame: Frame, options: FilledOptions): Promise<void> {
  const { raster, view, page: { orientation } } = frame
  if (inMemory(raster)) frame.view = await work(options, 'redact', frame, 'view', { raster, orientation, view: view.data })
}

function inEachRendering(step: Step, options: FilledOptions): Step {
  let budget: Budget | undefined
  return async (frame, signal) => {
    await step(frame, signal)
    const { view: { width, height, channels }, raster, page: { orientation } } = frame
    for (const rendering of frame.renderings ?? []) {
      signal.throwIfAborted()
      const seen: Frame = { ...frame, rendering, objects: [], words: [], unread: [], models: [] }
      if (frame.digest !== undefined) seen.digest = `${frame.digest} ${JSON.stringify(rendering)}`
      if (inMemory(raster)) {
        budget ??= poolOf(options).budget()
        await budget.withSlab(width * height * channels, async view => {
          seen.view = await work(options, 'split', frame, 'view', { raster, orientation, view, rendering })
          await step(seen, signal)
        })
      } else await step(seen, signal)
      mergeFinds(frame, seen)
    }
  }
}

/** As it is, a frame in memory; one in a file by its tiles, and the whole of it made smaller. */
function inTiles(step: Step, options: FilledOptions): Step {
  let budget: Budget | undefined
  return async (frame, signal) => {
    const tiles = tilesOf(frame.raster)
    if (tiles.length === 0) return await step(frame, signal)
    budget ??= poolOf(options).budget()
    const looks = [undefined, ...tiles]
    const finds = new Array<TileFinds>(looks.length)
    // As many at a time as there are workers.
    let next = 0
    const reader = async (): Promise<void> => {
      while (next < looks.length) {
        const i = next++
        finds[i] = await frame.memory!.hold(() => findInTile(frame, looks[i], step, budget!, options, signal))
      }
    }
    const readers = await Promise.allSettled(Array.from({ length: poolOf(options).threads }, reader))
    for (const result of readers) if (result.status === 'rejected') throw result.reason
    const found = mergeTiles(finds, frame)
    frame.objects.push(...found.objects)
    frame.words.push(...found.words)
    frame.unread.push(...found.unread)
    frame.models.push(...found.models)
  }
}

/** What a step finds in a tile of a frame, or in the whole of it made smaller. */
async function findInTile(frame: Frame, tile: Tile | undefined, step: Step, budget: Budget, options: FilledOptions, signal: AbortSignal): Promise<TileFinds> {
  signal.throwIfAborted()
  const { raster, rendering, page: { orientation, dpi } } = frame
  const layout = layoutOf(raster)
  const whole = wholeViewLayout(raster, orientation)
  const { width, height, channels } = tile ? viewLayout({ layout: { ...layout, width: tile.w, height: tile.h }, orientation }) : whole
  const memory = await budget.lease(width * height * channels)
  try {
    const view = new Uint8Array(memory.buffer, 0, width * height * channels)
    const part: Frame = { ...frame, raster: rasterOf(layout, raster.data), width, height, objects: [], words: [], unread: [], models: [], memory }
    part.view = await work(options, 'split', part, 'view', { raster, orientation, tile, view, rendering })
    if (!tile && dpi !== undefined) part.page = { ...frame.page, dpi: dpi / whole.scale }
    await step(part, signal)
    const { objects, words, unread, models } = part
    return tile ? { objects, words, unread, models, tile } : { objects, words, unread, models, scale: whole.scale }
  } finally {
    memory.release()
  }
}
