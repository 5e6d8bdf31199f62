export interface CutOptions {
  /** Parts are no longer than this … */
  side: number
  /** … and share this much with their neighbours, at least. */
  overlap: number
  /** How the length of the parts, all equal, is rounded. Default: up. */
  round?: (length: number) => number
  /** Parts begin at even multiples of this. Default: where they are spread most evenly. */
  multiple?: number
}

/** Cuts a length into the fewest parts that cover it: how long each is, and where it begins. */
export function cut(length: number, { side, overlap, round = Math.ceil, multiple }: CutOptions): { size: number, starts: number[] } {
  const count = Math.max(1, Math.ceil((length - overlap) / (side - overlap)))
  if (count === 1) return { size: length, starts: [0] }
  const size = round((length + (count - 1) * overlap) / count)
  const startOf = multiple === undefined
    ? (i: number): number => Math.round(i * (length - size) / (count - 1))
    : (i: number): number => i * Math.floor((length - size) / (count - 1) / multiple) * multiple
  return { size, starts: Array.from({ length: count }, (_, i) => startOf(i)) }
}
