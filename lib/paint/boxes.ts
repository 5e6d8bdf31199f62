import { limitExceeded } from '../core/errors.js'
import { methodOf } from '../core/methods.js'
import { OBJECTS, otherObject } from '../core/object-labels.js'
import { settingsOfObject } from '../core/options.js'
import type { FilledOptions, LabelSettings, Region } from '../core/option-types.js'
import type { Box, Entity, Frame, Method, PaintBox } from '../core/types.js'
import { toStored } from '../core/view.js'
import { clip, intersection, roundOut, inPixels } from '../core/geometry.js'
import { startOfLast } from './glyphs.js'

/** Of the box's height (of its width where it stands like vertical text), added on each side of text, and at least a pixel. */
export const textPadding = 0.06

/**
 * Everything of a frame that is to be painted: objects, entities, unread text as `onUnread` says, and the regions that are always
 * to be redacted, in pixels of the upright frame. `keep` regions are cut out of what was found, not out of `redact` regions.
 */
export function planBoxes(frame: Frame, options: FilledOptions): PaintBox[] {
  const found = [...objectBoxes(frame, options), ...entityBoxes(frame, options), ...unreadBoxes(frame, options)]
  const keep = regionsOf(options.regions.keep, frame).map(roundOut)
  const redact = regionsOf(options.regions.redact, frame).map(region => boxOf(region, 'REGION', '[REDACTED]', options))
  const most = options.limits.boxesPerPage
  const boxes = [...redact]
  for (const box of found) {
    for (const piece of cutOut(box, keep, most)) boxes.push(piece)
    checkCount(boxes.length, most, frame)
  }
  checkCount(boxes.length, most, frame)
  // Those that are painted in any case come last. Padding and detectors may reach over the edge; what lies wholly outside is left for
  // paint() to refuse.
  return [...boxes.slice(redact.length), ...boxes.slice(0, redact.length)].map(box => clip(box, frame.width, frame.height) ?? box)
}

/** @throws EffaceError ERR_LIMIT_EXCEEDED */
function checkCount(count: number, most: number, { index }: Pick<Frame, 'index'>): void {
  if (count > most) throw limitExceeded('boxesPerPage', most, count, { stage: 'redact', frame: index })
}

/** Boxes of the upright frame as they lie in the stored raster, which is what paint() takes. */
export function toRaster(boxes: readonly PaintBox[], { page: { orientation }, raster }: Pick<Frame, 'page' | 'raster'>): PaintBox[] {
  return boxes.map(box => {
    const stored = toStored(box, orientation, raster.width, raster.height)
    return methodOf(box).text ? { ...stored, orientation } : stored
  })
}

function objectBoxes({ objects }: Frame, options: FilledOptions): PaintBox[] {
  const counts = new Map<string, number>()
  return objects.map(object => {
    const count = (counts.get(object.type) ?? 0) + 1
    counts.set(object.type, count)
    const settings = settingsOfObject(object.type, options)
    const { method, padding } = OBJECTS[object.type] ?? otherObject
    const box = boxOf(object, object.type, `[${object.type}_${count}]`, options, settings, method)
    return pad(box, settings.padding ?? padding, 0)
  })
}

function entityBoxes(frame: Frame, options: FilledOptions): PaintBox[] {
  return frame.entities.flatMap(entity => {
    const label = entity.bestLabel
    const settings = settingsOf(label, options)
    const boxes = settings.keep === 'last4' && !entity.held ? withoutLastFour(entity, frame) : entity.boxes
    // An entity over several lines gets its marker once.
    return boxes.map((box, i) => pad(boxOf(box, label, i === 0 ? `[${entity.processedText}]` : '', options), settings.padding ?? textPadding, 1, boxes !== entity.boxes && i === boxes.length - 1))
  })
}

function unreadBoxes({ unread }: Frame, options: FilledOptions): PaintBox[] {
  if (options.onUnread === 'keep') return []
  const painted = unread.filter(({ cut }) => options.onUnread === 'redact' || cut)
  return painted.map(box => pad(boxOf(box, 'UNREAD', '[UNREAD]', options), settingsOf('UNREAD', options).padding ?? textPadding, 1))
}

const settingsOf = (label: string, options: FilledOptions): LabelSettings => options.labels[label] ?? {}

function boxOf(
  { x, y, w, h }: Box, label: string, text: string, options: FilledOptions, settings = settingsOf(label, options), fallback: Method = 'blackbox',
): PaintBox {
  const method = settings.method ?? options.method ?? fallback
  const box: PaintBox = { x, y, w, h, label, method }
  if (settings.shape !== undefined) box.shape = settings.shape
  const color = settings.color ?? options.color
  if (color !== undefined && methodOf(box).color) box.color = rgbOf(color)
  if (methodOf(box).text) box.text = text.replace(/^\[\[(.*)\]\]$/, '[$1]')
  return box
}

function rgbOf(color: string): [number, number, number] {
  const value = parseInt(color.slice(1), 16)
  return [value >> 16, value >> 8 & 255, value & 255]
}

function pad(box: PaintBox, share: number, least: number, rightAsIs = false): PaintBox {
  const by = Math.max(least, (box.h > 2 * box.w ? box.w : box.h) * share)
  return { ...box, x: box.x - by, y: box.y - by, w: box.w + by * (rightAsIs ? 1 : 2), h: box.h + 2 * by }
}

/** A line may show so many characters more than it should by their share of the text, before the ink is not believed. */
const UNEVEN = 0.7

/**
 * Leaves at most the last four letters or digits of a one-line entity legible. They are placed by the ink, and by their share of the text
 * where that says fewer. What cannot be placed so (several boxes, turned words, fewer than six characters) is painted whole.
 */
function withoutLastFour({ boxes, text }: Entity, { view, words, width }: Frame): Box[] {
  const [box] = boxes
  if (boxes.length !== 1 || box.h > box.w || words.some(word => word.turn && intersection(word, box) > 0)) return boxes
  let from = text.length
  for (let kept = 0; kept < 4 && from > 0;) if (/[\p{L}\p{N}]/u.test(text[--from])) kept++
  if (from < 2) return boxes
  const scale = view.width / width
  const start = startOfLast(4, view, { x: box.x * scale, y: box.y * scale, w: box.w * scale, h: box.h * scale }, text) / scale
  const least = box.x + box.w * Math.max(0, from - UNEVEN) / text.length
  return [{ ...box, w: Math.max(start, least) - box.x }]
}

function regionsOf(regions: readonly Region[], { index, width, height }: Frame): Box[] {
  return regions.filter(({ page }) => page === undefined || page === index).map(region => inPixels(region, { width, height }))
}

/** What is left of a box around the kept regions: strips above and below, pieces left and right. */
function cutOut(box: PaintBox, keep: readonly Box[], most: number): PaintBox[] {
  let pieces = [box]
  for (const hole of keep) {
    // It will be refused, and needs no more cutting.
    if (pieces.length > most) break
    pieces = pieces.flatMap(piece => {
      const left = Math.max(piece.x, hole.x)
      const top = Math.max(piece.y, hole.y)
      const right = Math.min(piece.x + piece.w, hole.x + hole.w)
      const bottom = Math.min(piece.y + piece.h, hole.y + hole.h)
      if (right <= left || bottom <= top) return [piece]
      // A piece of an ellipse would be an ellipse of its own: pieces are boxes.
      const whole: PaintBox = { ...piece, shape: 'box' }
      return [
        { ...whole, h: top - piece.y },
        { ...whole, y: bottom, h: piece.y + piece.h - bottom },
        { ...whole, y: top, h: bottom - top, w: left - piece.x },
        { ...whole, y: top, h: bottom - top, x: right, w: piece.x + piece.w - right },
      ].filter(({ w, h }) => w > 0 && h > 0)
    })
  }
  return pieces
}
