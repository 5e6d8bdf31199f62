import { blankBeyond } from './edges.js'
import { BlockEncoder, MOST_TOKENS, type WrittenScan } from './block-encoder.js'
import type { Box } from '../../core/types.js'
import type { Scan } from './block-decoder.js'
import { dropHidden } from './clipping.js'
import { Frequencies } from './frequencies.js'
import { EncodingTable } from './huffman.js'
import { McuWalk } from './mcu-walk.js'
import { isStandardTable } from './standard-tables.js'
import { M, type JpegHeader } from './parse.js'
import { placeOf, samplingOf, type Plane, type Sampling } from './planes.js'
import { SymbolCounts, tableOf, Tokens, TokenWriter } from './tokens.js'
import type { PlaneTables } from './transcode.js'
import { metadataOf, segment } from './write.js'

/**
 * A JPEG file of these coefficients: lossless, with the tables and sampling they came with and codes made for them. What no viewer shows
 * of them is left out.
 *
 * @param rounded is given the places, in pixels, where blocks held more than is seen, and what is seen was rounded once more
 */
export function encodeCoefficients(header: JpegHeader, planes: readonly Plane[], rounded: Box[] = []): Uint8Array {
  const sampling = samplingOf(header)
  rounded.push(...blankBeyond(header, planes, header.width, header.height).rounded)
  rounded.push(...dropHidden(planes).map(({ plane, block }) => placeOf(planes[plane], block, sampling)))
  const frequencies = new Frequencies(planes)
  frequencies.see(planes)
  frequencies.dropUnused(planes)
  const parts = frameOf(header, planes)
  for (const scan of scansOf(header, planes)) parts.push(...encodeScan(scan, sampling, header.restartInterval))
  parts.push(END)
  return Buffer.concat(parts)
}

export const END: Uint8Array = Buffer.from([0xff, M.EOI])

/** Everything before the first scan. */
export function frameOf(header: JpegHeader, planes: readonly Plane[]): Uint8Array[] {
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

/**
 * Sequential files get one scan, or one a component where an MCU would be too large. Progressive ones get all DC
 * first, then low and high frequencies, so that a picture appears early; successive approximation is not used.
 */
export function scansOf({ progressive }: JpegHeader, planes: readonly Plane[]): WrittenScan[] {
  const chroma = planes.length >= 3
  const tableNumber = (plane: Plane): number => chroma && (planes[1] === plane || planes[2] === plane) ? 1 : 0
  const scan = (of: readonly Plane[], start: number, end: number): WrittenScan => ({ planes: [...of], start, end, progressive, tables: of.map(tableNumber) })
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

function encodeScan(scan: WrittenScan, sampling: Sampling, interval: number): Uint8Array[] {
  const tokens = new Tokens()
  const encoder = new BlockEncoder(scan, tokens)
  const walk = new McuWalk(scan.planes, sampling, interval)
  for (let y = 0; y < walk.down; y++) encodeRow(encoder, tokens, walk, y)
  tokens.reserve(1)
  encoder.reset()
  const counts = new SymbolCounts()
  counts.see(tokens)
  const { head, writer } = settle(scan, counts)
  writer.write(tokens)
  return [...head, writer.finish()]
}

/** Says a row of MCUs, or those `from` one up to another of it. */
export function encodeRow(encoder: BlockEncoder, tokens: Tokens, walk: McuWalk, y: number, from?: number, to?: number): void {
  tokens.reserve(tokensOfRow(walk))
  walk.row(y, (c, at, i) => encoder.block(c, at, i), number => encoder.restart(number), () => {}, from, to)
}

/** The most that a row of MCUs takes. */
const tokensOfRow = ({ across, blocks }: Pick<McuWalk, 'across' | 'blocks'>): number => across * (blocks * MOST_TOKENS + 2)

/**
 * The tables of a scan, the scan's header, and what writes in these tables, with memory for about so many bytes. Codes are made for what is
 * said, since others would tell of what was said before; those that everybody knows tell nothing, and are kept.
 *
 * @param before as it was read
 * @returns `tables`: of each plane
 */
export function settle(
  { planes, tables, start, end }: WrittenScan, counts: SymbolCounts, room?: number, before?: Scan,
): { head: Uint8Array[], writer: TokenWriter, tables: PlaneTables[] } {
  const numbers = [...new Set(tables)]
  const tableFor = (chroma: number, ac: 0 | 1): EncodingTable => {
    const said = counts.of(tableOf(chroma, ac))
    const own = planes.flatMap((_, i) => before && tables[i] === chroma ? [(ac ? before.ac : before.dc)[i].written] : [])
    const isKept = own.length > 0 && own.every(written => isStandardTable(written) && Buffer.compare(written, own[0]) === 0)
    const kept = isKept ? new EncodingTable(own[0]) : undefined
    return kept?.says(said) ? kept : EncodingTable.for(said)
  }
  const settled = ([0, 1] as const).filter(ac => ac === 0 ? start === 0 : end > 0).flatMap(ac => numbers.map(chroma => {
    const table = tableFor(chroma, ac)
    return { chroma, ac, number: tableOf(chroma, ac), table, segment: segment(M.DHT, [ac << 4 | chroma], table.written) }
  }))
  const components = planes.flatMap((plane, i) => [plane.component.id, tables[i] * 0x11])
  const of = (chroma: number, ac: 0 | 1): EncodingTable => settled.find(one => one.chroma === chroma && one.ac === ac)!.table
  return {
    head: [...settled.map(({ segment }) => segment), segment(M.SOS, [planes.length, ...components, start, end, 0])],
    writer: new TokenWriter(settled, room),
    tables: start === 0 && end > 0 ? tables.map(chroma => ({ dc: of(chroma, 0), ac: of(chroma, 1) })) : [],
  }
}

function quantisationSegment(number: number, table: Uint16Array): Buffer {
  const wide = table.some(q => q > 255)
  // A step of 0 is none, though decoders take it: nothing is left that it counts.
  return segment(M.DQT, [wide ? 0x10 | number : number], [...table].flatMap(q => wide ? u16(q || 1) : [q || 1]))
}
