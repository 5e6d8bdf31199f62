import { inBand, rowsOf } from '../../core/pixel-store.js'
import type { Box, PixelStore } from '../../core/types.js'
import { BlockEncoder } from './block-encoder.js'
import { dropClipped, dropHidden } from './clipping.js'
import { onlyScan, type OnlyScan } from './coefficients.js'
import { blankBeyond } from './edges.js'
import { END, encodeRow, frameOf, scansOf, settle, tokensOfRow } from './encode.js'
import { Frequencies } from './frequencies.js'
import { dropBeyondColour } from './gamut.js'
import { McuWalk } from './mcu-walk.js'
import type { JpegHeader } from './parse.js'
import { placeOf, samplingOf, type Plane } from './planes.js'
import { repaint } from './repaint.js'
import { SequentialDecoder } from './sequential.js'
import { SymbolCounts, Tokens } from './tokens.js'

// A sequential file of one scan is decoded to coefficients and coded again in one go, a row of MCUs at a time. What a row says is taken over
// as it was read, unless something in it, or the DC before it, has changed.

/**
 * May change the coefficients of row `y` of MCUs, which is all that the planes hold.
 *
 * @returns whether it did, and the places, in pixels of that row, where what nobody painted was rounded once more
 */
export type ChangeRow = (planes: Plane[], y: number) => { changed: boolean, rounded: Box[] }

/** About so many tokens stand in a byte of a file. */
const TOKENS_A_BYTE = 1.5

interface Recoded { bytes: Uint8Array, /** In pixels: where what nobody painted was rounded once more. */ rounded: Box[] }

/**
 * @param size so much of the picture, from its upper left corner on, is seen; it reaches into the last row of MCUs
 * @param ids what its components are to be called
 * @throws EffaceError ERR_MALFORMED_INPUT
 */
export function recode(
  file: Uint8Array, header: JpegHeader, change: ChangeRow, { size = header, ids }: { size?: Size, ids?: readonly number[] } = {},
): Recoded {
  const recoder = new Recoder(file, header, change, size)
  const tokens = new Tokens(file.length * TOKENS_A_BYTE)
  const rounded = recoder.pass(tokens, () => {})
  if (ids) recoder.planes.forEach((plane, i) => { plane.component = { ...plane.component, id: ids[i] } })
  recoder.frequencies.dropUnused(recoder.planes)
  const { head, writer } = settle(recoder.scan, [tokens], file.length)
  writer.write(tokens)
  return { bytes: Buffer.concat([...frameOf(header, recoder.planes), ...head, writer.finish(), END]), rounded }
}

/** The same of a file that is too large for memory. It is decoded twice: codes can be made only when all is known. */
export function recodeInBands(file: Uint8Array, header: JpegHeader, change: ChangeRow, write: (bytes: Uint8Array) => void): void {
  const recoder = new Recoder(file, header, change, header)
  const tokens = new Tokens()
  const counts = new SymbolCounts()
  recoder.pass(tokens, () => {
    counts.see(tokens)
    tokens.clear()
  })
  recoder.frequencies.dropUnused(recoder.planes)
  const { head, writer } = settle(recoder.scan, [], undefined, counts)
  for (const part of [...frameOf(header, recoder.planes), ...head]) write(part)
  new Recoder(file, header, change, header).pass(tokens, () => {
    writer.write(tokens)
    tokens.clear()
    write(writer.take())
  })
  write(writer.finish())
  write(END)
}

/** Puts what was painted into each row, and takes out what the pixels do not show. */
export function repainted(header: JpegHeader, store: PixelStore, painted: readonly Box[]): ChangeRow {
  const step = rowHeight(header)
  return (planes, y) => {
    const top = y * step
    const rows = Math.min(step, store.height - top)
    const raster = rowsOf(store, top, rows)
    const boxes = inBand(painted, top, rows)
    repaint(header, planes, raster, boxes)
    const rounded = dropBeyondColour(header, planes, raster)
    return { changed: boxes.length + rounded.length > 0, rounded }
  }
}

/** Pixel rows of a row of MCUs. */
export const rowHeight = (header: JpegHeader): number => header.components.length === 1 ? 8 : 8 * samplingOf(header).v

type Size = Pick<JpegHeader, 'width' | 'height'>

class Recoder {
  readonly planes: Plane[]
  readonly scan
  readonly frequencies: Frequencies
  readonly #only: OnlyScan
  readonly #header: JpegHeader
  readonly #change: ChangeRow
  readonly #size: Size
  readonly #sampling
  readonly #step: number
  /** Nothing can be taken over: coefficients may count for nothing, or restarts are to be elsewhere. */
  readonly #otherwise: boolean

  constructor(file: Uint8Array, header: JpegHeader, change: ChangeRow, size: Size) {
    this.#only = onlyScan(file, header)
    this.planes = this.#only.planes
    this.#header = header
    this.#change = change
    this.#size = size
    this.#sampling = samplingOf(header)
    this.#step = rowHeight(header)
    this.#otherwise = this.planes.some(({ table }) => table.includes(0)) || this.#only.interval !== header.restartInterval
    this.scan = scansOf(header, this.planes)[0]
    this.frequencies = new Frequencies(this.planes)
  }

  /** Says all rows, one after the other. */
  pass(tokens: Tokens, rowDone: () => void): Box[] {
    const { restartInterval } = this.#header
    const { scan, data, interval } = this.#only
    const decoder = new SequentialDecoder(scan, data, this.#sampling, interval, this.scan.tables)
    const encoder = new BlockEncoder(this.scan, tokens)
    const walk = new McuWalk(this.planes, this.#sampling, restartInterval)
    const rounded: Box[] = []
    for (let y = 0; y < walk.down; y++) {
      tokens.reserve(tokensOfRow(walk))
      const from = tokens.at
      const before = decoder.predicted.slice()
      decoder.row(tokens)
      const { changed, rounded: here } = this.#changed(decoder, y)
      for (const box of here) rounded.push({ ...box, y: box.y + y * this.#step })
      if (!changed && !decoder.odd && before.every((dc, i) => dc === encoder.predicted[i])) {
        encoder.predicted.set(decoder.predicted)
        walk.skip()
        this.frequencies.add(decoder.used)
      } else {
        tokens.at = from
        encodeRow(encoder, tokens, walk, y)
        this.frequencies.see(this.planes)
      }
      rowDone()
    }
    return rounded
  }

  #changed(decoder: SequentialDecoder, y: number): { changed: boolean, rounded: Box[] } {
    const { width, height } = this.#size
    const planes = this.planes.map(plane => bandOf(plane, y))
    const painted = this.#change(planes, y)
    const edges = [{ width, height }, ...width < this.#header.width || height < this.#header.height ? [this.#header] : []]
      .map(({ width, height }) => blankBeyond(this.#header, planes, width, Math.min(this.#step, height - y * this.#step)))
    const changed = painted.changed || edges.some(edge => edge.changed) || this.#otherwise
    const hidden = changed ? dropHidden(planes)
      : decoder.suspects.filter(({ plane, at }) => dropClipped(planes[plane], at, at + 64)).map(({ plane, at }) => ({ plane, block: at / 64 }))
    const boxes = hidden.map(({ plane, block }) => placeOf(planes[plane], block, this.#sampling))
    return { changed: changed || boxes.length > 0, rounded: [...painted.rounded, ...edges.flatMap(({ rounded }) => rounded), ...boxes] }
  }
}

/** Of a plane that holds the blocks of one row of MCUs: so many of them as are picture. */
function bandOf(plane: Plane, y: number): Plane {
  const held = plane.coefficients.length / 64 / plane.stride
  return { ...plane, rows: Math.max(1, Math.min(held, plane.rows - y * held)) }
}
