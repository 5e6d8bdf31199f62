import type { Orientation } from '../../core/types.js'
import { CENTIMETRE, decimalFraction, INCH, isResolution } from '../numbers.js'

/** What is taken over from an EXIF block; all else in it goes. */
export interface ExifFacts {
  orientation: Orientation
  /** Pixels per inch (unit 2) or centimetre (unit 3), as fractions. */
  resolution?: { x: [number, number], y: [number, number], unit: 2 | 3 }
}

const ORIENTATION = 0x0112
const X_RESOLUTION = 0x011a
const Y_RESOLUTION = 0x011b
const RESOLUTION_UNIT = 0x0128
const SHORT = 3
const RATIONAL = 5

/** Reads an EXIF block, from its byte order mark on. Where it makes no sense, it says nothing. */
export function readExif(tiff: Uint8Array): ExifFacts {
  const facts: ExifFacts = { orientation: 1 }
  if (tiff.length < 14) return facts
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const little = view.getUint16(0) === 0x4949
  const start = view.getUint32(4, little)
  if (start + 2 > tiff.length) return facts
  const entries = view.getUint16(start, little)
  let unit = 2
  let x: [number, number] | undefined
  let y: [number, number] | undefined
  for (let i = 0, at = start + 2; i < entries && at + 12 <= tiff.length; i++, at += 12) {
    const tag = view.getUint16(at, little)
    const short = view.getUint16(at + 8, little)
    if (tag === ORIENTATION && short >= 1 && short <= 8) facts.orientation = short as Orientation
    else if (tag === RESOLUTION_UNIT) unit = short
    else if (tag === X_RESOLUTION) x = rational(view, view.getUint32(at + 8, little), little)
    else if (tag === Y_RESOLUTION) y = rational(view, view.getUint32(at + 8, little), little)
  }
  if (x && y && (unit === 2 || unit === 3)) {
    const [across, down] = [x[0] / x[1], y[0] / y[1]]
    if (isResolution(across, down, unit === 2 ? INCH : CENTIMETRE)) facts.resolution = { x: decimalFraction(across), y: decimalFraction(down), unit }
  }
  return facts
}

function rational(view: DataView, at: number, little: boolean): [number, number] | undefined {
  if (at + 8 > view.byteLength) return undefined
  const [above, below] = [view.getUint32(at, little), view.getUint32(at + 4, little)]
  return above > 0 && below > 0 ? [above, below] : undefined
}

/** An EXIF block that says this and nothing else; undefined where there is nothing to be said. */
export function writeExif({ orientation, resolution }: ExifFacts): Uint8Array | undefined {
  if (orientation === 1 && !resolution) return undefined
  const count = (orientation === 1 ? 0 : 1) + (resolution ? 3 : 0)
  const end = 8 + 2 + count * 12 + 4
  const block = Buffer.alloc(end + (resolution ? 16 : 0))
  block.write('MM\0*', 'latin1')
  block.writeUInt32BE(8, 4)
  block.writeUInt16BE(count, 8)
  let at = 10
  const entry = (tag: number, type: number, value: number): void => {
    block.writeUInt16BE(tag, at)
    block.writeUInt16BE(type, at + 2)
    block.writeUInt32BE(1, at + 4)
    if (type === SHORT) block.writeUInt16BE(value, at + 8)
    else block.writeUInt32BE(value, at + 8)
    at += 12
  }
  if (orientation !== 1) entry(ORIENTATION, SHORT, orientation)
  if (resolution) {
    entry(X_RESOLUTION, RATIONAL, end)
    entry(Y_RESOLUTION, RATIONAL, end + 8)
    entry(RESOLUTION_UNIT, SHORT, resolution.unit)
    ;[...resolution.x, ...resolution.y].forEach((n, i) => block.writeUInt32BE(n, end + i * 4))
  }
  return new Uint8Array(block)
}

/** Dots per inch. */
export function dpiOf({ resolution }: ExifFacts): number | undefined {
  return resolution && Math.round(resolution.x[0] / resolution.x[1] * (resolution.unit === 3 ? 2.54 : 1))
}
