import type { Box, Frame, Word } from '../lib/core/types.js'
import { intersection, iou } from '../lib/core/geometry.js'

type Finds = Pick<Frame, 'objects' | 'words' | 'unread' | 'models'>

/** Adds what was found in another rendering of the same frame; what was found before is not added again. */
export function mergeFinds(into: Finds, more: Finds): void {
  into.objects.push(...more.objects.filter(object => !into.objects.some(other => other.type === object.type && iou(object, other) > 0.5)))
  into.words.push(...newLines(into.words, more.words))
  into.unread.push(...more.unread.filter(box => !into.unread.some(other => covers(other, box))))
  into.models.push(...more.models.filter(({ file }) => !into.models.some(model => model.file === file)))
}

/** Lines in which a word is new, behind those that are there. A line stays whole: its words explain one another. */
function newLines(known: readonly Word[], more: readonly Word[]): Word[] {
  const isKnown = (word: Word): boolean => known.some(other => other.text === word.text && covers(other, word))
  const lines = new Set(more.filter(word => !isKnown(word)).map(({ line }) => line))
  const line = 1 + Math.max(-1, ...known.map(word => word.line))
  const block = 1 + Math.max(-1, ...known.map(word => word.block ?? 0))
  return more.filter(word => lines.has(word.line)).map(word => ({ ...word, line: line + word.line, block: block + (word.block ?? 0) }))
}

function covers(box: Box, other: Box): boolean { return intersection(box, other) > 0.5 * other.w * other.h }
