import { deskewed, union } from '../core/geometry.js'
import type { Box, Word } from '../core/types.js'

type Placed = Word & { start: number, end: number }

/** The boxes under [start, end): one a line, of a word only the share that is meant. */
export function boxesOf(words: readonly Placed[], start: number, end: number): Box[] {
  const boxes: (Box & { line: number, turn: number, height: number })[] = []
  for (const word of words) {
    if (word.end <= start) continue
    if (word.start >= end) break
    const part = partOf(word, Math.max(start, word.start), Math.min(end, word.end))
    const turn = word.turn ?? 0
    const last = boxes.at(-1)
    const along = turn % 180 === 0
    const height = along ? word.h : word.w
    // Far apart on one line (a value beside a column): what lies between is not meant.
    const gap = !last ? 0 : along ? Math.max(part.x - last.x - last.w, last.x - part.x - part.w) : Math.max(part.y - last.y - last.h, last.y - part.y - part.h)
    const joined = last !== undefined && last.line === word.line && last.turn === turn && gap <= 3 * Math.max(height, last.height)
    if (joined) Object.assign(last, union(last, part))
    else boxes.push({ ...part, line: word.line, turn, height })
  }
  return boxes.map(({ x, y, w, h }) => ({ x, y, w, h }))
}

/** Letters differ in width: a part is widened by a third of a letter on each inner side; and where the line slopes, by what its height takes of the width. */
function partOf(word: Placed, start: number, end: number): Box {
  const { x, y, w, h } = word
  const length = word.end - word.start
  if (start === word.start && end === word.end) return { x, y, w, h }
  const slope = slopeShare(word)
  const from = start > word.start ? Math.max(0, (start - word.start - 0.35) / length - slope) : 0
  const to = end < word.end ? Math.min(1, (end - word.start + 0.35) / length + slope) : 1
  switch (word.turn ?? 0) {
    case 90: return { x, y: y + h * (1 - to), w, h: h * (to - from) }
    case 180: return { x: x + w * (1 - to), y, w: w * (to - from), h }
    case 270: return { x, y: y + h * from, w, h: h * (to - from) }
    default: return { x: x + w * from, y, w: w * (to - from), h }
  }
}

/** What the letters' height takes of the length of a sloping word's upright box, 0..1. */
function slopeShare({ skew = 0, turn = 0, ...box }: Placed): number {
  if (skew === 0) return 0
  const [w, h] = turn % 180 === 0 ? [box.w, box.h] : [box.h, box.w]
  return Math.abs(Math.sin(skew * Math.PI / 180)) * deskewed({ x: 0, y: 0, w, h }, skew).h / w
}

/** Boxes of a comb, one of its places wider on each side: there, too, may a character stand that was not read. */
export function widened(
  boxes: readonly Box[], words: readonly Placed[], combs: ReadonlyMap<number, { pitch: number }>, { start, end }: { start: number, end: number },
): Box[] {
  const tooth = combs.size > 0 ? words.findIndex((word, i) => combs.has(i) && word.start >= start && word.end <= end) : -1
  const pitch = combs.get(tooth)?.pitch ?? 0
  return boxes.map(({ x, y, w, h }) => ({ x: Math.max(0, x - pitch), y, w: w + pitch + Math.min(x, pitch), h }))
}
