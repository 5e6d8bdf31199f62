import gifenc from 'gifenc'
import { Scratch } from './scratch.js'
import { rgb, TRANSPARENT, wordsOf, type Canvas } from './canvas.js'
import type { Rect } from './types.js'

/** A frame as it is to be written. */
export interface Drawn {
  rect: Rect
  indices: Uint8Array
  palette: Uint8Array
  transparent?: number
}

/** In the indices under work: a pixel that is to show what is there already, and one whose colour has no index yet. */
const HOLE = 256
const OPEN = 257

const working = new Scratch()
const drawing = new Scratch()

/**
 * The frame that turns what a viewer shows (`shown`) into what it is to show (`wanted`). Pixels of the original frame
 * that have the wanted colour keep their index; where another colour is wanted, inside the frame's rectangle or
 * outside, it is drawn, from the frame's own palette or from entries that are added in the place of unused ones. So
 * painted boxes need no treatment of their own, nor does what they uncover when a frame is disposed of. Its indices are good until the
 * next call.
 */
export function repaint(original: Drawn, shown: Canvas, wanted: Canvas, width: number): Drawn {
  const words = wordsOf(original.palette, original.transparent)
  let entries = original.palette.length / 3
  const rect = enclosing(original, shown, wanted, width)
  const work = new Uint16Array(working.take(rect.w * rect.h * 2), 0, rect.w * rect.h)
  const used = new Uint32Array(HOLE + 2)
  for (let y = 0, i = 0; y < rect.h; y++) {
    let at = (rect.y + y) * width + rect.x
    const row = rect.y + y - original.rect.y
    const inRow = row >= 0 && row < original.rect.h
    for (let x = rect.x - original.rect.x; x < rect.x - original.rect.x + rect.w; x++, i++, at++) {
      const want = wanted[at]
      const index = inRow && x >= 0 && x < original.rect.w ? original.indices[row * original.rect.w + x] : -1
      // What is transparent cannot be drawn over what is not: that stays as it is shown, which is painted.
      const own = index >= 0 && index < entries && words[index] === want && want !== TRANSPARENT
      const as = own ? index : want === shown[at] || want === TRANSPARENT ? HOLE : OPEN
      work[i] = as
      used[as]++
    }
  }

  const palette = new Uint8Array(768)
  palette.set(original.palette)
  const free: number[] = []
  for (let i = 0; i < 256; i++) if (used[i] === 0 && i !== original.transparent) free.push(i)
  let transparent = original.transparent
  if (transparent === undefined && used[HOLE] > 0) {
    transparent = free.pop() ?? leastUsed(used)
    if (used[transparent] > 0) for (let i = 0; i < work.length; i++) if (work[i] === transparent) work[i] = OPEN
  }

  const wantedAt = (i: number): number => wanted[(rect.y + Math.floor(i / rect.w)) * width + rect.x + i % rect.w]
  const chosen = choose(work, wantedAt, { palette, entries, free, transparent })
  entries = chosen.entries
  const indices = new Uint8Array(drawing.take(work.length), 0, work.length)
  for (let i = 0; i < work.length; i++) indices[i] = work[i] === OPEN ? chosen.index.get(wantedAt(i))! : work[i] === HOLE ? transparent! : work[i]
  return { rect, indices, palette: chosen.changed ? palette.slice(0, entries * 3) : original.palette, transparent }
}

/** The original rectangle, enlarged by whatever must be drawn outside it. */
function enclosing(original: Drawn, shown: Canvas, wanted: Canvas, width: number): Rect {
  let { x: x0, y: y0 } = original.rect
  let x1 = x0 + original.rect.w
  let y1 = y0 + original.rect.h
  if (original.rect.w === 0 || original.rect.h === 0) { x0 = y0 = Infinity; x1 = y1 = 0 }
  for (let at = 0; at < wanted.length; at++) {
    if (wanted[at] === shown[at] || wanted[at] === TRANSPARENT) continue
    const x = at % width
    const y = (at - x) / width
    if (x < x0) x0 = x
    if (x >= x1) x1 = x + 1
    if (y < y0) y0 = y
    if (y >= y1) y1 = y + 1
  }
  return x1 > x0 ? { x: x0, y: y0, w: x1 - x0, h: y1 - y0 } : { x: 0, y: 0, w: 1, h: 1 }
}

function leastUsed(used: Uint32Array): number {
  let least = 0
  for (let i = 1; i < 256; i++) if (used[i] < used[least]) least = i
  return least
}

interface Palette { palette: Uint8Array, entries: number, free: number[], transparent?: number }

/**
 * An index for every colour that is still open: its own where the palette has it or has room for it; where there are
 * more colours than room, the room is filled with their best representatives and each takes its nearest entry.
 */
function choose(work: Uint16Array, wantedAt: (i: number) => number, from: Palette): { index: Map<number, number>, entries: number, changed: boolean } {
  const { palette, free, transparent } = from
  let { entries } = from
  const index = new Map<number, number>()
  const known = new Map<number, number>()
  const words = wordsOf(palette.subarray(0, entries * 3), transparent)
  for (let i = 0; i < entries; i++) if (words[i] !== TRANSPARENT) known.set(words[i], i)
  const missing = new Set<number>()
  const pixels: number[] = []
  for (let i = 0; i < work.length; i++) {
    if (work[i] !== OPEN) continue
    const colour = wantedAt(i)
    const own = known.get(colour)
    if (own !== undefined) index.set(colour, own)
    else {
      missing.add(colour)
      pixels.push(colour)
    }
  }
  if (missing.size === 0) return { index, entries, changed: false }

  // Entries that were found useful just now are no longer free.
  const taken = new Set(index.values())
  const room = free.filter(i => !taken.has(i) && i !== transparent)
  const added = missing.size <= room.length ? [...missing].map(rgb) : room.length > 0 ? representatives(pixels, room.length) : []
  added.forEach((colour, i) => {
    palette.set(colour, room[i] * 3)
    entries = Math.max(entries, room[i] + 1)
  })
  const unset = new Set([...room.slice(added.length), transparent])
  const candidates = Array.from({ length: entries }, (_, i) => i).filter(i => !unset.has(i))
  for (const colour of missing) index.set(colour, nearest(colour, palette, candidates))
  return { index, entries: powerOfTwo(entries), changed: added.length > 0 }
}

function representatives(pixels: number[], count: number): [number, number, number][] {
  const colours = gifenc.quantize(new Uint8Array(Uint32Array.from(pixels).buffer), Math.max(2, count), { format: 'rgb565' })
  return colours.slice(0, count) as [number, number, number][]
}

function nearest(colour: number, palette: Uint8Array, candidates: readonly number[]): number {
  const [r, g, b] = rgb(colour)
  let best = 0
  let distance = Infinity
  for (const i of candidates) {
    const d = (palette[i * 3] - r) ** 2 + (palette[i * 3 + 1] - g) ** 2 + (palette[i * 3 + 2] - b) ** 2
    if (d < distance) {
      distance = d
      best = i
    }
  }
  return best
}

function powerOfTwo(entries: number): number {
  let n = 2
  while (n < entries) n *= 2
  return n
}
