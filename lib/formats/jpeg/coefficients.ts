import { malformed } from '../../core/errors.js'
import type { Box, CodedBlocks } from '../../core/types.js'
import { BitReader, scanData } from './bits.js'
import { transformOf } from './colour.js'
import { readTables, type DecodingTable } from './huffman.js'
import { M, quantisation, segments, type Component, type JpegHeader } from './parse.js'

/** One component's quantised DCT coefficients. */
export interface Plane {
  component: Component
  /** Quantisation table, in zigzag order. */
  table: Uint16Array
  /** Blocks that hold picture, across and down. */
  columns: number
  rows: number
  /** Blocks that are stored across; those right of and below the picture fill up whole MCUs. */
  stride: number
  /** 64 a block, in zigzag order, blocks row by row. */
  coefficients: Int16Array
}

/** Four coefficients at a time, to skip zeros by: none is -32,768, which alone would make a zero of what is not. */
export function fours({ buffer, byteOffset, length }: Int16Array): Float64Array {
  return new Float64Array(buffer, byteOffset, length / 4)
}

/** Offset behind the last coefficient of the block at `at` that is not 0, rounded up to a multiple of 4. */
export function endOfBlock(fours: Float64Array, at: number): number {
  const first = at >> 2
  let end = first + 16
  while (end > first && fours[end - 1] === 0) end--
  return end << 2
}

export interface Sampling { h: number, v: number, mcusAcross: number, mcusDown: number }

export function samplingOf({ width, height, components }: JpegHeader): Sampling {
  const h = Math.max(...components.map(c => c.h))
  const v = Math.max(...components.map(c => c.v))
  return { h, v, mcusAcross: Math.ceil(width / (8 * h)), mcusDown: Math.ceil(height / (8 * v)) }
}

/** Pixels that are coded together: an MCU, or the block of the only component. */
export function blocksOf(header: JpegHeader): Omit<CodedBlocks, 'kept'> {
  if (header.components.length === 1) return { width: 8, height: 8, reach: 0 }
  const { h, v } = samplingOf(header)
  // Where one sample of chroma stands for two pixels, decoders interpolate.
  const interpolated = header.components.some(component => component.h < h || component.v < v)
  const blocks = { width: 8 * h, height: 8 * v, reach: interpolated ? 1 : 0 }
  const [luma] = header.components
  return interpolated && transformOf(header) === 'ycc' ? { ...blocks, luma: { width: 8 * h / luma.h, height: 8 * v / luma.v } } : blocks
}

/** Where a block lies, in pixels. */
export function placeOf({ component, stride }: Plane, block: number, sampling: Sampling): Box {
  const [w, h] = [8 * sampling.h / component.h, 8 * sampling.v / component.v]
  return { x: block % stride * w, y: Math.floor(block / stride) * h, w, h }
}

/** Planes with nothing in them yet; of a `band`, they hold the blocks of one row of MCUs at a time. */
export function blankPlanes(header: JpegHeader, band = false): Plane[] {
  const { h, v, mcusAcross, mcusDown } = samplingOf(header)
  return header.components.map(component => {
    const stride = mcusAcross * component.h
    const held = !band ? mcusDown * component.v : header.components.length === 1 ? 1 : component.v
    return {
      component, stride, table: header.tables[component.table] ?? new Uint16Array(),
      columns: Math.ceil(Math.ceil(header.width * component.h / h) / 8), rows: Math.ceil(Math.ceil(header.height * component.v / v) / 8),
      coefficients: new Int16Array(stride * held * 64),
    }
  })
}

/** A plane whose every step counts: a table may be missing, or hold steps of 0. */
export function withSteps(plane: Plane): Plane {
  return { ...plane, table: Uint16Array.from({ length: 64 }, (_, k) => plane.table[k] || 1) }
}

/** More scans than any encoder writes; each one costs a pass over the whole picture. */
const MOST_SCANS = 200

/**
 * Whether the image has its end marker. Files without it are common, and complete if their scan is.
 *
 * @throws EffaceError ERR_MALFORMED_INPUT when there are too many scans, or scans of a progressive file may be missing
 */
export function isEnded(file: Uint8Array, { progressive }: JpegHeader): boolean {
  for (let at = 2, count = 0; file.indexOf(0xff, at) >= 0;) {
    let marker = 0
    for (const segment of segments(file, at)) ({ marker, end: at } = segment)
    if (marker === M.EOI) return true
    if (++count > MOST_SCANS) throw malformed('The JPEG file has too many scans')
    // On to the next marker that is not part of the scan.
    at = file.indexOf(0xff, at)
    while (at >= 0 && (file[at + 1] === 0 || file[at + 1] >= M.RST0 && file[at + 1] <= M.RST7)) at = file.indexOf(0xff, at + 2)
    if (at < 0) break
  }
  if (progressive) throw malformed('The JPEG file is truncated')
  return false
}

/** Frequencies that libjpeg estimates from the blocks around while they are not known. */
const SMOOTHED = 10

interface Scan { planes: Plane[], dc: DecodingTable[], ac: DecodingTable[], start: number, end: number, high: number, low: number }

/**
 * Decodes all scans of a baseline, extended or progressive JPEG file, but no further than to coefficients.
 *
 * @param eachRow for a sequential file whose one scan holds all components: the planes hold one row of MCUs at a time, and are
 *   shown here with each. Its number counts from 0
 * @throws EffaceError ERR_MALFORMED_INPUT for whatever is damaged, missing or cut off
 */
export function decodeCoefficients(file: Uint8Array, header: JpegHeader, eachRow?: (planes: Plane[], y: number) => void): Plane[] {
  const sampling = samplingOf(header)
  const planes = blankPlanes(header, eachRow !== undefined).map(plane => ({ ...plane, table: new Uint16Array() }))
  const tables: (Uint16Array | undefined)[] = []
  const dc: DecodingTable[] = []
  const ac: DecodingTable[] = []
  /** The lowest bit that is known of each coefficient of a block. */
  const known = new Map<Plane, Uint8Array>(planes.map(plane => [plane, new Uint8Array(64).fill(255)]))
  let interval = 0
  let scans = 0
  for (let at = 2, ended = false; !ended;) {
    // There may be no end marker, see isEnded.
    if (scans > 0 && file.indexOf(0xff, at) < 0) break
    for (const { marker, body, end } of segments(file, at)) {
      at = end
      if (marker === M.EOI) ended = true
      else if (marker === M.DQT) quantisation(body, tables)
      else if (marker === M.DHT) readTables(body, dc, ac)
      else if (marker === M.DRI && body.length >= 2) interval = body[0] << 8 | body[1]
      else if (marker === M.SOS) {
        scans++
        const scan = scanOf(body, header, planes, dc, ac)
        if (!header.progressive) {
          if (scan.planes.some(plane => plane.table.length > 0)) throw malformed('A part of the JPEG image is there twice')
          // As libjpeg does: after a scan that holds everything, nothing more is looked at.
          ended = scan.planes.length === planes.length
        }
        for (const plane of scan.planes) known.get(plane)!.fill(scan.low, scan.start, scan.end + 1)
        // A component's quantisation table is the one in force when its first scan begins.
        for (const plane of scan.planes) if (plane.table.length === 0) plane.table = tables[plane.component.table] ?? missing()
        const data = scanData(file, at)
        decodeScan(scan, new BitReader(data), sampling, interval, header.progressive, eachRow && (y => eachRow(planes, y)))
        at = data.next
      }
    }
  }
  // Where the lowest frequencies are not fully known, decoders smooth the picture, each in its own way.
  if (planes.some(plane => known.get(plane)!.some((bit, k) => k < SMOOTHED && bit !== 0))) throw malformed('The JPEG file lacks a part of its image')
  return planes
}

function missing(): never { throw malformed('The JPEG file lacks a table') }

function scanOf(body: Uint8Array, header: JpegHeader, planes: Plane[], dc: DecodingTable[], ac: DecodingTable[]): Scan {
  const count = body[0]
  if (body.length < 4 + 2 * count || count < 1 || count > 4) throw malformed('A JPEG scan header is damaged')
  const [start, end, approximation] = body.subarray(1 + 2 * count)
  const scan: Scan = { planes: [], dc: [], ac: [], start, end, high: approximation >> 4, low: approximation & 15 }
  if (!header.progressive) Object.assign(scan, { start: 0, end: 63, high: 0, low: 0 })
  else if (start > end || end > 63 || start === 0 && end > 0 || start > 0 && count > 1 || scan.low > 13) throw malformed('A JPEG scan header is damaged')
  for (let i = 0; i < count; i++) {
    const plane = planes.find(p => p.component.id === body[1 + i * 2])
    if (!plane || scan.planes.includes(plane)) throw malformed('A JPEG scan header is damaged')
    const tables = body[2 + i * 2]
    scan.planes.push(plane)
    if (scan.start === 0 && scan.high === 0) scan.dc.push(dc[tables >> 4] ?? missing())
    if (scan.end > 0) scan.ac.push(ac[tables & 15] ?? missing())
  }
  return scan
}

function decodeScan(scan: Scan, reader: BitReader, sampling: Sampling, interval: number, progressive: boolean, eachRow?: (y: number) => void): void {
  const decoder = new BlockDecoder(scan, reader, progressive)
  const walk = new McuWalk(scan.planes, sampling, interval)
  for (let y = 0; y < walk.down; y++) {
    if (eachRow) for (const { coefficients } of scan.planes) coefficients.fill(0)
    walk.row(y, (coefficients, at, i) => decoder.block(coefficients, at, i), () => {
      reader.restart()
      decoder.restart()
    }, () => reader.check())
    eachRow?.(y)
  }
}

type VisitBlock = (coefficients: Int16Array, offset: number, index: number) => void

/**
 * Visits the blocks of a scan in their order in the file: MCU by MCU where several components are interleaved, row by
 * row and only where there is picture where one stands alone. Planes may hold all of their rows, or those of one row of MCUs.
 */
export class McuWalk {
  readonly across: number
  readonly down: number
  readonly #planes: readonly Plane[]
  readonly #interval: number
  #count = 0

  constructor(planes: readonly Plane[], { mcusAcross, mcusDown }: Sampling, interval: number) {
    const alone = planes.length === 1
    this.#planes = planes
    this.#interval = interval
    this.across = alone ? planes[0].columns : mcusAcross
    this.down = alone ? planes[0].rows : mcusDown
  }

  /** One row of MCUs; to be called from the first to the last. */
  row(y: number, block: VisitBlock, restart: (number: number) => void, mcuDone: () => void): void {
    const planes = this.#planes
    const alone = planes.length === 1
    for (let x = 0; x < this.across; x++) {
      if (this.#interval > 0 && this.#count > 0 && this.#count % this.#interval === 0) restart(this.#count / this.#interval - 1)
      this.#count++
      for (let i = 0; i < planes.length; i++) {
        const { coefficients, stride, component: { h, v } } = planes[i]
        const held = coefficients.length / 64 / stride
        if (alone) block(coefficients, (y % held * stride + x) * 64, 0)
        else for (let dy = 0; dy < v; dy++) for (let dx = 0; dx < h; dx++) block(coefficients, ((y * v + dy) % held * stride + x * h + dx) * 64, i)
      }
      mcuDone()
    }
  }
}

class BlockDecoder {
  readonly #scan: Scan
  readonly #reader: BitReader
  readonly #predicted: number[]
  readonly #kind: 0 | 1 | 2 | 3 | 4
  /** Blocks to come that hold nothing more in this band. */
  #empty = 0

  constructor(scan: Scan, reader: BitReader, progressive: boolean) {
    this.#scan = scan
    this.#reader = reader
    this.#predicted = scan.planes.map(() => 0)
    this.#kind = !progressive ? 0 : scan.start === 0 ? scan.high === 0 ? 1 : 2 : scan.high === 0 ? 3 : 4
  }

  restart(): void {
    this.#predicted.fill(0)
    this.#empty = 0
  }

  block(c: Int16Array, at: number, i: number): void {
    switch (this.#kind) {
      case 0: return this.#sequential(c, at, i)
      case 1: c[at] = this.#dc(i) << this.#scan.low; return
      case 2: c[at] |= this.#reader.bits(1) << this.#scan.low; return
      case 3: return this.#acFirst(c, at)
      case 4: return this.#acRefine(c, at)
    }
  }

  #dc(i: number): number {
    const size = this.#reader.symbol(this.#scan.dc[i])
    if (size > 15) throw malformed('The JPEG image data hold an impossible code')
    return size > 0 ? this.#predicted[i] += this.#reader.signed(size) : this.#predicted[i]
  }

  #sequential(c: Int16Array, at: number, i: number): void {
    const reader = this.#reader
    const table = this.#scan.ac[i]
    c[at] = this.#dc(i)
    for (let k = 1; k < 64; k++) {
      const symbol = reader.symbol(table)
      const size = symbol & 15
      const run = symbol >> 4
      if (size === 0) {
        if (run < 15) return
        k += 15
        continue
      }
      k += run
      if (k > 63) throw malformed('The JPEG image data hold an impossible code')
      c[at + k] = reader.signed(size)
    }
  }

  #acFirst(c: Int16Array, at: number): void {
    const reader = this.#reader
    const { ac: [table], start, end, low } = this.#scan
    if (this.#empty > 0) {
      this.#empty--
      return
    }
    for (let k = start; k <= end; k++) {
      const symbol = reader.symbol(table)
      const size = symbol & 15
      const run = symbol >> 4
      if (size === 0) {
        if (run < 15) {
          this.#empty = (1 << run) - 1 + reader.bits(run)
          return
        }
        k += 15
        continue
      }
      k += run
      if (k > end) throw malformed('The JPEG image data hold an impossible code')
      c[at + k] = reader.signed(size) << low
    }
  }

  /** One more bit for each coefficient that is not zero so far; new ones of that size stand between them. */
  #acRefine(c: Int16Array, at: number): void {
    const reader = this.#reader
    const { ac: [table], start, end, low } = this.#scan
    const one = 1 << low
    let k = start
    if (this.#empty === 0) {
      for (; k <= end; k++) {
        const symbol = reader.symbol(table)
        let run = symbol >> 4
        let fresh = 0
        if ((symbol & 15) !== 0) fresh = reader.bits(1) ? one : -one
        else if (run < 15) {
          this.#empty = (1 << run) + reader.bits(run)
          break
        }
        for (; k <= end; k++) {
          if (c[at + k] !== 0) this.#refine(c, at + k, one)
          else if (--run < 0) break
        }
        if (fresh !== 0) {
          if (k > end) throw malformed('The JPEG image data hold an impossible code')
          c[at + k] = fresh
        }
      }
    }
    if (this.#empty > 0) {
      for (; k <= end; k++) if (c[at + k] !== 0) this.#refine(c, at + k, one)
      this.#empty--
    }
  }

  #refine(c: Int16Array, at: number, one: number): void {
    if (this.#reader.bits(1) && (Math.abs(c[at]) & one) === 0) c[at] += c[at] > 0 ? one : -one
  }
}
