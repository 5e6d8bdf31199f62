import type { Box, View } from '../core/types.js'

// Chosen on scanned forms (FUNSD's training set), where no photo may be lost, by benchmarks/accuracy/detect.ts on photos.

/** Side of the blocks of which each is paper or not, in pixels. */
const block = 16
/** Paper is as bright as this, in the mean of its channels; it covers this share of a page; and its pixels differ from its colour by no more. */
const paper = { bright: 170, share: 0.5, differs: 24 }
/** What a block of text differs from paper in the mean, and in colourfulness: a fifth to a quarter of it is ink, mostly grey. */
const text = { differs: 60, colourful: 20 }
/** What is seen around pictures, in pixels; and the share of a page from which on all of it is. */
const around = { margin: 32, most: 0.7 }

/**
 * The part of a page that holds more than text on paper: photos, drawings, stamps, large letters. Undefined where nothing does; all of what is no page.
 * Meant for views of several hundred pixels a side, in which lines of text are a block high or less.
 */
export function pictured({ width, height, data, channels }: View): Box | undefined {
  const whole: Box = { x: 0, y: 0, w: width, h: height }
  const colour = paperOf(data, channels)
  if (colour === undefined) return whole
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)]
  const isPaper = Array.from({ length: columns * rows }, (_, i) => {
    const [x, y] = [i % columns * block, Math.floor(i / columns) * block]
    return isText(meanOf({ data, channels, width }, { x, y, w: Math.min(block, width - x), h: Math.min(block, height - y) }), colour)
  })
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let i = 0; i < isPaper.length - columns - 1; i++) {
    // Rules, and lines of bold letters, are a single block high or wide.
    if (i % columns === columns - 1 || isPaper[i] || isPaper[i + 1] || isPaper[i + columns] || isPaper[i + columns + 1]) continue
    const [x, y] = [i % columns * block, Math.floor(i / columns) * block]
    ;[left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 2 * block), Math.max(bottom, y + 2 * block)]
  }
  if (right === 0) return undefined
  const x = Math.max(0, left - around.margin)
  const y = Math.max(0, top - around.margin)
  const box = { x, y, w: Math.min(width, right + around.margin) - x, h: Math.min(height, bottom + around.margin) - y }
  return box.w * box.h > around.most * width * height ? whole : box
}

type Colour = readonly [number, number, number]

/** The colour of the paper: the most frequent one, where it is bright and most of the pixels have it. */
function paperOf(data: Uint8Array, channels: number): Colour | undefined {
  const counts = new Uint32Array(4096)
  for (let i = 0; i < data.length; i += channels) counts[data[i] >> 4 << 8 | data[i + 1] >> 4 << 4 | data[i + 2] >> 4]++
  let top = 0
  for (let i = 1; i < 4096; i++) if (counts[i] > counts[top]) top = i
  const colour = [8, 4, 0].map(shift => (top >> shift & 15) * 16 + 8) as unknown as Colour
  if ((colour[0] + colour[1] + colour[2]) / 3 < paper.bright) return undefined
  let like = 0
  for (let i = 0; i < data.length; i += channels) {
    const differs = Math.max(Math.abs(data[i] - colour[0]), Math.abs(data[i + 1] - colour[1]), Math.abs(data[i + 2] - colour[2]))
    if (differs <= paper.differs) like++
  }
  return like * channels >= paper.share * data.length ? colour : undefined
}

function meanOf({ data, channels, width }: { data: Uint8Array, channels: number, width: number }, { x, y, w, h }: Box): Colour {
  let [r, g, b] = [0, 0, 0]
  for (let row = y; row < y + h; row++) {
    for (let i = (row * width + x) * channels, end = i + w * channels; i < end; i += channels) {
      r += data[i]
      g += data[i + 1]
      b += data[i + 2]
    }
  }
  return [r / (w * h), g / (w * h), b / (w * h)]
}

function isText(mean: Colour, colour: Colour): boolean {
  const colourful = (of: Colour): number => Math.max(...of) - Math.min(...of)
  return mean.every((value, i) => Math.abs(value - colour[i]) <= text.differs) && colourful(mean) - colourful(colour) <= text.colourful
}
