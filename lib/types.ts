/**
 * The things that flow through a pipeline. Everything here is plain data that survives a structured clone, so that it
 * can cross to a worker thread and back; pixels lie on SharedArrayBuffers and are never copied by the crossing.
 */

export type Format = 'jpeg' | 'png' | 'bmp' | 'gif' | 'tiff' | 'webp'

/** Pixels of the upright frame, origin top left. May have fractions; painting rounds outward. */
export interface Box { x: number, y: number, w: number, h: number }

export interface Point { x: number, y: number }

/** EXIF/TIFF orientation: how the stored raster is to be turned to stand upright; 1 = as stored. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

export type ColourModel = 'grey' | 'grey-inverted' | 'rgb' | 'palette' | 'cmyk' | 'ycbcr' | 'lab'

/** How the samples of a raster are laid out. Known from the header, before any pixel is decoded. */
export interface RasterLayout {
  width: number
  height: number
  model: ColourModel
  /** Samples per pixel, alpha and extra samples included, interleaved. */
  channels: number
  /** Bits per sample. Below 8, samples are packed from the most significant bit on; rows start on a byte. */
  bits: 1 | 2 | 4 | 8 | 16 | 32 | 64
  sample: 'uint' | 'int' | 'float'
  /** The first sample after the colour samples is alpha. */
  alpha?: 'straight' | 'premultiplied'
  /** For 'palette': RGBA, four bytes an entry. */
  palette?: Uint8Array
}

/**
 * A page's own pixels: stored orientation, own depth and colour model. This is what is painted on and encoded.
 * `data` holds `height` rows of ceil(width * channels * bits / 8) bytes; samples of 16 bits and more are little-endian.
 */
export interface Raster extends RasterLayout { data: Uint8Array }

/** What detectors and OCR look at: 8-bit, upright, sRGB (3 interleaved channels) or grey (1), alpha flattened on white. */
export interface View { width: number, height: number, channels: 1 | 3, data: Uint8Array }

/** One page of a container, still encoded, as `decode()` hands it out. */
export interface EncodedPage {
  /** From 0. */
  index: number
  /** Number of pages, where the container tells it in advance. */
  total?: number
  format: Format
  orientation: Orientation
  layout: RasterLayout
  /** Dots per inch, where the container says so. */
  dpi?: number
  /** Encoded bytes of this page alone, in the form that the codec's `decodePage` takes. Dropped after decoding. */
  data: Uint8Array
  /** What the codec needs to write this page again (compression, tables, delays, ICC …). Private to the codec. */
  info: unknown
}

export interface VisualObject extends Box {
  /** FACE, LICENSE_PLATE, … or a plug-in's own label. */
  type: string
  /** 0..1 */
  score: number
  /** Corners, clockwise from top left of the object itself, where the detector knows them. */
  quad?: [Point, Point, Point, Point]
}

export interface Word extends Box {
  text: string
  /** 0..1 */
  confidence: number
  /** Words of one line share this number; lines are numbered in reading order. */
  line: number
  /** Lines of one paragraph or column share this number. */
  block?: number
  /** Clockwise turn, in degrees, that makes the word upright: 0, 90, 180 or 270. Absent: 0. */
  turn?: number
}

export interface Entity {
  /** As read. Never leaves the library unless the caller asks for text. */
  text: string
  /** The marker that stands for it: NAME_1. */
  processed_text: string
  best_label: string
  /** label → score 0..1 */
  labels: Record<string, number>
  /** One box a line (or a word, where words are far apart), unpadded. */
  boxes: Box[]
  /** Offsets in the frame's `text`, in UTF-16 units. */
  start: number
  end: number
}

export type Method = 'blackbox' | 'blur' | 'mosaic' | 'solid' | 'label'

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
}

/** The one kind of item between split() and encode(). Each stage fills in its field and passes the frame on. */
export interface Frame {
  index: number
  total?: number
  /** Of the upright frame, in pixels. */
  width: number
  height: number
  page: EncodedPage
  raster: Raster
  view: View
  objects: VisualObject[]
  words: Word[]
  /** Regions where text was seen that no engine could read. */
  unread: Box[]
  /** The words in reading order as one string, lines parted by '\n'; `Entity.start` and `end` count in it. */
  text: string
  entities: Entity[]
  /** What is to be painted, in pixels of the upright frame, when that was decided already: redact() then plans nothing itself. */
  planned?: PaintBox[]
  /** Boxes that were painted, in whole pixels of the stored raster. */
  painted: PaintBox[]
  /** Milliseconds of work per stage. */
  ms: Record<string, number>
  /** Language code → share, of this frame's text. */
  languages: Record<string, number>
  /** Hash of the view, in formats whose frames repeat: frames with the same digest look the same. */
  digest?: string
  /** The loan of the memory that `raster` and `view` lie on. */
  memory?: FrameMemory
}

/** Pixel memory lent to a frame. Whoever takes a frame out of a pipeline for good releases it. */
export interface FrameMemory {
  /** Starts work that uses the memory, which is not lent anew until the work has settled. Throws once it was released. */
  hold<T>(work: () => Promise<T>): Promise<T>
  /** Whoever used it was killed and may still be writing: it must not be lent again. */
  spoil(): void
  release(): void
}

export interface AnalysisContext { signal?: AbortSignal }

/** Finds visual objects. Plug-in interface; the built-in detectors implement it too. */
export interface Detector {
  readonly labels: readonly string[]
  detect(view: View, context: AnalysisContext): Promise<VisualObject[]> | VisualObject[]
}

export interface OcrContext extends AnalysisContext {
  /** Dots per inch, where known. */
  dpi?: number
}

export interface Reading { words: Word[], unread?: Box[] }

/** Reads words. Plug-in interface; the built-in engines implement it too. */
export interface OcrEngine {
  recognize(view: View, context: OcrContext): Promise<Reading>
  /** Forget what was learnt from the last document. */
  reset?(): void
  close?(): void
}

/** A find in a text: [start, end) in UTF-16 units. */
export interface Span {
  start: number
  end: number
  label: string
  /** 0..1 */
  score: number
}

/** Where a text came from, for recognisers that look at the layout. */
export interface TextContext {
  /** Words with boxes, when the text was read from an image. `start`/`end` place them in the text. */
  words?: readonly (Word & { start: number, end: number })[]
  languages?: readonly string[]
}

/** Finds personal text. Plug-in interface; the built-in recognisers implement it too. */
export interface Recognizer {
  readonly labels: readonly string[]
  find(text: string, context: TextContext): Span[] | Promise<Span[]>
}
