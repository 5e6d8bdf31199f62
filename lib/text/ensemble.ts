import type { Box, OcrContext, OcrEngine, Reading, View, Word } from '../core/types.js'
import { covered, union } from '../core/geometry.js'
import { layOut } from './layout.js'

/** Words of the second engine that the first covers by less than this share are added. */
const NEW = 0.3
/** … when they are read this surely: what is unsure and seen by one engine alone is mostly dirt. */
const SURE = 0.5

/** Pieces lie in a word of the second engine with this share of their area, and reach over that share of its width. */
const INSIDE = 0.6
const REACH = 0.8

/**
 * Two engines on the same view: all words of the first, and those of the second where the first has none. Where the first has a
 * word in pieces and the second the same letters as one, it is one. Costs the sum of both; for those who rather wait than leave
 * a word unread.
 */
export function ensemble(first: OcrEngine, second: OcrEngine): OcrEngine {
  return {
    async recognize(view: View, context: OcrContext): Promise<Reading> {
      const a = await first.recognize(view, context)
      context.signal?.throwIfAborted()
      const b = await second.recognize(view, context)
      const added = b.words.filter(word => /[\p{L}\p{N}]/u.test(word.text) && word.confidence >= SURE && covered(word, a.words) < NEW)
      const mended = joinPieces(a.words, b.words)
      const words = added.length === 0 && mended === a.words ? a.words : layOut([...mended, ...added])
      return { words, unread: (a.unread ?? []).filter(box => box.cut || covered(box, added) < NEW), models: [...a.models ?? [], ...b.models ?? []] }
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

const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()

/** Letters in which two readings of one word may differ: one in four. */
const DIFFERENT = 0.25

/** The words of the first engine, those joined that the second reads as one. */
function joinPieces(words: readonly Word[], seconds: readonly Word[]): readonly Word[] {
  const gone = new Set<Word>()
  const joined: Word[] = []
  for (const whole of seconds) {
    const pieces = words.filter(word => !gone.has(word) && (word.turn ?? 0) === (whole.turn ?? 0) && covered(word, [whole]) >= INSIDE).sort((p, q) => p.x - q.x)
    const text = pieces.map(word => word.text).join('')
    if (pieces.length < 2 || !alike(letters(text), letters(whole.text))) continue
    const box = pieces.reduce<Box>(union, pieces[0])
    if (box.w < REACH * whole.w) continue
    for (const piece of pieces) gone.add(piece)
    joined.push({ ...pieces[0], ...box, text, confidence: Math.min(...pieces.map(word => word.confidence)) })
  }
  return joined.length === 0 ? words : [...words.filter(word => !gone.has(word)), ...joined]
}

/** Whether one can be made of the other by a few changes of letters. */
function alike(a: string, b: string): boolean {
  if (a === '' || b === '') return false
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length] <= DIFFERENT * b.length
}
