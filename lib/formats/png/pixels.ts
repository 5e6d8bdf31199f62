import { constants, createDeflate, createInflate, deflateRawSync } from 'node:zlib'
import { Readable } from 'node:stream'
import { malformed } from '../../core/errors.js'
import { rowBytes } from '../../core/raster.js'
import type { Raster } from '../../core/types.js'
import { concat } from './chunks.js'
import { RowFilter, unfilter } from './filter.js'
import { packedRow, samplesOf, type Header } from './header.js'

/** Where the rows of an interlacing pass lie: the first pixel, and the steps to the next. */
interface Pass { x: number, y: number, dx: number, dy: number }

const WHOLE: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }]
const ADAM7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 }, { x: 4, y: 0, dx: 8, dy: 8 }, { x: 0, y: 4, dx: 4, dy: 8 }, { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 }, { x: 1, y: 0, dx: 2, dy: 2 }, { x: 0, y: 1, dx: 1, dy: 2 },
]
const ZLIB_CHUNK = 1 << 18
/** Photographs at level 4 are 4 % larger than at 6 and take a quarter of the time. */
const FILTERED = { level: 4, strategy: constants.Z_FILTERED, chunkSize: ZLIB_CHUNK }
/** Nothing but runs is looked for: a quarter of the time again. Of photographs little else can be found once they are filtered. */
const RUNS = { level: 1, strategy: constants.Z_RLE, chunkSize: ZLIB_CHUNK }
/** Where it makes them larger by more than this, as their samples tell, it is not taken. */
const LARGER = 1.03
/** Bytes of pixels that are tried, in so many places. Less than four times as much is not worth the trial. */
const TRIED = 1 << 18
const PLACES = 4
/** Bytes behind the last row that are still let pass; some encoders write a row too many. */
const SURPLUS = 1 << 16

/** Bytes the rows of an image inflate to, filter bytes and passes counted. */
export function inflatedBytes(header: Header): number {
  let bytes = 0
  for (const { width, height } of passesOf(header)) bytes += (packedRow(header, width) + 1) * height
  return bytes
}

function passesOf({ width, height, interlaced }: Header): (Pass & { width: number, height: number })[] {
  return (interlaced ? ADAM7 : WHOLE)
    .map(pass => ({ ...pass, width: Math.ceil((width - pass.x) / pass.dx), height: Math.ceil((height - pass.y) / pass.dy) }))
    .filter(pass => pass.width > 0 && pass.height > 0)
}

/** Receives rows each time `into` is full, and at the end; without it, `into` holds the whole image. Not for interlaced images. */
type Full = (rows: Uint8Array) => void

/**
 * Inflates an image and writes its samples to `into`, in the layout {@link layoutOf} gave. `key`: the samples of the colour that
 * is transparent. Takes memory for a few rows.
 *
 * @throws EffaceError ERR_MALFORMED_INPUT
 */
export async function readPixels(data: Iterable<Uint8Array>, header: Header, into: Uint8Array, key?: readonly number[], full?: Full): Promise<void> {
  const stride = Math.ceil(header.width * (samplesOf[header.colourType] + (key === undefined ? 0 : 1)) * header.depth / 8)
  const rowsHeld = full ? Math.floor(into.length / stride) : Infinity
  const step = Math.max(1, samplesOf[header.colourType] * header.depth >> 3)
  const passes = passesOf(header)
  const place = placer(header, into, stride, key)
  let passNumber = 0
  let y = 0
  let filled = 0
  let surplus = 0
  let row = new Uint8Array(0)
  let above = new Uint8Array(0)
  const begin = (): void => {
    const bytes = packedRow(header, passes[passNumber].width) + 1
    row = new Uint8Array(bytes)
    above = new Uint8Array(bytes)
  }
  begin()
  const inflate = createInflate({ chunkSize: ZLIB_CHUNK })
  const source = Readable.from(data, { objectMode: false, highWaterMark: ZLIB_CHUNK })
  source.on('error', error => inflate.destroy(error))
  source.pipe(inflate)
  try {
    for await (const chunk of inflate as AsyncIterable<Uint8Array>) {
      for (let at = 0; at < chunk.length;) {
        if (passNumber === passes.length) {
          surplus += chunk.length - at
          if (surplus > SURPLUS) throw malformed('A PNG image holds more than its size needs')
          break
        }
        const part = Math.min(row.length - filled, chunk.length - at)
        row.set(chunk.subarray(at, at + part), filled)
        at += part
        filled += part
        if (filled < row.length) continue
        filled = 0
        const pixels = row.subarray(1)
        unfilter(row[0], pixels, above.subarray(1), step)
        place(pixels, passes[passNumber], full ? y % rowsHeld : y)
        ;[row, above] = [above, row]
        if (full && ((y + 1) % rowsHeld === 0 || y + 1 === header.height)) full(into.subarray(0, (y % rowsHeld + 1) * stride))
        if (++y === passes[passNumber].height) {
          y = 0
          if (++passNumber < passes.length) begin()
        }
      }
    }
  } catch (error) {
    // Others are of whoever takes the rows.
    if (!String((error as { code?: unknown }).code).startsWith('Z_')) throw error
    throw malformed('The compressed data of a PNG image is damaged', { cause: error })
  }
  if (passNumber < passes.length) throw malformed('A PNG image holds less than its size needs')
}

type Place = (row: Uint8Array, pass: Pass & { width: number }, y: number) => void

function placer(header: Header, into: Uint8Array, stride: number, key?: readonly number[]): Place {
  const { depth, colourType, interlaced } = header
  const samples = samplesOf[colourType]
  const channels = samples + (key === undefined ? 0 : 1)
  if (!interlaced && key === undefined) {
    if (depth < 16) return (row, _pass, y) => { into.set(row, y * stride) }
    return (row, _pass, y) => { swapBytes(row, into, y * stride) }
  }
  const top = 2 ** depth - 1
  return (row, pass, y) => {
    const line = (pass.y + y * pass.dy) * stride
    for (let i = 0; i < pass.width; i++) {
      const to = (pass.x + i * pass.dx) * channels
      let matches = key !== undefined
      for (let s = 0; s < samples; s++) {
        const value = getSample(row, i * samples + s, depth)
        setSample(into, line, to + s, depth, value)
        matches &&= value === key![s]
      }
      if (key !== undefined) setSample(into, line, to + samples, depth, matches ? 0 : top)
    }
  }
}

/** Samples of 16 bits between PNG's byte order and the raster's. */
function swapBytes(from: Uint8Array, to: Uint8Array, at: number): void {
  for (let i = 0; i < from.length; i += 2) {
    to[at + i] = from[i + 1]
    to[at + i + 1] = from[i]
  }
}

/** Sample `n` of a row as PNG packs it. */
function getSample(row: Uint8Array, n: number, depth: number): number {
  if (depth === 8) return row[n]
  if (depth === 16) return row[n * 2] << 8 | row[n * 2 + 1]
  const bit = n * depth
  return row[bit >> 3] >> (8 - depth - (bit & 7)) & ((1 << depth) - 1)
}

/** Sets sample `n` of the raster row that starts at `line`. */
function setSample(data: Uint8Array, line: number, n: number, depth: number, value: number): void {
  if (depth === 8) data[line + n] = value
  else if (depth === 16) {
    data[line + n * 2] = value & 255
    data[line + n * 2 + 1] = value >> 8
  } else {
    const bit = n * depth
    const at = line + (bit >> 3)
    const shift = 8 - depth - (bit & 7)
    data[at] = data[at] & ~(((1 << depth) - 1) << shift) | value << shift
  }
}

/** A raster's rows `y` .. `y + rows`. */
export type RowsAt = (y: number, rows: number) => Uint8Array

function rowsOf(raster: Raster): RowsAt {
  const stride = rowBytes(raster)
  return (y, rows) => raster.data.subarray(y * stride, (y + rows) * stride)
}

/**
 * Filters and deflates the rows of a raster, as a zlib stream in pieces. Not interlaced. With `key`, transparent pixels are written
 * as that colour, and opaque pixels that happen to have it as the nearest other.
 */
export async function * deflatePixels(rowsAt: RowsAt, channels: number, header: Header, key?: readonly number[]): AsyncGenerator<Uint8Array> {
  const coding = isPlain(header) ? { chunkSize: ZLIB_CHUNK } : isRuns(rowsAt, channels, header, key) ? RUNS : FILTERED
  yield * Readable.from(filteredRows(rowsAt, channels, header, key), { objectMode: false, highWaterMark: ZLIB_CHUNK })
    .pipe(createDeflate(coding)) as AsyncIterable<Uint8Array>
}

/** Whether a picture is hardly larger when nothing but runs of bytes are looked for. */
function isRuns(rowsAt: RowsAt, channels: number, header: Header, key?: readonly number[]): boolean {
  const bytes = packedRow(header, header.width) + 1
  if (bytes * header.height < 4 * TRIED) return false
  const height = Math.ceil(TRIED / PLACES / bytes)
  const step = Math.floor((header.height - height) / (PLACES - 1))
  const sample = concat(Array.from({ length: PLACES }, (_, i) =>
    concat([...filteredRows((y, rows) => rowsAt(i * step + y, rows), channels, { ...header, height }, key)])))
  return deflateRawSync(sample, RUNS).length <= LARGER * deflateRawSync(sample, FILTERED).length
}

/** The same of a raster, all pieces. */
export async function writePixels(raster: Raster, header: Header, key?: readonly number[]): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = []
  for await (const piece of deflatePixels(rowsOf(raster), raster.channels, header, key)) pieces.push(piece)
  return pieces
}

/** Rows that are not filtered. */
function isPlain({ colourType, depth }: Header): boolean { return colourType === 3 || depth < 8 }

function * filteredRows(rowsAt: RowsAt, channels: number, header: Header, key?: readonly number[]): Generator<Uint8Array> {
  const { depth, colourType, width, height } = header
  const bytes = packedRow(header, width)
  const filter = new RowFilter(Math.max(1, samplesOf[colourType] * depth >> 3), isPlain(header))
  let row: Uint8Array
  let above: Uint8Array = new Uint8Array(bytes)
  // Rows that are not the raster's own are made here and there in turns.
  let other: Uint8Array = new Uint8Array(bytes)
  const rowsPerBlock = Math.max(1, Math.floor(ZLIB_CHUNK / (bytes + 1)))
  for (let y = 0; y < height; y += rowsPerBlock) {
    const rows = Math.min(rowsPerBlock, height - y)
    const block = new Uint8Array(rows * (bytes + 1))
    const data = rowsAt(y, rows)
    const stride = data.length / rows
    for (let i = 0; i < rows; i++) {
      const at = i * stride
      if (key !== undefined) packKeyed({ data, channels }, at, header, key, row = other)
      else if (depth === 16) swapBytes(data.subarray(at, at + bytes), row = other, 0)
      else row = data.subarray(at, at + bytes)
      filter.filter(row, above, block, i * (bytes + 1))
      ;[above, other] = [row, above]
    }
    yield block
  }
}

function packKeyed({ data, channels }: Pick<Raster, 'data' | 'channels'>, line: number, header: Header, key: readonly number[], row: Uint8Array): void {
  const { width, depth, colourType } = header
  const samples = samplesOf[colourType]
  const half = 2 ** (depth - 1)
  const values = new Array<number>(samples)
  row.fill(0)
  for (let x = 0; x < width; x++) {
    const from = x * channels
    const opaque = rasterSample(data, line, from + samples, depth) >= half
    let same = true
    for (let s = 0; s < samples; s++) {
      values[s] = opaque ? rasterSample(data, line, from + s, depth) : key[s]
      same &&= values[s] === key[s]
    }
    if (opaque && same) values[samples - 1] += values[samples - 1] > 0 ? -1 : 1
    for (let s = 0; s < samples; s++) putSample(row, x * samples + s, depth, values[s])
  }
}

function rasterSample(data: Uint8Array, line: number, n: number, depth: number): number {
  if (depth === 16) return data[line + n * 2] | data[line + n * 2 + 1] << 8
  if (depth === 8) return data[line + n]
  const bit = n * depth
  return data[line + (bit >> 3)] >> (8 - depth - (bit & 7)) & ((1 << depth) - 1)
}

/** Sets sample `n` of a zeroed row as PNG packs it. */
function putSample(row: Uint8Array, n: number, depth: number, value: number): void {
  if (depth === 8) row[n] = value
  else if (depth === 16) {
    row[n * 2] = value >> 8
    row[n * 2 + 1] = value & 255
  } else {
    const bit = n * depth
    row[bit >> 3] |= value << (8 - depth - (bit & 7))
  }
}
