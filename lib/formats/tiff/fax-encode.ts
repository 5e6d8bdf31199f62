import { keepShapes } from '../../core/shapes.js'
import { HORIZONTAL, PASS, modeCodes, runCodes } from './fax-codes.js'
import type { FaxCoding } from './fax-decode.js'

const EOL = { bits: 1, length: 12 }
const modes = [...modeCodes].sort((a, b) => a.mode - b.mode)
const modeCode = (mode: number): { bits: number, length: number } => modes.find(code => code.mode === mode)!
const vertical = [0, 1, 2, 3, 4, 5, 6].map(modeCode)
const pass = modeCode(PASS)
const horizontal = modeCode(HORIZONTAL)
/** Rows that follow from one that stands by itself, in two-dimensional Group 3; 4 is what fine resolution uses. */
const K = 4

class BitWriter {
  private bytes = new Uint8Array(1 << 14)
  private held = 0
  private count = 0
  length = 0

  put({ bits, length }: { bits: number, length: number }): void {
    this.held = (this.held << length | bits) & 0xffffff
    this.count += length
    while (this.count >= 8) {
      this.count -= 8
      this.byte(this.held >>> this.count)
    }
  }

  align(): void {
    if (this.count > 0) this.put({ bits: 0, length: 8 - this.count })
  }

  get phase(): number { return this.count }

  end(): Uint8Array {
    this.align()
    return this.bytes.subarray(0, this.length)
  }

  private byte(value: number): void {
    if (this.length === this.bytes.length) {
      const more = new Uint8Array(this.bytes.length * 2)
      more.set(this.bytes)
      this.bytes = more
    }
    this.bytes[this.length++] = value
  }
}

keepShapes(new BitWriter())

/** Encodes rows of `width` pixels, a bit each, 1 for black: the inverse of decodeFax. */
export function encodeFax(pixels: Uint8Array, { kind, twoDimensional }: FaxCoding, width: number, rows: number): Uint8Array {
  const out = new BitWriter()
  const stride = Math.ceil(width / 8)
  let above = new Int32Array(width + 4).fill(width)
  let row = new Int32Array(width + 4)
  for (let y = 0; y < rows; y++) {
    const changes = findChanges(pixels.subarray(y * stride, (y + 1) * stride), width, row)
    row.fill(width, changes, Math.min(changes + 4, row.length))
    if (kind === 'g4') encodeRow(out, width, above, row)
    else {
      const flat = !twoDimensional || y % K === 0
      if (kind === 'g3') out.put(EOL)
      if (kind === 'g3' && twoDimensional) out.put({ bits: flat ? 1 : 0, length: 1 })
      if (flat) encodeFlatRow(out, width, row)
      else encodeRow(out, width, above, row)
      if (kind === 'rle' || kind === 'rlew') out.align()
      if (kind === 'rlew' && out.length % 2 === 1) out.put({ bits: 0, length: 8 })
    }
    ;[above, row] = [row, above]
  }
  // EOFB ends Group 4, RTC Group 3.
  const marks = kind === 'g4' ? 2 : kind === 'g3' ? 6 : 0
  for (let i = 0; i < marks; i++) {
    out.put(EOL)
    if (kind === 'g3' && twoDimensional) out.put({ bits: 1, length: 1 })
  }
  return out.end()
}

/** Positions where the colour changes, white first; without those at the end of the row. Returns how many. */
function findChanges(bytes: Uint8Array, width: number, row: Int32Array): number {
  let n = 0
  let colour = 0
  for (let x = 0; x < width;) {
    const byte = bytes[x >> 3]
    if ((x & 7) === 0 && byte === (colour ? 0xff : 0)) {
      x += 8
      continue
    }
    if ((byte >> (7 - (x & 7)) & 1) !== colour) {
      row[n++] = x
      colour ^= 1
    }
    x++
  }
  return n
}

function putRun(out: BitWriter, colour: number, run: number): void {
  const codes = runCodes[colour]
  while (run >= 2560 + 64) {
    out.put(codes[63 + 2560 / 64])
    run -= 2560
  }
  if (run >= 64) out.put(codes[63 + (run >> 6)])
  out.put(codes[run & 63])
}

function encodeFlatRow(out: BitWriter, width: number, row: Int32Array): void {
  let at = 0
  for (let i = 0; at < width; i++) {
    putRun(out, i & 1, row[i] - at)
    at = row[i]
  }
}

function encodeRow(out: BitWriter, width: number, above: Int32Array, row: Int32Array): void {
  let a0 = 0
  let a = 0
  let b = 0
  let start = true
  while (a0 < width) {
    const a1 = row[a]
    b = (b & ~1) | (a & 1)
    while (b >= 2 && above[b - 2] > a0) b -= 2
    while (above[b] < width && (start ? above[b] < a0 : above[b] <= a0)) b += 2
    const b1 = above[b]
    const b2 = b1 >= width ? width : above[b + 1]
    if (b2 < a1) {
      out.put(pass)
      a0 = b2
    } else if (Math.abs(a1 - b1) <= 3) {
      out.put(vertical[a1 - b1 + 3])
      a0 = a1
      a++
    } else {
      const a2 = a1 >= width ? width : row[a + 1]
      out.put(horizontal)
      putRun(out, a & 1, a1 - a0)
      putRun(out, a & 1 ^ 1, a2 - a1)
      a0 = a2
      a += 2
    }
    start = false
  }
}
