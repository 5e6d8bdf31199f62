import { malformed } from '../../core/errors.js'
import type { Box } from '../../core/types.js'
import { BitWriter } from './bits.js'
import { dropHidden } from './clipping.js'
import { blankBeyond } from './edges.js'
import { decodeCoefficients } from './coefficients.js'
import { McuWalk } from './mcu-walk.js'
import { endOfBlock, fours, placeOf, samplingOf, type Plane, type Sampling } from './planes.js'
import { Frequencies } from './frequencies.js'
import { EncodingTable } from './huffman.js'
import { M, type JpegHeader } from './parse.js'
import { metadataOf, segment } from './write.js'

/**
 * A JPEG file of these coefficients: lossless, with the tables and sampling they came with and codes made for them. What no viewer shows
 * of them is left out.
 *
 * @param rounded is given the places, in pixels, where blocks held more than is seen, and what is seen was rounded once more
 */
export function encodeCoefficients(header: JpegHeader, planes: readonly Plane[], rounded: Box[] = []): Uint8Array {
  const sampling = samplingOf(header)
  rounded.push(...blankBeyond(header, planes, header.width, header.height))
  rounded.push(...dropHidden(planes).map(({ plane, block }) => placeOf(planes[plane], block, sampling)))
  const frequencies = new Frequencies(planes)
  frequencies.see(planes)
  frequencies.dropUnused(planes)
  const parts = frameOf(header, planes)
  for (const scan of scansOf(header, planes)) parts.push(...encodeScan(scan, sampling, header.restartInterval))
  parts.push(END)
  return Buffer.concat(parts)
}

/**
 * The same for a sequential file that is too large for memory, row of MCUs by row of MCUs. The file is decoded twice: codes can be
 * made only when all is known.
 *
 * @param change may change the coefficients of row `y`, see {@link decodeCoefficients}
 */
export function encodeInBands(file: Uint8Array, header: JpegHeader, change: (planes: Plane[], y: number) => void, write: (bytes: Uint8Array) => void): void {
  const sampling = samplingOf(header)
  const step = bandHeight(header)
  const writer = new BitWriter()
  let scan: Scan | undefined
  let encoder: BlockEncoder | undefined
  let frequencies: Frequencies | undefined
  const pass = (rowDone: () => void): void => {
    let walk: McuWalk | undefined
    decodeCoefficients(file, header, (all, y) => {
      const planes = all.map(plane => bandOf(plane, y))
      change(planes, y)
      blankBeyond(header, planes, header.width, Math.min(step, header.height - y * step))
      dropHidden(planes)
      frequencies ??= new Frequencies(all)
      frequencies.see(planes)
      encoder ??= new BlockEncoder(scan = scansOf(header, all)[0], writer)
      walk ??= new McuWalk(all, sampling, header.restartInterval)
      encodeRow(encoder, writer, walk, y)
      rowDone()
    })
    encoder!.reset()
  }
  pass(() => {})
  frequencies!.dropUnused(scan!.planes)
  for (const part of [...frameOf(header, scan!.planes), ...scanHead(scan!, encoder!)]) write(part)
  writer.write()
  pass(() => write(writer.take()))
  write(writer.finish())
  write(END)
}

/** Pixel rows of a row of MCUs. */
export const bandHeight = (header: JpegHeader): number => header.components.length === 1 ? 8 : 8 * samplingOf(header).v

/** Of a plane that holds the blocks of one row of MCUs: so many of them as are picture. */
function bandOf(plane: Plane, y: number): Plane {
  const held = plane.coefficients.length / 64 / plane.stride
  return { ...plane, rows: Math.max(1, Math.min(held, plane.rows - y * held)) }
}

const END = Buffer.from([0xff, M.EOI])

/** Everything before the first scan. */
function frameOf(header: JpegHeader, planes: readonly Plane[]): Uint8Array[] {
  const tables = [...new Set(planes.map(p => p.table.join()))].map(key => planes.find(p => p.table.join() === key)!.table)
  const numberOf = (plane: Plane): number => tables.findIndex(table => table.join() === plane.table.join())
  const parts: Uint8Array[] = [Buffer.from([0xff, M.SOI]), ...metadataOf(header)]
  tables.forEach((table, i) => parts.push(quantisationSegment(i, table)))
  const wide = tables.some(table => table.some(q => q > 255))
  const { width, height, restartInterval } = header
  parts.push(segment(header.progressive ? M.SOF2 : wide ? M.SOF1 : M.SOF0, [8, ...u16(height), ...u16(width), planes.length],
    planes.flatMap(plane => [plane.component.id, plane.component.h << 4 | plane.component.v, numberOf(plane)])))
  if (restartInterval > 0) parts.push(segment(M.DRI, u16(restartInterval)))
  return parts
}

const u16 = (n: number): [number, number] => [n >> 8, n & 0xff]

interface Scan { planes: Plane[], start: number, end: number, progressive: boolean, /** Per plane: 0 or 1. */ tables: number[] }

/**
 * Sequential files get one scan, or one a component where an MCU would be too large. Progressive ones get all DC
 * first, then low and high frequencies, so that a picture appears early; successive approximation is not used.
 */
function scansOf({ progressive }: JpegHeader, planes: readonly Plane[]): Scan[] {
  const chroma = planes.length >= 3
  const tableOf = (plane: Plane): number => chroma && (planes[1] === plane || planes[2] === plane) ? 1 : 0
  const scan = (of: readonly Plane[], start: number, end: number): Scan => ({ planes: [...of], start, end, progressive, tables: of.map(tableOf) })
  const blocks = planes.reduce((sum, { component: { h, v } }) => sum + h * v, 0)
  const together = planes.length === 1 || blocks <= 10 ? [planes] : planes.map(plane => [plane])
  if (!progressive) return together.map(of => scan(of, 0, 63))
  const [first, ...others] = planes
  return [
    ...together.map(of => scan(of, 0, 0)),
    scan([first], 1, 5),
    ...others.map(plane => scan([plane], 1, 63)),
    scan([first], 6, 63),
  ]
}

function encodeScan(scan: Scan, sampling: Sampling, interval: number): Uint8Array[] {
  const writer = new BitWriter()
  const encoder = new BlockEncoder(scan, writer)
  const pass = (): void => {
    const walk = new McuWalk(scan.planes, sampling, interval)
    for (let y = 0; y < walk.down; y++) encodeRow(encoder, writer, walk, y)
    encoder.reset()
  }
  pass()
  const head = scanHead(scan, encoder)
  writer.write()
  pass()
  return [...head, writer.finish()]
}

function encodeRow(encoder: BlockEncoder, writer: BitWriter, walk: McuWalk, y: number): void {
  walk.row(y, (c, at, i) => encoder.block(c, at, i), number => {
    encoder.reset()
    writer.restart(number)
  }, () => {})
}

/** The tables for what has been counted, and the scan's header. */
function scanHead(scan: Scan, encoder: BlockEncoder): Uint8Array[] {
  const parts = encoder.tables().map(({ kind, number, table }) => {
    table.settle()
    return segment(M.DHT, [kind << 4 | number], table.written)
  })
  const { planes, tables, start, end } = scan
  return [...parts, segment(M.SOS, [planes.length, ...planes.flatMap((plane, i) => [plane.component.id, tables[i] * 0x11]), start, end, 0])]
}

class BlockEncoder {
  readonly #scan: Scan
  readonly #writer: BitWriter
  readonly #dc = [new EncodingTable(), new EncodingTable()]
  readonly #ac = [new EncodingTable(), new EncodingTable()]
  readonly #predicted: number[]
  /** The coefficients at work, of each plane, and the same four at a time. */
  readonly #coded: Int16Array[] = []
  readonly #fours: Float64Array[] = []
  /** Blocks that hold nothing in this band and are not written yet. */
  #empty = 0

  constructor(scan: Scan, writer: BitWriter) {
    this.#scan = scan
    this.#writer = writer
    this.#predicted = scan.planes.map(() => 0)
  }

  tables(): { kind: 0 | 1, number: number, table: EncodingTable }[] {
    const { start, end, tables } = this.#scan
    const numbers = [...new Set(tables)]
    return [
      ...start === 0 ? numbers.map(number => ({ kind: 0 as const, number, table: this.#dc[number] })) : [],
      ...end > 0 ? numbers.map(number => ({ kind: 1 as const, number, table: this.#ac[number] })) : [],
    ]
  }

  /** At the beginning, at restarts and at the end. */
  reset(): void {
    this.#flush(this.#ac[this.#scan.tables[0]])
    this.#predicted.fill(0)
  }

  block(c: Int16Array, at: number, i: number): void {
    const { start, end, tables, progressive } = this.#scan
    const writer = this.#writer
    if (start === 0) {
      const value = c[at] - this.#predicted[i]
      this.#predicted[i] = c[at]
      const size = sizeOf(value)
      writer.symbol(this.#dc[tables[i]], size)
      writer.bits(value < 0 ? value - 1 : value, size)
      if (end === 0) return
    }
    const table = this.#ac[tables[i]]
    let run = 0
    if (this.#coded[i] !== c) {
      this.#coded[i] = c
      this.#fours[i] = fours(c)
    }
    let last = Math.min(at + end, endOfBlock(this.#fours[i], at) - 1)
    while (last >= at && c[last] === 0) last--
    for (let k = at + Math.max(1, start); k <= last; k++) {
      const value = c[k]
      if (value === 0) {
        run++
        continue
      }
      if (this.#empty > 0) this.#flush(table)
      for (; run > 15; run -= 16) writer.symbol(table, 0xf0)
      const size = sizeOf(value)
      writer.symbol(table, run << 4 | size)
      writer.bits(value < 0 ? value - 1 : value, size)
      run = 0
    }
    if (last === at + end) return
    if (!progressive) writer.symbol(table, 0)
    else if (++this.#empty === 0x7fff) this.#flush(table)
  }

  #flush(table: EncodingTable): void {
    if (this.#empty === 0) return
    const size = 31 - Math.clz32(this.#empty)
    this.#writer.symbol(table, size << 4)
    this.#writer.bits(this.#empty, size)
    this.#empty = 0
  }
}

/** Bits of a number without its sign. */
function sizeOf(value: number): number {
  const size = 32 - Math.clz32(value < 0 ? -value : value)
  if (size > 15) throw malformed('A JPEG coefficient is out of range')
  return size
}

function quantisationSegment(number: number, table: Uint16Array): Buffer {
  const wide = table.some(q => q > 255)
  // A step of 0 is none, though decoders take it: nothing is left that it counts.
  return segment(M.DQT, [wide ? 0x10 | number : number], [...table].flatMap(q => wide ? u16(q || 1) : [q || 1]))
}
