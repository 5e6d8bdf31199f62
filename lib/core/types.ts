/**
 * The things that flow through a pipeline. Everything here is plain data that survives a structured clone, so that it
 * can cross to a worker thread and back; pixels lie on SharedArrayBuffers and are never copied by the crossing.
 */

import type { ProviderName } from './providers.js'
import type { ErrorCode, Stage } from './errors.js'
import type { Format } from './formats.js'
import type { Method } from './methods.js'
import type { Box, Orientation, PixelStore, Point, RasterLayout, Rendering, View } from './pixel-types.js'
import type { SpooledBytes } from './private-file.js'
import type { WitnessName } from './witnesses.js'

export type { Format, Method }
export type { Box, ColourModel, Orientation, PixelStore, Point, Raster, RasterFile, RasterLayout, Rendering, View } from './pixel-types.js'

/** One page of a container, still encoded, as `decode()` hands it out. */
export interface EncodedPage {
  /** From 0. */
  index: number
  /** Number of pages, where the container tells it in advance. */
  total?: number
  format: Format
  orientation: Orientation
  layout: RasterLayout
  /** A frame of an animation: its neighbours look much like it. */
  animated?: true
  /** Dots per inch, where the container says so. */
  dpi?: number
  /** Width of a pixel over its height, as stored, where the container says so. */
  pixelAspect?: number
  /** Encoded bytes of this page alone, in the form that the codec's `decodePage` takes. Dropped after decoding. */
  data: Uint8Array
  /**
   * The page is too large for memory. It is then read and written in bands, through private files; where its encoded bytes are
   * in one too, they are here, in pieces one behind the other, and `data` is empty.
   */
  large?: true
  spooled?: readonly SpooledBytes[]
  /** Of lossy pages. */
  blocks?: CodedBlocks
  /** What the codec needs to write this page again (compression, tables, delays, ICC …). Private to the codec. */
  info: unknown
}

/** Something that was seen, in pixels of the upright frame. */
export interface VisualObject extends Box {
  /** FACE, LICENSE_PLATE, … or a plug-in's own label. */
  type: string
  /** 0..1 */
  score: number
  /** Corners, clockwise from top left of the object itself, where the detector knows them: of LICENSE_PLATE and of codes. The box holds them. */
  quad?: [Point, Point, Point, Point]
}

/** A word that was read, in pixels of the upright frame. */
export interface Word extends Box {
  /** As read, without spaces. */
  text: string
  /** 0..1 */
  confidence: number
  /** Words of one line share this number; lines are numbered in reading order. */
  line: number
  /** Lines of one paragraph or column share this number. */
  block?: number
  /** Clockwise turn, in degrees, that makes the word upright: 0, 90, 180 or 270. Absent: 0. */
  turn?: number
  /** Degrees by which the word's line slopes down towards its right, once turned upright: -45 to 45. Absent: less than 3. */
  skew?: number
}

/** A piece of personal text. */
export interface RecognizedEntity {
  /** As it stands in the text. Never leaves the library unless the caller asks for text. */
  text: string
  /** Offsets in the text, [start, end), in UTF-16 units. */
  start: number
  end: number
  /** The most specific of the likely labels. */
  bestLabel: string
  /** label → score 0..1 */
  labels: Record<string, number>
}

/** A piece of personal text on a page; `start` and `end` count in the frame's `text`. */
export interface Entity extends RecognizedEntity {
  /** The marker that stands for it: NAME_1. */
  processedText: string
  /** One box a line (or a word, where words are far apart), unpadded. */
  boxes: Box[]
  /** Found in a frame nearby of an animation, and still shown in this one: `text`, `start` and `end` are that frame's. */
  held?: true
}

/** What redact() paints, decided before it paints. */
export interface PaintBox extends Box {
  label: string
  method: Method
  shape?: 'box' | 'ellipse'
  /** For 'solid'. */
  color?: [number, number, number]
  /** For 'label'. */
  text?: string
  /** For 'label': how the raster that is painted on lies, so that the marker reads upright. Default 1. */
  orientation?: Orientation
  /** Of an ellipse that was grown to whole blocks: the ellipse itself, where a block begins, and how large blocks are. The box is around it all. */
  blocks?: Pick<CodedBlocks, 'width' | 'height' | 'reach'> & Pick<Box, 'x' | 'y'> & { ellipse: Box }
}

/**
 * How a lossy page was coded: pixels of one block share their coefficients, so that what stood in one part of it shows in the noise of all of it.
 * In pixels of the stored raster, blocks counted from its top left corner.
 */
export interface CodedBlocks {
  width: number
  height: number
  /** Blocks of the luma alone, which are smaller: enough where the page is grey. */
  luma?: { width: number, height: number }
  /** Pixels beyond a block that decoders make from its samples (chroma interpolation, loop filters). */
  reach: number
  /** Blocks that nothing was painted on are written as they came, in the page's own format; else all pixels are coded anew. */
  kept: boolean
}

/** The one kind of item between split() and encode(). Each stage fills in its field and passes the frame on. */
export interface Frame {
  /** From 0. */
  index: number
  /** Number of frames, where the container tells it in advance. */
  total?: number
  /** Of the upright frame, in pixels. */
  width: number
  height: number
  /** Where it came from. */
  page: EncodedPage
  /** What is painted on and encoded. */
  raster: PixelStore
  /**
   * What is looked at. May lie on the same memory as the raster. Empty where the raster lies in a file: detectors and OCR are shown the picture
   * window by window.
   */
  view: View
  /** Other ways in which viewers may show the frame, where they differ from the view: detectors and OCR look at these as well. */
  renderings?: readonly Rendering[]
  /** What the view shows. Absent: the frame on white. */
  rendering?: Rendering
  /** Filled in by detect(). */
  objects: VisualObject[]
  /** Filled in by ocr(). */
  words: Word[]
  /** Regions where text was seen that no engine could read. */
  unread: UnreadText[]
  /** The words in reading order as one string, lines parted by '\n'; `Entity.start` and `end` count in it. */
  text: string
  /** Filled in by pii(). */
  entities: Entity[]
  /** What is to be painted, in pixels of the upright frame, when that was decided already: redact() then plans nothing itself. */
  planned?: PaintBox[]
  /** Boxes that were painted, in whole pixels of the stored raster. */
  painted: PaintBox[]
  /** Milliseconds of work per stage. */
  ms: Record<string, number>
  /** Language code → share, of this frame's text. */
  languages: Record<string, number>
  /** The weights that have been at work on this frame. */
  models: ModelUse[]
  /** What nets ran on, where `providers` was said. */
  ran?: ProviderUse
  /** Hash of the raster, in formats whose frames repeat: frames with the same digest look the same. */
  digest?: string
  /** With `onError: 'skip'`: what failed on this frame, which is then blacked as a whole. */
  failed?: FrameFailure
  /** Who read the page back as it was written; filled in by encode(). */
  witness?: WitnessName
  /** What had to be read or written otherwise than the file says, in words. */
  notes?: string[]
  /** The loan of the memory that `raster` and `view` lie on. */
  memory?: FrameMemory
}

/** Why a frame was given up: the code and the stage of the error. */
export interface FrameFailure { code: ErrorCode, stage?: Stage }

/** Pixel memory lent to a frame. Whoever takes a frame out of a pipeline for good releases it. */
export interface FrameMemory {
  /** Starts work that uses the memory, which is not lent anew until the work has settled. Throws once it was released. */
  hold<T>(work: () => Promise<T>): Promise<T>
  /** Whoever used it was killed and may still be writing: it must not be lent again. */
  spoil(): void
  /** Gives the memory back. May be called more than once; do not touch the pixels after it. */
  release(): void
}

/** What nets ran on, where `providers` was said. */
export interface ProviderUse {
  /** Those that nets ran on. Operators that one does not know are left to the processor by onnxruntime. */
  used: ProviderName[]
  /** Those that could not be started, and why: 'cuda could not be started: …'. */
  fallbacks: string[]
}

/** A weight file that was at work: for those of efface, its place below models/weights/. */
export interface ModelUse { file: string, sha256: string }

/** What a plug-in is told beside the picture. */
export interface AnalysisContext {
  /** Aborted when the result is of no use any more. */
  signal?: AbortSignal
}

/** Finds visual objects. Plug-in interface; the built-in detectors implement it too. */
export interface Detector<Label extends string = string> {
  /** The types that its finds may have, in capitals. */
  readonly labels: readonly Label[]
  /** Finds in pixels of the view. The view's pixels are lent: they must not be changed or kept. */
  detect(view: View, context: AnalysisContext): Promise<VisualObject[]> | VisualObject[]
}

/** What an OCR engine is told beside the picture. */
export interface OcrContext extends AnalysisContext {
  /** Dots per inch, where known. */
  dpi?: number
}

/** A place where text was seen that could not be read; with `cut` because an edge of the picture runs through its letters. */
export interface UnreadText extends Box { cut?: true }

/** What was read, and places where text was seen that could not be read; in pixels of the view. `models` are the weights that read it. */
export interface Reading { words: Word[], unread?: UnreadText[], models?: ModelUse[] }

/** Reads words. Plug-in interface; the built-in engines implement it too. */
export interface OcrEngine {
  /** Reads one page. The view's pixels are lent: they must not be changed or kept. */
  recognize(view: View, context: OcrContext): Promise<Reading>
  /** Forget what was learnt from the last document. */
  reset?(): void
  /** Give back what the engine holds. */
  close?(): void
}

/** A find in a text: [start, end) in UTF-16 units. */
export interface Span {
  start: number
  end: number
  /** In capitals: a built-in one or one of your own. */
  label: string
  /** 0..1 */
  score: number
}

/** Where a text came from, for recognisers that look at the layout. */
export interface TextContext {
  /** Words with boxes, when the text was read from an image. `start`/`end` place them in the text. */
  words?: readonly (Word & { start: number, end: number })[]
  /** ISO 639 codes, two or three letters. */
  languages?: readonly string[]
  /** ISO 3166 codes of the countries whose telephone numbers are looked for, besides those of the languages. */
  countries?: readonly string[]
  /** 'required': a number whose check digits are wrong is none. Default 'evidence'. */
  checksums?: 'evidence' | 'required'
}

/** Finds personal text. Plug-in interface; the built-in recognisers implement it too. */
export interface Recognizer<Label extends string = string> {
  /** The labels that its finds may have. */
  readonly labels: readonly Label[]
  /** Finds in any order; they may overlap. */
  find(text: string, context: TextContext): Span[] | Promise<Span[]>
}
