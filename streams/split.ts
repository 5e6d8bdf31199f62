import type { Duplex } from 'node:stream'
import { codecOf } from '../lib/formats/index.js'
import type { CodecState } from '../lib/formats/codec.js'
import { fillOptions } from '../lib/core/options.js'
import type { EffaceOptions } from '../lib/core/option-types.js'
import { rasterBytes, rasterOf } from '../lib/core/raster.js'
import { Spool } from '../lib/core/spool.js'
import { PrivateFile, sectorsOf } from '../lib/core/private-file.js'
import type { EncodedPage, Frame, FrameMemory } from '../lib/core/types.js'
import { viewLayout } from '../lib/core/view.js'
import { poolOf } from '../workers/pool.js'
import type { Tasks } from '../workers/protocol.js'
import { ordered } from './ordered.js'
import { giveUp } from './skipping.js'
import { toStageError } from './stage-error.js'
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
    const { rereads } = codecOf(page.format)
    const decoded = await budget.sharing(page.data, data =>
      work(filled, 'split', frame, 'decode', { page: { ...page, data }, raster: raster.data, view, state: carried, digest: page.animated === true }))
    frame.view = decoded.view
    if (decoded.notes) frame.notes = decoded.notes
    if (decoded.renderings.length > 0) frame.renderings = decoded.renderings
    if (!rereads) page.data = NONE
    if (decoded.digest !== undefined) frame.digest = decoded.digest
    return decoded.state
  }

  /** A page too large for memory goes into a file. */
  const decodeLarge = async (page: EncodedPage): Promise<Frame> => {
    const { stored } = page
    try {
      const file = await PrivateFile.create()
      const memory = await budget.leaseFile(file)
      const frame = frameOf(page, NONE, NONE, memory)
      const length = rasterBytes(page.layout)
      const pixels = frame.pixels = { ...file.stored, offset: 0, length, overwritten: sectorsOf(length) }
      const decoding = (): Promise<Tasks['decodeLarge']['out']> => work(filled, 'split', frame, 'decodeLarge', { page, pixels })
      const { renderings, notes } = await (stored ? Spool.holding(stored, decoding) : decoding())
      if (renderings.length > 0) frame.renderings = renderings
      if (notes) frame.notes = notes
      return frame
    } catch (error) {
      throw toStageError(error, 'split', page.index)
    } finally {
      if (stored) Spool.letGo(stored)
      delete page.stored
      page.data = NONE
    }
  }

  const run = async (page: EncodedPage): Promise<Frame> => {
    if (page.large) return await decodeLarge(page)
    const { sequential, rereads } = codecOf(page.format)
    const before = state
    let settle: ((state: Promise<CodecState>) => void) | undefined
    let fail: ((reason: unknown) => void) | undefined
    if (sequential) {
      state = new Promise((resolve, reject) => { settle = resolve; fail = reject })
      state.catch(() => {})
    }
    try {
      const shape = viewLayout(page)
      const size = align(rasterBytes(page.layout))
      const viewSize = shape.aliases ? 0 : shape.width * shape.height * shape.channels
      budget.reserve(codecOf(page.format).composing?.(page) ?? 0)
      const memory = await budget.lease(size + viewSize + (rereads ? page.data.length : 0), page.animated ? heldBack(page, budget.limit) + 1 : 1)
      const raster = new Uint8Array(memory.buffer, 0, rasterBytes(page.layout))
      const view = shape.aliases ? undefined : new Uint8Array(memory.buffer, size, viewSize)
      if (rereads) {
        const data = new Uint8Array(memory.buffer, size + viewSize, page.data.length)
        data.set(page.data)
        page.data = data
      }
      const frame = frameOf(page, raster, view ?? raster, memory)
      const next = decodeInto(frame, view, sequential ? await before : undefined)
      settle?.(next)
      // Frames that build on one another cannot do without one.
      if (sequential) await next
      else await next.catch((error: unknown) => giveUp(frame, error, filled))
      return frame
    } catch (error) {
      const failure = toStageError(error, 'split', page.index)
      fail?.(failure)
      throw failure
    }
  }

  return abortable(ordered({ concurrency: pool.threads + 1, run, abandoned: () => budget.close() }), filled)
}

function frameOf(page: EncodedPage, raster: Uint8Array, view: Uint8Array, memory: FrameMemory): Frame {
  const { width, height, channels } = viewLayout(page)
  const frame: Frame = {
    index: page.index, width, height, page, memory, raster: rasterOf(page.layout, raster), view: { width, height, channels, data: view },
    objects: [], words: [], unread: [], text: '', entities: [], painted: [], ms: {}, languages: {}, models: [],
  }
  if (page.total !== undefined) frame.total = page.total
  return frame
}

/** What is left of most pages' encoded bytes once they are pixels: nothing, so that they do not travel along to the end. */
const NONE = new Uint8Array(0)

/** Rasters of 16-bit samples and views behind them start on a multiple of 8. */
const align = (bytes: number): number => Math.ceil(bytes / 8) * 8
