import { writeExif } from './exif.js'
import { M, type JpegHeader } from './parse.js'

const u16 = (n: number): [number, number] => [n >> 8, n & 0xff]

/** A marker segment: its length counts itself and the parts. */
export function segment(marker: number, ...parts: (Uint8Array | string | number[])[]): Buffer {
  const body = Buffer.concat(parts.map(part => typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))
  return Buffer.concat([Buffer.from([0xff, marker, ...u16(body.length + 2)]), body])
}

const ICC_PART = 65_519

/** The segments of what is kept beside the picture: density, orientation, colour profile, Adobe's colour transform. */
export function metadataOf(header: JpegHeader): Buffer[] {
  const { density, exif, icc, adobe } = header
  const parts: Buffer[] = []
  if (density) parts.push(segment(M.APP0, 'JFIF\0', [1, 1, density.unit, ...u16(density.x), ...u16(density.y), 0, 0]))
  if (adobe !== undefined) parts.push(segment(M.APP14, 'Adobe', [0, 100, 0, 0, 0, 0, adobe]))
  // JFIF's density is the better known; where it has a unit, EXIF need not say it again.
  const written = writeExif(density && density.unit > 0 ? { orientation: exif.orientation } : exif)
  if (written) parts.push(segment(M.APP1, 'Exif\0\0', written))
  if (icc) {
    const count = Math.ceil(icc.length / ICC_PART)
    for (let i = 0; i < count; i++) parts.push(segment(M.APP2, 'ICC_PROFILE\0', [i + 1, count], icc.subarray(i * ICC_PART, (i + 1) * ICC_PART)))
  }
  return parts
}
