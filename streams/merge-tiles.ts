import { layOut } from '../lib/text/layout.js'
import type { Box, Frame, UnreadText, VisualObject, Word } from '../lib/core/types.js'
import { toUpright, viewLayout } from '../lib/core/view.js'
import { containment, intersection, iou, nms } from '../lib/core/geometry.js'
import { OVERLAP, type Tile } from '../lib/core/tiles.js'
import { isCut } from '../lib/inference/crops.js'

/** What comes this near to the edge of a tile, in pixels, may go on beyond it. */
const EDGE = 2

/** What was found in one tile, in pixels of that tile's upright view. `tile` absent: in the overview. */
export interface TileFinds extends Pick<Frame, 'objects' | 'words' | 'unread' | 'models'> { tile?: Tile, scale?: number }

/**
 * What was found in all tiles and in the overview as finds in the upright frame. A word counts where its middle lies in the
 * tile's core. Of an object that several saw the whole one stays, as a tile saw it rather than the overview.
 */
export function mergeTiles(finds: readonly TileFinds[], { raster, page: { orientation } }: Pick<Frame, 'raster' | 'page'>): Pick<Frame, 'objects' | 'words' | 'unread' | 'models'> {
  const whole: VisualObject[] = []
  const cut: VisualObject[] = []
  const coarse: VisualObject[] = []
  const words: Word[] = []
  const unread: UnreadText[] = []
  const large: Word[] = []
  const frame = viewLayout({ layout: raster, orientation })
  for (const { tile, scale, ...seen } of finds) {
    if (!tile) {
      const at = { x: 0, y: 0, scale }
      coarse.push(...seen.objects.map(object => placed(object, at)).filter(({ w, h }) => Math.max(w, h) > OVERLAP / 2))
      large.push(...seen.words.map(word => placed(word, at)).filter(({ w, h }) => Math.min(w, h) > OVERLAP / 4))
      continue
    }
    const at = toUpright<Box>(tile, orientation, raster.width, raster.height)
    const core = toUpright(tile.core, orientation, raster.width, raster.height)
    for (const object of seen.objects) (isCutByTile(object, at, frame) ? cut : whole).push(placed(object, at))
    words.push(...seen.words.map(word => placed(word, at)).filter(word => holdsMiddle(core, word)))
    unread.push(...seen.unread.filter(box => !box.cut || !isCutByTile(box, at, frame)).map(box => placed(box, at)))
  }
  const objects = nms(whole)
  const add = (more: readonly VisualObject[], same: (object: VisualObject, other: VisualObject) => boolean): void => {
    objects.push(...nms(more).filter(object => !objects.some(other => other.type === object.type && same(object, other))))
  }
  add(coarse, (object, other) => iou(object, other) > 0.4)
  add(cut, (object, other) => containment(object, other) > 0.85)
  for (const word of large) if (!words.some(other => intersection(word, other) > 0.3 * other.w * other.h)) words.push(word)
  const models = [...new Map(finds.flatMap(s => s.models).map(model => [model.file, model])).values()]
  return { objects, words: layOut(words), unread, models }
}

/** Whether a find, in pixels of its tile, touches an edge of it that is none of the frame. */
const isCutByTile = (box: Box, tile: Box, frame: Pick<Frame, 'width' | 'height'>): boolean => isCut({ ...box, x: box.x + tile.x, y: box.y + tile.y }, tile, frame, EDGE)

/** A box seen at `scale` from (x, y) on, as it lies in the upright frame. */
function placed<B extends Box & Pick<VisualObject, 'quad'>>(box: B, { x, y, scale = 1 }: { x: number, y: number, scale?: number }): B {
  const at = { ...box, x: x + box.x * scale, y: y + box.y * scale, w: box.w * scale, h: box.h * scale }
  if (box.quad) at.quad = box.quad.map(p => ({ x: x + p.x * scale, y: y + p.y * scale })) as VisualObject['quad']
  return at
}

function holdsMiddle({ x, y, w, h }: Box, box: Box): boolean {
  const [mx, my] = [box.x + box.w / 2, box.y + box.h / 2]
  return mx >= x && mx < x + w && my >= y && my < y + h
}
