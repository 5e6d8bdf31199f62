import { Transform, type TransformCallback } from 'node:stream'
import { codecOf } from '../lib/formats/index.js'
import type { Frame } from '../lib/types.js'
import { BoxTracker, defaultHold } from '../lib/vision/track.js'

/** How many frames track() may hold back. A budget that lends less than one frame more would stall it. */
export const heldBack = defaultHold

/**
 * Frames in, the same frames out, a few of them later: objects that a detector lost for up to three frames of an animation
 * stay covered in between. Pages of documents are passed on at once.
 *
 * @example
 * frames.pipe(detect()).pipe(track()).pipe(redact())
 */
export function track(): Transform {
  return new Track()
}

class Track extends Transform {
  readonly #tracker = new BoxTracker()
  /** In the order they came, as the tracker gives them back. */
  readonly #held: Frame[] = []

  constructor() { super({ objectMode: true, writableHighWaterMark: 1, readableHighWaterMark: 1 }) }

  override _transform(frame: Frame, _encoding: BufferEncoding, callback: TransformCallback): void {
    if (!codecOf(frame.page.format).stateful) {
      callback(null, frame)
      return
    }
    this.#held.push(frame)
    this.#pass(this.#tracker.push(frame.index, frame.objects))
    callback()
  }

  override _flush(callback: TransformCallback): void {
    this.#pass(this.#tracker.flush())
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
