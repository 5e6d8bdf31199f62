import type { Duplex } from 'node:stream'
import type { Budget } from '../lib/core/budget.js'
import { codecOf } from '../lib/formats/index.js'
import type { CodecState } from '../lib/formats/codec.js'
import { fillOptions } from '../lib/core/options.js'
import type { EffaceOptions, FilledOptions } from '../lib/core/option-types.js'
import { storeInFile } from '../lib/core/pixel-store.js'
import { rasterBytes, rasterOf } from '../lib/core/raster.js'
import { Spool } from '../lib/core/spool.js'
import { PrivateFile } from '../lib/core/private-file.js'
import type { EncodedPage, Frame, FrameMemory, PixelStore } from '../lib/core/types.js'
import { viewLayout } from '../lib/core/view.js'
import { poolOf } from '../workers/pool.js'
import { ordered } from './ordered.js'
import { giveUp } from './skipping.js'
import { toStageError } from './stage-error.js'
import { heldBack } from './track.js'
import { abortable, work } from './work.js'

/** What is known of the stages behind. */
export interface SplitSettings {
  /** Whether frames get views: not where nobody looks at them. Default true. */
  views?: boolean
}

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
export function split<Own extends string = never>(options?: EffaceOptions<Own>, { views = true }: SplitSettings = {}): Duplex {
  const filled = fillOptions(options)
  const pool = poolOf(filled)
  const budget = pool.budget()
  let state: Promise<CodecState> = Promise.resolve(undefined)

  const run = async (page: EncodedPage): Promise<Frame> => {
    const { sequential } = codecOf(page.format)
    const before = state
    let settle: ((state: Promise<CodecState>) => void) | undefined
    let fail: ((reason: unknown) => void) | undefined
    if (sequential) {
      state = new Promise((resolve, reject) => { settle = resolve; fail = reject })
      state.catch(() => {})
    }
    try {
      const place = page.large ? await placeInFile(page, budget) : await placeInMemory(page, budget, views)
      const frame = frameOf(page, place)
      const next = decodeFrame(frame, place.view, sequential ? await before : undefined, budget, filled, views)
      settle?.(next)
      // Frames that build on one another cannot do without one.
      if (sequential) await next
      else await next.catch((error: unknown) => giveUp(frame, error, filled))
      return frame
    } catch (error) {
      const failure = toStageError(error, 'split', page.index)
      fail?.(failure)
      throw failure
    } finally {
      if (page.spooled) Spool.letGo(page.spooled)
      delete page.spooled
    }
  }

  return abortable(ordered({ concurrency: pool.threads + 1, run, abandoned: () => budget.close() }), filled)
}

/** Where the pixels of a page go. `view`: where its view goes, if it has memory of its own. */
interface Place { memory: FrameMemory, raster: PixelStore, view?: Uint8Array }

async function placeInMemory(page: EncodedPage, budget: Budget, views: boolean): Promise<Place> {
  const { rereads: again, composing } = codecOf(page.format)
  const rereads = again?.(page) === true
  const shape = viewLayout(page)
  const size = align(rasterBytes(page.layout))
  const viewSize = shape.aliases || !views ? 0 : shape.width * shape.height * shape.channels
  budget.reserve(composing?.(page) ?? 0)
  const memory = await budget.lease(size + viewSize + (rereads ? page.data.length : 0), page.animated ? heldBack(page, budget.limit) + 1 : 1)
  const view = shape.aliases ? undefined : new Uint8Array(memory.buffer, size, viewSize)
  if (rereads) {
    const data = new Uint8Array(memory.buffer, size + viewSize, page.data.length)
    data.set(page.data)
    page.data = data
  }
  return { memory, raster: rasterOf(page.layout, new Uint8Array(memory.buffer, 0, rasterBytes(page.layout))), view }
}

async function placeInFile({ layout }: EncodedPage, budget: Budget): Promise<Place> {
  const file = await PrivateFile.create()
  const memory = await budget.leaseFile(file)
  await file.handle.truncate(rasterBytes(layout))
  return { memory, raster: storeInFile(layout, file.spooled) }
}

async function decodeFrame(
  frame: Frame, view: Uint8Array | undefined, carried: CodecState, budget: Budget, options: FilledOptions, looked: boolean,
): Promise<CodecState> {
  const { page, raster } = frame
  const rereads = codecOf(page.format).rereads?.(page) === true
  const decode = (data: Uint8Array): ReturnType<typeof work<'decode'>> =>
    work(options, 'split', frame, 'decode', { page: { ...page, data }, raster, view, looked, state: carried, digest: looked && page.animated === true })
  const decoded = await Spool.holding(page.spooled, () => budget.sharing(page.data, decode))
  if (decoded.view) frame.view = decoded.view
  if (decoded.notes) frame.notes = decoded.notes
  if (decoded.renderings.length > 0) frame.renderings = decoded.renderings
  if (!rereads) page.data = NONE
  if (decoded.digest !== undefined) frame.digest = decoded.digest
  return decoded.state
}

function frameOf(page: EncodedPage, { memory, raster, view = raster.data }: Place): Frame {
  const { width, height, channels } = viewLayout(page)
  const frame: Frame = {
    index: page.index, width, height, page, memory, raster, view: { width, height, channels, data: view },
    objects: [], words: [], unread: [], text: '', entities: [], painted: [], ms: {}, languages: {}, models: [],
  }
  if (page.total !== undefined) frame.total = page.total
  return frame
}

/** What is left of most pages' encoded bytes once they are pixels: nothing, so that they do not travel along to the end. */
const NONE = new Uint8Array(0)

/** Rasters of 16-bit samples and views behind them start on a multiple of 8. */
const align = (bytes: number): number => Math.ceil(bytes / 8) * 8
