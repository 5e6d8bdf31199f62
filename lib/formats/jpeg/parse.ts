import { malformed, unsupported } from '../../core/errors.js'
import { strippedIcc } from '../icc.js'
import { readExif, type ExifFacts } from './exif.js'

export interface Component { id: number, h: number, v: number, table: number }

/** What the headers of a JPEG file say, as far as it is needed to decode it and to write it again. */
export interface JpegHeader {
  width: number
  height: number
  progressive: boolean
  /** How it is coded, where otherwise than with DCT and Huffman's code: its pixels are read by libjpeg, and written anew. */
  coding?: 'lossless' | 'arithmetic'
  components: Component[]
  /** Quantisation tables by number, in zigzag order. */
  tables: (Uint16Array | undefined)[]
  restartInterval: number
  /** Adobe's colour transform: 0 none, 1 YCbCr, 2 YCCK. Absent: no Adobe marker. */
  adobe?: number
  jfif: boolean
  /** 0 aspect ratio only, 1 dots per inch, 2 dots per centimetre. */
  density?: { unit: number, x: number, y: number }
  exif: ExifFacts
  /** Without its texts. */
  icc?: Uint8Array
}

export const M = {
  SOF0: 0xc0, SOF1: 0xc1, SOF2: 0xc2, SOF3: 0xc3, SOF9: 0xc9, SOF10: 0xca, DHT: 0xc4, JPG: 0xc8, DAC: 0xcc,
  RST0: 0xd0, RST7: 0xd7, SOI: 0xd8, EOI: 0xd9, SOS: 0xda,
  DQT: 0xdb, DNL: 0xdc, DRI: 0xdd, APP0: 0xe0, APP1: 0xe1, APP2: 0xe2, APP14: 0xee, TEM: 0x01,
} as const

export interface Segment { marker: number, body: Uint8Array, end: number }

/** The segments from `at` on, up to and with the next SOS or EOI. */
export function * segments(file: Uint8Array, at: number): Generator<Segment> {
  for (;;) {
    // Any number of fill bytes may stand before a marker; decoders skip rubbish there, too.
    while (at < file.length && file[at] !== 0xff) at++
    while (at < file.length && file[at] === 0xff) at++
    if (at >= file.length) throw malformed('The JPEG file is truncated')
    const marker = file[at++]
    if (marker === 0 || marker === M.TEM || marker === M.SOI || marker >= M.RST0 && marker <= M.RST7) continue
    if (marker === M.EOI) {
      yield { marker, body: new Uint8Array(), end: at }
      return
    }
    const length = at + 2 <= file.length ? file[at] << 8 | file[at + 1] : 0
    if (length < 2 || at + length > file.length) throw malformed('A JPEG segment is truncated')
    yield { marker, body: file.subarray(at + 2, at + length), end: at + length }
    at += length
    if (marker === M.SOS) return
  }
}

/**
 * Reads the headers up to the first scan.
 *
 * @throws EffaceError ERR_MALFORMED_INPUT, ERR_UNSUPPORTED_FORMAT (hierarchical, lossless with an arithmetic code, more than 8 bits)
 */
export function parseHeader(file: Uint8Array): JpegHeader {
  const header: JpegHeader = {
    width: 0, height: 0, progressive: false, components: [], tables: [], restartInterval: 0, jfif: false, exif: { orientation: 1 },
  }
  const icc: (Uint8Array | undefined)[] = []
  let found = false
  for (const { marker, body } of segments(file, 2)) {
    if (marker === M.SOS) {
      found = true
      break
    } else if (marker === M.DQT) quantisation(body, header.tables)
    else if (marker === M.DRI && body.length >= 2) header.restartInterval = u16(body, 0)
    else if (isFrame(marker)) frame(marker, body, header)
    else if (marker === M.APP0 && starts(body, 'JFIF\0') && body.length >= 12) {
      header.jfif = true
      header.density = { unit: body[7], x: u16(body, 8), y: u16(body, 10) }
    } else if (marker === M.APP1 && starts(body, 'Exif\0')) header.exif = readExif(body.subarray(6))
    else if (marker === M.APP2 && starts(body, 'ICC_PROFILE\0') && body.length > 14) icc[body[12]] = body.subarray(14)
    else if (marker === M.APP14 && starts(body, 'Adobe') && body.length >= 12) header.adobe = body[11]
  }
  if (!found || header.components.length === 0) throw malformed('The JPEG file holds no image')
  const parts = [...icc].slice(1)
  if (parts.length > 0 && parts.every(part => part !== undefined)) header.icc = strippedIcc(new Uint8Array(Buffer.concat(parts as Uint8Array[])))
  return header
}

const u16 = (bytes: Uint8Array, at: number): number => bytes[at] << 8 | bytes[at + 1]
const starts = (body: Uint8Array, text: string): boolean => Buffer.from(body.buffer, body.byteOffset, Math.min(text.length, body.length)).toString('latin1') === text
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== M.DHT && marker !== M.JPG && marker !== M.DAC

/** Takes the tables of a DQT segment, in the file's zigzag order, into their slots. @throws EffaceError ERR_MALFORMED_INPUT */
export function quantisation(body: Uint8Array, tables: (Uint16Array | undefined)[]): void {
  for (let at = 0; at < body.length;) {
    const wide = body[at] >> 4
    const number = body[at++] & 15
    if (wide > 1 || number > 3 || at + 64 * (wide + 1) > body.length) throw malformed('A JPEG quantisation table is damaged')
    const table = new Uint16Array(64)
    for (let i = 0; i < 64; i++, at += wide + 1) table[i] = wide ? u16(body, at) : body[at]
    tables[number] = table
  }
}

function frame(marker: number, body: Uint8Array, header: JpegHeader): void {
  if (header.components.length > 0) throw malformed('The JPEG file holds more than one frame header')
  if (marker === M.SOF3) header.coding = 'lossless'
  else if (marker === M.SOF9 || marker === M.SOF10) header.coding = 'arithmetic'
  else if (marker > M.SOF2) throw unsupported('Hierarchical JPEG files, and lossless ones with an arithmetic code, are not supported')
  if (body.length < 6 || body.length < 6 + body[5] * 3) throw malformed('The JPEG frame header is truncated')
  if (body[0] !== 8) throw unsupported(`JPEG files of ${body[0]} bits a sample are not supported`)
  header.progressive = marker === M.SOF2 || marker === M.SOF10
  header.height = u16(body, 1)
  header.width = u16(body, 3)
  if (header.height === 0) throw unsupported('JPEG files that give their height after the image are not supported')
  if (header.width === 0) throw malformed('The JPEG image has no width')
  const count = body[5]
  if (count < 1 || count > 4) throw unsupported(`JPEG files of ${count} components are not supported`)
  for (let i = 0; i < count; i++) {
    const [id, sampling, table] = body.subarray(6 + i * 3)
    const h = sampling >> 4
    const v = sampling & 15
    if (h < 1 || h > 4 || v < 1 || v > 4 || table > 3) throw malformed('The JPEG frame header is damaged')
    header.components.push({ id, h, v, table })
  }
}
