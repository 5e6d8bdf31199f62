import { inBand, rowsOf } from '../../core/pixel-store.js'
import type { Box, PixelStore } from '../../core/types.js'
import { BlockEncoder } from './block-encoder.js'
import { dropClipped, dropHidden } from './clipping.js'
import { onlyScan, type OnlyScan } from './coefficients.js'
import { blankBeyond } from './edges.js'
import { END, encodeRow, frameOf, scansOf, settle } from './encode.js'
import { Frequencies } from './frequencies.js'
import { dropBeyondColour } from './gamut.js'
import { McuWalk } from './mcu-walk.js'
import type { JpegHeader } from './parse.js'
import { placeOf, samplingOf, type Plane } from './planes.js'
import { repaint } from './repaint.js'
import { SequentialDecoder, type Position } from './sequential.js'
import { SymbolCounts, Tokens } from './tokens.js'
import { Transcoder } from './transcode.js'

// A sequential file of one scan is looked through a row of MCUs at a time. Rows in which nothing has changed, nor the DC before them, are taken
// over from code to code. Of the others alone there are coefficients, which are coded again. Which codes there are is known when all has been
// seen: they are made for what is left, since codes that were made for the whole picture would tell of what stood there.

/** What may change in rows of MCUs. The planes hold a row, and nothing else. */
export interface Changes {
  /** Whether something was painted in row `y`. */
  touches: (y: number) => boolean
  /**
   * Puts it into the row's coefficients, and takes out what the raster does not show.
   *
   * @param load brings the coefficients of a block of the first plane into the planes; absent: all are there
   * @returns the places, in pixels of the row, where what nobody painted was rounded once more
   */
  apply: (planes: Plane[], y: number, load?: (block: number) => void) => Box[]
}

interface Recoded { bytes: Uint8Array, /** In pixels: where what nobody painted was rounded once more. */ rounded: Box[] }

/**
 * @param size so much of the picture, from its upper left corner on, is seen; it reaches into the last row of MCUs
 * @param ids what its components are to be called
 * @throws EffaceError ERR_MALFORMED_INPUT
 */
export function recode(
  file: Uint8Array, header: JpegHeader, changes: Changes, { size = header, ids }: { size?: Size, ids?: readonly number[] } = {},
): Recoded {
  const recoder = new Recoder(file, header, changes, size)
  const tokens: (Uint32Array | undefined)[] = []
  recoder.pass((y, said) => { tokens[y] = said?.data.slice(0, said.at) })
  if (ids) recoder.planes.forEach((plane, i) => { plane.component = { ...plane.component, id: ids[i] } })
  const parts: Uint8Array[] = []
  recoder.write(part => { parts.push(part) }, file.length, write => { tokens.forEach((said, y) => { write(y, said) }) })
  return { bytes: Buffer.concat(parts), rounded: recoder.rounded }
}

/** The same of a file that is too large for memory. It is looked through twice: codes can be made only when all is known. */
export function recodeInBands(file: Uint8Array, header: JpegHeader, changes: Changes, write: (bytes: Uint8Array) => void): void {
  const recoder = new Recoder(file, header, changes, header)
  recoder.pass(() => {})
  recoder.write(write, undefined, (writeRow, take) => {
    new Recoder(file, header, changes, header).pass((y, said) => {
      writeRow(y, said?.data.subarray(0, said.at))
      write(take())
    })
  })
}

/** Puts what was painted into each row, and takes out what the pixels do not show. */
export function repainted(header: JpegHeader, store: PixelStore, painted: readonly Box[]): Changes {
  const step = rowHeight(header)
  const rowsAt = (y: number): number => Math.min(step, store.height - y * step)
  return {
    touches: y => inBand(painted, y * step, rowsAt(y)).length > 0,
    apply(planes, y, load) {
      const raster = rowsOf(store, y * step, rowsAt(y))
      repaint(header, planes, raster, inBand(painted, y * step, rowsAt(y)))
      return dropBeyondColour(header, planes, raster, load)
    },
  }
}

/** Pixel rows of a row of MCUs. */
export const rowHeight = (header: JpegHeader): number => header.components.length === 1 ? 8 : 8 * samplingOf(header).v

type Size = Pick<JpegHeader, 'width' | 'height'>
type RowDone = (y: number, said: Tokens | undefined) => void
type WriteRow = (y: number, said: Uint32Array | undefined) => void

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
  readonly #step: number
  /** Nothing can be taken over: coefficients may count for nothing, restarts are to be elsewhere, or blocks lie beyond what is seen. */
  readonly #otherwise: boolean
  /** Where each row begins, and the end. */
  readonly #rows: Position[] = []

  constructor(file: Uint8Array, header: JpegHeader, changes: Changes, size: Size) {
    this.#only = onlyScan(file, header)
    this.planes = this.#only.planes
    this.#header = header
    this.#changes = changes
    this.#size = size
    this.#sampling = samplingOf(header)
    this.#step = rowHeight(header)
    this.#otherwise = this.planes.some(({ table }) => table.includes(0)) || this.#only.interval !== header.restartInterval
      || size.width < header.width || size.height < header.height
    this.#scan = scansOf(header, this.planes)[0]
    this.#frequencies = new Frequencies(this.planes)
    this.#decoder = new SequentialDecoder(this.#only.scan, this.#only.data, this.#sampling, this.#only.interval)
  }

  /** Goes through all rows; of those that cannot be taken over it gives the tokens, which are good until the next. */
  pass(rowDone: RowDone): void {
    const decoder = this.#decoder
    const tokens = new Tokens(0)
    const encoder = new BlockEncoder(this.#scan, tokens)
    const walk = new McuWalk(this.planes, this.#sampling, this.#header.restartInterval)
    for (let y = 0; y < walk.down; y++) {
      const start = this.#rows[y] = decoder.position()
      const changes = this.#otherwise || this.#changes.touches(y) || this.#endsIn(y) || start.predicted.some((dc, i) => dc !== encoder.predicted[i])
      decoder.survey(changes ? 0 : 1)
      if (!changes && this.#keeps(y)) {
        encoder.predicted.set(decoder.predicted)
        walk.skip()
        this.#frequencies.add(decoder.used)
        rowDone(y, undefined)
        continue
      }
      if (!changes) {
        decoder.seek(start)
        decoder.survey(-1)
      }
      decoder.loadAll()
      for (const box of this.#change(y)) this.rounded.push({ ...box, y: box.y + y * this.#step })
      tokens.clear()
      encodeRow(encoder, tokens, walk, y)
      this.#counts.see(tokens)
      this.#frequencies.see(this.planes)
      rowDone(y, tokens)
    }
    this.#rows[walk.down] = decoder.position()
  }

  /**
   * Writes the file that the rows make.
   *
   * @param room about so many bytes are to come
   * @param rows gives all rows, one after the other; it may take what was written so far
   */
  write(write: (bytes: Uint8Array) => void, room: number | undefined, rows: (row: WriteRow, take: () => Uint8Array) => void): void {
    const { scan } = this.#only
    this.#decoder.countInto(this.#counts, this.#scan.tables)
    this.#frequencies.dropUnused(this.planes)
    const { head, writer, tables } = settle(this.#scan, this.#counts, room, scan)
    for (const part of [...frameOf(this.#header, this.planes), ...head]) write(part)
    const transcoder = new Transcoder(this.#only, this.#decoder, tables, writer.out)
    rows((y, said) => {
      if (said) writer.writePart(said)
      else transcoder.take(this.#rows[y], this.#rows[y + 1])
    }, () => writer.take())
    write(writer.finish())
    write(END)
  }

  /** Whether the picture ends within a row of MCUs. */
  #endsIn(y: number): boolean { return (y + 1) * this.#step > this.#size.height }

  /** Whether the row that was looked through can stay as it is. Blocks are decoded where that is in doubt. */
  #keeps(y: number): boolean {
    const decoder = this.#decoder
    if (decoder.odd) return false
    const planes = this.#bands(y)
    for (const { plane, block } of decoder.suspects) {
      decoder.load(plane, block)
      if (dropClipped(planes[plane], block * 64, block * 64 + 64)) return false
    }
    if (this.#changes.apply(planes, y, block => { decoder.load(0, block) }).length > 0) return false
    const { width, components } = this.#header
    if (width % (components.length === 1 ? 8 : 8 * this.#sampling.h) === 0) return true
    // The last MCU lies beyond the edge in part.
    planes.forEach(({ stride, coefficients, component: { h } }, plane) => {
      for (let block = 0; block < coefficients.length / 64; block++) if (block % stride >= stride - h - 1) decoder.load(plane, block)
    })
    return !blankBeyond(this.#header, planes, width, this.#step).changed
  }

  /** Changes the coefficients of a row, all of which are there. @returns where what nobody painted was rounded once more */
  #change(y: number): Box[] {
    const { width, height } = this.#size
    const planes = this.#bands(y)
    const rounded = this.#changes.apply(planes, y)
    for (const seen of width < this.#header.width || height < this.#header.height ? [this.#size, this.#header] : [this.#size]) {
      rounded.push(...blankBeyond(this.#header, planes, seen.width, Math.min(this.#step, height - y * this.#step)).rounded)
    }
    for (const { plane, block } of dropHidden(planes)) rounded.push(placeOf(planes[plane], block, this.#sampling))
    return rounded
  }

  #bands(y: number): Plane[] { return this.planes.map(plane => bandOf(plane, y)) }
}

/** Of a plane that holds the blocks of one row of MCUs: so many of them as are picture. */
function bandOf(plane: Plane, y: number): Plane {
  const held = plane.coefficients.length / 64 / plane.stride
  return { ...plane, rows: Math.max(1, Math.min(held, plane.rows - y * held)) }
}
