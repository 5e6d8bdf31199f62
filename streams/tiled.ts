import { layoutOf } from '../lib/core/raster.js'
import type { FilledOptions } from '../lib/core/option-types.js'
import { mergeTiles, type TileFinds } from './merge-tiles.js'
import type { Frame } from '../lib/core/types.js'
import { viewLayout } from '../lib/core/view.js'
import { overviewLayout, tilesOf, type Tile } from '../lib/core/tiles.js'
import { poolOf } from '../workers/pool.js'
import type { Budget } from '../lib/core/budget.js'
import { work, type Step } from './work.js'

/** A step that finds things, for frames too large for memory too: it is shown those tile by tile, and the whole of them made smaller. */
export function inTiles(step: Step, options: FilledOptions): Step {
  let budget: Budget | undefined
  return async (frame, signal) => {
    if (!frame.pixels) return await step(frame, signal)
    budget ??= poolOf(options).budget()
    const look = async (tile?: Tile): Promise<TileFinds> => {
      signal.throwIfAborted()
      const layout = layoutOf(frame.raster)
      const { orientation } = frame.page
      const overview = overviewLayout(layout, orientation)
      const { width, height, channels } = tile ? viewLayout({ layout: { ...layout, width: tile.w, height: tile.h }, orientation }) : overview
      const memory = await budget!.lease(width * height * channels)
      try {
        const view = new Uint8Array(memory.buffer, 0, width * height * channels)
        const part: Frame = { ...frame, width, height, objects: [], words: [], unread: [], models: [], pixels: undefined, memory }
        part.view = await work(options, 'split', part, 'tile', { pixels: frame.pixels!, layout, orientation, tile, view, rendering: frame.rendering })
        if (!tile) part.page = { ...frame.page, ...frame.page.dpi !== undefined && { dpi: frame.page.dpi / overview.scale } }
        await step(part, signal)
        const { objects, words, unread, models } = part
        return tile ? { objects, words, unread, models, tile } : { objects, words, unread, models, scale: overview.scale }
      } finally {
        memory.release()
      }
    }
    const tiles = [undefined, ...tilesOf(frame.raster)]
    const sightings = new Array<TileFinds>(tiles.length)
    // As many at a time as there are workers.
    let next = 0
    const reader = async (): Promise<void> => {
      while (next < tiles.length) {
        const i = next++
        sightings[i] = await frame.memory!.hold(() => look(tiles[i]))
      }
    }
    const readers = await Promise.allSettled(Array.from({ length: poolOf(options).threads }, reader))
    for (const result of readers) if (result.status === 'rejected') throw result.reason
    const found = mergeTiles(sightings, frame)
    frame.objects.push(...found.objects)
    frame.words.push(...found.words)
    frame.unread.push(...found.unread)
    frame.models.push(...found.models)
  }
}
