import { inBand, rowsOf } from '../../core/pixel-store.js'
import { keepShapes } from '../../core/shapes.js'
import type { Box, PixelStore, Raster } from '../../core/types.js'
import { BlockEncoder } from './block-encoder.js'
import { dropClipped, dropHidden } from './clipping.js'
import { onlyScan, type OnlyScan } from './coefficients.js'
import { blankBeyond } from './edges.js'
import { encodeCoefficients, END, encodeRow, frameOf, scansOf, settle } from './encode.js'
import { Frequencies } from './frequencies.js'
import { blankHeader } from './from-raster.js'
import { dropBeyondColour } from './gamut.js'
import { McuWalk } from './mcu-walk.js'
import type { JpegHeader } from './parse.js'
import { blankPlanes, placeOf, samplingOf, type Plane } from './planes.js'
import { repaint } from './repaint.js'
import { SequentialDecoder, type Position } from './sequential.js'
import { SymbolCounts, Tokens, type TokenWriter } from './tokens.js'
import { Transcoder } from './transcode.js'

// A sequential file of one scan is looked through a row of MCUs at a time. MCUs in which nothing has changed, nor the DC before them, are taken
// over from code to code. Of the others alone there are coefficients, which are coded again. Which codes there are is known when all has been
// seen: they are made for what is left, since codes that were made for the whole picture would tell of what stood there.

/** What may change in rows of MCUs. The planes hold a row, and nothing else. */
export interface Changes {
  /** From which pixel up to which other something was painted in row `y`. */
  touched: (y: number) => readonly [left: number, right: number] | undefined
  /**
   * Puts it into the row's coefficients, and takes out what the raster does not show.
   *
   * @param load brings the coefficients of a block of the first plane into the planes, before it is looked at
   * @returns the places, in pixels of the row, where what nobody painted was rounded once more
   */
  apply: (planes: Plane[], y: number, load: (block: number) => void) => Box[]
}

/** A piece of a scan: what was read from one place up to another, or the tokens that stand there instead. */
interface Piece { from: Position, to: Position, said?: Uint32Array }

interface Recoded { bytes: Uint8Array, /** In pixels: where what nobody painted was rounded once more. */ rounded: Box[] }

/**
 * @param size so much of the picture, from its upper left corner on, is seen; it reaches into the last row of MCUs
 * @param ids what its components are to be called
 * @throws EffaceError ERR_MALFORMED_INPUT
 */
export function recode(
  file: Uint8Array, header: JpegHeader, changes: Changes, { size = header, ids }: { size?: Size, ids?: readonly number[] } = {},
): Recoded {
  keepOwnShapes()
  const recoder = new Recoder(file, header, changes, size)
  const pieces: Piece[] = []
  recoder.pass(({ from, to, said }) => { pieces.push({ from, to, ...said && { said: said.slice() } }) })
  if (ids) recoder.planes.forEach((plane, i) => { plane.component = { ...plane.component, id: ids[i] } })
  const parts: Uint8Array[] = []
  recoder.write(part => { parts.push(part) }, file.length, write => { pieces.forEach(write) })
  return { bytes: Buffer.concat(parts), rounded: recoder.rounded }
}

/** The same of a file that is too large for memory. It is looked through twice: codes can be made only when all is known. */
export function recodeInBands(file: Uint8Array, header: JpegHeader, changes: Changes, write: (bytes: Uint8Array) => void): void {
  keepOwnShapes()
  const recoder = new Recoder(file, header, changes, header)
  recoder.pass(() => {})
  recoder.write(write, undefined, (writePiece, take) => {
    new Recoder(file, header, changes, header).pass(piece => {
      writePiece(piece)
      write(take())
    })
  })
}

/** Puts what was painted into each row, and takes out what the pixels do not show. */
export function repainted(header: JpegHeader, store: PixelStore, painted: readonly Box[]): Changes {
  const step = rowHeight(header)
  const rowsAt = (y: number): number => Math.min(step, store.height - y * step)
  return {
    touched(y) {
      const boxes = inBand(painted, y * step, rowsAt(y))
      return boxes.length > 0 ? [Math.min(...boxes.map(({ x }) => x)), Math.max(...boxes.map(({ x, w }) => x + w))] : undefined
    },
    apply(planes, y, load) {
      const raster = rowsOf(store, y * step, rowsAt(y))
      repaint(header, planes, raster, inBand(painted, y * step, rowsAt(y)))
      return dropBeyondColour(header, planes, raster, load)
    },
  }
}

let keeps = false

/** Those of a file of one block. */
function keepOwnShapes(): void {
  if (keeps) return
  keeps = true
  const raster: Raster = { width: 8, height: 8, channels: 3, model: 'rgb', bits: 8, sample: 'uint', data: new Uint8Array(192) }
  const header = blankHeader(raster, 90)
  const recoder = new Recoder(encodeCoefficients(header, blankPlanes(header)), header, { touched: () => [0, 8], apply: planes => {
    keepShapes(planes, rowsOf(raster, 0, 8))
    return []
  } }, header)
  recoder.pass(() => {})
  keepShapes(recoder, recoder.write(() => {}, undefined, () => {}))
}

/** Pixel rows of a row of MCUs. */
export const rowHeight = (header: JpegHeader): number => header.components.length === 1 ? 8 : 8 * samplingOf(header).v

type Size = Pick<JpegHeader, 'width' | 'height'>
class Recoder {
  readonly planes: Plane[]
  readonly rounded: Box[] = []
  readonly #scan
  readonly #frequencies: Frequencies
  readonly #counts = new SymbolCounts()
  readonly #only: OnlyScan
  readonly #decoder: SequentialDecoder
  readonly #header: JpegHeader
  readonly #changes: Changes
  readonly #size: Size
  readonly #sampling
  /** Pixels of an MCU, across and down. */
  readonly #wide: number
  readonly #step: number
  /** Nothing can be taken over: coefficients may count for nothing, restarts are to be elsewhere, or blocks lie beyond what is seen. */
  readonly #otherwise: boolean
  readonly #tokens = new Tokens(0)
  readonly #encoder: BlockEncoder
  readonly #walk: McuWalk

  constructor(file: Uint8Array, header: JpegHeader, changes: Changes, size: Size) {
    this.#only = onlyScan(file, header)
    this.planes = this.#only.planes
    this.#header = header
    this.#changes = changes
    this.#size = size
    this.#sampling = samplingOf(header)
    this.#step = rowHeight(header)
    this.#wide = header.components.length === 1 ? 8 : 8 * this.#sampling.h
    this.#otherwise = this.planes.some(({ table }) => table.includes(0)) || this.#only.interval !== header.restartInterval
      || size.width < header.width || size.height < header.height
    this.#scan = scansOf(header, this.planes)[0]
    this.#frequencies = new Frequencies(this.planes)
    this.#decoder = new SequentialDecoder(this.#only.scan, this.#only.data, this.#sampling, this.#only.interval)
    this.#encoder = new BlockEncoder(this.#scan, this.#tokens)
    this.#walk = new McuWalk(this.planes, this.#sampling, header.restartInterval)
  }

  /** Goes through all rows, and gives what becomes of them, piece by piece. The tokens are good until the next. */
  pass(done: (piece: Piece) => void): void {
    const { across, down } = this.#walk
    for (let y = 0; y < down; y++) {
      const start = this.#decoder.position()
      const pieces = this.#row(y, start, ...this.#span(y, start)) ?? this.#row(y, start, 0, across)!
      pieces.forEach(done)
    }
  }

  /** From which MCU of a row up to which other something changes, or builds on what has changed. */
  #span(y: number, { predicted }: Position): [from: number, to: number] {
    const { across } = this.#walk
    if (this.#otherwise || (y + 1) * this.#step > this.#size.height) return [0, across]
    const touched = this.#changes.touched(y)
    const first = predicted.some((dc, i) => dc !== this.#encoder.predicted[i])
    if (!touched) return [0, first ? 1 : 0]
    // One more, which has its own DC, and nothing behind it changes.
    return [first ? 0 : Math.floor(touched[0] / this.#wide), Math.min(across, Math.ceil(touched[1] / this.#wide) + 1)]
  }

  /** @returns undefined where more than those MCUs changes; nothing has been done then */
  #row(y: number, start: Position, from: number, to: number): Piece[] | undefined {
    const decoder = this.#decoder
    const tokens = this.#tokens
    const encoder = this.#encoder
    const { across } = this.#walk
    const look = (weight: number): Position[] => {
      decoder.seek(start)
      decoder.begin()
      return [[from, weight], [to - from, 0], [across - to, weight]].map(([mcus, weight]) => {
        decoder.survey(mcus, weight)
        return decoder.position()
      })
    }
    const [left, right, end] = look(1)
    const rounded = decoder.odd ? undefined : this.#change(y, from, to)
    if (!rounded || (to < across && !this.#leaves(to, right))) {
      look(-1)
      return undefined
    }
    this.rounded.push(...rounded.map(box => ({ ...box, y: box.y + y * this.#step })))
    if (to - from < across) this.#frequencies.add(decoder.used)
    this.#walk.skip(from)
    const pieces: Piece[] = [{ from: start, to: left }]
    if (to > from) {
      tokens.clear()
      if (from > 0) encoder.predicted.set(left.predicted)
      encodeRow(encoder, tokens, this.#walk, y, from, to)
      this.#counts.see(tokens)
      this.#frequencies.see(this.planes)
      pieces.push({ from: left, to: right, said: tokens.data.subarray(0, tokens.at) })
    }
    this.#walk.skip(across - to)
    if (to < across || to === from) encoder.predicted.set(end.predicted)
    pieces.push({ from: right, to: end })
    return pieces
  }

  /** Whether the DCs in front of an MCU are what they were. */
  #leaves(mcu: number, { predicted }: Position): boolean {
    return mcu === 0 || this.#decoder.places.every(({ plane, block, step }, i, places) =>
      places[i + 1]?.plane === plane || this.planes[plane].coefficients[(block + (mcu - 1) * step) * 64] === predicted[plane])
  }

  /**
   * Writes the file that the pieces make.
   *
   * @param room about so many bytes are to come
   * @param pieces gives all of them, one after the other; it may take what was written so far
   * @returns what wrote it
   */
  write(write: (bytes: Uint8Array) => void, room: number | undefined, pieces: (piece: (piece: Piece) => void, take: () => Uint8Array) => void): { transcoder: Transcoder, writer: TokenWriter } {
    this.#decoder.countInto(this.#counts, this.#scan.tables)
    this.#frequencies.dropUnused(this.planes)
    const { head, writer, tables } = settle(this.#scan, this.#counts, room, this.#only.scan)
    for (const part of [...frameOf(this.#header, this.planes), ...head]) write(part)
    const transcoder = new Transcoder(this.#only, this.#decoder, tables, writer.out)
    pieces(({ from, to, said }) => {
      if (said) writer.writePart(said)
      else transcoder.take(from, to)
    }, () => writer.take())
    write(writer.finish())
    write(END)
    return { transcoder, writer }
  }

  /**
   * Changes the coefficients of some MCUs of a row, from one up to another. Of others, those blocks alone are decoded of which it is in doubt
   * whether they can stay as they are.
   *
   * @returns where what nobody painted was rounded once more; undefined where others change
   */
  #change(y: number, from: number, to: number): Box[] | undefined {
    const decoder = this.#decoder
    const planes = this.#bands(y)
    const { stride } = planes[0]
    const [{ step }] = decoder.places
    if (to > from) {
      for (const { coefficients } of planes) coefficients.fill(0)
      decoder.loadMcus(from, to)
    }
    for (const { plane, block } of decoder.suspects) {
      decoder.load(plane, block)
      if (dropClipped(planes[plane], block * 64, block * 64 + 64)) return undefined
    }
    const rounded = this.#changes.apply(planes, y, block => {
      const mcu = Math.floor(block % stride / step)
      if (mcu < from || mcu >= to) decoder.load(0, block)
    })
    if (to === this.#walk.across) rounded.push(...this.#blankBeyond(planes, y))
    else if (this.#header.width % this.#wide !== 0) {
      decoder.loadMcus(this.#walk.across - 1, this.#walk.across)
      if (blankBeyond(this.#header, planes, this.#header.width, this.#step).changed) return undefined
    }
    if (to > from) rounded.push(...dropHidden(planes).map(({ plane, block }) => placeOf(planes[plane], block, this.#sampling)))
    return to - from === this.#walk.across || rounded.every(({ x, w }) => x >= from * this.#wide && x + w <= to * this.#wide) ? rounded : undefined
  }

  #blankBeyond(planes: Plane[], y: number): Box[] {
    const { width, height } = this.#size
    return [this.#size, ...width < this.#header.width || height < this.#header.height ? [this.#header] : []].flatMap(seen =>
      blankBeyond(this.#header, planes, seen.width, Math.min(this.#step, height - y * this.#step)).rounded)
  }

  #bands(y: number): Plane[] { return this.planes.map(plane => bandOf(plane, y)) }
}

/** Of a plane that holds the blocks of one row of MCUs: so many of them as are picture. */
function bandOf(plane: Plane, y: number): Plane {
  const held = plane.coefficients.length / 64 / plane.stride
  return { ...plane, rows: Math.max(1, Math.min(held, plane.rows - y * held)) }
}
