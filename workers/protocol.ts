import type { Growth } from '../lib/paint/coded-blocks.js'
import type { CodecState, WrittenPage } from '../lib/formats/codec.js'
import type { PlainError } from '../lib/core/errors.js'
import type { SpooledFile } from '../lib/core/private-file.js'
import type { Box, EncodedPage, Entity, Orientation, PaintBox, PixelStore, Reading, RecognizedEntity, Rendering, Span, View, VisualObject, Word, Format } from '../lib/core/types.js'
import type { ProviderName } from '../lib/core/providers.js'
import type { ProviderUse } from '../lib/core/types.js'
import type { OcrName } from '../lib/core/ocr-engines.js'
import type { Sensitivity } from '../lib/core/object-labels.js'
import type { Filter, LabelSettings, PluginModule } from '../lib/core/option-types.js'

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

/** `view`: of a raster in memory. */
interface Decoded { view?: View, renderings: Rendering[], notes?: string[], state?: CodecState, digest?: string }
export interface Found { text: string, entities: Entity[], languages?: Record<string, number> }

/** Every task: what it takes, and what it gives back. Pixels in it lie on SharedArrayBuffers. */
export interface Tasks {
  /** Into the raster; `view`: where its view goes, if it has memory of its own; `looked`: whether anybody looks at views. */
  decode: { in: { page: EncodedPage, raster: PixelStore, view: Uint8Array | undefined, looked: boolean, state?: CodecState, digest: boolean }, out: Decoded }
  /** The view of a tile, or of the whole raster, see {@link wholeViewLayout}. */
  view: { in: { raster: PixelStore, orientation: Orientation, tile?: Box, view: Uint8Array, rendering?: Rendering }, out: View }
  detect: { in: { view: View, settings: DetectSettings }, out: VisualObject[] }
  /** `aspect`: of the view's pixels. */
  ocr: { in: { view: View, dpi?: number, aspect: number, document: number, settings: OcrSettings }, out: Reading }
  signatures: { in: { view: View, words: Word[] }, out: VisualObject[] }
  /** Codes that hold personal text, as objects of the type of its label. */
  codes: { in: { view: View, settings: PiiSettings }, out: VisualObject[] }
  pii: { in: { words: Word[], settings: PiiSettings, spans: Span[] }, out: Found }
  text: { in: { text: string, settings: PiiSettings, spans: Span[] }, out: RecognizedEntity[] }
  /** `growth`: on lossy pages. */
  redact: { in: { raster: PixelStore, boxes: PaintBox[], growth?: Growth }, out: PaintBox[] }
  /** `file`: where the bytes go of what lies in a file itself. */
  encode: {
    in: { page: EncodedPage, raster: PixelStore, painted: PaintBox[], format?: Format, state?: CodecState, file?: SpooledFile, witness: boolean }
    out: { page: WrittenPage, state?: CodecState }
  }
}

export type TaskName = keyof Tasks
/** `providers`: what nets may run on, where that was said; then the answer has what they ran on. */
export interface Job<T extends TaskName = TaskName> { task: T, input: Tasks[T]['in'], providers?: readonly ProviderName[] }
export type Answer<T extends TaskName = TaskName> = { ok: true, value: Tasks[T]['out'], ms: number, ran?: ProviderUse } | { ok: false, error: PlainError }
