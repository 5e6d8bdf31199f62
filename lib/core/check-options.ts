import { types } from 'node:util'
import { formatNames } from './formats.js'
import { GROUPS } from './groups.js'
import { LABELS } from './labels.js'
import { objectLabels } from './object-labels.js'
import { ocrNames } from './ocr-engines.js'
import { methodNames } from './methods.js'
import { boolean, fits, integer, list, map, matching, number, oneOf, shape, text, type Check } from './check.js'
import { invalidOption, isFunction, isObject, isOneOf } from './is.js'
import { defaultLimits, type Limits } from './limits.js'
import { EffaceError } from './errors.js'
import { providerInfos, providerNames, providersOn, type ProviderName } from './providers.js'
import { isPluginModule } from './plugins.js'
import type { AnyOptions, EntityFilter, LabelSettings, PluginModule, ProcessedTextOptions, Region, TokenClassifierOptions } from './option-types.js'
import type { Detector, Method, OcrEngine, Recognizer } from './types.js'

/** Options as they were said, checked, in the one form that the rest of the library takes. */
export type SaidOptions = Omit<AnyOptions, 'languages' | 'objects' | 'labels' | 'method' | 'filters'> & {
  languages?: readonly string[]
  objects?: readonly string[] | Record<string, LabelSettings>
  labels?: Record<string, LabelSettings>
  method?: Method | Record<string, Method>
  filters?: readonly EntityFilter[]
}

const LABEL = /^[A-Z][A-Z0-9_]*$/
const label = matching(LABEL, 'labels in capitals such as FACE', [...objectLabels, ...Object.keys(LABELS), ...Object.keys(GROUPS)])
const color = matching(/^#[0-9a-fA-F]{6}$/, "'#rrggbb'")
const language = matching(/^([a-zA-Z]{3}(_[a-zA-Z]+)?|auto)$/, 'codes of three letters such as eng, or auto')
const codes = list(language, "an array of codes such as eng, or 'auto'")

const settings = shape<LabelSettings>({
  threshold: number(0, 1), method: oneOf(...methodNames), padding: number(0, 5), shape: oneOf('box', 'ellipse'), color, keep: oneOf('last4'),
})
const settingsByLabel = map(label, settings, 'a map from label to settings')

const anyMethod: Check<Method | Record<string, Method>> = (value, at) => isObject(value)
  ? map(label, oneOf(...methodNames), 'a map')(value, at)
  : fits<Method>(`one of ${methodNames.join(', ')}, or a map from label to one`, v => isOneOf(v, methodNames), methodNames)(value, at)

/** Plug-ins cross to worker threads, and a URL object does not survive that. */
const pluginModule = shape<PluginModule>({ module: value => String(value), options: value => value as object })

const plugin = <T>(method: string, labelled = true): Check<T | PluginModule> => (value, at) => {
  if (isPluginModule(value)) return pluginModule(value, at)
  const made = fits<T>(`objects with ${method}(), or {module}`, v => isObject(v) && isFunction(v[method]))(value, at)
  if (labelled && ownLabels((value as { labels?: unknown }).labels, `${at}.labels`).length === 0) throw invalidOption(`${at}.labels`, 'the labels of its finds', [])
  return made
}
const ownLabels = list(label, 'the labels of its finds, in capitals')

const ocrName = oneOf(...ocrNames)
const ocrPlugin = plugin<OcrEngine>('recognize', false)

/** Both forms cross to the workers with all they say. */
const pattern: Check<string | RegExp> = (value, at) => {
  try {
    if (typeof value === 'string') new RegExp(value)
    if (typeof value === 'string' || types.isRegExp(value)) return value
  } catch {}
  throw invalidOption(at, 'a regular expression', value)
}

const LABEL_OR_NULL = 'a label in capitals, or null'
/** Of a names model. */
export const nerCheck = shape<TokenClassifierOptions>({
  model: text,
  labels: map(text, (value, at) => value === null ? null : matching(LABEL, LABEL_OR_NULL)(value, at), 'a map from tag to label'),
  threshold: number(0, 1), threads: integer(1, 256), maxLength: integer(8, 1e6),
}, ['model'])

const filter: Check<EntityFilter> = (value, at) => {
  const fields = { type: oneOf('ALLOW', 'ALLOW_TEXT', 'BLOCK'), pattern, entity_type: label, threshold: number(0, 1) }
  return shape<EntityFilter>(fields, isObject(value) && value.type === 'BLOCK' ? ['type', 'pattern', 'entity_type'] : ['type', 'pattern'])(value, at)
}

const regions = list(shape<Region>({
  x: number(0, 1e9), y: number(0, 1e9), w: number(0, 1e9), h: number(0, 1e9), page: integer(0, 1e9),
}, ['x', 'y', 'w', 'h']), 'an array of boxes {x, y, w, h, page}')

const areas: Check<readonly Region[]> = (value, at) => {
  const boxes = regions(value, at)
  for (const box of boxes) if (!(box.w > 0 && box.h > 0)) throw invalidOption(at, 'boxes {x, y, w, h} with a positive area', box)
  return boxes
}

const limits = shape<Partial<Limits>>(
  Object.fromEntries(Object.keys(defaultLimits).map(name => [name, number(0, Infinity)])) as Record<keyof Limits, Check<number>>)

const objects = list(label, 'an array of labels, or a map from label to settings,')
const labels = list(label, 'an array of labels or groups')

const provider = oneOf(...providerNames)
const providers: Check<readonly ProviderName[]> = (value, at) => {
  const said = list(provider, `an array of ${providerNames.join(', ')}`)(value, at)
  if (said.length === 0) throw invalidOption(at, 'at least one of them', value)
  const here = providersOn()
  const lacking = said.find(name => !here.includes(name))
  if (lacking !== undefined) {
    const { on = [] } = providerInfos[lacking]
    throw new EffaceError('ERR_INVALID_OPTION', `${at}: ${lacking} is there on ${on.join(' and ')} only, and this is ${process.platform} ${process.arch}, which has ${here.join(', ')}`, { stage: 'options' })
  }
  return said
}

export const optionsCheck: Check<SaidOptions> = shape<SaidOptions>({
  objects: (value, at) => isObject(value) ? settingsByLabel(value, at) : objects(value, at),
  faces: plugin<Detector>('detect'),
  detectors: list(plugin<Detector>('detect'), 'an array'),
  entities: shape<NonNullable<AnyOptions['entities']>>({ enable: labels, disable: labels }),
  recognizers: list(plugin<Recognizer>('find'), 'an array'),
  pii: shape<NonNullable<AnyOptions['pii']>>({ ner: nerCheck }),
  checksums: oneOf('evidence', 'required'),
  countries: list(matching(/^[A-Z]{2}$/, 'codes of two capitals such as DE'), 'an array of codes such as DE'),
  filters: list(filter, 'an array'),
  labels: settingsByLabel,
  ocr: (value, at) => typeof value === 'string' ? ocrName(value, at) : ocrPlugin(value, at),
  languages: (value, at) => {
    const found = codes(value === 'auto' ? ['auto'] : value, at)
    if (found.length === 0) throw invalidOption(at, 'at least one code such as eng', value)
    return found
  },
  sensitivity: oneOf('high', 'standard', 'low'),
  accuracy: oneOf('standard', 'high'),
  method: anyMethod,
  color,
  onUnread: oneOf('keep', 'cut', 'redact'),
  onError: oneOf('fail', 'skip'),
  verify: boolean,
  witness: boolean,
  regions: shape<NonNullable<AnyOptions['regions']>>({ redact: areas, keep: areas }),
  providers,
  format: oneOf(...formatNames),
  limits,
  pool: fits('a pool made by createPool()', v => isObject(v) && isFunction(v.run)),
  signal: fits('an AbortSignal', v => v instanceof AbortSignal),
  report: shape<NonNullable<AnyOptions['report']>>({
    text: boolean,
    processedText: shape<ProcessedTextOptions>({ type: oneOf('MARKER', 'MASK'), pattern: fits('a text', v => typeof v === 'string'), mask_character: text }),
  }),
})
