import { limitExceeded, malformed, unsupported } from '../../core/errors.js'
import type { Limits } from '../../core/limits.js'
import { boxesIn, boxesOf, Fields, latin1, onlyBox, type MediaBox } from './boxes.js'

/** One item of a file: a coded picture, a grid of such, or metadata. */
export interface Item {
  id: number
  type: string
  data: Uint8Array
  /** What is said of it, in order. */
  properties: Property[]
}

/** `essential`: who does not understand it must not show the item. */
export interface Property extends MediaBox { essential: boolean }

/** A picture that is to be shown, and what it is made of. */
export interface Picture {
  item: Item
  /** Of a grid, row by row; else the item itself. */
  coded: Item[]
  alpha?: Picture
}

/** Data references other than to the file itself. */
const HERE = 0
const FILE = 0
const IDAT = 1

/** Properties that say how a picture is to be decoded and shown. */
const shown = ['ispe', 'av1C', 'pixi', 'auxC', 'clap', 'irot', 'imir']
/** Those that may be essential and say nothing of that here. */
const understood = [...shown, 'colr', 'pasp', 'clli', 'mdcv', 'cclv', 'amve']

/** What a decoder needs of a picture to show it, its own code apart. */
export const propertiesShown = ({ properties }: Item): Property[] => properties.filter(({ type, body }) => {
  return shown.includes(type) || (type === 'colr' && body.length === NCLX && latin1(body, 0) === 'nclx')
})

/** The code points of colours: four letters, three numbers of 16 bits, and a flag. */
const NCLX = 11

/** Tells what is to be decoded: the primary picture, and its alpha. Everything else goes. */
export function pictureOf(file: Uint8Array, limits: Pick<Limits, 'ifdEntries'>): Picture {
  const meta = onlyBox(boxesOf(file), 'meta')
  if (!meta || meta.length < 4) throw malformed('The AVIF file holds no image')
  const boxes = boxesIn(meta.subarray(4))
  const items = itemsOf(file, boxes, limits.ifdEntries)
  const pitm = fields(boxes, 'pitm')
  const primary = items.get(pitm.number(pitm.version === 0 ? 2 : 4))
  if (!primary) throw malformed('The AVIF file holds no image')
  const references = referencesOf(boxes)
  const picture = withParts(primary, references, items)
  for (const { type, from, to } of references) {
    const item = items.get(from)
    if (type === 'prem' && (from === primary.id || to.includes(primary.id))) throw unsupported('AVIF files with premultiplied alpha are not supported')
    if (type !== 'auxl' || !to.includes(primary.id) || !item || !isAlpha(item)) continue
    if (picture.alpha) throw malformed('An AVIF image has two alpha planes')
    picture.alpha = withParts(item, references, items)
  }
  return picture
}

interface Reference { type: string, from: number, to: number[] }

function withParts(item: Item, references: readonly Reference[], items: ReadonlyMap<number, Item>): Picture {
  if (item.properties.some(({ type, essential }) => essential && !understood.includes(type))) throw unsupported('The AVIF image has an unknown property')
  if (item.type === 'av01') return { item, coded: [item] }
  if (item.type !== 'grid') throw unsupported('AVIF images that are neither AV1 nor a grid of such are not supported')
  const ids = references.filter(({ type, from }) => type === 'dimg' && from === item.id).flatMap(({ to }) => to)
  const coded = ids.map(id => items.get(id))
  const { rows, columns } = gridOf(item)
  if (coded.length !== rows * columns || !coded.every(part => part?.type === 'av01')) throw malformed('The grid of an AVIF image lacks parts')
  return { item, coded: coded as Item[] }
}

export interface Grid { rows: number, columns: number, width: number, height: number }

export function gridOf({ data }: Item): Grid {
  const grid = new Fields(data)
  const [, flags, rows, columns] = grid.take(4)
  const bytes = flags & 1 ? 4 : 2
  return { rows: rows + 1, columns: columns + 1, width: grid.number(bytes), height: grid.number(bytes) }
}

function isAlpha({ properties }: Item): boolean {
  const auxiliary = properties.find(({ type }) => type === 'auxC')
  if (!auxiliary || auxiliary.body.length < 4) return false
  return ['urn:mpeg:mpegB:cicp:systems:auxiliary:alpha', 'urn:mpeg:hevc:2015:auxid:1'].includes(new Fields(auxiliary.body.subarray(4)).string())
}

/** The fields of a box that must be there, behind its version and flags. */
function fields(boxes: readonly MediaBox[], type: string): Fields & { version: number, flags: number } {
  const body = onlyBox(boxes, type)
  if (!body) throw malformed(`The AVIF file lacks its ${type} box`)
  const all = new Fields(body)
  const version = all.number(1)
  return Object.assign(all, { version, flags: all.number(3) })
}

function itemsOf(file: Uint8Array, boxes: readonly MediaBox[], most: number): Map<number, Item> {
  const items = new Map<number, Item>()
  const iinf = fields(boxes, 'iinf')
  const count = iinf.number(iinf.version === 0 ? 2 : 4)
  if (count > most) throw limitExceeded('ifdEntries', most, count)
  for (const { type, body } of boxesIn(iinf.take(iinf.left))) {
    if (type !== 'infe') continue
    const infe = new Fields(body)
    const version = infe.number(1)
    infe.take(3)
    if (version < 2) throw unsupported('This version of AVIF items is not supported')
    const id = infe.number(version === 2 ? 2 : 4)
    const isProtected = infe.number(2) !== 0
    if (items.has(id)) throw malformed('Two items of an AVIF file have one number')
    if (!isProtected) items.set(id, { id, type: infe.text(), data: new Uint8Array(), properties: [] })
  }
  locate(file, boxes, items)
  describe(boxes, items)
  return items
}

/** Where the bytes of items lie. */
function locate(file: Uint8Array, boxes: readonly MediaBox[], items: Map<number, Item>): void {
  const idat = onlyBox(boxes, 'idat') ?? new Uint8Array()
  const iloc = fields(boxes, 'iloc')
  const [sizes, more] = iloc.take(2)
  const [offsetSize, lengthSize, baseSize, indexSize] = [sizes >> 4, sizes & 15, more >> 4, iloc.version === 0 ? 0 : more & 15]
  const wide = iloc.version < 2 ? 2 : 4
  let total = 0
  for (let count = iloc.number(wide); count > 0; count--) {
    const item = items.get(iloc.number(wide))
    const method = iloc.version === 0 ? FILE : iloc.number(2) & 15
    const reference = iloc.number(2)
    const base = iloc.number(baseSize)
    const parts: Uint8Array[] = []
    for (let extents = iloc.number(2); extents > 0; extents--) {
      iloc.take(indexSize)
      const offset = base + iloc.number(offsetSize)
      const length = iloc.number(lengthSize)
      const from = method === IDAT ? idat : file
      const end = length === 0 ? from.length : offset + length
      if (!item) continue
      if (method > IDAT || reference !== HERE) throw unsupported('AVIF items outside the file are not supported')
      if (offset > from.length || end > from.length) throw malformed('An AVIF item lies beyond the end of the file')
      parts.push(from.subarray(offset, end))
      // No bytes count for more than one item in honest files.
      if ((total += end - offset) > 2 * file.length) throw malformed('Items of an AVIF file overlap')
    }
    if (item) item.data = parts.length === 1 ? parts[0] : Buffer.concat(parts)
  }
}

/** Which properties items have. */
function describe(boxes: readonly MediaBox[], items: Map<number, Item>): void {
  const iprp = boxesIn(onlyBox(boxes, 'iprp') ?? new Uint8Array())
  const properties = boxesIn(onlyBox(iprp, 'ipco') ?? new Uint8Array())
  for (const { type, body } of iprp) {
    if (type !== 'ipma') continue
    const ipma = new Fields(body)
    const version = ipma.number(1)
    const wide = (ipma.number(3) & 1) === 1
    for (let count = ipma.number(4); count > 0; count--) {
      const item = items.get(ipma.number(version === 0 ? 2 : 4))
      for (let associations = ipma.number(1); associations > 0; associations--) {
        const number = ipma.number(wide ? 2 : 1)
        const flag = wide ? 0x8000 : 0x80
        const property = properties[(number & ~flag) - 1]
        if (property && item) item.properties.push({ ...property, essential: (number & flag) !== 0 })
      }
    }
  }
}

function referencesOf(boxes: readonly MediaBox[]): Reference[] {
  const body = onlyBox(boxes, 'iref')
  if (!body || body.length < 4) return []
  const wide = body[0] === 0 ? 2 : 4
  return boxesIn(body.subarray(4)).map(({ type, body: reference }) => {
    const list = new Fields(reference)
    const from = list.number(wide)
    return { type, from, to: Array.from({ length: list.number(2) }, () => list.number(wide)) }
  })
}
