import type { TextLine } from './dbnet.js'

/** Members are at most this many times wider than high, or higher than wide: a letter, or a few that run together. */
const SQUARE = 2.5
const CLUMP = 4
/** Members follow each other within this share of their width, and stand over each other within that. */
const GAP = 0.5
const ASIDE = 0.5
/** So many make a stack, if it is so many times higher than wide. */
const LEAST = 3
const SLENDER = 2.5

/** A line that runs up or down, and the boxes one above the other that it may have been seen as. */
export interface Stack { line: TextLine, members: TextLine[] }

/**
 * Rows of boxes one above the other that may be a single line of vertical text, its letters too far apart for the detector to see
 * them as one: numbers stamped into the margins of faxes. They may as well be a column of short words; that reading tells.
 */
export function verticalLinesOf(lines: readonly TextLine[]): Stack[] {
  const open: TextLine[][] = []
  for (const line of lines.filter(isShort).sort((a, b) => a.cy - b.cy)) {
    const stack = open.find(members => follows(members[members.length - 1], line))
    if (stack) stack.push(line)
    else open.push([line])
  }
  return open.filter(members => members.length >= LEAST).map(members => ({ line: lineOf(members), members })).filter(({ line }) => line.h > SLENDER * line.w)
}

const isShort = ({ w, h, angle }: TextLine): boolean => w < SQUARE * h && h < CLUMP * w && Math.abs(Math.sin(angle)) < 0.3

function follows(above: TextLine, below: TextLine): boolean {
  const width = (above.w + below.w) / 2
  const gap = below.cy - below.h / 2 - (above.cy + above.h / 2)
  const alike = Math.max(above.w, below.w) < 2 * Math.min(above.w, below.w)
  return alike && gap < GAP * width && below.cy > above.cy + 0.25 * width && Math.abs(below.cx - above.cx) < ASIDE * width
}

function lineOf(members: readonly TextLine[]): TextLine {
  const first = members[0]
  const last = members[members.length - 1]
  const dx = last.cx - first.cx
  const dy = last.cy - first.cy
  const before = first.h / 2
  const after = last.h / 2
  const length = Math.hypot(dx, dy)
  const along = ((length + after) - before) / 2 / length
  return {
    cx: first.cx + dx * along, cy: first.cy + dy * along, w: Math.max(...members.map(line => line.w)), h: length + before + after,
    angle: Math.atan2(-dx, dy), score: members.reduce((sum, line) => sum + line.score, 0) / members.length,
  }
}
