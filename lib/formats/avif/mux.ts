import type { WrittenPage } from '../codec.js'
import { defaultLimits } from '../../core/limits.js'
import { sequenceOf } from './av1.js'
import { box, bytesOf, fullBox } from './boxes.js'
import { pictureOf, type Item } from './items.js'
import type { AvifInfo } from './walk.js'

export interface AvifPage { width: number, height: number, icc?: Uint8Array, codePoints?: AvifInfo['codePoints'] }

/** What is coded of a page, as libvips wrote it. */
interface Coded { data: Uint8Array, configuration: Uint8Array }

const ALPHA = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0'
const UNSPECIFIED = 2
/** BT.601, which decoders take for granted. */
const USUAL_MATRIX = 6

/** A file of the picture that libvips wrote, and of what was kept of the page; of nothing else. */
export function rebuilt(file: Uint8Array, page: AvifPage): Uint8Array {
  const { item, alpha } = pictureOf(file, defaultLimits)
  const images = [codedOf(item), ...alpha ? [codedOf(alpha.item)] : []]
  const ftyp = box('ftyp', text('avif'), bytesOf(0, 4), text('avifmif1miaf'))
  // Offsets are known once the length of what stands before the data is.
  const before = ftyp.length + metaOf(images, page, 0).length + 8
  return Buffer.concat([ftyp, metaOf(images, page, before), box('mdat', ...images.map(({ data }) => data))])
}

const text = (characters: string): Uint8Array => Buffer.from(characters, 'latin1')

function codedOf({ data, properties }: Item): Coded {
  return { data, configuration: properties.find(({ type }) => type === 'av1C')!.body }
}

function metaOf(images: readonly Coded[], page: AvifPage, start: number): Buffer {
  let at = start
  const places = images.map(({ data }, i) => {
    at += data.length
    return [...bytesOf(i + 1, 2), 0, 0, 0, 1, ...bytesOf(at - data.length, 4), ...bytesOf(data.length, 4)]
  })
  const entries = images.map((_, i) => fullBox('infe', 2, 0, bytesOf(i + 1, 2), [0, 0], text('av01'), [0]))
  return fullBox('meta', 0, 0,
    fullBox('hdlr', 0, 0, bytesOf(0, 4), text('pict'), bytesOf(0, 13)),
    fullBox('pitm', 0, 0, bytesOf(1, 2)),
    fullBox('iloc', 0, 0, [0x44, 0], bytesOf(images.length, 2), ...places),
    fullBox('iinf', 0, 0, bytesOf(images.length, 2), ...entries),
    ...images.length > 1 ? [fullBox('iref', 0, 0, box('auxl', bytesOf(2, 2), bytesOf(1, 2), bytesOf(1, 2)))] : [],
    propertiesOf(images, page),
  )
}

/** Items have them by number; a decoder must understand those with the highest bit. */
function propertiesOf(images: readonly Coded[], { width, height, icc, codePoints }: AvifPage): Buffer {
  const [colours, alpha] = images
  const { bits, matrix, fullRange, monochrome } = sequenceOf(colours.data)
  const { primaries, transfer } = codePoints ?? { primaries: UNSPECIFIED, transfer: UNSPECIFIED }
  const own = matrix === UNSPECIFIED ? USUAL_MATRIX : matrix
  const channels = monochrome ? 1 : 3
  const all = [
    fullBox('ispe', 0, 0, bytesOf(width, 4), bytesOf(height, 4)),
    box('av1C', colours.configuration),
    fullBox('pixi', 0, 0, [channels, ...new Array<number>(channels).fill(bits)]),
    // An unspecified kind of colour is sRGB to all viewers, and said to be that.
    box('colr', text('nclx'), bytesOf(codePoints ? primaries : 1, 2), bytesOf(codePoints ? transfer : 13, 2), bytesOf(own, 2), [fullRange ? 128 : 0]),
  ]
  const first = [1, 2 | 0x80, 3, 4]
  if (icc) first.push(all.push(box('colr', text('prof'), icc)))
  const associations = [[...bytesOf(1, 2), first.length, ...first]]
  if (alpha) {
    const configuration = all.push(box('av1C', alpha.configuration))
    const pixels = all.push(fullBox('pixi', 0, 0, [1, sequenceOf(alpha.data).bits]))
    const kind = all.push(fullBox('auxC', 0, 0, text(ALPHA)))
    associations.push([...bytesOf(2, 2), 4, 1, configuration | 0x80, pixels, kind | 0x80])
  }
  return box('iprp', box('ipco', ...all), fullBox('ipma', 0, 0, bytesOf(associations.length, 4), ...associations))
}

/** There is but one page. */
export async function * join(pages: AsyncIterable<WrittenPage>): AsyncGenerator<Uint8Array> {
  for await (const { data } of pages) yield data
}
