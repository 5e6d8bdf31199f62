import { EffaceError, malformed } from '../../core/errors.js'
import { bytesOf, lengthOf, type WrittenPage } from '../codec.js'
import type { WrittenTiff } from './page.js'
import { Tag, Type, type RawTag } from './tags.js'

const LIMIT = 2 ** 32

/**
 * Pages to a little-endian TIFF for a sink that cannot seek: a header, then each page as directory, values and strips. A page
 * leaves when it is known whether another one follows, since its directory says so.
 *
 * @throws EffaceError ERR_CONTAINER_OVERFLOW where a classic TIFF grows beyond 4 GiB
 */
export async function * join(pages: AsyncIterable<WrittenPage>): AsyncGenerator<Uint8Array> {
  let waiting: WrittenPage | undefined
  let big = false
  let at = 0
  for await (const page of pages) {
    if (!waiting) {
      big = (page.info as WrittenTiff).big
      const start = header(big)
      at = start.length
      yield start
    } else {
      const head = directory(waiting, big, at, true)
      at += head.length + even(lengthOf(waiting))
      yield head
      yield * body(waiting)
    }
    waiting = page
  }
  if (!waiting) throw malformed('There is no page to write')
  yield directory(waiting, big, at, false)
  yield * body(waiting)
}

const even = (length: number): number => length + length % 2

function * body(page: WrittenPage): Generator<Uint8Array> {
  yield * bytesOf(page)
  if (lengthOf(page) % 2 === 1) yield new Uint8Array(1)
}

function header(big: boolean): Uint8Array {
  return big ? Uint8Array.of(0x49, 0x49, 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0) : Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0)
}

/** The directory and its values, for a page that starts at `at`. Its strips come directly behind. */
function directory(page: WrittenPage, big: boolean, at: number, another: boolean): Uint8Array {
  const { tags: own, tiled, lengths } = page.info as WrittenTiff
  const length = even(lengthOf(page))
  const offsets = numbers(tiled ? Tag.TileOffsets : Tag.StripOffsets, lengths.length, big)
  const counts = numbers(tiled ? Tag.TileByteCounts : Tag.StripByteCounts, lengths.length, big)
  const wide = big ? 8 : 4
  const tags = [...own, offsets, counts].sort((a, b) => a.tag - b.tag)
  const entries = (big ? 8 : 2) + tags.length * (4 + 2 * wide) + wide
  const outside = tags.filter(tag => tag.bytes.length > wide)
  const size = even(entries) + outside.reduce((sum, tag) => sum + even(tag.bytes.length), 0)
  if (!big && at + size + length >= LIMIT) {
    throw new EffaceError('ERR_CONTAINER_OVERFLOW', 'The output grows beyond the 4 GiB that a classic TIFF can hold', { stage: 'encode' })
  }
  setNumbers(counts, lengths)
  let strip = at + size
  setNumbers(offsets, lengths.map(length => (strip += length) - length))

  const out = new Uint8Array(size)
  const view = new DataView(out.buffer)
  const setWide = (place: number, value: number): void => {
    if (big) view.setBigUint64(place, BigInt(value), true)
    else view.setUint32(place, value, true)
  }
  if (big) view.setBigUint64(0, BigInt(tags.length), true)
  else view.setUint16(0, tags.length, true)
  let value = even(entries)
  let entry = big ? 8 : 2
  for (const { tag, type, count, bytes } of tags) {
    view.setUint16(entry, tag, true)
    view.setUint16(entry + 2, type, true)
    setWide(entry + 4, count)
    if (bytes.length <= wide) out.set(bytes, entry + 4 + wide)
    else {
      setWide(entry + 4 + wide, at + value)
      out.set(bytes, value)
      value += even(bytes.length)
    }
    entry += 4 + 2 * wide
  }
  setWide(entry, another ? at + size + length : 0)
  return out
}

function numbers(tag: number, count: number, big: boolean): RawTag {
  return { tag, type: big ? Type.Long8 : Type.Long, count, bytes: new Uint8Array(count * (big ? 8 : 4)) }
}

function setNumbers({ type, bytes }: RawTag, values: readonly number[]): void {
  const view = new DataView(bytes.buffer)
  values.forEach((value, i) => {
    if (type === Type.Long8) view.setBigUint64(i * 8, BigInt(value), true)
    else view.setUint32(i * 4, value, true)
  })
}
