import { endOfBlock, fours, type Plane } from './planes.js'
import { forward, inverse } from './dct.js'
import { zigzag } from './huffman.js'
import { quantised } from './block.js'

// Coefficients can hold more than a viewer shows: samples beyond black and white are cut off, and those of a table's zeros vanish. What nobody
// saw, neither people nor detectors, is not handed on: other tables would bring it back.

/** Cut-off samples that vary by less than this (variance, in levels of 0..255) say nothing. */
const SILENT = 4
/** Nor do those of a whole block that are off by less than this, squared: coarse steps are. */
const SILENT_BLOCK = 64
/** Encoders overshoot at sharp edges. What is cut off there is a small share of what the block shows. */
const OVERSHOOT = 0.1

/**
 * Takes out of blocks, in place, what their samples do not show.
 *
 * @returns the blocks that were made anew of what they show, as the plane's index and the block's number
 */
export function dropHidden(planes: readonly Plane[]): { plane: number, block: number }[] {
  const anew: { plane: number, block: number }[] = []
  planes.forEach((plane, i) => {
    dropWorthless(plane)
    const most = heightsOf(plane)
    const words = fours(plane.coefficients)
    for (let at = 0; at < plane.coefficients.length; at += 64) {
      const end = endOfBlock(words, at)
      if (mayClip(plane, at, end, most) && dropClipped(plane, at, end)) anew.push({ plane: i, block: at / 64 })
    }
  })
  return anew
}

/** Of a plane's coefficients, as {@link ROOM} has it. */
export const heightsOf = ({ table }: Pick<Plane, 'table'>): Float64Array => heights.map((height, k) => table[k] * height)

/** Coefficients whose step is 0 are worth 0. */
function dropWorthless({ coefficients, table }: Plane): void {
  for (let k = 0; k < table.length; k++) {
    if (table[k] === 0) for (let at = k; at < coefficients.length; at += 64) coefficients[at] = 0
  }
}

/** A block shows nothing beyond black or white, by more than what is silent, whose coefficients times their heights, the first times 128, are no more. */
export const ROOM = (128 + 2) * 1024

/** 1024 times the largest value of each cosine product, in zigzag order. */
const heights = Float64Array.from(zigzag, cell => 1024 * (cell < 8 ? Math.SQRT1_2 : 1) * (cell % 8 === 0 ? Math.SQRT1_2 : 1) / 4)

/** Whether a sample of the block may lie beyond black or white by more than what is silent. */
function mayClip({ coefficients, table }: Plane, at: number, end: number, most: Float64Array): boolean {
  const level = Math.abs(coefficients[at] * table[0] * 128)
  let room = ROOM - level
  if (room < 0) return true
  for (let k = 1; k < end - at; k++) {
    const c = coefficients[at + k]
    if (c !== 0 && (room -= (c < 0 ? -c : c) * most[k]) < 0) return true
  }
  return false
}

const samples = new Float64Array(64)

/** @returns whether the block was made anew of what it shows */
export function dropClipped({ coefficients, table }: Plane, at: number, end: number): boolean {
  samples.fill(0)
  for (let k = 0; k < end - at; k++) samples[zigzag[k]] = coefficients[at + k] * table[k]
  inverse(samples)
  let [seen, seenSquares, hidden, hiddenSquares] = [0, 0, 0, 0]
  for (let i = 0; i < 64; i++) {
    const sample = samples[i]
    const shown = sample < -128 ? -128 : sample > 127 ? 127 : sample
    const beyond = sample - shown
    samples[i] = shown
    seen += shown
    seenSquares += shown * shown
    hidden += beyond
    hiddenSquares += beyond * beyond
  }
  const overshoot = OVERSHOOT * (seenSquares / 64 - (seen / 64) ** 2)
  const square = (hidden / 64) ** 2
  // Where all of a block is beyond by as much, blocks are the pixels of a smaller picture.
  if (hiddenSquares / 64 - square < Math.max(SILENT, overshoot) && square < Math.max(SILENT_BLOCK, overshoot)) return false
  forward(samples)
  let changed = false
  for (let k = 0; k < 64; k++) {
    const coefficient = quantised(samples[zigzag[k]], table[k])
    if (coefficient !== coefficients[at + k]) changed = true
    coefficients[at + k] = coefficient
  }
  return changed
}
