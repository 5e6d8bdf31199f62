import type { Box, View, VisualObject, Word } from '../core/types.js'
import { eachComponent } from '../core/components.js'
import { clip, intersection, roundOut, union } from '../core/geometry.js'

// Tried on drawn strokes and rules only (test/text/signatures.test.ts): no set of signed pages of a free licence was at hand.

const anchorText = /^\W*(signatures?|signature\(s\)|signed|unterschrift|x_{2,}|_{2,}x)\W*$|^signature\W/i
/** Words read as surely as this are print, not handwriting. */
const surelyRead = 0.75
/** Where to look, in heights of the anchor: to its right on the line, and above it where it is the caption of a line. */
const reachRight = 16
const reachAbove = 3.2

/** A connected piece of ink. */
interface Stroke extends Box { pixels: number }

/**
 * Signatures: handwriting beside or above words such as "Signature", "Signed" or "X____". Handwriting is told from print by its
 * strokes: pieces of ink that are larger than the letters of the anchor, long and thin for the area they span.
 *
 * @param words of the same view, as an OCR engine read them
 * @returns objects of type SIGNATURE, in pixels of the view
 */
export function detectSignatures(view: View, words: readonly Word[]): VisualObject[] {
  const print = words.filter(word => word.confidence >= surelyRead && /[\p{L}\p{N}]{2}/u.test(word.text))
  const found: VisualObject[] = []
  for (const anchor of words.filter(word => anchorText.test(word.text) && word.h < word.w * 2)) {
    const candidates = regions(anchor, print)
      .map(region => handwriting(view, region, anchor, print))
      .filter(object => object !== undefined)
    const best = candidates.sort((a, b) => b.score - a.score)[0]
    if (best && !found.some(other => intersection(other, best) > 0)) found.push(best)
  }
  return found
}

/** The places beside and above an anchor where one signs, as far as the next print. */
function regions(anchor: Word, print: readonly Word[]): Box[] {
  const h = anchor.h
  const sameLine = print.filter(word => word !== anchor && word.x > anchor.x && word.y < anchor.y + 0.7 * h && word.y + word.h > anchor.y + 0.3 * h)
  // "Signature of the patient": one signs after the last word.
  let start = anchor.x + anchor.w
  let end = start + reachRight * h
  for (const word of sameLine.sort((a, b) => a.x - b.x)) {
    if (word.x < start + 1.2 * h) start = Math.max(start, word.x + word.w)
    else {
      end = Math.min(end, word.x)
      break
    }
  }
  const beside = { x: start, y: anchor.y - 1.5 * h, w: end - start, h: 3.2 * h }
  const above = { x: anchor.x - h, y: anchor.y - reachAbove * h, w: start - anchor.x + reachRight / 4 * h, h: (reachAbove - 0.1) * h }
  return [beside, above].filter(region => region.w > 3 * h)
}

/** Handwriting that lies in a region for the larger part; it may reach beyond. */
function handwriting(view: View, region: Box, anchor: Word, print: readonly Word[]): VisualObject | undefined {
  const h = anchor.h
  const around = clip(roundOut({ x: region.x, y: region.y - h, w: region.w + 3 * h, h: region.h + 2 * h }), view.width, view.height)
  if (!around) return undefined
  const strokes = connected(ink(view, around, print), around).filter(stroke => {
    const rule = stroke.h < 0.35 * h || (stroke.w > 8 * stroke.h && stroke.pixels > 0.5 * stroke.w * stroke.h)
    const bar = stroke.w < 0.35 * h && stroke.h > 2 * h
    const frame = stroke.h > 0.97 * around.h || stroke.w > 0.97 * around.w
    return !rule && !bar && !frame && intersection(stroke, region) > 0.5 * stroke.w * stroke.h
  })
  // A letter of print is about as high as the anchor and no wider; a pen goes on.
  const long = strokes.filter(stroke => stroke.w > 1.6 * h && stroke.h > 0.7 * h && stroke.pixels < 0.4 * stroke.w * stroke.h)
  if (long.length === 0) return undefined
  const core = long.reduce<Box>(union, long[0])
  const box = strokes
    .filter(stroke => stroke.x < core.x + core.w + 2 * h && stroke.x + stroke.w > core.x - 2 * h)
    .reduce<Box>(union, core)
  if (box.w < 2.5 * h || box.h < 0.9 * h) return undefined
  return { type: 'SIGNATURE', score: Math.min(0.95, 0.5 + long.reduce((sum, stroke) => sum + stroke.w, 0) / (12 * h)), ...box }
}

/** 1 where a pixel of the region is ink and no print was read there. */
function ink(view: View, region: Box, print: readonly Word[]): Uint8Array {
  const { width, channels, data } = view
  const grey = new Uint8Array(region.w * region.h)
  const histogram = new Uint32Array(256)
  for (let y = 0, to = 0; y < region.h; y++) {
    for (let x = 0; x < region.w; x++, to++) {
      const from = ((region.y + y) * width + region.x + x) * channels
      grey[to] = channels === 1 ? data[from] : Math.min(data[from], data[from + 1], data[from + 2])
      histogram[grey[to]]++
    }
  }
  const threshold = otsu(histogram, grey.length)
  const mask = grey.map(value => value <= threshold ? 1 : 0)
  for (const word of print) {
    const covered = clip(roundOut({ x: word.x - region.x, y: word.y - region.y, w: word.w, h: word.h }), region.w, region.h)
    if (!covered) continue
    for (let y = covered.y; y < covered.y + covered.h; y++) mask.fill(0, y * region.w + covered.x, y * region.w + covered.x + covered.w)
  }
  return mask
}

/** The threshold that parts dark from light best. */
function otsu(histogram: Uint32Array, total: number): number {
  const sum = histogram.reduce((sum, count, value) => sum + count * value, 0)
  let [best, threshold, count, dark] = [0, 0, 0, 0]
  for (let value = 0; value < 256; value++) {
    count += histogram[value]
    if (count === 0 || count === total) continue
    dark += histogram[value] * value
    const between = count * (total - count) * (dark / count - (sum - dark) / (total - count)) ** 2
    if (between > best) [best, threshold] = [between, value]
  }
  return threshold
}

/** Pieces of ink that hang together (8 neighbours), in pixels of the view. */
function connected(mask: Uint8Array, region: Box): Stroke[] {
  const strokes: Stroke[] = []
  eachComponent(mask, region.w, 8, (box, _, count) => {
    strokes.push({ ...box, x: region.x + box.x, y: region.y + box.y, pixels: count })
  })
  return strokes
}
