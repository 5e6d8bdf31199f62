import { share } from '../core/geometry.js'
import type { Box, Entity, Frame, View } from '../core/types.js'
import { defaultHold } from './box-tracker.js'

/** What the tracker looks at of a frame, and fills in. */
export type TextFrame = Pick<Frame, 'width' | 'height' | 'view' | 'entities' | 'failed'>

/** A box of an entity, with the pixels of the frame in which it was found. */
interface Patch { entity: Entity, box: Box, pixels: Pixels | undefined, missed: number }

/** A rectangle of a view, in its whole pixels. `view`: the width and height of that view. */
interface Pixels extends Box { channels: number, data: Uint8Array, view: { width: number, height: number } }

/** Of an entity's box, painted in a frame in any case: so much of it counts as all. */
const WHOLE = 0.95
/**
 * Two pieces of text look the same from this correlation on. Measured on pieces of rendered figures and letters of 12 to 40 px: the same ones in
 * another colour, after JPEG at quality 60 or in a palette of 16 colours 0.955 and more, other figures at their place 0.88 and less (median 0.47).
 */
const SAME = 0.9
/** Deviation, in levels, of a piece that shows something: below it lies the noise of dithering and of JPEG on an even ground. */
const INK = 12
/** So many levels an even ground may differ and is the same. */
const NEARLY = 10
/** Of the pieces that show something, so many have to be the same: one alone may look alike by chance. */
const SHARE = 0.25

/**
 * Follows text over the frames of an animation: what was found in one frame and stands unchanged in its neighbours stays an entity there, though
 * it was not found in them. A pointer over one digit does not open the others for an instant, nor a fade or a flash.
 *
 * Text is followed forward for as long as it stands there, and may be out of sight for `gap` frames; backward over the frames that are still held.
 *
 * @example
 * const tracker = new TextTracker()
 * tracker.push(frame, held) // held and frame may have got entities
 */
export class TextTracker {
  readonly #gap: number
  #patches: Patch[] = []

  constructor({ gap = defaultHold }: { gap?: number } = {}) {
    this.#gap = gap
  }

  /** @param held earlier frames that can still be changed, in their order */
  push(frame: TextFrame, held: readonly TextFrame[]): void {
    const patch = (entity: Entity) => (box: Box): Patch => ({ entity, box, pixels: pixelsOf(frame, box), missed: 0 })
    const own = frame.failed ? [] : frame.entities.flatMap(entity => entity.boxes.map(patch(entity)))
    for (const earlier of held.slice(-this.#gap)) for (const patch of own) hold(patch, earlier)
    this.#patches = this.#patches.filter(patch => {
      const seen = hold(patch, frame)
      if (seen === 'found') return false
      // Of a page too large for memory nothing can be compared: it is held blindly, for as long as what is out of sight.
      patch.missed = seen === 'held' && patch.pixels ? 0 : patch.missed + 1
      return patch.missed <= this.#gap
    })
    this.#patches.push(...own)
  }
}

/** Gives the frame a patch that still stands in it. `found`: it was found there, too; `gone`: it is not there. */
function hold({ entity, box, pixels }: Patch, frame: TextFrame): 'found' | 'held' | 'gone' {
  if (frame.failed) return 'gone'
  if (frame.entities.some(({ boxes }) => boxes.some(other => share(box, other) >= WHOLE))) return 'found'
  if (pixels && !stands(pixels, frame)) return 'gone'
  frame.entities.push({ ...entity, boxes: [box], held: true })
  return 'held'
}

function pixelsOf({ view, width, height }: TextFrame, box: Box): Pixels | undefined {
  if (view.data.length === 0) return
  const [sx, sy] = [view.width / width, view.height / height]
  const x = Math.max(0, Math.floor(box.x * sx))
  const y = Math.max(0, Math.floor(box.y * sy))
  const w = Math.min(view.width, Math.ceil((box.x + box.w) * sx)) - x
  const h = Math.min(view.height, Math.ceil((box.y + box.h) * sy)) - y
  if (w <= 0 || h <= 0) return
  const data = new Uint8Array(w * h * view.channels)
  const row = w * view.channels
  for (let i = 0; i < h; i++) {
    const from = ((y + i) * view.width + x) * view.channels
    data.set(view.data.subarray(from, from + row), i * row)
  }
  return { x, y, w, h, channels: view.channels, data, view: { width: view.width, height: view.height } }
}

/** Whether the frame shows a patch as it was, or enough of it: then what something else hides of it may show at that thing's edges. */
function stands(patch: Pixels, { view }: TextFrame): boolean {
  const { w, h, channels } = patch
  if (view.channels !== channels || view.width !== patch.view.width || view.height !== patch.view.height || view.data.length === 0) return false
  // Pieces about as long as a letter or two, along the line.
  const along = w >= h
  const count = Math.max(1, Math.round(Math.max(w, h) / Math.min(w, h)))
  let same = 0, inked = 0, even = true
  for (let i = 0; i < count; i++) {
    const from = Math.floor(Math.max(w, h) * i / count)
    const size = Math.floor(Math.max(w, h) * (i + 1) / count) - from
    const { ink, correlation, apart } = compare(patch, view, along ? { x: from, y: 0, w: size, h } : { x: 0, y: from, w, h: size })
    even &&= apart <= NEARLY
    if (ink < INK) continue
    inked++
    if (correlation >= SAME) same++
  }
  // What was found in another rendering does not show in the view: then all of it has to be as it was.
  return inked === 0 ? even : same > 0 && same >= SHARE * inked
}

/** How a piece of a patch and the view at its place differ: deviation of the patch's own samples, their correlation, and mean difference in levels. */
function compare({ x, y, w, channels, data }: Pixels, view: View, piece: Box): { ink: number, correlation: number, apart: number } {
  const n = piece.w * piece.h
  let ink = 0, other = 0, both = 0, apart = 0
  for (let c = 0; c < channels; c++) {
    let a = 0, b = 0, aa = 0, bb = 0, ab = 0
    for (let j = piece.y; j < piece.y + piece.h; j++) {
      let at = (j * w + piece.x) * channels + c
      let there = ((y + j) * view.width + x + piece.x) * channels + c
      for (let i = 0; i < piece.w; i++, at += channels, there += channels) {
        const p = data[at]!
        const q = view.data[there]!
        a += p
        b += q
        aa += p * p
        bb += q * q
        ab += p * q
        apart += Math.abs(p - q)
      }
    }
    ink += aa - a * a / n
    other += bb - b * b / n
    both += ab - a * b / n
  }
  return { ink: Math.sqrt(Math.max(0, ink) / n / channels), correlation: ink > 0 && other > 0 ? both / Math.sqrt(ink * other) : 0, apart: apart / n / channels }
}
