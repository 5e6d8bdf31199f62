import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes, type ReadResult } from 'zxing-wasm/reader'
import { crop, Pyramid, toGrey, toPicture, type Grey, type Rotated } from '../core/grey.js'
import type { AnalysisContext, Box, Detector, Point, View, VisualObject } from '../core/types.js'
import { wholeCode, type Quad } from './bars.js'
import { boundingBox, clip, intersection } from '../core/geometry.js'
import { orientedRegions, type Region } from './orientation.js'
import { letterbox, type Letterboxed } from '../inference/letterbox.js'

// The numbers here, in bars.ts and in orientation.ts were tried on drawn codes of every kind, turned by 0 to 180 degrees and at several sizes
// (test/codes/barcodes.test.ts draws them), and on scanned forms (FUNSD's training set), which have none.

/** What codes are reported as: by what they say. */
const barcodeLabels = ['URL', 'NUMERICAL_PII'] as const

/** At first sight, larger pictures are read at this size: modules of a code on an A4 page are then still three pixels wide and more. */
const glancePixels = 4_000_000
/** Larger pictures are read at this size. */
const maxPixels = 16_000_000
const link = /^(https?:\/\/|www\.|mailto:|urlto:)/i

/** Readers follow a row of pixels: what is tilted by more than this, in radians, is turned upright for them. */
const LEVEL = 2.5 * Math.PI / 180
/** Places that lie in others are not turned by nearly the same angle once more. */
const SAME_ANGLE = 2 * Math.PI / 180
/** Edges are looked for so far apart, in pixels: wide bars have few in a small window. */
const UNITS = [1, 2, 4]
/** At most so many places are, and no more of the picture than this share. */
const [MOST_TURNED, MOST_AREA] = [12, 0.5]
/** Ground around such a place, in pixels: codes need a quiet zone. */
const QUIET = 24
/** Such places with a longer side up to this are read at twice the size: their modules are small. */
const SMALL = 320
/** Finds at most, for each code, when its surroundings are read again. */
const AGAIN = 6

/** Evenly spread tones have 0.75. */
const TWO_TONE = 0.8
/** Changes from dark to bright and back in a row through a linear code, at least. */
const BARS = 28

let ready: Promise<unknown> | undefined

/** Hands the decoder its WebAssembly from disk, once per thread; left to itself it would fetch it from a server. */
function load(): Promise<unknown> {
  ready ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
    .then(wasmBinary => prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasmBinary).buffer }, fireImmediately: true }))
  return ready
}

/**
 * A detector of QR, Aztec, Data Matrix, PDF417 and linear codes in any direction. A code that holds a link has the type URL, any other one
 * NUMERICAL_PII. Codes that cannot be read are not reported: what merely looks like one is everywhere.
 */
export async function createBarcodeReader(): Promise<Detector> {
  await load()
  return {
    labels: barcodeLabels,
    async detect(view: View, { signal }: AnalysisContext): Promise<VisualObject[]> {
      signal?.throwIfAborted()
      const { grey, toView } = await greyWithin(view, maxPixels)
      const found = await findCodes(grey, signal)
      return found.map(object => clip(toView(object), view.width, view.height)).filter(object => object !== undefined)
    },
  }
}

/** A code and what it says. What it says is never part of a find that leaves the library. */
export interface Code extends VisualObject { text: string, format: string }

/** A reader of what codes say, for one look at a page: those that stand upright, lie on a side or upside down. */
export async function createCodeReader(): Promise<(view: View) => Promise<Code[]>> {
  await load()
  return async view => {
    const { grey, toView } = await greyWithin(view, glancePixels)
    return (await read(grey, true)).flatMap(code => {
      const box = clip(toView(toObject(code, grey)), view.width, view.height)
      return box ? [{ ...box, text: code.text, format: code.format }] : []
    })
  }
}

/** The view in grey, made smaller where it has more pixels than that, and the way back to the view. */
async function greyWithin(view: View, most: number): Promise<{ grey: Grey, toView: Letterboxed['toView'] }> {
  const scale = Math.sqrt(most / (view.width * view.height))
  if (scale >= 1) return { grey: toGrey(view), toView: object => object }
  const picture = await letterbox(view, { scale }, 1)
  return { grey: toGrey({ ...picture, channels: 3 }), toView: picture.toView }
}

/** What upright reading finds, and turned reading where the edges of a place lie askew. */
async function findCodes(picture: Grey, signal?: AbortSignal): Promise<VisualObject[]> {
  const codes: VisualObject[] = (await read(picture)).map(code => toObject(code, picture))
  const pyramid = new Pyramid(picture)
  let area = 0
  for (const region of askew(picture)) {
    signal?.throwIfAborted()
    if (isCovered(region, codes)) continue
    area += region.area
    if (area > MOST_AREA * picture.width * picture.height) break
    codes.push(...await readTurned(pyramid, frameOf(region)))
  }
  // What is painted must not be read again: a code that was not seen whole is seen once more, beside what was.
  const most = codes.length * (1 + AGAIN)
  for (let i = 0; i < codes.length && codes.length < most; i++) codes.push(...await readAround(codes[i], picture, codes))
  return codes
}

/** Where edges lie askew, fine and coarse ones; the largest places first. */
function askew(picture: Grey): Region[] {
  const regions: Region[] = []
  for (const region of UNITS.flatMap(unit => orientedRegions(picture, unit)).sort((a, b) => b.area - a.area)) {
    const { angle, points } = region
    if (Math.abs(angle) < LEVEL || regions.length === MOST_TURNED) continue
    const box = boundingBox(points)
    const same = regions.some(other => Math.abs(other.angle - angle) < SAME_ANGLE && intersection(boundingBox(other.points), box) > 0.7 * box.w * box.h)
    if (!same) regions.push(region)
  }
  return regions
}

async function read(picture: Grey, tryHarder = true): Promise<ReadResult[]> {
  const image = { width: picture.width, height: picture.height, data: toRgba(picture), colorSpace: 'srgb' as const }
  return await readBarcodes(image, { tryHarder, tryRotate: true, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: 64 })
}

function toRgba({ data }: Grey): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint32Array(data.length)
  for (let i = 0; i < data.length; i++) pixels[i] = data[i] * 0x01_01_01 | 0xFF_00_00_00
  return new Uint8ClampedArray(pixels.buffer)
}

const matrixFormats = /QR|Aztec|Data ?Matrix|PDF|Maxi/i

function toObject(code: ReadResult, picture: Grey): VisualObject & { quad: Quad } {
  const { topLeft, topRight, bottomRight, bottomLeft } = code.position
  const corners: Quad = [topLeft, topRight, bottomRight, bottomLeft]
  const quad = matrixFormats.test(code.format) ? corners : wholeCode(corners, picture, { stacked: /^DataBar/.test(code.format) })
  return { type: link.test(code.text.trim()) ? 'URL' : 'NUMERICAL_PII', score: 1, ...boundingBox(quad), quad }
}

/** Whether codes that were found account for most of a region. */
function isCovered({ points }: Region, codes: readonly VisualObject[]): boolean {
  const box = boundingBox(points)
  return codes.some(code => intersection(box, code) > 0.5 * box.w * box.h)
}

/** The rectangle about a region that stands as its edges do, with a quiet zone. */
function frameOf({ angle, points }: Region): Rotated {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const { x, y, w, h } = boundingBox(points.map(p => ({ x: p.x * cos + p.y * sin, y: p.y * cos - p.x * sin })))
  const [u, v] = [x + w / 2, y + h / 2]
  return { cx: u * cos - v * sin, cy: u * sin + v * cos, w: w + 2 * QUIET, h: h + 2 * QUIET, angle }
}

async function readTurned(pyramid: Pyramid, frame: Rotated): Promise<VisualObject[]> {
  const scale = Math.max(frame.w, frame.h) <= SMALL ? 2 : 1
  const [width, height] = [Math.round(frame.w * scale), Math.round(frame.h * scale)]
  const turned: Grey = { width, height, data: crop(pyramid, frame, width, height, new Uint8Array(width * height)) }
  const threshold = thresholdOf(turned.data)
  if (threshold === undefined) return []
  return (await read(turned, hasBars(turned, threshold))).map(code => {
    const object = toObject(code, turned)
    const quad = object.quad.map(({ x, y }: Point) => toPicture(frame, x * frame.w / width, y * frame.h / height)) as Quad
    return { ...object, ...boundingBox(quad), quad }
  })
}

/** The brightness that parts dark from bright, as Otsu reckons it; undefined where tones are not of two kinds. */
function thresholdOf(pixels: Uint8Array): number | undefined {
  const counts = new Uint32Array(256)
  for (const value of pixels) counts[value]++
  let [all, squares] = [0, 0]
  counts.forEach((count, value) => { all += count * value; squares += count * value * value })
  const variance = squares / pixels.length - (all / pixels.length) ** 2
  let [below, sum, most, best] = [0, 0, 0, 0]
  for (let value = 0; value < 255; value++) {
    below += counts[value]
    sum += counts[value] * value
    if (below === 0 || below === pixels.length) continue
    const apart = sum / below - (all - sum) / (pixels.length - below)
    const between = below * (pixels.length - below) * apart * apart
    if (between > most) [most, best] = [between, value]
  }
  // The share of the variance that two tones account for.
  return most >= TWO_TONE * variance * pixels.length ** 2 ? best : undefined
}

/** Whether a row or a column goes from dark to bright and back as often as one through the bars of a code. */
function hasBars({ data, width, height }: Grey, threshold: number): boolean {
  const changes = (start: number, step: number, length: number): number => {
    let count = 0
    for (let i = 1, at = start; i < length; i++, at += step) if (data[at] > threshold !== data[at + step] > threshold) count++
    return count
  }
  for (let y = 2; y < height; y += 4) if (changes(y * width, 1, width) >= BARS) return true
  for (let x = 2; x < width; x += 4) if (changes(x, width, height) >= BARS) return true
  return false
}

/** Codes that are still read near a code when all that is known is painted. */
async function readAround(code: VisualObject, picture: Grey, known: readonly VisualObject[]): Promise<VisualObject[]> {
  const room = Math.max(QUIET, Math.max(code.w, code.h) / 2)
  const [x, y] = [Math.floor(code.x - room), Math.floor(code.y - room)]
  const window = clip({ x, y, w: Math.ceil(code.w + 2 * room), h: Math.ceil(code.h + 2 * room) }, picture.width, picture.height)!
  const rest = windowOf(picture, window)
  for (const object of known) blank(rest, { ...object, x: object.x - window.x, y: object.y - window.y })
  const quad = code.quad as Quad
  const angle = Math.atan2(quad[1].y - quad[0].y, quad[1].x - quad[0].x)
  const found: VisualObject[] = (await read(rest)).map(one => toObject(one, rest))
  const tilted = Math.abs(Math.atan(Math.tan(2 * angle)) / 2) > LEVEL
  if (tilted) found.push(...await readTurned(new Pyramid(rest), whole(rest, angle)))
  return found.map(object => ({
    ...object, x: object.x + window.x, y: object.y + window.y, quad: object.quad!.map(({ x, y }) => ({ x: x + window.x, y: y + window.y })) as Quad,
  }))
}

/** A rectangle turned by that angle which holds the whole picture. */
function whole({ width, height }: Grey, angle: number): Rotated {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))]
  return { cx: width / 2, cy: height / 2, w: width * cos + height * sin, h: width * sin + height * cos, angle }
}

function windowOf({ width, data }: Grey, { x, y, w, h }: Box): Grey {
  const out = new Uint8Array(w * h)
  for (let row = 0; row < h; row++) out.set(data.subarray((y + row) * width + x, (y + row) * width + x + w), row * w)
  return { width: w, height: h, data: out }
}

function blank(picture: Grey, box: Box): void {
  const part = clip(box, picture.width, picture.height)
  if (!part) return
  const [left, right] = [Math.floor(part.x), Math.ceil(part.x + part.w)]
  for (let y = Math.floor(part.y); y < Math.min(picture.height, Math.ceil(part.y + part.h)); y++) {
    picture.data.fill(255, y * picture.width + left, y * picture.width + Math.min(right, picture.width))
  }
}
