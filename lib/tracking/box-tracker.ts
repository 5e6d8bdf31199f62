import type { Box, Point, VisualObject } from '../core/types.js'

/** Frames in a row that an object may be missing from and still counts as there. */
export const defaultHold = 3

/** The objects of one frame, with holes filled. */
export interface TrackedFrame { index: number, objects: VisualObject[] }

interface Track {
  last: VisualObject
  /** Number of frames pushed before the one where the object was last seen. */
  at: number
}

/** Boxes whose centres are farther apart than this, in mean box sides and per frame between them, are different objects. */
const reach = 0.5
/** … and so are boxes of which one has more than this many times the other's side. */
const growth = 2

/**
 * Follows objects over the frames of an animation and fills the holes where a detector lost one for a moment. An object that is
 * seen again within `hold + 1` frames, near the place where it was, gets boxes in between, interpolated.
 *
 * The look-ahead is bounded: a frame comes out once `hold` further frames have been pushed, and at the end with `flush()`. With a `hold`
 * of less than `gap`, the next sight of an object may come too late for the frames it was missing from: they then bear the box where it
 * was last seen, whether it is seen again or not.
 *
 * @example
 * const tracker = new BoxTracker()
 * for (const frame of frames) for (const done of tracker.push(frame.index, frame.objects)) use(done)
 * for (const done of tracker.flush()) use(done)
 */
export class BoxTracker {
  readonly #hold: number
  /** So many frames in a row an object may be missing from. */
  readonly #gap: number
  #waiting: TrackedFrame[] = []
  #tracks: Track[] = []
  #pushed = 0

  constructor({ hold = defaultHold, gap = hold }: { hold?: number, gap?: number } = {}) {
    this.#hold = hold
    this.#gap = gap
  }

  /** Takes the next frame; gives back the frames, in order, that can no longer change. */
  push(index: number, objects: readonly VisualObject[]): TrackedFrame[] {
    const now = this.#pushed++
    this.#waiting.push({ index, objects: [...objects] })
    this.#tracks = this.#tracks.filter(track => now - track.at <= this.#gap + 1)
    const seen: Track[] = []
    const pairs = objects.flatMap(object => this.#tracks.map(track => ({ object, track, distance: distance(track.last, object, now - track.at) })))
    const [takenTracks, takenObjects] = [new Set<Track>(), new Set<VisualObject>()]
    for (const { object, track, distance } of pairs.sort((a, b) => a.distance - b.distance)) {
      if (distance > 1 || takenTracks.has(track) || takenObjects.has(object)) continue
      takenTracks.add(track)
      takenObjects.add(object)
      this.#fill(track, object, now)
    }
    if (this.#hold < this.#gap) {
      const missing = this.#tracks.filter(track => !takenTracks.has(track) && now - track.at <= this.#gap)
      this.#waiting.at(-1)!.objects.push(...missing.map(({ last }) => ({ ...last })))
    }
    for (const object of objects) seen.push({ last: object, at: now })
    this.#tracks = [...this.#tracks.filter(track => !takenTracks.has(track)), ...seen]
    return this.#waiting.splice(0, Math.max(0, this.#waiting.length - this.#hold))
  }

  /** The frames that are still held back, at the end of the animation. The tracker is then as new. */
  flush(): TrackedFrame[] {
    this.#tracks = []
    this.#pushed = 0
    return this.#waiting.splice(0)
  }

  /** Puts the object into the frames between its last sight and this one. */
  #fill({ last, at }: Track, object: VisualObject, now: number): void {
    for (let gap = at + 1; gap < now; gap++) {
      // It may have had to go before this was known.
      const frame: TrackedFrame | undefined = this.#waiting[this.#waiting.length - 1 - (now - gap)]
      frame?.objects.push(between(last, object, (gap - at) / (now - at)))
    }
  }
}

/** How far an object would have moved, in units of what it may: up to 1 it can be the same one. */
function distance(a: VisualObject, b: VisualObject, frames: number): number {
  if (a.type !== b.type) return Infinity
  const [sideA, sideB] = [Math.sqrt(a.w * a.h), Math.sqrt(b.w * b.h)]
  if (Math.max(sideA, sideB) > growth * Math.min(sideA, sideB)) return Infinity
  const apart = Math.hypot(a.x + a.w / 2 - b.x - b.w / 2, a.y + a.h / 2 - b.y - b.h / 2)
  return apart / (reach * frames * (sideA + sideB) / 2)
}

/** The object on its way from a (0) to b (1). */
function between(a: VisualObject, b: VisualObject, share: number): VisualObject {
  const mix = (from: number, to: number) => from + (to - from) * share
  const box: Box = { x: mix(a.x, b.x), y: mix(a.y, b.y), w: mix(a.w, b.w), h: mix(a.h, b.h) }
  const object: VisualObject = { type: a.type, score: Math.min(a.score, b.score), ...box }
  if (!a.quad || !b.quad) return object
  const quad = a.quad.map((point, i): Point => ({ x: mix(point.x, b.quad![i].x), y: mix(point.y, b.quad![i].y) }))
  return { ...object, quad: quad as VisualObject['quad'] }
}
