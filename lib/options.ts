import { invalidOption, isBoolean, isFunction, isIntegerIn, isNumberIn, isObject, isOneOf, isString } from './is.js'
import { defaultLimits, type Limits } from './limits.js'
import { GROUPS } from './pii/groups.js'
import { LABELS } from './pii/labels.js'
import type { ProcessedTextOptions } from './pii/markers.js'
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
  /** Added on each side, as a share of the box's height, 0..5. Default 0.15 for FACE, 0.1 for other objects, 0.12 for text. */
  padding?: number
  /** Default 'box'. */
  shape?: 'box' | 'ellipse'
  /** '#rrggbb', for method 'solid'. */
  color?: string
  /** Leave the last four digits of a number legible. */
  keep?: 'last4'
}

/** A regular expression that leaves finds alone, or makes some. */
export interface EntityFilter {
  /** ALLOW: entities matching are left alone; ALLOW_TEXT: likewise inside any text that matches; BLOCK: matches become entities. */
  type: 'ALLOW' | 'ALLOW_TEXT' | 'BLOCK'
  /** A regular expression. */
  pattern: string | RegExp
  /** Label of what BLOCK finds. */
  entity_type?: string
  /** Score of what BLOCK finds, 0..1. Default 1. */
  threshold?: number
}

/** A box in pixels of the upright frame, or, with all values within 0..1, in fractions of its width and height. */
export interface Region extends Box {
  /** Only on this page, from 0. Absent: on all. */
  page?: number
}

/** A built-in engine by name, an engine of your own, or a module that makes one in the workers. */
export type OcrChoice = 'auto' | 'tesseract' | 'paddle' | 'none' | OcrEngine | PluginModule

/** A pool made by createPool(). */
export interface PoolLike { readonly threads: number }

/** Everything is optional. Wrong values throw ERR_INVALID_OPTION when the stream is made. */
export interface EffaceOptions {
  /** Visual objects to find, by label, or a map from label to settings. Default: FACE and LICENSE_PLATE. */
  objects?: readonly string[] | Record<string, LabelSettings>
  /** Further detectors; their finds are added. */
  detectors?: readonly (Detector | PluginModule)[]
  /** Entity labels or groups (HIPAA_SAFE_HARBOR, GDPR, PCI …). Default: all labels that identify a person. */
  entities?: { enable?: readonly string[], disable?: readonly string[] }
  /** Further recognisers; their finds are added. */
  recognizers?: readonly (Recognizer | PluginModule)[]
  /** What is to be left alone, or found besides, by regular expressions. Flags of a RegExp are not kept. */
  filters?: readonly EntityFilter[]
  /** Settings by label, of objects and entities. */
  labels?: Record<string, LabelSettings>
  /** How to read text. Default 'auto'; 'none' reads nothing and finds no personal text. */
  ocr?: OcrChoice
  /** Language codes of the text, ISO 639-2: 'eng', 'deu'. Default: ['eng']. */
  languages?: readonly string[]
  /** 'high' reads more carefully, takes longer, and sets `onUnread` to 'redact'. Default 'standard'. */
  accuracy?: 'standard' | 'high'
  /** How to paint. Default: blur for faces, blackbox for everything else. A map sets it by label. */
  method?: Method | Record<string, Method>
  /** For method 'solid': '#rrggbb'. */
  color?: string
  /** What to do with regions where text was seen but could not be read. Default: keep; redact with accuracy 'high'. */
  onUnread?: 'keep' | 'redact'
  /** Look at every painted frame again: what is still found is painted again, or ERR_REDACTION_UNVERIFIED. Doubles the time. Default false. */
  verify?: boolean
  /** Boxes that are painted in any case, and boxes that are cut out of whatever was found. */
  regions?: { redact?: readonly Region[], keep?: readonly Region[] }
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

/** Options after validation: every default filled in. */
export interface FilledOptions {
  objects: readonly string[]
  detectors: readonly (Detector | PluginModule)[]
  entities: { enable?: readonly string[], disable?: readonly string[] }
  recognizers: readonly (Recognizer | PluginModule)[]
  filters: readonly EntityFilter[]
  labels: Readonly<Record<string, LabelSettings>>
  ocr: OcrChoice
  languages: readonly string[]
  accuracy: 'standard' | 'high'
  method?: Method
  color?: string
  onUnread: 'keep' | 'redact'
  verify: boolean
  regions: { redact: readonly Region[], keep: readonly Region[] }
  format?: Format
  limits: Readonly<Limits>
  pool?: PoolLike
  signal?: AbortSignal
  report: { text: boolean, processedText: ProcessedTextOptions }
}

/** What can be looked for. SIGNATURE and BARCODE only when asked. */
export const objectLabels: readonly string[] = ['FACE', 'LICENSE_PLATE', 'BARCODE', 'SIGNATURE']

const METHODS = ['blackbox', 'blur', 'mosaic', 'solid', 'label'] as const
const FORMATS = ['jpeg', 'png', 'bmp', 'gif', 'tiff', 'webp'] as const
const LABEL = /^[A-Z][A-Z0-9_]*$/
const COLOR = /^#[0-9a-fA-F]{6}$/
const LANGUAGE = /^([a-z]{3}(_[a-z]+)?|auto)$/i
const KNOWN = ['objects', 'detectors', 'entities', 'recognizers', 'filters', 'labels', 'ocr', 'languages', 'accuracy', 'method', 'color',
  'onUnread', 'verify', 'regions', 'format', 'limits', 'pool', 'signal', 'report']

export const isPluginModule = (v: unknown): v is PluginModule => isObject(v) && (v.module instanceof URL || isString(v.module))

/** Validates options and fills in defaults. Options that are already filled come back as they are. */
export function fillOptions(options: EffaceOptions | FilledOptions = {}): FilledOptions {
  if (filled.has(options)) return options as FilledOptions
  if (!isObject(options)) throw invalidOption('options', 'an object', options)
  for (const key of Object.keys(options)) {
    if (!KNOWN.includes(key)) throw invalidOption(key, `no such option (known: ${KNOWN.join(', ')})`, (options as Record<string, unknown>)[key])
  }
  const o = options as EffaceOptions
  const labels: Record<string, LabelSettings> = {}
  for (const [label, settings] of Object.entries(checkMap(o.labels, 'labels'))) labels[label] = checkSettings(settings, label)

  let objects: readonly string[] = ['FACE', 'LICENSE_PLATE']
  if (Array.isArray(o.objects)) objects = checkLabels(o.objects, 'objects')
  else if (o.objects !== undefined) {
    const map = checkMap(o.objects, 'objects') as Record<string, LabelSettings>
    objects = checkLabels(Object.keys(map), 'objects')
    for (const label of objects) labels[label] = { ...labels[label], ...checkSettings(map[label], label) }
  }
  if (isObject(o.method)) {
    for (const [label, method] of Object.entries(o.method)) labels[label] = { ...labels[label], ...checkSettings({ method }, label) }
  } else if (o.method !== undefined && !isOneOf(o.method, METHODS)) throw invalidOption('method', `one of ${METHODS.join(', ')}, or a map from label to one`, o.method)
  if (o.color !== undefined && !(isString(o.color) && COLOR.test(o.color))) throw invalidOption('color', "'#rrggbb'", o.color)

  const accuracy = o.accuracy ?? 'standard'
  if (!isOneOf(accuracy, ['standard', 'high'] as const)) throw invalidOption('accuracy', 'one of standard, high', accuracy)
  const onUnread = o.onUnread ?? (accuracy === 'high' ? 'redact' : 'keep')
  if (!isOneOf(onUnread, ['keep', 'redact'] as const)) throw invalidOption('onUnread', 'one of keep, redact', onUnread)
  const ocr = o.ocr ?? 'auto'
  if (typeof ocr === 'string' ? !isOneOf(ocr, ['auto', 'tesseract', 'paddle', 'none'] as const) : !isPluginModule(ocr) && !(isObject(ocr) && isFunction(ocr.recognize))) {
    throw invalidOption('ocr', 'one of auto, tesseract, paddle, none, an engine with recognize(), or {module}', ocr)
  }
  if (o.format !== undefined && !isOneOf(o.format, FORMATS)) throw invalidOption('format', `one of ${FORMATS.join(', ')}`, o.format)
  if (o.signal !== undefined && !(o.signal instanceof AbortSignal)) throw invalidOption('signal', 'an AbortSignal', o.signal)
  if (o.pool !== undefined && !(isObject(o.pool) && isFunction(o.pool.run))) throw invalidOption('pool', 'a pool made by createPool()', o.pool)
  const text = o.report?.text ?? false
  if (o.report !== undefined && !isObject(o.report)) throw invalidOption('report', 'an object', o.report)
  if (!isBoolean(text)) throw invalidOption('report.text', 'a boolean', text)

  const verify = o.verify ?? false
  if (!isBoolean(verify)) throw invalidOption('verify', 'a boolean', verify)

  const detectors = checkPlugins(o.detectors, 'detectors', 'detect')
  const recognizers = checkPlugins(o.recognizers, 'recognizers', 'find')
  const filters = checkFilters(o.filters)
  const entities = checkEntities(o.entities)
  refuseUnknown(objects, 'objects', objectLabels, detectors)
  const blocked = filters.flatMap(filter => filter.entity_type ?? [])
  const known = [...Object.keys(LABELS), ...Object.keys(GROUPS), ...blocked]
  for (const key of ['enable', 'disable'] as const) refuseUnknown(entities[key] ?? [], `entities.${key}`, known, recognizers)

  const result: FilledOptions = {
    objects,
    detectors, entities, recognizers, filters,
    labels, ocr: cloneable(ocr), accuracy, onUnread, verify,
    languages: checkLanguages(o.languages),
    regions: { redact: checkRegions(o.regions?.redact, 'regions.redact'), keep: checkRegions(o.regions?.keep, 'regions.keep') },
    limits: checkLimits(o.limits),
    report: { text, processedText: o.report?.processedText ?? {} },
  }
  if (typeof o.method === 'string') result.method = o.method
  if (o.color !== undefined) result.color = o.color
  if (o.format !== undefined) result.format = o.format
  if (o.pool !== undefined) result.pool = o.pool
  if (o.signal !== undefined) result.signal = o.signal
  filled.add(result)
  return Object.freeze(result)
}

const filled = new WeakSet<object>()

function checkMap(value: unknown, option: string): Record<string, unknown> {
  if (value === undefined) return {}
  if (!isObject(value)) throw invalidOption(option, 'a map from label to settings', value)
  return value
}

function checkLabels(value: readonly unknown[], option: string): string[] {
  return value.map(label => {
    if (!isString(label) || !LABEL.test(label)) throw invalidOption(option, 'labels in capitals such as FACE', label)
    return label
  })
}

function checkSettings(value: unknown, label: string): LabelSettings {
  if (value === true || value === undefined) return {}
  if (!isObject(value)) throw invalidOption(label, 'settings such as {threshold, method, padding, shape}', value)
  const s = value as LabelSettings
  if (s.threshold !== undefined && !isNumberIn(s.threshold, 0, 1)) throw invalidOption(`${label}.threshold`, 'a number from 0 to 1', s.threshold)
  if (s.method !== undefined && !isOneOf(s.method, METHODS)) throw invalidOption(`${label}.method`, `one of ${METHODS.join(', ')}`, s.method)
  if (s.padding !== undefined && !isNumberIn(s.padding, 0, 5)) throw invalidOption(`${label}.padding`, 'a number from 0 to 5', s.padding)
  if (s.shape !== undefined && !isOneOf(s.shape, ['box', 'ellipse'] as const)) throw invalidOption(`${label}.shape`, 'box or ellipse', s.shape)
  if (s.color !== undefined && !(isString(s.color) && COLOR.test(s.color))) throw invalidOption(`${label}.color`, "'#rrggbb'", s.color)
  if (s.keep !== undefined && s.keep !== 'last4') throw invalidOption(`${label}.keep`, "'last4'", s.keep)
  return s
}

function checkPlugins<T>(value: readonly T[] | undefined, option: string, method: string): readonly T[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw invalidOption(option, 'an array', value)
  for (const plugin of value) {
    if (!isPluginModule(plugin) && !(isObject(plugin) && isFunction(plugin[method]))) {
      throw invalidOption(option, `objects with ${method}(), or {module}`, plugin)
    }
  }
  return value.map(cloneable)
}

/** Plug-ins cross to worker threads, and a URL object does not survive that. */
function cloneable<T>(plugin: T): T {
  if (!isPluginModule(plugin) || !(plugin.module instanceof URL)) return plugin
  return { ...plugin, module: plugin.module.href }
}

/** A label that nothing can find is a slip of the pen, and would leave everything open. */
function refuseUnknown(labels: readonly string[], option: string, known: readonly string[], plugins: readonly (object | PluginModule)[]): void {
  // What a module finds is only known in the workers.
  if (plugins.some(plugin => isPluginModule(plugin))) return
  const all = new Set([...known, ...plugins.flatMap(plugin => (plugin as { labels?: readonly string[] }).labels ?? [])])
  const unknown = labels.find(label => !all.has(label))
  if (unknown !== undefined) throw invalidOption(option, `labels that can be found (${[...all].join(', ')})`, unknown)
}

function checkEntities(value: EffaceOptions['entities']): FilledOptions['entities'] {
  if (value === undefined) return {}
  if (!isObject(value)) throw invalidOption('entities', 'an object {enable, disable}', value)
  const result: { enable?: readonly string[], disable?: readonly string[] } = {}
  for (const key of ['enable', 'disable'] as const) {
    const list = value[key]
    if (list === undefined) continue
    if (!Array.isArray(list)) throw invalidOption(`entities.${key}`, 'an array of labels or groups', list)
    result[key] = checkLabels(list, `entities.${key}`)
  }
  return result
}

function checkFilters(value: EffaceOptions['filters']): readonly EntityFilter[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw invalidOption('filters', 'an array', value)
  return (value as EntityFilter[]).map(filter => {
    if (!isObject(filter) || !isOneOf(filter.type, ['ALLOW', 'ALLOW_TEXT', 'BLOCK'] as const)) throw invalidOption('filters', 'objects {type: ALLOW | ALLOW_TEXT | BLOCK, pattern}', filter)
    if (filter.type === 'BLOCK' && (!isString(filter.entity_type) || !LABEL.test(filter.entity_type))) throw invalidOption('filters.entity_type', 'a label in capitals', filter.entity_type)
    try {
      return { ...filter, pattern: new RegExp(filter.pattern).source }
    } catch {
      throw invalidOption('filters.pattern', 'a regular expression', filter.pattern)
    }
  })
}

function checkLanguages(value: EffaceOptions['languages']): readonly string[] {
  if (value === undefined) return ['eng']
  if (!Array.isArray(value) || value.length === 0) throw invalidOption('languages', 'an array of codes such as eng', value)
  for (const code of value) if (!isString(code) || !LANGUAGE.test(code)) throw invalidOption('languages', 'codes such as eng', code)
  return value as string[]
}

function checkRegions(value: readonly Region[] | undefined, option: string): readonly Region[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw invalidOption(option, 'an array of boxes', value)
  for (const box of value as Region[]) {
    const ok = isObject(box) && isNumberIn(box.x, 0, 1e9) && isNumberIn(box.y, 0, 1e9) && isNumberIn(box.w, 1e-9, 1e9) && isNumberIn(box.h, 1e-9, 1e9)
    if (!ok) throw invalidOption(option, 'boxes {x, y, w, h} with a positive area', box)
    if (box.page !== undefined && !isIntegerIn(box.page, 0, 1e9)) throw invalidOption(`${option}.page`, 'a page number from 0', box.page)
  }
  return value
}

function checkLimits(value: Partial<Limits> | undefined): Readonly<Limits> {
  if (value === undefined) return defaultLimits
  if (!isObject(value)) throw invalidOption('limits', 'an object', value)
  for (const [name, limit] of Object.entries(value)) {
    if (!(name in defaultLimits)) throw invalidOption(`limits.${name}`, `no such limit (known: ${Object.keys(defaultLimits).join(', ')})`, limit)
    if (!isNumberIn(limit, 0, Infinity)) throw invalidOption(`limits.${name}`, 'a number from 0 to Infinity', limit)
  }
  return Object.freeze({ ...defaultLimits, ...value })
}
