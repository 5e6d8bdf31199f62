import type { Growth } from '../lib/paint/coded-blocks.js'
import type { CodecState, WrittenPage } from '../lib/formats/codec.js'
import type { PlainError } from '../lib/core/errors.js'
import type { StoredBytes, StoredFile } from '../lib/core/private-file.js'
import type { Box, EncodedPage, Entity, Orientation, PaintBox, Raster, RasterLayout, Reading, RecognizedEntity, Rendering, Span, View, VisualObject, Word, Format } from '../lib/core/types.js'
import type { OcrName } from '../lib/core/ocr-engines.js'
import type { Filter, LabelSettings, PluginModule, Sensitivity } from '../lib/core/option-types.js'

/** Settings that a worker makes its engines from. Engines are cached by them. */
export interface DetectSettings {
  objects: readonly string[]
  labels: Readonly<Record<string, LabelSettings>>
  sensitivity: Sensitivity
  modules: readonly PluginModule[]
}
export interface OcrSettings { ocr: OcrName | PluginModule, languages: readonly string[], accuracy: 'standard' | 'high' }
export interface PiiSettings {
  entities: { enable?: readonly string[], disable?: readonly string[] }
  filters: readonly Filter[]
  languages: readonly string[]
  labels: Readonly<Record<string, LabelSettings>>
  checksums: 'evidence' | 'required'
  countries?: readonly string[]
  modules: readonly PluginModule[]
}

interface Decoded { view: View, renderings: Rendering[], notes?: string[], state?: CodecState, digest?: string }
export interface Found { text: string, entities: Entity[], languages?: Record<string, number> }

/** Every task: what it takes, and what it gives back. Pixels in it lie on SharedArrayBuffers. */
export interface Tasks {
  decode: { in: { page: EncodedPage, raster: Uint8Array, view: Uint8Array | undefined, state?: CodecState, digest: boolean }, out: Decoded }
  /** A page too large for memory, into a file. */
  decodeLarge: { in: { page: EncodedPage, pixels: StoredBytes }, out: { renderings: Rendering[], notes?: string[] } }
  /** Part of such a page as a view: the tile of the stored raster, or all of it, smaller. */
  tile: { in: { pixels: StoredBytes, layout: RasterLayout, orientation: Orientation, tile?: Box, view: Uint8Array, rendering?: Rendering }, out: View }
  detect: { in: { view: View, settings: DetectSettings }, out: VisualObject[] }
  ocr: { in: { view: View, dpi?: number, document: number, settings: OcrSettings }, out: Reading }
  signatures: { in: { view: View, words: Word[] }, out: VisualObject[] }
  /** Codes that hold personal text, as objects of the type of its label. */
  codes: { in: { view: View, settings: PiiSettings }, out: VisualObject[] }
  pii: { in: { words: Word[], settings: PiiSettings, spans: Span[] }, out: Found }
  text: { in: { text: string, settings: PiiSettings, spans: Span[] }, out: RecognizedEntity[] }
  view: { in: { raster: Raster, orientation: Orientation, view: Uint8Array, rendering?: Rendering }, out: View }
  /** `growth`: on lossy pages. */
  redact: { in: { raster: Raster, boxes: PaintBox[], growth?: Growth }, out: PaintBox[] }
  redactLarge: { in: { pixels: StoredBytes, layout: RasterLayout, boxes: PaintBox[], growth?: Growth }, out: PaintBox[] }
  /** `file`: where the encoded page goes. */
  encodeLarge: {
    in: { page: EncodedPage, layout: RasterLayout, pixels: StoredBytes, painted: PaintBox[], format?: Format, file: StoredFile, witness: boolean }
    out: { page: WrittenPage }
  }
  encode: {
    in: { page: EncodedPage, raster: Raster, painted: PaintBox[], format?: Format, state?: CodecState, witness: boolean }
    out: { page: WrittenPage, state?: CodecState }
  }
}

export type TaskName = keyof Tasks
export interface Job<T extends TaskName = TaskName> { task: T, input: Tasks[T]['in'] }
export type Answer<T extends TaskName = TaskName> = { ok: true, value: Tasks[T]['out'], ms: number } | { ok: false, error: PlainError }
