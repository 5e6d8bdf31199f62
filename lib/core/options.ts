import { optionsCheck, type SaidOptions } from './check-options.js'
import { invalidOption, isObject, isString } from './is.js'
import { defaultLimits } from './limits.js'
import { GROUPS } from './groups.js'
import { LABELS } from './labels.js'
import { codeTypes, defaultObjects, objectLabels } from './object-labels.js'
import { isPluginModule } from './plugins.js'
import type { AnyOptions, EntityFilter, FilledOptions, Filter, LabelSettings } from './option-types.js'

/** So many labels a message names; more would hide what it says. */
const NAMED = 10

/** Labels of boxes that are painted without being a find. */
const OTHER_LABELS = ['UNREAD', 'REGION']

/** The settings of an object: those of its type and, for what was found as a BARCODE, those of that label over them. */
export function settingsOfObject(type: string, { labels }: Pick<FilledOptions, 'labels'>): LabelSettings {
  return { ...labels[type], ...(codeTypes.includes(type) ? labels.BARCODE : undefined) }
}

const DEFAULTS: FilledOptions = {
  objects: defaultObjects, sensitivity: 'standard', detectors: [], entities: {}, recognizers: [], checksums: 'evidence', countries: [], filters: [], labels: {}, ocr: 'auto', languages: ['eng'],
  accuracy: 'standard', onUnread: 'cut', onError: 'fail', verify: false, witness: true, regions: { redact: [], keep: [] }, limits: defaultLimits,
  report: { text: false, processedText: {} },
}

const filled = new WeakSet<object>()

/**
 * Validates options and fills in what they do not say. Options that are already filled come back as they are.
 *
 * @param under what holds where the options say nothing
 */
export function fillOptions(options: AnyOptions | FilledOptions = {}, under: FilledOptions = DEFAULTS): FilledOptions {
  if (filled.has(options)) return options as FilledOptions
  const said = optionsCheck(options, '')
  const { report = {}, regions = {}, pii: { ner } = {}, method, labels: _labels, objects: _objects, filters, limits, ...rest } = said
  const result: FilledOptions = {
    ...under, ...rest, ...ner && { ner }, ...filters && { filters: filters.map(toFilter) },
    objects: said.objects === undefined ? under.objects : Array.isArray(said.objects) ? said.objects : Object.keys(said.objects),
    labels: joined(withoutMethods(under.labels, isString(method)), settingsSaid(said)),
    onUnread: said.onUnread ?? (said.accuracy === undefined ? under.onUnread : said.accuracy === 'high' ? 'redact' : 'cut'),
    regions: { ...under.regions, ...regions },
    limits: limits ? Object.freeze({ ...under.limits, ...limits }) : under.limits,
    report: { ...under.report, ...report },
  }
  if (isString(method)) result.method = method
  for (const [name, { length }] of Object.entries(result.regions)) {
    if (length > result.limits.boxesPerPage) throw invalidOption(`regions.${name}`, `${result.limits.boxesPerPage} boxes at most (limits.boxesPerPage)`, length)
  }
  refuseUnknown(said, result)
  filled.add(result)
  return Object.freeze(result)
}

const toFilter = ({ entity_type: entityType, ...filter }: EntityFilter): Filter => ({ ...filter, ...entityType !== undefined && { entityType } })

/** Settings by label, whichever option says them. */
function settingsSaid({ labels = {}, objects = {}, method = {} }: SaidOptions): Record<string, LabelSettings> {
  const ofObjects = Array.isArray(objects) ? {} : objects as Record<string, LabelSettings>
  const ofMethod = isString(method) ? {} : Object.fromEntries(Object.entries(method).map(([label, method]) => [label, { method }]))
  return [labels, ofObjects, ofMethod].reduce(joined)
}

/** Later settings of a label win, one by one. */
function joined(under: Readonly<Record<string, LabelSettings>>, over: Readonly<Record<string, LabelSettings>>): Record<string, LabelSettings> {
  const result = { ...under }
  for (const [label, settings] of Object.entries(over)) result[label] = { ...result[label], ...settings }
  return result
}

/** A method for everything takes the place of those that were said by label below it. */
function withoutMethods(labels: Readonly<Record<string, LabelSettings>>, all: boolean): Readonly<Record<string, LabelSettings>> {
  return all ? Object.fromEntries(Object.entries(labels).map(([label, { method: _, ...rest }]) => [label, rest])) : labels
}

/** A label that nothing can find is a slip of the pen, and would leave everything open. What a module finds is only known in the workers. */
function refuseUnknown(said: SaidOptions, { detectors, faces, recognizers: plugins, ner, filters, objects }: FilledOptions): void {
  const recognizers = ner ? [...plugins, { module: 'ner' }] : plugins
  const lookers = [...detectors, ...faces ? [faces] : []]
  const own = (plugins: readonly object[]): string[] => plugins.flatMap(plugin => (plugin as { labels?: readonly string[] }).labels ?? [])
  const refuse = (at: string, labels: readonly string[], known: readonly string[], plugins: readonly object[]): void => {
    if (plugins.some(isPluginModule)) return
    const unknown = labels.find(label => !known.includes(label))
    if (unknown === undefined) return
    const which = known.length <= NAMED ? known.join(', ') : "'efface labels' lists them"
    throw invalidOption(at, `labels that can be found (${which})`, unknown, known)
  }
  const seen = [...objectLabels, ...own(lookers)]
  const read = [...Object.keys(LABELS), ...filters.flatMap(({ entityType }) => entityType ?? []), ...own(recognizers)]
  if (said.objects) refuse('objects', objects, seen, lookers)
  for (const key of ['enable', 'disable'] as const) refuse(`entities.${key}`, said.entities?.[key] ?? [], [...Object.keys(GROUPS), ...read], recognizers)
  const settable = [...new Set([...seen, ...read, ...OTHER_LABELS])]
  for (const key of ['labels', 'method'] as const) {
    const value = said[key]
    if (isObject(value)) refuse(key, Object.keys(value), settable, [...lookers, ...recognizers])
  }
}
