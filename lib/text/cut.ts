import type { Grey, Rotated } from '../core/grey.js'
import { boxOf } from './words.js'

/** Grey levels from the ground beside it on that make ink. */
const CONTRAST = 32
/** Shares of an edge along a line that are ink where the edge cuts letters: less is dust, more is a rule or a frame. */
const [LEAST, MOST] = [0.025, 0.85]
/** Of a line's height, how far the edge may lie from it: the detector's boxes are not exact. */
const NEAR = 0.2
/** Lines this much longer than high run along an edge; of others the edge cuts the ends. */
const LONG = 1.5

/**
 * Whether an edge of the picture runs lengthwise through the letters of a line. What is left of them reads as other letters, and surely so.
 *
 * @param page with that much ground on both sides, in pixels
 * @param line in pixels of that page
 */
export function isCutOff(line: Rotated, page: Grey, marginX: number, marginY: number): boolean {
  const { x, y, w, h } = boxOf(line, 0, 0, line.w, line.h)
  const [right, bottom] = [page.width - marginX - 1, page.height - marginY - 1]
  const along = w > LONG * h ? 1 : h > LONG * w ? page.width : 0
  if (along === 0) return false
  const [start, end] = along === 1 ? [Math.max(marginX, x), Math.min(right, x + w)] : [Math.max(marginY, y), Math.min(bottom, y + h)]
  const edges = along === 1
    ? [{ far: y - marginY, at: marginY * page.width, out: -page.width }, { far: bottom - y - h, at: bottom * page.width, out: page.width }]
    : [{ far: x - marginX, at: marginX, out: -1 }, { far: right - x - w, at: right, out: 1 }]
  return edges.some(({ far, at, out }) => {
    if (far > NEAR * Math.min(w, h)) return false
    let ink = 0
    for (let i = Math.round(start); i < Math.round(end); i++) {
      const place = at + i * along
      if (Math.abs(page.data[place] - page.data[place + out]) > CONTRAST) ink++
    }
    return ink >= LEAST * (end - start) && ink <= MOST * (end - start)
  })
}
