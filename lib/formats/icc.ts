import { shownByMatrix, shownByTable } from './icc-colours.js'
import { isGentle } from './icc-contrast.js'
import { adaptation, codePoints, lut, toneCurve, xyz } from './icc-elements.js'

/**
 * ICC profiles as far as they may be passed on: the colour, and nothing else. A profile's description, copyright, device and private
 * tags can hold anything its maker, or the owner of the device, put there, and so can whatever no colour engine reads. What goes
 * out is a new profile, made of the numbers that were found in the old one.
 */
const HEADER = 128
const MAX_TAGS = 256

/** Colour spaces of pictures, and their samples. */
const channelsOf: Readonly<Record<string, number>> = { 'RGB ': 3, 'GRAY': 1, 'CMYK': 4, 'Lab ': 3 }
/** Kinds of profile that may stand in a picture: of a scanner, a display, a printer, a colour space. */
const classes = ['scnr', 'mntr', 'prtr', 'spac']
/** What colours are measured in. */
const connections = ['XYZ ', 'Lab ']

type Rewrite = (data: Uint8Array, channels: number, pcs: string) => Uint8Array | undefined

const toPcs: Rewrite = (data, channels) => lut(data, { inputs: channels, outputs: 3, fromXyz: false })
const fromPcs: Rewrite = (data, channels, pcs) => lut(data, { inputs: 3, outputs: channels, fromXyz: pcs === 'XYZ ' })

/** Tags that say what colours mean. */
const tags: Readonly<Record<string, Rewrite>> = {
  wtpt: xyz, chad: adaptation, rXYZ: xyz, gXYZ: xyz, bXYZ: xyz, rTRC: toneCurve, gTRC: toneCurve, bTRC: toneCurve, kTRC: toneCurve,
  A2B0: toPcs, A2B1: toPcs, A2B2: toPcs, B2A0: fromPcs, B2A1: fromPcs, B2A2: fromPcs, cicp: codePoints,
}
/** A profile without these says nothing to somebody who has the picture. */
const matrixTags = ['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC']

const ascii = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))

interface Written { name: string, body: Uint8Array }

/**
 * A profile of the same colours, with neutral texts and no dates or identities; undefined where it is none, or where not all of what
 * it says of colours is understood.
 */
export function strippedIcc(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < HEADER + 4 || ascii(bytes, 36) !== 'acsp') return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // Colour engines do not look for tags behind the size that a profile states.
  const profile = bytes.subarray(0, Math.max(HEADER + 4, view.getUint32(0)))
  const [kind, space, pcs] = [ascii(profile, 12), ascii(profile, 16), ascii(profile, 20)]
  const version = profile[8]
  if (!(version >= 2 && version <= 4) || !classes.includes(kind) || !(space in channelsOf) || !connections.includes(pcs)) return undefined
  const count = view.getUint32(HEADER)
  if (count > MAX_TAGS || HEADER + 4 + count * 12 > profile.length) return undefined
  const kept: Written[] = [
    { name: 'desc', body: version >= 4 ? localised('ICC') : described('ICC') },
    { name: 'cprt', body: version >= 4 ? localised('') : plain('') },
  ]
  const bodies = new Map<string, Uint8Array>()
  let total = 0
  for (let i = 0; i < count; i++) {
    const at = HEADER + 4 + i * 12
    const name = ascii(profile, at)
    const offset = view.getUint32(at + 4)
    const size = view.getUint32(at + 8)
    if (!(name in tags) || kept.some(tag => tag.name === name)) continue
    const body = size >= 12 && offset >= HEADER && offset + size <= profile.length
      ? tags[name](profile.subarray(offset, offset + size), channelsOf[space], pcs) : undefined
    if (body === undefined) continue
    // Tags may share their data; a hostile table may make many of one.
    const place = `${offset} ${body.length}`
    const known = bodies.get(place)
    if (known === undefined) total += body.length
    if (total > profile.length + 1024) return undefined
    bodies.set(place, known ?? body)
    kept.push({ name, body: known ?? body })
  }
  const has = (name: string): boolean => kept.some(tag => tag.name === name)
  // Engines take a table before a matrix: without it, the colours would be others.
  for (let i = 0; i < count; i++) if (ascii(profile, HEADER + 4 + i * 12).startsWith('A2B') && !has(ascii(profile, HEADER + 4 + i * 12))) return undefined
  if (!(has('A2B0') || (space === 'GRAY' ? has('kTRC') : space === 'RGB ' && pcs === 'XYZ ' && matrixTags.every(has)))) return undefined
  const byName = new Map(kept.map(({ name, body }) => [name, body]))
  const tables = ['A2B0', 'A2B1', 'A2B2'].flatMap(name => byName.get(name) ?? [])
  const shown = tables.map(table => shownByTable(table, pcs))
  if (space === 'GRAY' ? has('kTRC') : pcs === 'XYZ ' && matrixTags.every(has)) shown.push(shownByMatrix(byName, space === 'GRAY'))
  if (!shown.every(colours => isGentle(colours, channelsOf[space]))) return undefined
  return assemble(headerOf(profile, view), kept)
}

/** The illuminant of the connection space, D50. */
const D50 = [0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d]

/** Version, kind, colour spaces and rendering intent; a date that is nobody's. Module, device, creator and flags stay 0. */
function headerOf(profile: Uint8Array, view: DataView): Uint8Array {
  const header = new Uint8Array(HEADER)
  const out = new DataView(header.buffer)
  // The minor version, in the upper half of its byte.
  header.set([profile[8], profile[9] >> 4 <= 4 ? profile[9] & 0xf0 : 0], 8)
  header.set(profile.subarray(12, 24), 12)
  out.setUint16(24, 2000)
  out.setUint16(26, 1)
  out.setUint16(28, 1)
  header.set(bytesOf('acsp'), 36)
  out.setUint32(64, view.getUint32(64) <= 3 ? view.getUint32(64) : 0)
  header.set(D50, 68)
  return header
}

function assemble(header: Uint8Array, tags: readonly Written[]): Uint8Array {
  const places = new Map<Uint8Array, number>()
  let end = HEADER + 4 + tags.length * 12
  for (const { body } of tags) {
    if (places.has(body)) continue
    places.set(body, end)
    end += Math.ceil(body.length / 4) * 4
  }
  const out = new Uint8Array(end)
  const view = new DataView(out.buffer)
  out.set(header)
  view.setUint32(0, end)
  view.setUint32(HEADER, tags.length)
  tags.forEach(({ name, body }, i) => {
    const at = HEADER + 4 + i * 12
    out.set(bytesOf(name), at)
    view.setUint32(at + 4, places.get(body)!)
    view.setUint32(at + 8, body.length)
    out.set(body, places.get(body)!)
  })
  return out
}
const bytesOf = (text: string): number[] => [...text].map(c => c.charCodeAt(0))

function plain(text: string): Uint8Array {
  return Uint8Array.from([...bytesOf('text'), 0, 0, 0, 0, ...bytesOf(text), 0])
}

/** textDescriptionType of version 2: ASCII, then empty Unicode and ScriptCode parts. */
function described(text: string): Uint8Array {
  return Uint8Array.from([...bytesOf('desc'), 0, 0, 0, 0, 0, 0, 0, text.length + 1, ...bytesOf(text), 0, ...new Array<number>(8 + 3 + 67).fill(0)])
}

/** multiLocalizedUnicodeType of version 4, in one language. */
function localised(text: string): Uint8Array {
  const utf16 = [...text].flatMap(c => [0, c.charCodeAt(0)])
  return Uint8Array.from([
    ...bytesOf('mluc'), 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 12, ...bytesOf('enUS'), 0, 0, 0, utf16.length, 0, 0, 0, 28, ...utf16,
  ])
}
