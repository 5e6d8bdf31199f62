import { Transform, type TransformCallback } from 'node:stream'
import { codecOf } from '../lib/formats/index.js'
import { fillOptions } from '../lib/core/options.js'
import type { EffaceOptions } from '../lib/core/option-types.js'
import { rasterBytes } from '../lib/core/raster.js'
import type { EncodedPage, Frame } from '../lib/core/types.js'
import { viewLayout } from '../lib/core/view.js'
import { TextTracker } from '../lib/tracking/text-tracker.js'
import { BoxTracker, defaultHold } from '../lib/tracking/box-tracker.js'
import { poolOf } from '../workers/pool.js'

/**
 * How many frames like this one track() may hold back, of a budget of so many bytes. A budget that lends less than one frame more would
 * stall it; one that lends more than it has is none. Frames are shown at least as well with fewer: see BoxTracker.
 */
export function heldBack(page: EncodedPage, budget: number): number {
  const view = viewLayout(page)
  const bytes = rasterBytes(page.layout) + (view.aliases ? 0 : view.width * view.height * view.channels)
  const room = Math.floor((budget - (codecOf(page.format).composing?.(page) ?? 0)) / bytes)
  return Math.max(0, Math.min(defaultHold, room - 1))
}

/**
 * Frames in, the same frames out, a few of them later: objects that a detector lost for up to three frames of an animation
 * stay covered in between, and so does text that was found in one frame and stands unchanged in its neighbours. Pages of documents are
 * passed on at once.
 *
 * @example
 * frames.pipe(find()).pipe(pii()).pipe(track()).pipe(redact())
 */
export function track<Own extends string = never>(options?: EffaceOptions<Own>): Transform {
  return new Track(poolOf(fillOptions(options)).budget().limit)
}

class Track extends Transform {
  #tracker: BoxTracker | undefined
  readonly #texts = new TextTracker()
  readonly #budget: number
  /** In the order they came, as the tracker gives them back. */
  readonly #held: Frame[] = []

  constructor(budget: number) {
    super({ objectMode: true, writableHighWaterMark: 1, readableHighWaterMark: 1 })
    this.#budget = budget
  }

  override _transform(frame: Frame, _encoding: BufferEncoding, callback: TransformCallback): void {
    if (!frame.page.animated) {
      callback(null, frame)
      return
    }
    this.#texts.push(frame, this.#held)
    this.#held.push(frame)
    this.#tracker ??= new BoxTracker({ hold: heldBack(frame.page, this.#budget), gap: defaultHold })
    this.#pass(this.#tracker.push(frame.index, frame.objects))
    callback()
  }

  override _flush(callback: TransformCallback): void {
    if (this.#tracker) this.#pass(this.#tracker.flush())
    callback()
  }

  #pass(done: ReturnType<BoxTracker['flush']>): void {
    for (const { objects } of done) {
      const frame = this.#held.shift()!
      frame.objects = objects
      this.push(frame)
    }
  }
}
