import { EffaceError } from '../core/errors.js'
import { wholeBlocks } from './shape.js'
import { rowBytes } from '../core/raster.js'
import { inBand, rowsOf } from '../core/pixel-store.js'
import type { Box, EncodedPage, PaintBox, PixelStore, Raster, RasterLayout } from '../core/types.js'
import type { Codec, CodecState, WrittenPage } from '../formats/codec.js'

interface Encoded { page: WrittenPage, state?: CodecState }

/**
 * Encodes a page and has it read by a decoder that is not ours, which must see the raster: outside the painted boxes the very pixels that
 * were inspected, inside them what was painted. So no reading of the page's own bytes can show one picture to detectors and another to people.
 * A page in which the two differ is encoded anew from its pixels.
 *
 * @throws EffaceError ERR_REDACTION_UNVERIFIED where it still differs
 */
export async function encodeWitnessed(codec: Codec, page: EncodedPage, raster: Raster, painted: readonly PaintBox[], state?: CodecState): Promise<Encoded> {
  const encoded = await codec.encodePage(page, raster, painted, state)
  const { witness } = codec
  if (!witness) return encoded
  const seen = await witness.read(page, encoded.page).catch(unreadable)
  if (seen === undefined || (seen !== NOTHING && showsRaster(seen, encoded.page, page, raster, painted, witness.tolerance(page)))) return encoded
  const anew = await witness.encodeAnew(page, raster, state)
  const again = await witness.read(page, anew.page).catch(unreadable)
  if (again !== undefined && (again === NOTHING || !showsNearly(again, raster, witness.tolerance(page)))) throw unverified(page)
  return anew
}

/** Of pixels that were all coded once more. Sharp edges are nowhere near flat: means may be off by more than in painted boxes. */
function showsNearly(seen: Uint8Array, raster: Raster, tolerance: number): boolean {
  return shows(seen, raster, [{ x: 0, y: 0, w: raster.width, h: raster.height }], 3 * tolerance)
}

/**
 * The same for a page too large for memory, which is never encoded anew.
 *
 * @param written reads all of its bytes
 */
export async function witnessStored(
  codec: Codec, page: EncodedPage, store: PixelStore, painted: readonly PaintBox[], written: () => Uint8Array,
): Promise<void> {
  const { witness, bands } = codec
  // What has no coded blocks is made of the pixels themselves.
  if (!witness || !bands || !page.blocks) return
  const tolerance = witness.tolerance(page)
  const stride = rowBytes(store)
  let y = 0
  let rest = new Uint8Array(0)
  await bands.decode({ ...page, data: written() }, bytes => {
    const seen = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
    const rows = Math.floor(seen.length / stride)
    if (y + rows > store.height) throw unverified(page)
    const raster = rowsOf(store, y, rows)
    const touched = inBand(touchedBy(painted, page, store), y, rows)
    if (!sameOutside(seen, raster, touched) || !shows(seen, raster, inBand(painted, y, rows), tolerance)) throw unverified(page)
    y += rows
    rest = seen.slice(rows * stride)
  })
  if (y < store.height) throw unverified(page)
}

/** What a decoder makes of a page that it cannot read. */
const NOTHING = new Uint8Array(0)
const unreadable = (): Uint8Array => NOTHING

function unverified({ index }: EncodedPage): EffaceError {
  return new EffaceError('ERR_REDACTION_UNVERIFIED', 'What was written does not show what was inspected and painted', { stage: 'encode', frame: index })
}

function showsRaster(
  seen: Uint8Array, { rounded = [], anew }: WrittenPage, page: EncodedPage, raster: Raster, painted: readonly PaintBox[], tolerance: number,
): boolean {
  if (anew) return showsNearly(seen, raster, tolerance) && shows(seen, raster, painted, tolerance)
  // More of them than in any honest picture: it is encoded anew.
  if (rounded.length > MOST_ROUNDED) return false
  const other = [...painted, ...rounded]
  // Boxes on grey need not fill their blocks: what is left of these is as it was, but for rounding.
  const blocks = page.blocks ? other.map(({ x, y, w, h }) => wholeBlocks({ x, y, w, h }, page.blocks!, 0, raster)) : other
  return sameOutside(seen, raster, touchedBy(other, page, raster)) && shows(seen, raster, blocks, tolerance)
}

const MOST_ROUNDED = 1000

/** All that may be other than it was where boxes were painted. */
function touchedBy(painted: readonly Box[], { blocks }: EncodedPage, layout: RasterLayout): readonly Box[] {
  return blocks ? painted.map(({ x, y, w, h }) => wholeBlocks({ x, y, w, h }, blocks, blocks.reach, layout)) : painted
}

/** Whether two rasters of one layout are the same but for pixels in boxes. */
function sameOutside(seen: Uint8Array, raster: Raster, boxes: readonly Box[]): boolean {
  const stride = rowBytes(raster)
  const bits = raster.channels * raster.bits
  const [a, b] = [seen, raster.data].map(bytes => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))
  if (a.length < b.length) return false
  const same = (start: number, end: number): boolean => end <= start || a.compare(b, start, end, start, end) === 0
  if (boxes.length === 0) return same(0, b.length)
  const byRow = boxes.slice().sort((one, other) => one.x - other.x)
  for (let y = 0; y < raster.height; y++) {
    let from = 0
    for (const box of byRow) {
      if (y < box.y || y >= box.y + box.h) continue
      if (!same(y * stride + from, y * stride + Math.floor(box.x * bits / 8))) return false
      from = Math.max(from, Math.ceil((box.x + box.w) * bits / 8))
    }
    if (!same(y * stride + from, (y + 1) * stride)) return false
  }
  return true
}

const TILE = 8

/** Whether boxes show what the raster has there: of each tile that one touches, the mean of the differences is within the tolerance. 8-bit samples. */
function shows(seen: Uint8Array, raster: Raster, boxes: readonly Box[], tolerance: number): boolean {
  const { width, height } = raster
  const across = Math.ceil(width / TILE)
  const looked = new Uint8Array(across * Math.ceil(height / TILE))
  for (const { x, y, w, h } of boxes) {
    const [left, right] = [Math.floor(x / TILE), Math.ceil(Math.min(width, x + w) / TILE)]
    for (let row = Math.floor(y / TILE); row < Math.ceil(Math.min(height, y + h) / TILE); row++) {
      for (let column = left; column < right; column++) {
        if (looked[row * across + column]) continue
        looked[row * across + column] = 1
        const [bottom, end] = [Math.min(height, (row + 1) * TILE), Math.min(width, (column + 1) * TILE)]
        if (meanDifference(seen, raster, column * TILE, row * TILE, end, bottom) > tolerance) return false
      }
    }
  }
  return true
}

function meanDifference(seen: Uint8Array, { data, width, channels }: Raster, left: number, top: number, right: number, bottom: number): number {
  let sum = 0
  for (let y = top; y < bottom; y++) {
    const end = (y * width + right) * channels
    for (let i = (y * width + left) * channels; i < end; i++) sum += Math.abs(seen[i] - data[i])
  }
  return sum / ((right - left) * (bottom - top) * channels)
}
