import type { Duplex } from 'node:stream'
import { codecOf } from '../lib/formats/index.js'
import type { CodecState } from '../lib/formats/codec.js'
import { fillOptions, type EffaceOptions } from '../lib/options.js'
import { rasterBytes } from '../lib/raster.js'
import type { EncodedPage, Frame } from '../lib/types.js'
import { viewLayout } from '../lib/view.js'
import { poolOf } from '../workers/pool.js'
import { ordered } from './ordered.js'
import { staged } from './staged.js'
import { heldBack } from './track.js'
import { abortable, work } from './work.js'

/**
 * {@link EncodedPage}s in, {@link Frame}s with pixels out. A frame waits here until the pipeline's budget has room for
 * its pixels, so this is the place where backpressure begins. Whoever takes frames out of a pipeline calls
 * `frame.memory.release()` on them; encode() does.
 *
 * @example
 * createReadStream('scan.tif').pipe(decode()).pipe(split()).on('data', frame => {
 *   console.log(frame.index, frame.view.width)
 *   frame.memory?.release()
 * })
 */
export function split(options?: EffaceOptions): Duplex {
  const filled = fillOptions(options)
  const pool = poolOf(filled)
  const budget = pool.budget()
  let state: Promise<CodecState> = Promise.resolve(undefined)

  const decodeInto = async (frame: Frame, view: Uint8Array | undefined, carried: CodecState): Promise<CodecState> => {
    const { page, raster } = frame
    const digest = codecOf(page.format).stateful
    const decoded = await work(filled, 'split', frame, 'decode', { page, raster: raster.data, view, state: carried, digest })
    frame.view = decoded.view
    page.data = NONE
    if (decoded.digest !== undefined) frame.digest = decoded.digest
    return decoded.state
  }

  const run = async (page: EncodedPage): Promise<Frame> => {
    const { stateful } = codecOf(page.format)
    const before = state
    let settle: ((state: Promise<CodecState>) => void) | undefined
    let fail: ((reason: unknown) => void) | undefined
    if (stateful) {
      state = new Promise((resolve, reject) => { settle = resolve; fail = reject })
      state.catch(() => {})
    }
    try {
      const shape = viewLayout(page)
      const size = align(rasterBytes(page.layout))
      const viewSize = shape.aliases ? 0 : shape.width * shape.height * shape.channels
      const memory = await budget.lease(size + viewSize, stateful ? heldBack + 2 : 1)
      const raster = { ...page.layout, data: new Uint8Array(memory.buffer, 0, rasterBytes(page.layout)) }
      const view = shape.aliases ? undefined : new Uint8Array(memory.buffer, size, viewSize)
      const frame: Frame = {
        index: page.index, width: shape.width, height: shape.height, page, raster, memory,
        view: { width: shape.width, height: shape.height, channels: shape.channels, data: view ?? raster.data },
        objects: [], words: [], unread: [], text: '', entities: [], painted: [], ms: {}, languages: {}, models: [],
      }
      if (page.total !== undefined) frame.total = page.total
      const next = decodeInto(frame, view, stateful ? await before : undefined)
      settle?.(next)
      await next
      return frame
    } catch (error) {
      const failure = staged(error, 'split', page.index)
      fail?.(failure)
      throw failure
    }
  }

  return abortable(ordered({ concurrency: pool.threads + 1, run, abandoned: () => budget.close() }), filled)
}

/** What is left of a page's encoded bytes once they are pixels: nothing, so that they do not travel along to the end. */
const NONE = new Uint8Array(0)

/** Rasters of 16-bit samples and views behind them start on a multiple of 8. */
const align = (bytes: number): number => Math.ceil(bytes / 8) * 8
