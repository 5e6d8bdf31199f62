import { defaultLimits } from '../../core/limits.js'
import type { WrittenPage } from '../codec.js'
import { sequenceOf } from './av1.js'
import { box, bytesOf, fullBox, type MediaBox } from './boxes.js'
import { pictureOf, propertiesShown, type Item, type Picture, type Property } from './items.js'

/** What is kept of a page beside its picture. */
export interface Kept {
  width: number
  height: number
  icc?: Uint8Array
  /** What colours mean (ITU-T H.273). */
  codePoints?: { primaries: number, transfer: number }
}

type Made = Pick<Item, 'type' | 'data' | 'properties'>
type Reference = readonly [type: string, from: number, to: readonly number[]]

const text = (characters: string): Uint8Array => Buffer.from(characters, 'latin1')

/** A file of items, numbered from 1; the first is what is shown. */
function fileOf(items: readonly Made[], references: readonly Reference[]): Buffer {
  const ftyp = box('ftyp', text('avif'), bytesOf(0, 4), text('avifmif1miaf'))
  // Offsets are known once the length of what stands before the data is.
  const before = ftyp.length + metaOf(items, references, 0).length + 8
  return Buffer.concat([ftyp, metaOf(items, references, before), box('mdat', ...items.map(({ data }) => data))])
}

function metaOf(items: readonly Made[], references: readonly Reference[], start: number): Buffer {
  let at = start
  const places = items.map(({ data }, i) => {
    at += data.length
    return [...bytesOf(i + 1, 2), 0, 0, 0, 1, ...bytesOf(at - data.length, 4), ...bytesOf(data.length, 4)]
  })
  const entries = items.map(({ type }, i) => fullBox('infe', 2, 0, bytesOf(i + 1, 2), [0, 0], text(type), [0]))
  return fullBox('meta', 0, 0,
    fullBox('hdlr', 0, 0, bytesOf(0, 4), text('pict'), bytesOf(0, 13)),
    fullBox('pitm', 0, 0, bytesOf(1, 2)),
    fullBox('iloc', 0, 0, [0x44, 0], bytesOf(items.length, 2), ...places),
    fullBox('iinf', 0, 0, bytesOf(items.length, 2), ...entries),
    ...references.length === 0 ? [] : [fullBox('iref', 0, 0, ...references.map(referenceBox))],
    propertiesBox(items),
  )
}

function referenceBox([type, from, to]: Reference): Buffer {
  return box(type, bytesOf(from, 2), bytesOf(to.length, 2), ...to.map(id => bytesOf(id, 2)))
}

/** Items have their properties by number, each item its own. */
function propertiesBox(items: readonly Made[]): Buffer {
  let number = 0
  const associations = items.map(({ properties }, i) => [
    ...bytesOf(i + 1, 2), properties.length, ...properties.flatMap(({ essential }) => bytesOf(++number | (essential ? 0x8000 : 0), 2)),
  ])
  const all = items.flatMap(({ properties }) => properties.map(({ type, body }) => box(type, body)))
  return box('iprp', box('ipco', ...all), fullBox('ipma', 0, 1, bytesOf(items.length, 4), ...associations))
}

/** A file that a decoder is given of a picture: that, its parts and its alpha, and how they are shown. */
export function fileOfPicture(picture: Picture): Buffer {
  const items: Made[] = []
  const references: Reference[] = []
  const add = (item: Item): number => items.push({ type: item.type, data: item.data, properties: propertiesShown(item) })
  const addWhole = ({ item, coded }: Picture): number => {
    const id = add(item)
    if (item.type === 'grid') references.push(['dimg', id, coded.map(add)])
    return id
  }
  const shown = addWhole(picture)
  if (picture.alpha) references.push(['auxl', addWhole(picture.alpha), [shown]])
  return fileOf(items, references)
}

const ALPHA = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0'
const UNSPECIFIED = 2
/** BT.709 and sRGB; BT.601: what all take for granted where nothing is said. */
const USUAL = { primaries: 1, transfer: 13, matrix: 6 }

const property = (type: string, essential: boolean, ...parts: (Uint8Array | readonly number[])[]): Property =>
  ({ type, essential, body: Buffer.concat(parts.map(part => Uint8Array.from(part))) })
const full = (type: string, ...parts: (Uint8Array | readonly number[])[]): Property => property(type, false, [0, 0, 0, 0], ...parts)

/** A file of the picture that libvips wrote, and of what was kept of the page; of nothing else. */
export function rebuilt(file: Uint8Array, { width, height, icc, codePoints = USUAL }: Kept): Uint8Array {
  const { item, alpha } = pictureOf(file, defaultLimits)
  const { bits, matrix, fullRange, monochrome } = sequenceOf(item.data)
  const size = full('ispe', bytesOf(width, 4), bytesOf(height, 4))
  const channels = monochrome ? 1 : 3
  const numbers = [codePoints.primaries, codePoints.transfer, matrix === UNSPECIFIED ? USUAL.matrix : matrix]
  const colours: Property[] = [
    size, configurationOf(item), full('pixi', [channels, ...new Array<number>(channels).fill(bits)]),
    property('colr', false, text('nclx'), ...numbers.map(number => bytesOf(number, 2)), [fullRange ? 128 : 0]),
  ]
  if (icc) colours.push(property('colr', false, text('prof'), icc))
  const items: Made[] = [{ ...item, properties: colours }]
  if (!alpha) return fileOf(items, [])
  const depth = full('pixi', [1, sequenceOf(alpha.item.data).bits])
  const kind = { ...full('auxC', text(ALPHA)), essential: true }
  items.push({ ...alpha.item, properties: [size, configurationOf(alpha.item), depth, kind] })
  return fileOf(items, [['auxl', 2, [1]]])
}

function configurationOf({ properties }: Item): Property {
  const { body } = properties.find(({ type }) => type === 'av1C') as MediaBox
  return { type: 'av1C', essential: true, body }
}

/** There is but one page. */
export async function * join(pages: AsyncIterable<WrittenPage>): AsyncGenerator<Uint8Array> {
  for await (const { data } of pages) yield data
}
