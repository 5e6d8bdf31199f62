import type { Box, OcrContext, OcrEngine, Reading, View } from '../types.js'
import { layOut } from './layout.js'

/** Words of the second engine that the first covers by less than this share are added. */
const NEW = 0.3
/** … when they are read this surely: what is unsure and seen by one engine alone is mostly dirt. */
const SURE = 0.5

/**
 * Two engines on the same view: all words of the first, and those of the second where the first has none. Costs the sum of both;
 * for those who rather wait than leave a word unread.
 */
export function united(first: OcrEngine, second: OcrEngine): OcrEngine {
  return {
    async recognize(view: View, context: OcrContext): Promise<Reading> {
      const a = await first.recognize(view, context)
      context.signal?.throwIfAborted()
      const b = await second.recognize(view, context)
      const added = b.words.filter(word => /[\p{L}\p{N}]/u.test(word.text) && word.confidence >= SURE && covered(word, a.words) < NEW)
      const words = added.length === 0 ? a.words : layOut([...a.words, ...added])
      return { words, unread: (a.unread ?? []).filter(box => covered(box, added) < NEW), models: [...a.models ?? [], ...b.models ?? []] }
    },
    reset() {
      first.reset?.()
      second.reset?.()
    },
    close() {
      first.close?.()
      second.close?.()
    },
  }
}

/** Share of a box's area under other boxes; overlaps among those count twice, which only makes it larger. */
function covered(box: Box, others: readonly Box[]): number {
  let area = 0
  for (const other of others) {
    const w = Math.min(box.x + box.w, other.x + other.w) - Math.max(box.x, other.x)
    const h = Math.min(box.y + box.h, other.y + other.h) - Math.max(box.y, other.y)
    if (w > 0 && h > 0) area += w * h
  }
  return area / (box.w * box.h)
}
