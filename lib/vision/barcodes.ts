import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { prepareZXingModule, readBarcodes, type ReadResult } from 'zxing-wasm/reader'
import type { AnalysisContext, Detector, Point, View, VisualObject } from '../types.js'
import { boundingBox, clip } from './geometry.js'
import { prepare, type Prepared } from './prepare.js'

/** What codes are reported as: by what they say. */
export const barcodeLabels = ['URL', 'NUMERICAL_PII'] as const

/** Larger pictures are read at this size. */
const maxPixels = 16_000_000
const link = /^(https?:\/\/|www\.|mailto:|urlto:)/i

let ready: Promise<unknown> | undefined

/** Hands the decoder its WebAssembly from disk, once per thread; left to itself it would fetch it from a server. */
function load(): Promise<unknown> {
  ready ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
    .then(wasmBinary => prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasmBinary).buffer }, fireImmediately: true }))
  return ready
}

/**
 * A detector of QR, Aztec, Data Matrix, PDF417 and linear codes. A code that holds a link has the type URL, any other one
 * NUMERICAL_PII. Codes that cannot be read are not reported: what merely looks like one is everywhere.
 */
export async function createBarcodeReader(): Promise<Detector> {
  await load()
  return {
    labels: barcodeLabels,
    async detect(view: View, { signal }: AnalysisContext): Promise<VisualObject[]> {
      signal?.throwIfAborted()
      const picture = await prepare(view, { scale: Math.min(1, Math.sqrt(maxPixels / (view.width * view.height))) }, 1)
      const image = { width: picture.width, height: picture.height, data: toRgba(picture), colorSpace: 'srgb' as const }
      const codes = await readBarcodes(image, { tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, maxNumberOfSymbols: 64 })
      return codes
        .map(code => clip(picture.toView(toObject(code, picture)), view.width, view.height))
        .filter(object => object !== undefined)
    },
  }
}

const matrixFormats = /QR|Aztec|Data ?Matrix|PDF|Maxi/i
const isLinear = (code: ReadResult) => !matrixFormats.test(code.format)

function toObject(code: ReadResult, picture: Prepared): VisualObject {
  const { topLeft, topRight, bottomRight, bottomLeft } = code.position
  const corners = [topLeft, topRight, bottomRight, bottomLeft] as [Point, Point, Point, Point]
  const quad = isLinear(code) ? fullHeight(corners, picture) : corners
  return { type: link.test(code.text.trim()) ? 'URL' : 'NUMERICAL_PII', score: 1, ...boundingBox(quad), quad }
}

function toRgba({ data, width, height }: Prepared): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from]
    rgba[to + 1] = data[from + 1]
    rgba[to + 2] = data[from + 2]
  }
  return rgba
}

/**
 * The reader tells where it crossed a linear code, which may be one row of it. Goes on from there, across the bars, as long as
 * the bars look the same.
 */
function fullHeight([topLeft, topRight, bottomRight, bottomLeft]: [Point, Point, Point, Point], picture: Prepared): [Point, Point, Point, Point] {
  const along = { x: topRight.x - topLeft.x, y: topRight.y - topLeft.y }
  const length = Math.hypot(along.x, along.y)
  if (length < 1) return [topLeft, topRight, bottomRight, bottomLeft]
  const down = { x: -along.y / length, y: along.x / length }
  const samples = Math.min(256, Math.ceil(length))
  const profile = (from: Point, steps: number) => Float32Array.from({ length: samples }, (_, i) => {
    const x = Math.round(from.x + along.x * (i + 0.5) / samples + down.x * steps)
    const y = Math.round(from.y + along.y * (i + 0.5) / samples + down.y * steps)
    return x < 0 || y < 0 || x >= picture.width || y >= picture.height ? NaN : picture.data[(y * picture.width + x) * 3 + 1]
  })
  const reach = (from: Point, direction: 1 | -1): number => {
    const bars = profile(from, 0)
    let last = 0
    for (let steps = 1; steps <= length && steps - last <= 4; steps++) {
      if (correlation(bars, profile(from, steps * direction)) > 0.5) last = steps
    }
    return last * direction
  }
  const up = reach(topLeft, -1)
  const below = reach(bottomLeft, 1)
  const move = (point: Point, steps: number): Point => ({ x: point.x + down.x * steps, y: point.y + down.y * steps })
  return [move(topLeft, up), move(topRight, up), move(bottomRight, below), move(bottomLeft, below)]
}

/** −1..1; not a number where either is even. */
function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - meanA) * (b[i] - meanB)
    aa += (a[i] - meanA) ** 2
    bb += (b[i] - meanB) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}
