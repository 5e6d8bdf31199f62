import type { Box, PaintBox } from '../core/types.js'

/**
 * The part of a box that is whole and visible: none of the boxes painted over it covers it, and its shape holds it. Markers stand there, so
 * that none is cut by another.
 *
 * @param above what is painted later
 * @returns counted from the box's own top left; without area where nothing is left
 */
export function roomIn(box: PaintBox, above: readonly PaintBox[]): Box {
  let room: Box = { x: box.x, y: box.y, w: box.w, h: box.h }
  if (box.shape === 'ellipse') {
    const { x, y, w, h } = box.blocks?.ellipse ?? box
    room = { x: Math.ceil(x + w * INSET), y: Math.ceil(y + h * INSET), w: Math.floor(w * (1 - 2 * INSET)), h: Math.floor(h * (1 - 2 * INSET)) }
  }
  for (const { x, y, w, h } of above) {
    const { x: left, y: top, w: width, h: height } = room
    if (x >= left + width || left >= x + w || y >= top + height || top >= y + h) continue
    const beside: Box[] = [
      { ...room, w: x - left }, { ...room, x: x + w, w: left + width - x - w }, { ...room, h: y - top }, { ...room, y: y + h, h: top + height - y - h },
    ]
    room = beside.reduce((best, rest) => area(rest) > area(best) ? rest : best)
    if (area(room) <= 0) return { x: 0, y: 0, w: 0, h: 0 }
  }
  return { ...room, x: room.x - box.x, y: room.y - box.y }
}

/** The largest box in an ellipse begins at so much of its sides: (1 - √½) / 2. */
const INSET = 0.1464466

const area = ({ w, h }: Box): number => w > 0 && h > 0 ? w * h : 0
