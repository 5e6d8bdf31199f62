import { rowBytes } from './raster.js'
import { readStored, type StoredBytes } from './stored.js'
import { layOut } from './text/layout.js'
import type { Box, Frame, Orientation, Raster, RasterLayout, View, VisualObject, Word } from './types.js'
import { fillView, toUpright, viewLayout } from './view.js'
import { containment, intersection, iou, suppress } from './vision/geometry.js'

/** Sides of a window on a picture too large for memory, and how far neighbours overlap, in pixels. Multiples of 8. */
const SIDE = 3072
const OVERLAP = 512
/** What is as large as the overlap need not lie whole in any window; it is looked for in the picture as a whole, made this small. */
const OVERVIEW = 2560

/** A rectangle of the stored raster whose left edge is a multiple of 8, so that its rows begin on a byte. */
export interface Window extends Box {
  /** The part of it that lies nearer to no other window's middle, in pixels of the stored raster. */
  core: Box
}

export function windowsOf({ width, height }: Pick<RasterLayout, 'width' | 'height'>): Window[] {
  const columns = spans(width)
  return spans(height).flatMap(row => columns.map(column => ({
    x: column.from, y: row.from, w: column.to - column.from, h: row.to - row.from,
    core: { x: column.coreFrom, y: row.coreFrom, w: column.coreTo - column.coreFrom, h: row.coreTo - row.coreFrom },
  })))
}

function spans(size: number): { from: number, to: number, coreFrom: number, coreTo: number }[] {
  const count = Math.max(1, Math.ceil((size - OVERLAP) / (SIDE - OVERLAP)))
  const step = count === 1 ? 0 : Math.floor((size - SIDE) / (count - 1) / 8) * 8
  const starts = Array.from({ length: count }, (_, i) => i * step)
  const ends = starts.map((from, i) => i === count - 1 ? size : from + SIDE)
  const borders = [0, ...starts.slice(1).map((from, i) => (from + ends[i]) / 2), size]
  return starts.map((from, i) => ({ from, to: ends[i], coreFrom: borders[i], coreTo: borders[i + 1] }))
}

/** The pixels of a window, as a raster. */
export function readWindow(pixels: StoredBytes, layout: RasterLayout, { x, y, w, h }: Box): Raster {
  const raster: Raster = { ...layout, width: w, height: h, data: new Uint8Array(0) }
  const bytes = rowBytes(raster)
  raster.data = new Uint8Array(bytes * h)
  const left = x * layout.channels * layout.bits / 8
  const stride = rowBytes(layout)
  if (bytes === stride) readStored(pixels, y * stride, raster.data)
  else for (let i = 0; i < h; i++) readStored(pixels, (y + i) * stride + left, raster.data.subarray(i * bytes, (i + 1) * bytes))
  return raster
}

/** The whole picture, upright, each of its pixels the mean of `scale` × `scale`; the longer side has 2560 pixels at most. */
export function overviewLayout(layout: RasterLayout, orientation: Orientation): { scale: number, width: number, height: number, channels: 1 | 3 } {
  const scale = Math.ceil(Math.max(layout.width, layout.height) / OVERVIEW)
  const { width, height, channels } = viewLayout({ layout, orientation })
  return { scale, width: Math.ceil(width / scale), height: Math.ceil(height / scale), channels }
}

export function readOverview(pixels: StoredBytes, layout: RasterLayout, orientation: Orientation, into?: Uint8Array): View {
  const { scale, channels } = overviewLayout(layout, orientation)
  const width = Math.ceil(layout.width / scale)
  const height = Math.ceil(layout.height / scale)
  const small = new Uint8Array(width * height * channels)
  const sums = new Uint32Array(width * channels)
  for (let y = 0; y < height; y++) {
    const rows = Math.min(scale, layout.height - y * scale)
    const { data } = fillView(readWindow(pixels, layout, { x: 0, y: y * scale, w: layout.width, h: rows }), 1)
    sums.fill(0)
    for (let row = 0, at = 0; row < rows; row++) {
      for (let x = 0; x < layout.width; x++) {
        const to = Math.floor(x / scale) * channels
        for (let c = 0; c < channels; c++) sums[to + c] += data[at++]
      }
    }
    for (let x = 0; x < width; x++) {
      const count = rows * Math.min(scale, layout.width - x * scale)
      for (let c = 0; c < channels; c++) small[(y * width + x) * channels + c] = sums[x * channels + c] / count
    }
  }
  return fillView({ width, height, channels, bits: 8, sample: 'uint', model: channels === 1 ? 'grey' : 'rgb', data: small }, orientation, into)
}

/** A frame's view, or of a frame too large for memory what {@link readOverview} gives. */
export function wholeView({ view, pixels, raster, page }: Pick<Frame, 'view' | 'pixels' | 'raster' | 'page'>): View {
  return pixels ? readOverview(pixels, raster, page.orientation) : view
}

/** What was found in one window, in pixels of that window's upright view. `window` absent: in the overview. */
export interface Sighting extends Pick<Frame, 'objects' | 'words' | 'unread' | 'models'> { window?: Window, scale?: number }

/**
 * What was found in all windows and in the overview as finds in the upright frame. A word counts where its middle lies in the
 * window's core. Of an object that several saw the whole one stays, as a window saw it rather than the overview.
 */
export function gather(sightings: readonly Sighting[], { raster, page: { orientation } }: Pick<Frame, 'raster' | 'page'>): Pick<Frame, 'objects' | 'words' | 'unread' | 'models'> {
  const whole: VisualObject[] = []
  const cut: VisualObject[] = []
  const coarse: VisualObject[] = []
  const words: Word[] = []
  const unread: Box[] = []
  const large: Word[] = []
  for (const { window, scale = 1, ...seen } of sightings) {
    if (!window) {
      coarse.push(...seen.objects.map(object => scaled(object, scale)).filter(({ w, h }) => Math.max(w, h) > OVERLAP / 2))
      large.push(...seen.words.map(word => scaled(word, scale)).filter(({ w, h }) => Math.min(w, h) > OVERLAP / 4))
      continue
    }
    const upright = (box: Box): Box => toUpright(box, orientation, raster.width, raster.height)
    const { x, y, w, h } = upright(window)
    const core = upright(window.core)
    const moved = <B extends Box>(box: B): B => ({ ...box, x: box.x + x, y: box.y + y })
    const inner = (box: Box): boolean => box.x < 2 && x > 0 || box.y < 2 && y > 0
      || box.x + box.w > w - 2 && x + w < frameSize(raster, orientation).width || box.y + box.h > h - 2 && y + h < frameSize(raster, orientation).height
    for (const object of seen.objects) (inner(object) ? cut : whole).push(moved(withQuad(object, x, y)))
    words.push(...seen.words.map(moved).filter(word => holdsMiddle(core, word)))
    unread.push(...seen.unread.map(moved))
  }
  const objects = suppress(whole)
  const add = (more: readonly VisualObject[], same: (object: VisualObject, other: VisualObject) => boolean): void => {
    objects.push(...suppress(more).filter(object => !objects.some(other => other.type === object.type && same(object, other))))
  }
  add(coarse, (object, other) => iou(object, other) > 0.4)
  add(cut, (object, other) => containment(object, other) > 0.85)
  for (const word of large) if (!words.some(other => intersection(word, other) > 0.3 * other.w * other.h)) words.push(word)
  const models = [...new Map(sightings.flatMap(s => s.models).map(model => [model.file, model])).values()]
  return { objects, words: layOut(words), unread, models }
}

function frameSize(layout: RasterLayout, orientation: Orientation): { width: number, height: number } {
  return orientation > 4 ? { width: layout.height, height: layout.width } : layout
}

function withQuad(object: VisualObject, x: number, y: number): VisualObject {
  return object.quad ? { ...object, quad: object.quad.map(p => ({ x: p.x + x, y: p.y + y })) as VisualObject['quad'] } : object
}

function scaled<B extends Box>(box: B, scale: number): B {
  return { ...box, x: box.x * scale, y: box.y * scale, w: box.w * scale, h: box.h * scale }
}

function holdsMiddle({ x, y, w, h }: Box, box: Box): boolean {
  const [mx, my] = [box.x + box.w / 2, box.y + box.h / 2]
  return mx >= x && mx < x + w && my >= y && my < y + h
}

