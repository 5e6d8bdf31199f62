import type { EntityGroup } from './groups.js'
import type { EntityLabel } from './labels.js'
import type { Limits } from './limits.js'
import type { ObjectLabel, Sensitivity } from './object-labels.js'
import type { OcrName } from './ocr-engines.js'
import type { ProviderName } from './providers.js'
import type { Box, Detector, Format, Method, OcrEngine, Recognizer } from './types.js'

/** A plug-in that is loaded inside the worker threads: the module's default export is called with `options`. */
export interface PluginModule {
  /** A file: URL, or a path relative to the working folder. */
  module: URL | string
  /** Plain data, since it crosses to the threads. */
  options?: unknown
}

/** What may be said of one label, of an object (FACE) or an entity (NAME) alike. */
export interface LabelSettings {
  /** Finds below this score are dropped, 0..1. */
  threshold?: number
  /** How to paint this label; wins over `method` of the options. */
  method?: Method
  /** Added on each side, as a share of the box's height, 0..5. Default 0.15 for FACE, 0.1 for other objects, 0.06 for text. */
  padding?: number
  /** Default 'box'. */
  shape?: 'box' | 'ellipse'
  /** '#rrggbb', for method 'solid'. */
  color?: string
  /** Leave the last four digits of a number legible. */
  keep?: 'last4'
}

/** A regular expression that leaves finds alone, or makes some. */
export interface EntityFilter<Label extends string = string> {
  /** ALLOW: entities matching are left alone; ALLOW_TEXT: likewise inside any text that matches; BLOCK: matches become entities. */
  type: 'ALLOW' | 'ALLOW_TEXT' | 'BLOCK'
  /** A regular expression; the flags of a RegExp count. */
  pattern: string | RegExp
  /** Label of what BLOCK finds. */
  entity_type?: Label
  /** Score of what BLOCK finds, 0..1. Default 1. */
  threshold?: number
}

/** The same, as it is after validation. */
export type Filter = Omit<EntityFilter, 'entity_type'> & { entityType?: string }

/** A box in pixels of the upright frame, or, with all values within 0..1, in fractions of its width and height. */
export interface Region extends Box {
  /** Only on this page, from 0. Absent: on all. */
  page?: number
}

/** What stands in `processed_text` for an entity. */
export interface ProcessedTextOptions {
  /** A marker after `pattern`, or one character for each of the text's. Default 'MARKER'. */
  type?: 'MARKER' | 'MASK'
  /** Text with UNIQUE_NUMBERED_, UNIQUE_HASHED_, BEST_ENTITY_TYPE or ALL_ENTITY_TYPES in it. Default: [UNIQUE_NUMBERED_ENTITY_TYPE]. */
  pattern?: string
  /** For MASK. Default: '#'. */
  mask_character?: string
}

/** A names model of Hugging Face's kind. */
export interface TokenClassifierOptions {
  /** Folder with tokenizer.json, config.json (for id2label) and model.onnx. */
  model: string
  /** Label of the model → label of ours; unknown ones are dropped when they map to null. */
  labels?: Readonly<Record<string, string | null>>
  /** Finds below this mean probability are dropped. Default 0.5. */
  threshold?: number
  /** Threads of one run. Default 1. */
  threads?: number
  /** Tokens a run, special ones included. Default 512. */
  maxLength?: number
}

/** A built-in engine by name, an engine of your own, or a module that makes one in the workers. */
export type OcrChoice = OcrName | OcrEngine | PluginModule

/** A pool made by createPool(). */
export interface PoolLike { readonly threads: number }

/** Labels of boxes that are painted without being a find. */
export type OtherLabel = 'UNREAD' | 'REGION'

/** Something for some labels, of objects and entities. */
export type ByLabel<Own extends string, Value> = { [Label in ObjectLabel | EntityLabel | OtherLabel | Own]?: Value }

/**
 * Everything is optional. Wrong values throw ERR_INVALID_OPTION when the stream is made.
 *
 * `Own` are labels of your own. Those of detectors, recognisers and filters that are given as objects the compiler knows; for a plug-in in a module
 * they are said: `efface<'STAMP'>({ objects: ['STAMP'], … })`, or `EffaceOptions<'STAMP'>`. With `string`, any label compiles.
 *
 * @example
 * const options: EffaceOptions<'STAMP'> = { objects: ['FACE', 'STAMP'], detectors: [{ module: './stamp.mjs' }] }
 */
export interface EffaceOptions<Own extends string = never> {
  /** Visual objects to find, by label, or a map from label to settings. Default: FACE and LICENSE_PLATE. */
  objects?: readonly (ObjectLabel | NoInfer<Own>)[] | { [Label in ObjectLabel | NoInfer<Own>]?: LabelSettings }
  /** Moves the thresholds of faces and plates together, where none is set: 'high' misses less and paints more in vain. Default 'standard'. */
  sensitivity?: Sensitivity
  /** Finds faces in place of the built-in detector, where `objects` has FACE: `onnx('scrfd.onnx', { kind: 'scrfd' })`, or a detector of your own. */
  faces?: Detector | PluginModule
  /** Further detectors; their finds are added. */
  detectors?: readonly (Detector<Own> | Detector | PluginModule)[]
  /** Entity labels or groups (HIPAA_SAFE_HARBOR, GDPR, PCI …). Default: all labels that identify a person. */
  entities?: { enable?: readonly (EntityLabel | EntityGroup | NoInfer<Own>)[], disable?: readonly (EntityLabel | EntityGroup | NoInfer<Own>)[] }
  /** Further recognisers; their finds are added. */
  recognizers?: readonly (Recognizer<Own> | Recognizer | PluginModule)[]
  /** `ner`: a names model of Hugging Face's kind in a local folder, which is added to `recognizers`. */
  pii?: { ner?: TokenClassifierOptions }
  /** Check digits that are wrong make a number less sure ('evidence', default), or rule it out ('required'). */
  checksums?: 'evidence' | 'required'
  /** Countries whose national telephone numbers are looked for besides those of the languages, ISO 3166: 'DE', 'US'. */
  countries?: readonly string[]
  /** What is to be left alone, or found besides, by regular expressions. */
  filters?: readonly (EntityFilter<Own> | EntityFilter)[]
  /** Settings by label, of objects and entities. */
  labels?: ByLabel<NoInfer<Own>, LabelSettings>
  /** How to read text. Default 'auto'; 'none' reads nothing and finds no personal text. */
  ocr?: OcrChoice
  /** Language codes of the text, ISO 639-2: 'eng', 'deu'; 'auto' tells the language of each page by its text. Default: ['eng']. */
  languages?: readonly string[] | 'auto'
  /** 'high' reads more carefully, takes longer, and sets `onUnread` to 'redact'. Default 'standard'. */
  accuracy?: 'standard' | 'high'
  /** How to paint. Default: blur for faces, blackbox for everything else. A map sets it by label. */
  method?: Method | ByLabel<NoInfer<Own>, Method>
  /** For method 'solid': '#rrggbb'. */
  color?: string
  /** Places where text was seen but could not be read: which are painted; 'cut' are lines that an edge cuts. Default: cut; redact with accuracy 'high'. */
  onUnread?: 'keep' | 'cut' | 'redact'
  /** A page on which something fails, where its file can be read on: the whole fails, or that page leaves black and the report says so. Default 'fail'. */
  onError?: 'fail' | 'skip'
  /** Look at every painted frame again: what is still found is painted again, or ERR_REDACTION_UNVERIFIED. Doubles the time. Default false. */
  verify?: boolean
  /** Have every page and frame that leaves read back by a decoder that is not ours, or ERR_REDACTION_UNVERIFIED. Default true. */
  witness?: boolean
  /** Boxes that are painted in any case, and boxes that are cut out of whatever was found. */
  regions?: { redact?: readonly Region[], keep?: readonly Region[] }
  /**
   * What runs the nets, tried in this order: 'cuda', 'coreml', 'dml', 'webgpu', 'cpu'. One that the platform has not is refused; one that cannot be
   * started (no GPU, no driver) gives way to the next, and the report says so. Default ['cpu'].
   */
  providers?: readonly ProviderName[]
  /** Output format, when it is to differ from the input's. */
  format?: Format
  /** Upper bounds on what one input may ask for; those not named keep their default. */
  limits?: Partial<Limits>
  /** Worker threads to run on; see createPool(). Default: one pool for the process. */
  pool?: PoolLike
  /** Aborted, the stream ends with Node's AbortError. */
  signal?: AbortSignal
  /** `text: true` puts the text that was found into the report (default false); `processedText` says what stands for it there. */
  report?: { text?: boolean, processedText?: ProcessedTextOptions }
}

/** Options with labels that the compiler does not know. */
export type AnyOptions = EffaceOptions<string>

/** Options after validation: every default filled in. */
export interface FilledOptions {
  objects: readonly string[]
  sensitivity: Sensitivity
  faces?: Detector | PluginModule
  detectors: readonly (Detector | PluginModule)[]
  entities: { enable?: readonly string[], disable?: readonly string[] }
  recognizers: readonly (Recognizer | PluginModule)[]
  ner?: TokenClassifierOptions
  checksums: 'evidence' | 'required'
  countries: readonly string[]
  filters: readonly Filter[]
  labels: Readonly<Record<string, LabelSettings>>
  ocr: OcrChoice
  languages: readonly string[]
  accuracy: 'standard' | 'high'
  method?: Method
  color?: string
  onUnread: 'keep' | 'cut' | 'redact'
  onError: 'fail' | 'skip'
  verify: boolean
  witness: boolean
  regions: { redact: readonly Region[], keep: readonly Region[] }
  providers?: readonly ProviderName[]
  format?: Format
  limits: Readonly<Limits>
  pool?: PoolLike
  signal?: AbortSignal
  report: { text: boolean, processedText: ProcessedTextOptions }
}
