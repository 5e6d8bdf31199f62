import { malformed, unsupported } from '../../core/errors.js'
import { arePrimaries, isGamma, isResolution } from '../numbers.js'

type Coding = 'plain' | 'fields' | 'rle4' | 'rle8' | 'rle24' | 'huffman' | 'jpeg' | 'png'

/** Bits of a pixel that hold red, green, blue and alpha; 0 where there is none. */
export type Masks = readonly [number, number, number, number]

export interface Header {
  /** Size of the information header: 12 (OS/2 1), 16 to 64 (OS/2 2, Windows), 108 and 124 (versions 4 and 5). */
  size: number
  width: number
  height: number
  topDown: boolean
  /** Bits per pixel; 0 for 'jpeg' and 'png'. */
  bits: number
  coding: Coding
  masks: Masks
  /** Pixels per metre; 0 where they are not known. */
  resolution: [number, number]
  dataOffset: number
  /** Bytes of coded data, where the header says so. */
  dataSize: number
  palette: { offset: number, entries: number, entrySize: 3 | 4 }
  colourSpace?: ColourSpace
}

interface ColourSpace {
  type: 'calibrated' | 'sRGB' | 'windows' | 'embedded'
  /** End points and gamma, 48 bytes of numbers; of calibrated spaces only. */
  calibration?: Uint8Array
  intent: number
  /** Of the profile, from the start of the file. */
  profile?: { offset: number, size: number }
}

/** The file header and the largest information header, with the masks that may follow a small one. */
export const HEADER_BYTES = 14 + 124

const MASKS_16: Masks = [0x7c00, 0x3e0, 0x1f, 0]
const MASKS_32: Masks = [0xff0000, 0xff00, 0xff, 0]
const STANDARD_ALPHA: Masks = [0xff0000, 0xff00, 0xff, 0xff000000]
const codings: Readonly<Record<number, Coding>> = { 0: 'plain', 1: 'rle8', 2: 'rle4', 3: 'fields', 4: 'jpeg', 5: 'png', 6: 'fields' }
/** In OS/2 headers two numbers mean something else. */
const os2Codings: Readonly<Record<number, Coding>> = { 0: 'plain', 1: 'rle8', 2: 'rle4', 3: 'huffman', 4: 'rle24' }
const depths: Readonly<Record<Coding, readonly number[]>> = {
  plain: [1, 2, 4, 8, 16, 24, 32, 64], fields: [16, 32], rle4: [4], rle8: [8], rle24: [24], huffman: [1], jpeg: [0, 24, 32], png: [0, 24, 32],
}

/** @throws EffaceError ERR_MALFORMED_INPUT, ERR_UNSUPPORTED_FORMAT */
export function parseHeader(file: Uint8Array): Header {
  if (file.length < 26) throw malformed('The file ends inside the BMP header')
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const size = view.getUint32(14, true)
  if (!(size === 12 || (size >= 16 && size <= 64 && size % 4 === 0) || size === 108 || size === 124)) throw malformed('The BMP header has an unknown size')
  if (file.length < 14 + size) throw malformed('The file ends inside the BMP header')
  // A short OS/2 header leaves out fields at its end; they are zero.
  const field = (at: number, bytes: 2 | 4): number => at + bytes > size ? 0 : bytes === 2 ? view.getUint16(14 + at, true) : view.getUint32(14 + at, true)
  const small = size === 12
  const width = small ? field(4, 2) : field(4, 4) | 0
  const height = small ? field(6, 2) : field(8, 4) | 0
  const planes = small ? field(8, 2) : field(12, 2)
  const bits = small ? field(10, 2) : field(14, 2)
  const number = small ? 0 : field(16, 4)
  if (width < 1 || height === 0 || height === -(2 ** 31)) throw malformed('The BMP header gives an impossible size')
  if (planes !== 1) throw malformed('A BMP must have one plane')
  const os2 = size < 108 && size !== 40 && size !== 52 && size !== 56
  // Some writers put alpha into uncompressed pixels of 32 bits and say so in the masks, which then should not count.
  const fields = number === 0 && bits === 32 && size >= 108 && STANDARD_ALPHA.every((mask, i) => view.getUint32(54 + i * 4, true) === mask)
  const coding = fields ? 'fields' : (os2 ? os2Codings : codings)[number]
  if (coding === undefined) throw unsupported('The BMP has an unknown compression')
  if (!depths[coding].includes(bits)) throw malformed('The BMP header gives an impossible depth')
  const topDown = height < 0
  if (topDown && coding !== 'plain' && coding !== 'fields') throw malformed('A compressed BMP must stand bottom up')

  const masks: Masks = coding === 'fields' ? readMasks(view, size, number === 6, file.length) : bits === 16 ? MASKS_16 : MASKS_32
  if (coding === 'fields') checkMasks(masks, bits)
  const maskBytes = coding === 'fields' && size === 40 ? (number === 6 ? 16 : 12) : 0
  const start = 14 + size + maskBytes
  const stated = view.getUint32(10, true)
  const used = small ? 0 : field(32, 4)
  const palette = paletteOf(bits, used, start, stated, small ? 3 : 4)
  const dataOffset = stated === 0 ? palette.offset + palette.entries * palette.entrySize : stated
  if (dataOffset < start) throw malformed('The pixels of a BMP lie in its header')
  const header: Header = {
    size, width, height: Math.abs(height), topDown, bits, coding, masks, dataOffset, palette,
    resolution: isResolution(field(24, 4), field(28, 4)) ? [field(24, 4), field(28, 4)] : [0, 0],
    dataSize: small ? 0 : field(20, 4),
  }
  if (size >= 108) header.colourSpace = readColourSpace(view, size)
  return header
}

function readMasks(view: DataView, size: number, withAlpha: boolean, length: number): Masks {
  const count = withAlpha || size >= 56 ? 4 : 3
  if (length < 54 + count * 4) throw malformed('The file ends inside the BMP header')
  const mask = (i: number): number => view.getUint32(54 + i * 4, true)
  return [mask(0), mask(1), mask(2), count === 4 ? mask(3) : 0]
}

function checkMasks(masks: Masks, bits: number): void {
  let seen = 0
  for (const mask of masks) {
    if (mask === 0) continue
    const run = mask >>> trailingZeros(mask)
    const contiguous = (run & (run + 1)) === 0
    if (!contiguous || (mask & seen) !== 0 || mask >= 2 ** bits) throw malformed('The colour masks of a BMP overlap or have gaps')
    seen |= mask
  }
  if ((masks[0] | masks[1] | masks[2]) === 0) throw malformed('The BMP has no colour masks')
}

/** How far a mask is shifted: the number of its lowest bit, from 0; -1 of none. */
export function trailingZeros(mask: number): number { return 31 - Math.clz32(mask & -mask) }

function paletteOf(bits: number, used: number, start: number, dataOffset: number, entrySize: 3 | 4): Header['palette'] {
  if (bits > 8 || bits === 0) return { offset: start, entries: 0, entrySize }
  const most = 2 ** bits
  const room = dataOffset === 0 ? most : Math.floor((dataOffset - start) / entrySize)
  if (used > most && used > room) throw malformed('The palette of a BMP does not fit into the file')
  const entries = Math.min(used === 0 ? most : used, most, room)
  if (entries < 1) throw malformed('A BMP of palette colours has no palette')
  return { offset: start, entries, entrySize }
}

const fourCharacters = (view: DataView, at: number): string => String.fromCharCode(...[3, 2, 1, 0].map(i => view.getUint8(at + i)))

/** A linked profile is a file name, and goes. */
function readColourSpace(view: DataView, size: number): ColourSpace {
  const name = fourCharacters(view, 14 + 56)
  const calibration = view.getUint32(14 + 56, true) === 0 ? calibrationOf(view, 14 + 60) : undefined
  const type = calibration ? 'calibrated' : name === 'Win ' ? 'windows' : name === 'MBED' ? 'embedded' : 'sRGB'
  const space: ColourSpace = { type, intent: size === 124 ? view.getUint32(14 + 108, true) : 0 }
  if (calibration) space.calibration = calibration
  if (![0, 1, 2, 4, 8].includes(space.intent)) space.intent = 0
  if (type === 'embedded' && size === 124) space.profile = { offset: 14 + view.getUint32(14 + 112, true), size: view.getUint32(14 + 116, true) }
  return space
}

/** Three end points of three numbers of 2.30 bits, and three gammas of 16.16 bits; undefined where they are not those of a colour space. */
function calibrationOf(view: DataView, at: number): Uint8Array | undefined {
  const numbers = Array.from({ length: 12 }, (_, i) => view.getUint32(at + i * 4, true) / (i < 9 ? 2 ** 30 : 2 ** 16))
  const points = [0, 3, 6].map(i => numbers.slice(i, i + 3))
  const sums = points.map(([x, y, z]) => x + y + z)
  const [red, green, blue] = points.map(([x, y], i) => [x / sums[i], y / sums[i]] as const)
  const white = points[0].map((_, c) => points[0][c] + points[1][c] + points[2][c])
  const gammas = numbers.slice(9)
  const none = numbers.slice(0, 9).every(n => n === 0)
  if (!(none || arePrimaries(red, green, blue) && white[1] > 0.9 && white[1] < 1.1) || !gammas.every(g => g === 0 || isGamma(g))) return undefined
  const out = new DataView(new ArrayBuffer(48))
  // As exact as is seen.
  numbers.forEach((n, i) => out.setUint32(i * 4, i < 9 ? Math.round(n * 2 ** 16) * 2 ** 14 : Math.round(n * 2 ** 12) * 2 ** 4, true))
  return new Uint8Array(out.buffer)
}
