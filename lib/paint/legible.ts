import { share, inPixels } from '../core/geometry.js'
import { methodOf } from '../core/methods.js'
import { codeTypes } from '../core/object-labels.js'
import type { FilledOptions } from '../core/option-types.js'
import type { Box, Frame, PaintBox, VisualObject, Word } from '../core/types.js'

/** Shorter tokens say too little, and stand on a page by chance. */
const TOKEN = 4

/**
 * What of a frame is still there after it was painted, as boxes to paint: objects and words found in painted boxes, codes
 * that can be read anywhere, and words that bear a token of a known entity.
 *
 * @param seen what detectors and OCR find in the painted frame
 */
export function stillThere(frame: Frame, seen: { objects: readonly VisualObject[], words: readonly Word[] }, options: FilledOptions): PaintBox[] {
  const painted = (frame.planned ?? []).filter(box => !methodOf(box).text)
  const markers = (frame.planned ?? []).filter(box => methodOf(box).text)
  const known = tokensOf(frame)
  const kept = new Set(frame.entities.filter(e => options.labels[e.bestLabel]?.keep !== undefined).flatMap(e => tokens(e.text)))
  const left: PaintBox[] = []
  for (const object of seen.objects) {
    // What is left of a code lies beside its box, and a code that can be read says all, wherever it is.
    if (codeTypes.includes(object.type) || painted.some(box => share(object, box) > 0.5)) left.push(black(object, object.type))
  }
  for (const word of seen.words) {
    if (markers.some(box => share(word, box) > 0.5)) continue
    const letters = tokens(word.text)
    const inside = letters.length > 0 && painted.some(box => share(word, box) > 0.7)
    const legible = letters.some(token => token.length >= TOKEN && known.has(token) && !kept.has(token))
    if (inside || legible) left.push(black(word, 'UNVERIFIED'))
  }
  return left.filter(box => !options.regions.keep.some(region => share(box, inPixels(region, frame)) > 0.5))
}

const tokens = (text: string): string[] => text.toUpperCase().split(/[^\p{L}\p{N}]+/u).filter(token => token.length > 1)

function tokensOf({ entities }: Frame): Set<string> {
  return new Set(entities.flatMap(entity => tokens(entity.text)).filter(token => token.length >= TOKEN))
}

function black({ x, y, w, h }: Box, label: string): PaintBox {
  return { x, y, w, h, label, method: 'blackbox' }
}
