import { intersection } from '../core/geometry.js'
import type { Box } from '../core/types.js'
import { LINE, textWidth } from './font.js'

/** The least that can be read, in pixels an em. */
const LEAST = 12
/** Letters of tags are so much of the longer side of the picture. */
const SHARE = 1 / 80
/** Pixels left and right of the text, of an em. */
const MARGIN = 0.3
const FARTHEST = 4

/** How large the letters of tags are in a picture, in pixels an em. */
export const tagSize = ({ width, height }: { width: number, height: number }): number => Math.max(LEAST, Math.round(Math.max(width, height) * SHARE))

/**
 * Where the tags of boxes stand: by the box, above it if possible, over as little of other boxes as can be, and never over another tag. A tag
 * that has no such place is left out.
 *
 * @param farthest how many heights of a tag it may be moved away from its box
 * @returns for each box the place of its tag
 */
export function placeTags(
  boxes: readonly (Box & { label: string })[], picture: { width: number, height: number },
  { size = tagSize(picture), farthest = FARTHEST }: { size?: number, farthest?: number } = {},
): (Box | undefined)[] {
  const taken: Box[] = []
  const h = Math.ceil(size * LINE)
  return boxes.map(box => {
    const w = Math.ceil(textWidth(box.label, size) + 2 * MARGIN * size)
    let best: Box | undefined
    let least = Infinity
    for (const place of places(box, { w, h }, picture, farthest)) {
      if (taken.some(tag => intersection(tag, place) > 0)) continue
      const hidden = boxes.reduce((sum, other) => sum + intersection(other, place), 0)
      if (hidden < least) [best, least] = [place, hidden]
      if (least === 0) break
    }
    if (best) taken.push(best)
    return best
  })
}

/** From the best to the worst; all within the picture. */
function * places({ x, y, w, h }: Box, tag: Pick<Box, 'w' | 'h'>, { width, height }: { width: number, height: number }, farthest: number): Generator<Box> {
  const [left, right] = [Math.floor(x), Math.ceil(x + w)]
  const [above, below] = [Math.floor(y) - tag.h, Math.ceil(y + h)]
  const within = (x: number, y: number): Box => ({ ...tag, x: Math.max(0, Math.min(width - tag.w, x)), y: Math.max(0, Math.min(height - tag.h, y)) })
  if (tag.w > width || tag.h > height) return
  for (const at of [left, right - tag.w]) for (const top of [above, below]) yield within(at, top)
  for (const top of [Math.floor(y), below - tag.h]) for (const at of [right, left - tag.w]) yield within(at, top)
  for (let step = 1; step <= farthest; step++) {
    for (const at of [left, right - tag.w]) for (const top of [above - step * tag.h, below + step * tag.h]) yield within(at, top)
  }
}
