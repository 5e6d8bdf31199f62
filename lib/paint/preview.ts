import sharp from 'sharp'
import { clip } from '../core/geometry.js'
import type { PaintBox, View } from '../core/types.js'
import { groupOf } from './label-groups.js'
import { paint } from './paint.js'
import { placeTags } from './tags.js'

/** The colour of a label, that of its group: the same everywhere. */
export function colourOf(label: string): [number, number, number] {
  const value = parseInt(groupOf(label).colour.slice(1), 16)
  return [value >> 16, value >> 8 & 255, value & 255]
}

/** A copy of a view with boxes drawn round what is to be painted, each with its label, no label over another. RGB. */
export function annotate(view: View, boxes: readonly PaintBox[]): View {
  const rgb = toRgb(view)
  const raster = { width: view.width, height: view.height, model: 'rgb' as const, channels: 3, bits: 8 as const, sample: 'uint' as const, data: rgb }
  const line = Math.max(2, Math.round(Math.max(view.width, view.height) / 700))
  const frames = boxes.flatMap(({ x, y, w, h, label }): PaintBox[] => {
    const edge = { label, method: 'solid' as const, color: colourOf(label) }
    return [
      { ...edge, x, y, w, h: line }, { ...edge, x, y: y + h - line, w, h: line },
      { ...edge, x, y, w: line, h }, { ...edge, x: x + w - line, y, w: line, h },
    ]
  })
  const tags = placeTags(boxes, view).flatMap((place, i): PaintBox[] => {
    const { label } = boxes[i]!
    return place ? [{ ...place, label, method: 'label', text: label, color: colourOf(label) }] : []
  })
  const inside = [...frames, ...tags].map(box => clip(box, view.width, view.height)).filter(box => box !== undefined && box.w >= 1 && box.h >= 1) as PaintBox[]
  if (inside.length > 0) paint(raster, inside)
  return { width: view.width, height: view.height, channels: 3, data: rgb }
}

/** Before, with boxes, beside after, as PNG. */
export async function beforeAndAfter(before: View, after: View): Promise<Buffer> {
  const gap = Math.max(4, Math.round(before.width / 100))
  const picture = (view: View): { input: Buffer, raw: { width: number, height: number, channels: 1 | 3 } } =>
    ({ input: Buffer.from(view.data), raw: { width: view.width, height: view.height, channels: view.channels } })
  return await sharp({ create: { width: before.width + gap + after.width, height: before.height, channels: 3, background: '#808080' } })
    .composite([{ ...picture(before), left: 0, top: 0 }, { ...picture({ ...after, channels: 3, data: toRgb(after) }), left: before.width + gap, top: 0 }])
    .png().toBuffer()
}

function toRgb({ width, height, channels, data }: View): Uint8Array {
  if (channels === 3) return new Uint8Array(data)
  const rgb = new Uint8Array(width * height * 3)
  for (let i = 0, o = 0; i < data.length; i++, o += 3) rgb[o] = rgb[o + 1] = rgb[o + 2] = data[i]!
  return rgb
}
