import { malformed, unsupported } from '../../core/errors.js'
import { keepShapes } from '../../core/shapes.js'
import { HORIZONTAL, PASS, lookUpTable, modeCodes, runCodes } from './fax-codes.js'

export interface FaxCoding {
  /** 'rle' rows start on a byte, or on a word for 'rlew'; 'g3' rows may start with an EOL; 'g4' is two-dimensional throughout. */
  kind: 'rle' | 'rlew' | 'g3' | 'g4'
  /** For 'g3': a bit behind each EOL tells one-dimensional rows from two-dimensional ones. */
  twoDimensional: boolean
}

const RUN_BITS = 13
/** A row may hold this many runs more than pixels. */
const MOST = 4
/** Places behind the last run that a row may have: two more runs of the mode at work, and four sentinels. */
const ROOM = MOST + 8
const MODE_BITS = 7
const runs = runCodes.map(codes => lookUpTable(codes.map((code, i) => ({ ...code, value: i < 64 ? i : (i - 63) * 64 })), RUN_BITS))
const modes = lookUpTable(modeCodes.map(code => ({ ...code, value: code.mode })), MODE_BITS)

class Bits {
  /** In bits, from the start of the data. */
  at = 0
  readonly end: number

  constructor(private readonly data: Uint8Array) { this.end = data.length * 8 }

  /** The next `n` bits (at most 16), with zeros behind the end. */
  peek(n: number): number {
    const { data, at } = this
    const byte = at >>> 3
    const three = ((data[byte] ?? 0) << 16) | ((data[byte + 1] ?? 0) << 8) | (data[byte + 2] ?? 0)
    return three >>> (24 - n - (at & 7)) & ((1 << n) - 1)
  }
}

keepShapes(new Bits(new Uint8Array(0)))

/** How many rows of a page were not as they should be. */
export interface FaxDamage {
  /** A code in them is wrong, or they build on such a row: the row above is there once more. */
  repeated: number
  /** They end early, and the rest is white; or they run on beyond the edge. */
  cut: number
  /** The data end before them: white. */
  missing: number
}

/**
 * Decodes a fax strip of `rows` rows of `width` pixels into `out`, a bit for each pixel, 1 for black, rows on bytes.
 *
 * @param damage counts rows that a line has damaged, where it is known how to go on behind them: at the next end of line, or at the end
 * @throws EffaceError ERR_MALFORMED_INPUT where a code is wrong or the data ends early, and it is not known, or nobody counts
 */
export function decodeFax(data: Uint8Array, { kind, twoDimensional }: FaxCoding, width: number, rows: number, out: Uint8Array, damage?: FaxDamage): void {
  const bits = new Bits(data)
  const stride = Math.ceil(width / 8)
  // Pixel positions where the colour changes, white first; each row ends with sentinels that stop the search for b1. A run may
  // be empty, at the start of a row it often is; a row of no more than empty runs would be endless.
  let above = new Int32Array(width + ROOM).fill(width)
  let row = new Int32Array(width + ROOM)
  /** The row above is not the one that the next builds on. */
  let lost = false
  let eols = 0
  for (let y = 0; y < rows; y++) {
    let flat = kind !== 'g4'
    if (kind === 'rle') bits.at = (bits.at + 7) & ~7
    else if (kind === 'rlew') bits.at = (bits.at + 15) & ~15
    else if (kind === 'g3') {
      let eol = skipEol(bits)
      // Where all rows began with one, what stands before the next belongs to the row above, which was too long.
      if (!eol && damage && y > 2 && eols >= y - 1 && nextEol(bits)) {
        damage.cut++
        eol = skipEol(bits)
      }
      if (eol) eols++
      if (twoDimensional && eol) flat = bits.peek(1) === 1
      if (twoDimensional && eol) bits.at++
    }
    if (isOver(bits, kind, twoDimensional)) {
      if (!damage) throw malformed('A fax strip ends before its last row')
      damage.missing += rows - y
      out.fill(0, y * stride, rows * stride)
      return
    }
    let changes: number = lost && !flat ? BAD : flat ? decodeFlatRow(bits, width, row) : decodeRow(bits, width, above, row)
    const short = changes < 0 && flat && !twoDimensional && kind === 'g3' && bits.peek(EOL_ZEROS) === 0
    if (changes < 0 && !(damage && kind === 'g3' && (nextEol(bits) || (eols > 0 && bits.at >= bits.end)))) {
      if (kind === 'g4' && bits.peek(MODE_BITS) === 1) throw unsupported('A fax strip in uncompressed mode')
      throw malformed('A fax strip holds a wrong code or ends early')
    }
    if (short) {
      damage!.cut++
      changes = -1 - changes
      // What was read ends with a change to white, or is white to the end.
      if (changes % 2 === 1) row[changes++] = row[changes - 2]
    }
    lost = changes < 0
    if (lost) {
      damage!.repeated++
      if (y > 0) out.copyWithin(y * stride, (y - 1) * stride, y * stride)
      else out.fill(0, 0, stride)
      continue
    }
    row.fill(width, changes, changes + 4)
    paintRuns(row, changes, width, out.subarray(y * stride, (y + 1) * stride))
    ;[above, row] = [row, above]
  }
}

/** What a row that cannot be read counts as: less one for each change before the wrong code. */
const BAD = -1
const EOL_ZEROS = 11
/** So many ends of line in a row end the data. */
const RETURNS = 3

/** Whether no more rows come: the data end, but for bits that fill the last byte, or say so. */
function isOver(bits: Bits, kind: FaxCoding['kind'], twoDimensional: boolean): boolean {
  if (bits.at >= bits.end) return true
  if (kind === 'g4') return bits.peek(12) === 1 || (bits.end - bits.at < 8 && bits.peek(8) === 0)
  if (kind !== 'g3') return false
  if (bits.peek(EOL_ZEROS) !== 0) return false
  const start = bits.at
  let ends = 1
  while (ends < RETURNS && bits.peek(EOL_ZEROS) === 0 && bits.at < bits.end && skipEol(bits)) {
    ends++
    if (twoDimensional) bits.at++
  }
  const over = ends >= RETURNS || bits.at >= bits.end
  bits.at = start
  return over
}

/** Goes to the next end of line. @returns whether there is one */
function nextEol(bits: Bits): boolean {
  while (bits.at < bits.end && bits.peek(EOL_ZEROS) !== 0) bits.at++
  const start = bits.at
  // A damaged strip may end in zeros.
  const found = bits.at < bits.end && skipEol(bits)
  bits.at = start
  return found
}

/** Skips fill bits and an EOL, if one is next. */
function skipEol(bits: Bits): boolean {
  if (bits.peek(EOL_ZEROS) !== 0) return false
  let at = bits.at + EOL_ZEROS
  while (at < bits.end) {
    bits.at = at
    if (bits.peek(1) === 1) break
    at++
  }
  bits.at = at + 1
  return true
}

/** The length of a run; less than 0 where its code is wrong. */
function readRun(bits: Bits, colour: number): number {
  const table = runs[colour]
  let run = 0
  for (;;) {
    const found = table[bits.peek(RUN_BITS)]
    if (found === 0 || bits.at >= bits.end) return BAD
    bits.at += found & 15
    const length = found >> 4
    run += length
    if (length < 64) return run
  }
}

/** @returns how many changes there are; see BAD */
function decodeFlatRow(bits: Bits, width: number, row: Int32Array): number {
  let at = 0
  let n = 0
  for (let colour = 0; at < width; colour ^= 1) {
    const run = readRun(bits, colour)
    if (run < 0) return BAD - n
    at = Math.min(width, at + run)
    row[n++] = at
    if (n > width + MOST) return BAD - n
  }
  return n
}

/** @returns how many changes there are; see BAD */
function decodeRow(bits: Bits, width: number, above: Int32Array, row: Int32Array): number {
  let a0 = 0
  let n = 0
  let b = 0
  while (a0 < width) {
    const found = modes[bits.peek(MODE_BITS)]
    if (found === 0) return BAD - n
    bits.at += found & 15
    const mode = found >> 4
    // b1: the first change above that is right of a0 (or on it, at the start of a row) and of the other colour. Changes at even
    // places are to black, which is the other colour while an even number of changes has been made in this row.
    b = (b & ~1) | (n & 1)
    while (b >= 2 && above[b - 2] > a0) b -= 2
    while (above[b] < width && (a0 > 0 || n > 0 ? above[b] <= a0 : above[b] < a0)) b += 2
    if (mode === PASS) {
      a0 = above[b] >= width ? width : above[b + 1]
      if (a0 >= width) row[n++] = width
    } else if (mode === HORIZONTAL) {
      for (let i = 0; i < 2; i++) {
        const run = readRun(bits, n & 1)
        if (run < 0) return BAD - n
        a0 = Math.min(width, a0 + run)
        row[n++] = a0
      }
    } else {
      const a1 = Math.min(width, above[b] + mode - 3)
      if (a1 < a0) return BAD - n
      a0 = a1
      row[n++] = a0
    }
    if (n > width + MOST) return BAD - n
  }
  return n
}

function paintRuns(row: Int32Array, changes: number, width: number, out: Uint8Array): void {
  out.fill(0)
  for (let i = 0; i < changes; i += 2) {
    const from = row[i]
    const to = i + 1 < changes ? row[i + 1] : width
    if (from >= to) continue
    const first = from >> 3
    const last = (to - 1) >> 3
    const head = 0xff >> (from & 7)
    const tail = 0xff << (7 - ((to - 1) & 7)) & 0xff
    if (first === last) out[first] |= head & tail
    else {
      out[first] |= head
      out.fill(0xff, first + 1, last)
      out[last] |= tail
    }
  }
}
