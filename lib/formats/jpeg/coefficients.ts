import { malformed } from '../../core/errors.js'
import { BitReader, scanData, type ScanData } from './bits.js'
import { BlockDecoder, type Scan } from './block-decoder.js'
import { readTables, type DecodingTable } from './huffman.js'
import { McuWalk } from './mcu-walk.js'
import { M, quantisation, segments, type JpegHeader } from './parse.js'
import { blankPlanes, samplingOf, type Plane, type Sampling } from './planes.js'

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

/**
 * Decodes all scans of a baseline, extended or progressive JPEG file, but no further than to coefficients.
 *
 * @throws EffaceError ERR_MALFORMED_INPUT for whatever is damaged, missing or cut off
 */
export function decodeCoefficients(file: Uint8Array, header: JpegHeader): Plane[] {
  const sampling = samplingOf(header)
  const planes = blankPlanes(header).map(plane => ({ ...plane, table: new Uint16Array() }))
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
        decodeScan(scan, new BitReader(data), sampling, interval, header.progressive)
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

function decodeScan(scan: Scan, reader: BitReader, sampling: Sampling, interval: number, progressive: boolean): void {
  const decoder = new BlockDecoder(scan, reader, progressive)
  const walk = new McuWalk(scan.planes, sampling, interval)
  for (let y = 0; y < walk.down; y++) {
    walk.row(y, (coefficients, at, i) => decoder.block(coefficients, at, i), () => {
      reader.restart()
      decoder.restart()
    }, () => reader.check())
  }
}

/** The one scan of a sequential file: its planes hold a row of MCUs at a time. */
export interface OnlyScan { scan: Scan, data: ScanData, planes: Plane[], interval: number }

/** Whether a file is sequential, and its first scan holds all components in their order: nothing is looked at behind it. */
export function isOfOneScan(file: Uint8Array, { progressive, components }: JpegHeader): boolean {
  const blocks = components.reduce((sum, { h, v }) => sum + h * v, 0)
  if (progressive || (components.length > 1 && blocks > 10)) return false
  const scan = [...segments(file, 2)].find(({ marker }) => marker === M.SOS)
  return scan?.body[0] === components.length && components.every(({ id }, i) => scan.body[1 + i * 2] === id)
}

/**
 * The scan of such a file.
 *
 * @throws EffaceError ERR_MALFORMED_INPUT
 */
export function onlyScan(file: Uint8Array, header: JpegHeader): OnlyScan {
  const planes = blankPlanes(header, true)
  if (planes.some(({ table }) => table.length === 0)) missing()
  const dc: DecodingTable[] = []
  const ac: DecodingTable[] = []
  let interval = 0
  for (const { marker, body, end } of segments(file, 2)) {
    if (marker === M.DHT) readTables(body, dc, ac)
    else if (marker === M.DRI && body.length >= 2) interval = body[0] << 8 | body[1]
    else if (marker === M.SOS) return { planes, interval, scan: scanOf(body, header, planes, dc, ac), data: scanData(file, end) }
  }
  missing()
}
