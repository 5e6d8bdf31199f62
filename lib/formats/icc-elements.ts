/**
 * The data of a profile's colour tags (ICC.1:2022, section 10), written anew from what they say: each number in its range, and no
 * byte that a colour engine does not read.
 */

import { sampled } from './icc-contrast.js'

/** What a tag's data must fit: samples that go in and come out, and whether those that go in are XYZ. */
export interface LutShape { inputs: number, outputs: number, fromXyz: boolean }

/** A 16-bit curve of more entries than this is none. */
const MOST_ENTRIES = 4096 * 16
const HEAD = 8

export const signature = (bytes: Uint8Array, at = 0): string => String.fromCharCode(...bytes.subarray(at, at + 4))
export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Numbers of the form s15Fixed16, all of them below `most`; undefined where they are not. */
function fixed(bytes: Uint8Array, at: number, count: number, most: number): Uint8Array | undefined {
  if (at + count * 4 > bytes.length) return undefined
  const view = viewOf(bytes)
  for (let i = 0; i < count; i++) if (Math.abs(view.getInt32(at + i * 4) / 65536) > most) return undefined
  return bytes.subarray(at, at + count * 4)
}

function element(type: string, ...parts: (Uint8Array | readonly number[])[]): Uint8Array {
  return Buffer.concat([Buffer.from(`${type}\0\0\0\0`, 'latin1'), ...parts.map(part => Uint8Array.from(part))])
}

const padded = (bytes: Uint8Array): Uint8Array => bytes.length % 4 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(4 - bytes.length % 4)])

/** Tristimulus values, of primaries and white; relative to white, which is 1. */
export function xyz(data: Uint8Array): Uint8Array | undefined {
  const values = signature(data) === 'XYZ ' ? fixed(data, HEAD, 3, 4) : undefined
  return values && element('XYZ ', values)
}

/** The matrix of the chromatic adaptation. */
export function adaptation(data: Uint8Array): Uint8Array | undefined {
  const values = signature(data) === 'sf32' ? fixed(data, HEAD, 9, 4) : undefined
  return values && element('sf32', values)
}

/** A tone curve by itself: it must rise. How steeply it may is told of the profile as a whole, see icc-contrast.ts. */
export function toneCurve(data: Uint8Array): Uint8Array | undefined {
  const curve = curveAt(data, 0)
  if (curve === undefined) return undefined
  const at = curveReader(curve)
  const shown = Array.from({ length: 256 }, (_, i) => isShownAs(at(i / 255)))
  let fallen = 0
  for (let i = 1; i < 256; i++) fallen += Math.max(0, shown[i - 1] - shown[i])
  return fallen < 0.05 ? curve : undefined
}

/** What a screen makes of light, 0..1. */
const isShownAs = (light: number): number => Math.max(0, Math.min(1, light)) ** (1 / 2.2)

/** A curve, as this file writes it, as a function: 0..1 to light. */
export function curveReader(curve: Uint8Array): (x: number) => number {
  const view = viewOf(curve)
  if (signature(curve) === 'curv') {
    const count = view.getUint32(8)
    if (count === 0) return x => x
    if (count === 1) return x => x ** (view.getUint16(12) / 256)
    return sampled(i => view.getUint16(12 + i * 2) / 65_535, count)
  }
  const kind = view.getUint16(8)
  const [g, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from({ length: parameters[kind] }, (_, i) => view.getInt32(12 + i * 4) / 65536)
  const power = (x: number): number => Math.max(0, a * x + b) ** g
  if (kind === 0) return x => x ** g
  if (kind === 1) return x => x >= -b / a ? power(x) : 0
  if (kind === 2) return x => x >= -b / a ? power(x) + c : c
  return x => x >= d ? power(x) + e : c * x + f
}

/** Of a parametric curve, by its kind: how many numbers it has. */
export const parameters: readonly number[] = [1, 3, 4, 5, 7]

function curveAt(data: Uint8Array, at: number): Uint8Array | undefined {
  if (at + 12 > data.length) return undefined
  const view = viewOf(data)
  const type = signature(data, at)
  if (type === 'para') {
    const kind = view.getUint16(at + 8)
    const values = kind < parameters.length ? fixed(data, at + 12, parameters[kind], 16) : undefined
    return values && element('para', [0, kind, 0, 0], values)
  }
  const count = view.getUint32(at + 8)
  if (type !== 'curv' || count > MOST_ENTRIES || at + 12 + count * 2 > data.length) return undefined
  return element('curv', data.subarray(at + 8, at + 12 + count * 2))
}

/** A table of colours with its curves and matrix. */
export function lut(data: Uint8Array, shape: LutShape): Uint8Array | undefined {
  if (data.length < 32 || data[8] !== shape.inputs || data[9] !== shape.outputs) return undefined
  switch (signature(data)) {
    case 'mft1': case 'mft2': return oldLut(data, shape)
    case 'mAB ': return newLut(data, shape.inputs, shape.outputs, shape.outputs, 'mAB ')
    case 'mBA ': return newLut(data, shape.inputs, shape.outputs, shape.inputs, 'mBA ')
    default: return undefined
  }
}

const IDENTITY = Uint8Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1].flatMap(n => [0, n, 0, 0]))

/** Version 2: curves and table in one block of 8 or 16 bits. */
function oldLut(data: Uint8Array, { inputs, outputs, fromXyz }: LutShape): Uint8Array | undefined {
  const wide = signature(data) === 'mft2'
  const start = wide ? 52 : 48
  if (data.length < start) return undefined
  const view = viewOf(data)
  const grid = data[10]
  const [before, after] = wide ? [view.getUint16(48), view.getUint16(50)] : [256, 256]
  const length = (before * inputs + grid ** inputs * outputs + after * outputs) * (wide ? 2 : 1)
  if (grid < 1 || before < 2 || after < 2 || before > 4096 || after > 4096 || start + length > data.length) return undefined
  // Colours other than XYZ do not go through the matrix.
  const matrix = fromXyz ? fixed(data, 12, 9, 16) : IDENTITY
  return matrix && element(signature(data), [inputs, outputs, grid, 0], matrix, data.subarray(48, start + length))
}

/** Version 4: up to five parts, each where an offset says. `own`: samples on the side of the matrix. */
function newLut(data: Uint8Array, inputs: number, outputs: number, own: number, type: string): Uint8Array | undefined {
  const view = viewOf(data)
  const far = own === outputs ? inputs : outputs
  const readers: readonly ((at: number) => Uint8Array | undefined)[] = [
    at => curves(data, at, own), at => fixed(data, at, 12, 16), at => curves(data, at, own),
    at => table(data, at, inputs, outputs), at => curves(data, at, far),
  ]
  const head = new Uint8Array(24)
  head.set([inputs, outputs])
  const parts: Uint8Array[] = []
  let end = 32
  for (const [i, read] of readers.entries()) {
    const offset = view.getUint32(12 + i * 4)
    if (offset === 0) continue
    const part = read(offset)
    if (part === undefined) return undefined
    viewOf(head).setUint32(4 + i * 4, end)
    parts.push(padded(part))
    end += padded(part).length
  }
  return element(type, head, ...parts)
}

function curves(data: Uint8Array, at: number, count: number): Uint8Array | undefined {
  const parts: Uint8Array[] = []
  for (let i = 0; i < count; i++) {
    const curve = curveAt(data, at)
    if (curve === undefined) return undefined
    parts.push(padded(curve))
    at += padded(curve).length
  }
  return Buffer.concat(parts)
}

function table(data: Uint8Array, at: number, inputs: number, outputs: number): Uint8Array | undefined {
  if (inputs > 16 || at + 20 > data.length) return undefined
  const grid = data.subarray(at, at + inputs)
  const precision = data[at + 16]
  const length = grid.reduce((points, n) => points * n, outputs * precision)
  if (grid.some(n => n < 1) || precision < 1 || precision > 2 || at + 20 + length > data.length) return undefined
  const head = new Uint8Array(20)
  head.set(grid)
  head[16] = precision
  return Buffer.concat([head, data.subarray(at + 20, at + 20 + length)])
}

/** Code points of a video signal (ITU-T H.273). Pictures are RGB, so the matrix is 0. */
export function isCodePoints([primaries, transfer, matrix, range]: Uint8Array): boolean {
  return primaries <= 22 && transfer <= 18 && matrix === 0 && range <= 1
}

export function codePoints(data: Uint8Array): Uint8Array | undefined {
  return signature(data) === 'cicp' && data.length >= 12 && isCodePoints(data.subarray(8, 12)) ? element('cicp', data.subarray(8, 12)) : undefined
}
